import { items, type Item } from '@heart-survey/shared/items';
import { readResponse, type SurveyResponse } from '@heart-survey/shared/response';
import type { Form } from '../http/form.ts';
import type { FieldError } from '../pages/fields.ts';
import { ratingsFrom } from '../paper/paper.ts';

/** The answers of one interview as a person entered them. */
export interface Answers {
  ratings: Record<Item, string>;
  comment: string;
  /** The code of the customer group; empty if it is not given. */
  group: string;
}

export const noAnswers: Answers = {
  ratings: Object.fromEntries(items.map((item) => [item, ''])) as Record<Item, string>,
  comment: '',
  group: '',
};

export function answersIn(form: Form): Answers {
  return {
    ratings: Object.fromEntries(items.map((item) => [item, form.text(item)])) as Record<Item, string>,
    comment: form.text('comment'),
    group: form.text('group'),
  };
}

/** The response that was entered, or the problems with it. */
export function responseFrom(
  { ratings: typed, comment, group }: Answers,
  asked: { id: string; region: string; language: string },
): { response: SurveyResponse } | { errors: FieldError[] } {
  const { ratings, errors } = ratingsFrom(typed);
  const read = readResponse({ ...asked, ratings, comment, group: group || null, channel: 'phone' });
  if (errors.length > 0) return { errors };
  if ('response' in read) return read;
  return {
    errors: read.problems.map(({ path, message }) => ({ at: path === 'comment' ? 'comment' : '', message })),
  };
}
