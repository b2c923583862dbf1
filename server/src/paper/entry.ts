import { dayFrom } from '@heart-survey/shared/dates';
import { items, type Item } from '@heart-survey/shared/items';
import { enForm } from '@heart-survey/shared/languages/en';
import { monthOf, type Quarter } from '@heart-survey/shared/quarters';
import { readResponse, type SurveyResponse } from '@heart-survey/shared/response';
import type { FieldError } from '../pages/fields.ts';
import type { Form } from '../http/form.ts';
import type { BusinessCalendar, CustomerGroup, Department } from '../org/org.ts';
import { closingClock } from '../work/work.ts';

/** One paper form as a person entered it. */
export interface Typed {
  date: string;
  ratings: Record<Item, string>;
  comment: string;
  language: string;
  /** The code of the customer group; empty for none. */
  group: string;
}

/** A paper form that is ready to store. */
export interface Entry {
  response: SurveyResponse;
  quarter: string;
  month: string;
  paperDate: string;
  groupId: number | null;
}

/** Reads the fields of one paper form. */
export function typedFrom(form: Form): Typed {
  return {
    date: form.text('date'),
    ratings: Object.fromEntries(items.map((item) => [item, form.text(item)])) as Record<Item, string>,
    comment: form.text('comment'),
    language: form.text('language'),
    group: form.text('group'),
  };
}

/** A form that nobody has typed into. */
export const untyped: Typed = {
  date: '',
  ratings: Object.fromEntries(items.map((item) => [item, ''])) as Record<Item, string>,
  comment: '',
  language: '',
  group: '',
};

/** How to add forms of a quarter that is closed. */
export const lateForms = 'Ask your department’s representative to restate it. Late forms are entered there.';

interface EntryOptions {
  department: Department;
  days: BusinessCalendar;
  now: number;
  /** The customer groups that the department's forms ask for. */
  groups: CustomerGroup[];
  /** The closed quarter whose late forms are entered as part of its restatement. */
  restated?: Quarter;
}

/**
 * The response that was entered, or the problems with it. It belongs to the quarter of the date on the form, in the
 * department's time zone (docs/design.md §3.7). A form is too late if that quarter is due to be closed: then only a
 * restatement of the quarter takes it.
 */
export function entryFrom(
  id: string,
  region: string,
  typed: Typed,
  options: EntryOptions,
): { entry: Entry } | { errors: FieldError[] } {
  const dated = quarterOf(typed.date, options);
  const { errors: wrong, ratings } = ratingsFrom(typed.ratings);
  const errors: FieldError[] = [...('message' in dated ? [{ at: 'date', message: dated.message }] : []), ...wrong];
  const { comment, language } = typed;
  const group = options.groups.find(({ code }) => code === typed.group);
  const read = readResponse({ id, region, ratings, comment, language, channel: 'paper', group: group?.code });
  if ('message' in dated || errors.length > 0 || 'problems' in read) {
    const problems = 'problems' in read && errors.length === 0 ? read.problems : [];
    return {
      errors: [...errors, ...problems.map(({ path, message }) => ({ at: fieldOf(path), message }))],
    };
  }
  return { entry: { response: read.response, ...dated, paperDate: typed.date, groupId: group?.id ?? null } };
}

/** The six ratings that were typed, or what is wrong with them. */
export function ratingsFrom(typed: Record<Item, string>): {
  ratings: Partial<Record<Item, number>>;
  errors: FieldError[];
} {
  const errors: FieldError[] = items
    .filter((item) => !/^[1-5]?$/.test(typed[item]))
    .map((item) => ({
      at: item,
      message: `${enForm.items[item].word}: Enter a number from 1 to 5, or leave it blank.`,
    }));
  const given = items.flatMap((item) => (typed[item] === '' ? [] : [[item, Number(typed[item])]]));
  if (errors.length === 0 && given.length === 0) {
    errors.push({ at: items[0], message: 'Enter at least one rating. A form without ratings does not count.' });
  }
  return { ratings: Object.fromEntries(given) as Partial<Record<Item, number>>, errors };
}

function quarterOf(
  date: string,
  { department, days, now, restated }: EntryOptions,
): { quarter: string; month: string } | { message: string } {
  const day = dayFrom(date);
  if (!day) return { message: 'Enter the date that is written on the form.' };
  const start = day.startIn(department.zone);
  if (start > now) return { message: `${day.inWords} is in the future.` };
  const quarter = department.calendar.at(start);
  if (restated && quarter.id !== restated.id) {
    return { message: `${day.inWords} is not in ${restated.label}, the quarter that you are restating.` };
  }
  if (!restated && closingClock(days, department, quarter).at <= now) {
    return { message: `The quarter of ${day.inWords} is closed. ${lateForms}` };
  }
  const month = monthOf(department.calendar, quarter, { receivedAt: now, paperDate: date });
  return { quarter: quarter.id, month };
}

/** The form field for a problem the schema found. */
function fieldOf(path: string): string {
  const [first = '', second] = path.split('.');
  return first === 'ratings' ? (second ?? items[0]) : first === 'comment' ? 'comment' : '';
}
