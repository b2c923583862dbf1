import { dayFrom, isoDay } from '@heart-survey/shared/dates';
import { isChannel } from '@heart-survey/shared/response';
import { cleanText } from '@heart-survey/shared/text';
import { Temporal } from 'temporal-polyfill';
import type { Form } from '../http/form.ts';
import type { FieldError } from '../pages/fields.ts';
import { frequencies, isFormat, isFrequency } from './choices.ts';
import type { PlanText } from './queries.ts';

/** In UTF-16 units. */
const maxText = 2000;
/** A plan is reviewed at least this often. In months. */
const maxReview = 24;

/** What the form has, before it is checked. */
export interface TypedPlan extends Omit<PlanText, 'frequency'> {
  frequency: string;
}

/** @param languages the tags of the languages that the survey is offered in. */
export function typedPlan(form: Form, languages: readonly string[]): TypedPlan {
  const long = (name: string) => cleanText(form.text(name)).trim();
  return {
    who: long('who'),
    how: long('how'),
    use: long('use'),
    modes: form.all('mode').filter(isChannel),
    formats: form.all('format').filter(isFormat),
    languages: form.all('language').filter((tag) => languages.includes(tag)),
    frequency: form.text('frequency'),
    nextOn: form.text('next_on'),
    reviewOn: form.text('review_on'),
  };
}

/** A form without anything in it, except what most plans have. */
export function emptyPlan(languages: readonly string[]): TypedPlan {
  const texts = { who: '', how: '', use: '', nextOn: '', reviewOn: '' };
  return { ...texts, modes: ['signature', 'page'], formats: [], languages: [...languages], frequency: 'annual' };
}

/** The plan, or what has to be fixed. @param now milliseconds since the epoch. @param zone the department's. */
export function readPlan(typed: TypedPlan, now: number, zone: string): { plan: PlanText } | { errors: FieldError[] } {
  const { frequency } = typed;
  const today = isoDay(now, zone);
  const months = isFrequency(frequency) ? frequencies[frequency].months : maxReview;
  const errors = [
    ...textErrors('who', typed.who, 'Enter who is surveyed.'),
    ...textErrors('how', typed.how, 'Enter how they are surveyed.'),
    ...textErrors('use', typed.use, 'Enter how results are used.'),
    ...(typed.modes.length === 0 ? [{ at: 'mode-0', message: 'Choose at least one way to answer.' }] : []),
    ...(typed.languages.length === 0 ? [{ at: 'language-0', message: 'Choose at least one language.' }] : []),
    ...(isFrequency(frequency) ? [] : [{ at: 'frequency', message: 'Choose how often customers are surveyed.' }]),
    ...dayErrors('next_on', typed.nextOn, today, months),
    ...dayErrors('review_on', typed.reviewOn, today, maxReview),
  ];
  return errors.length > 0 || !isFrequency(frequency) ? { errors } : { plan: { ...typed, frequency } };
}

function textErrors(at: string, text: string, missing: string): FieldError[] {
  if (text === '') return [{ at, message: missing }];
  return text.length > maxText
    ? [{ at, message: `Enter ${maxText.toLocaleString('en-US')} characters or fewer.` }]
    : [];
}

function dayErrors(at: string, text: string, today: string, months: number): FieldError[] {
  if (dayFrom(text) === undefined) return [{ at, message: 'Enter a date.' }];
  const last = Temporal.PlainDate.from(today).add({ months }).toString();
  return text < today || text > last
    ? [{ at, message: `Enter a date between today and ${dayFrom(last)!.inWords}.` }]
    : [];
}
