import { dayFrom } from '@heart-survey/shared/dates';
import { items, type Item } from '@heart-survey/shared/items';
import { enForm } from '@heart-survey/shared/languages/en';
import { readResponse, type SurveyResponse } from '@heart-survey/shared/response';
import type { FieldMistake } from '../pages/fields.ts';
import type { Form } from '../http/form.ts';
import type { BusinessCalendar, Department } from '../org/org.ts';
import { closingClock } from '../work/work.ts';

/** What was typed from one paper form, as it was typed. */
export interface Typed {
  date: string;
  ratings: Record<Item, string>;
  comment: string;
  language: string;
}

export interface Entry {
  response: SurveyResponse;
  quarter: string;
  paperDate: string;
}

export function typedFrom(form: Form): Typed {
  return {
    date: form.text('date'),
    ratings: Object.fromEntries(items.map((item) => [item, form.text(item)])) as Record<Item, string>,
    comment: form.text('comment'),
    language: form.text('language'),
  };
}

/**
 * The response behind what was typed, or what is wrong with it. The quarter is that of the date on the form, in the
 * department's zone (docs/design.md §3.7); a form of a quarter whose time to close has come is too late.
 */
export function entryFrom(
  id: string,
  region: string,
  typed: Typed,
  { department, days, now }: { department: Department; days: BusinessCalendar; now: number },
): { entry: Entry } | { mistakes: FieldMistake[] } {
  const dated = quarterOf(typed.date, department, days, now);
  const wrong = items.filter((item) => !/^[1-5]?$/.test(typed.ratings[item]));
  const mistakes: FieldMistake[] = [
    ...('message' in dated ? [{ at: 'date', message: dated.message }] : []),
    ...wrong.map((item) => ({
      at: item,
      message: `${enForm.items[item].word}: 1 to 5, or nothing where it was left out.`,
    })),
  ];
  const ratings = items.flatMap((item) => (typed.ratings[item] === '' ? [] : [[item, Number(typed.ratings[item])]]));
  if (wrong.length === 0 && ratings.length === 0) {
    mistakes.push({ at: items[0], message: 'A form with no statement rated does not count: type at least one digit.' });
  }
  const { comment, language } = typed;
  const read = readResponse({ id, region, ratings: Object.fromEntries(ratings), comment, language, channel: 'paper' });
  if ('message' in dated || mistakes.length > 0 || 'problems' in read) {
    const problems = 'problems' in read && mistakes.length === 0 ? read.problems : [];
    return {
      mistakes: [...mistakes, ...problems.map(({ path, message }) => ({ at: placeOf(path), message: message }))],
    };
  }
  return { entry: { response: read.response, quarter: dated.quarter, paperDate: typed.date } };
}

function quarterOf(
  date: string,
  department: Department,
  days: BusinessCalendar,
  now: number,
): { quarter: string } | { message: string } {
  const day = dayFrom(date);
  if (!day) return { message: 'Give the date that is written on the form.' };
  const start = day.startIn(department.zone);
  if (start > now) return { message: `${day.inWords} has not come yet.` };
  const quarter = department.calendar.at(start);
  if (closingClock(days, department, quarter).at <= now) {
    return { message: `The quarter of ${day.inWords} is closed. A form of it cannot be counted any more.` };
  }
  return { quarter: quarter.id };
}

/** The field that a problem of the schema is about. */
function placeOf(path: string): string {
  const [first = '', second] = path.split('.');
  return first === 'ratings' ? (second ?? items[0]) : first === 'comment' ? 'comment' : '';
}
