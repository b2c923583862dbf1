import { isTimeZone } from '@heart-survey/shared/quarters';
import { isEmail, maxNameLength, nameOf } from '../access/access.ts';
import { hasHolidays, type Division } from '../org/org.ts';
import type { FieldError } from '../pages/fields.ts';

// Departments, regions and employees, read from a form or from a line of a file by the same rules.

/** Gives the text of a field; empty if it has none. */
export type Fields = (name: string) => string;

/** A record, or the errors in its fields. */
export type Read<T> = { record: T } | { errors: FieldError[] };

export interface DepartmentRecord {
  slug: string;
  name: string;
  zone: string;
  firstMonth: number;
  /** In hundredths. */
  target: number;
  closesAfter: number;
  /** Business days after the close. */
  plansDueAfter: number;
  /** Business days after the close. */
  handInAfter: number;
  /** Business days after the close. */
  submitAfter: number;
  holidays: string | null;
  notice: string | null;
  contactName: string | null;
  contactEmail: string | null;
  /** How many months after a quarter's end its comments are deleted. */
  commentMonths: number;
  /** How many months after a quarter's end its responses are deleted. */
  ratingMonths: number;
  /** 1 if the form asks whether the writer's words may be shown to others, otherwise 0. */
  asksToShow: number;
  /** Null for the policy's sentence. */
  thanksSentence: string | null;
  /** On the agency's page of results, 1 and up; null for those after all others. */
  place: number | null;
  /** The group of departments that it belongs to. */
  divisionId: number | null;
}

export interface RegionRecord {
  slug: string;
  name: string;
}

export interface EmployeeRecord {
  name: string;
  email: string | null;
  supervisorName: string | null;
  supervisorEmail: string | null;
}

/** In UTF-16 units. */
const maxName = 120;
const maxNotice = 600;
const maxSentence = 500;
/** Nothing is kept for more than twenty years. */
const maxMonths = 240;
const maxPlace = 999;
/** Slugs that would collide with pages of ours. */
const reserved = new Set(['total', 'new', 'all', 'thanks', 'x']);

/** The fields that a new department has unless others are given. */
export const usualDepartment: Record<string, string> = {
  first_month: '7',
  target: '4.00',
  closes_after: '10',
  plans_due_after: '20',
  hand_in_after: '5',
  submit_after: '10',
  comment_months: '24',
  rating_months: '36',
};

/** Reads a department. @param divisions those that it can belong to. */
export function readDepartment(field: Fields, divisions: readonly Division[]): Read<DepartmentRecord> {
  const errors: FieldError[] = [];
  const expect = (isGood: boolean, at: string, message: string) => {
    if (!isGood) errors.push({ at, message });
  };
  const record: DepartmentRecord = {
    slug: field('slug'),
    name: nameOf(field('name')),
    zone: field('zone'),
    firstMonth: wholeNumber(field('first_month')),
    target: hundredthsOf(field('target')),
    closesAfter: wholeNumber(field('closes_after')),
    plansDueAfter: wholeNumber(field('plans_due_after')),
    handInAfter: wholeNumber(field('hand_in_after')),
    submitAfter: wholeNumber(field('submit_after')),
    holidays: field('holidays').toUpperCase() || null,
    notice: field('notice') || null,
    contactName: nameOf(field('contact_name')) || null,
    contactEmail: field('contact_email').toLowerCase() || null,
    commentMonths: wholeNumber(field('comment_months')),
    ratingMonths: wholeNumber(field('rating_months')),
    asksToShow: yesOrNo(field('asks_to_show')),
    thanksSentence: field('thanks_sentence') || null,
    place: readPlace(field('place')),
    divisionId: divisions.find(({ name }) => name === nameOf(field('division')))?.id ?? null,
  };
  const { firstMonth, target, closesAfter, holidays, notice, contactName, contactEmail, place } = record;
  errors.push(...slugErrors(record.slug), ...nameErrors(record.name));
  expect(isTimeZone(record.zone), 'zone', 'Enter a time zone such as America/Los_Angeles.');
  expect(firstMonth >= 1 && firstMonth <= 12, 'first_month', 'Enter a month from 1 to 12.');
  expect(target <= 500, 'target', 'Enter a target from 1.00 to 5.00.');
  expect(closesAfter <= 90, 'closes_after', 'Enter 0 to 90 business days.');
  errors.push(...dueErrors(record));
  expect(
    holidays === null || hasHolidays(holidays),
    'holidays',
    'Enter a country, or a country and a state, such as US-CA.',
  );
  expect((notice ?? '').length <= maxNotice, 'notice', `Enter a notice of ${maxNotice} characters or fewer.`);
  expect((contactName ?? '').length <= maxNameLength, 'contact_name', tooLong);
  errors.push(...emailErrors('contact_email', contactEmail));
  expect(contactName === null || contactEmail !== null, 'contact_email', 'Enter an email address for the contact.');
  errors.push(...monthErrors(record), ...thanksErrors(record));
  errors.push(...placeErrors(place));
  expect(
    nameOf(field('division')) === '' || record.divisionId !== null,
    'division',
    'There is no division with this name. Add it first, or leave this blank.',
  );
  return errors.length > 0 ? { errors } : { record };
}

/** A target in hundredths; NaN unless the text is a number from 1.00 to 5.99. */
function hundredthsOf(text: string): number {
  const [, whole, decimals = ''] = /^([1-5])(?:[.,](\d{1,2}))?$/.exec(text) ?? [];
  return whole === undefined ? NaN : Number(whole) * 100 + Number(decimals.padEnd(2, '0'));
}

/** NaN, which is neither more nor less than anything, unless the text is a whole number of at most three digits. */
function wholeNumber(text: string): number {
  return /^\d{1,3}$/.test(text) ? Number(text) : NaN;
}

/** A position in a list, 1 and up; null for those after all others. */
function readPlace(text: string): number | null {
  return text === '' ? null : wholeNumber(text);
}

function placeErrors(place: number | null): FieldError[] {
  const message = `Enter a whole number from 1 to ${maxPlace}, or leave it blank.`;
  return place === null || place >= 1 ? [] : [{ at: 'place', message }];
}

/** Reads a division: its name, and its position on the pages of the executive office. */
export function readDivision(field: Fields): Read<Pick<Division, 'name' | 'place'>> {
  const record = { name: nameOf(field('name')), place: readPlace(field('place')) };
  const errors = [...nameErrors(record.name), ...placeErrors(record.place)];
  return errors.length > 0 ? { errors } : { record };
}

/** 1 or 0; an unchecked box and an empty cell mean no. NaN for anything else. */
function yesOrNo(text: string): number {
  if (text === '' || /^no$/i.test(text)) return 0;
  return /^yes$/i.test(text) ? 1 : NaN;
}

function thanksErrors({ asksToShow, thanksSentence }: DepartmentRecord): FieldError[] {
  // A line break, or a character that changes the direction, could move the other lines of an email.
  const isPlain = !/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u.test(thanksSentence ?? '');
  const isShort = (thanksSentence ?? '').length <= maxSentence;
  return [
    ...(Number.isNaN(asksToShow) ? [{ at: 'asks_to_show', message: 'Enter yes or no.' }] : []),
    ...(isPlain && isShort
      ? []
      : [{ at: 'thanks_sentence', message: `Enter one line of ${maxSentence} characters or fewer.` }]),
  ];
}

/** What follows the close of a quarter: action plans, and its way to the executive office. */
function dueErrors({ plansDueAfter, handInAfter, submitAfter }: DepartmentRecord): FieldError[] {
  const fields = [
    { at: 'plans_due_after', days: plansDueAfter },
    { at: 'hand_in_after', days: handInAfter },
    { at: 'submit_after', days: submitAfter },
  ];
  const wrong = fields.filter(({ days }) => !(days >= 1 && days <= 90));
  if (wrong.length === 0 && handInAfter > submitAfter) {
    return [
      { at: 'submit_after', message: 'A quarter cannot be due for submission before it is due to be handed in.' },
    ];
  }
  return wrong.map(({ at }) => ({ at, message: 'Enter 1 to 90 business days.' }));
}

function monthErrors({ commentMonths, ratingMonths }: DepartmentRecord): FieldError[] {
  const isGood = (months: number) => months >= 1 && months <= maxMonths;
  const message = `Enter a whole number of months, from 1 to ${maxMonths}.`;
  if (isGood(commentMonths) && isGood(ratingMonths) && commentMonths > ratingMonths) {
    return [
      { at: 'comment_months', message: 'Comments cannot be kept for more months than the responses they belong to.' },
    ];
  }
  return [
    ...(isGood(commentMonths) ? [] : [{ at: 'comment_months', message }]),
    ...(isGood(ratingMonths) ? [] : [{ at: 'rating_months', message }]),
  ];
}

/** The record as the fields that {@link readDepartment} reads. */
export function departmentFields(record: DepartmentRecord, divisions: readonly Division[]): Fields {
  const texts: Record<string, string> = {
    slug: record.slug,
    name: record.name,
    zone: record.zone,
    first_month: String(record.firstMonth),
    target: (record.target / 100).toFixed(2),
    closes_after: String(record.closesAfter),
    plans_due_after: String(record.plansDueAfter),
    hand_in_after: String(record.handInAfter),
    submit_after: String(record.submitAfter),
    holidays: record.holidays ?? '',
    notice: record.notice ?? '',
    contact_name: record.contactName ?? '',
    contact_email: record.contactEmail ?? '',
    comment_months: String(record.commentMonths),
    rating_months: String(record.ratingMonths),
    asks_to_show: record.asksToShow === 1 ? 'yes' : 'no',
    thanks_sentence: record.thanksSentence ?? '',
    place: record.place === null ? '' : String(record.place),
    division: divisions.find(({ id }) => id === record.divisionId)?.name ?? '',
  };
  return (name) => texts[name] ?? '';
}

/** Reads a region. */
export function readRegion(field: Fields): Read<RegionRecord> {
  const errors = [...slugErrors(field('slug')), ...nameErrors(nameOf(field('name')))];
  return errors.length > 0 ? { errors } : { record: { slug: field('slug'), name: nameOf(field('name')) } };
}

/** Reads an employee. */
export function readEmployee(field: Fields): Read<EmployeeRecord> {
  const record: EmployeeRecord = {
    name: nameOf(field('name')),
    email: field('email').toLowerCase() || null,
    supervisorName: nameOf(field('supervisor_name')) || null,
    supervisorEmail: field('supervisor_email').toLowerCase() || null,
  };
  const isTooLong = (record.supervisorName ?? '').length > maxNameLength;
  const errors = [
    ...nameErrors(record.name),
    ...emailErrors('email', record.email),
    ...(isTooLong ? [{ at: 'supervisor_name', message: tooLong }] : []),
    ...emailErrors('supervisor_email', record.supervisorEmail),
  ];
  return errors.length > 0 ? { errors } : { record };
}

/** The record as the fields that {@link readEmployee} reads. */
export function employeeFields(record: EmployeeRecord): Fields {
  const texts: Record<string, string | null> = {
    name: record.name,
    email: record.email,
    supervisor_name: record.supervisorName,
    supervisor_email: record.supervisorEmail,
  };
  return (name) => texts[name] ?? '';
}

const tooLong = `Enter a name of ${maxNameLength} characters or fewer.`;

function slugErrors(slug: string): FieldError[] {
  if (reserved.has(slug)) return [{ at: 'slug', message: 'This name is reserved. Choose another one.' }];
  return /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(slug) && slug.length <= 40
    ? []
    : [
        {
          at: 'slug',
          message: 'Enter 40 characters or fewer: lowercase letters, digits and hyphens, such as north-coastal.',
        },
      ];
}

/** Reads a name that stands alone, such as a team's. @param at the field's name. */
export function readName(at: string, text: string): { name: string; errors: FieldError[] } {
  const name = nameOf(text);
  return { name, errors: nameErrors(name, at) };
}

function nameErrors(name: string, at = 'name'): FieldError[] {
  if (name === '') return [{ at, message: 'Enter a name.' }];
  return name.length > maxName ? [{ at, message: `Enter a name of ${maxName} characters or fewer.` }] : [];
}

function emailErrors(at: string, email: string | null): FieldError[] {
  return email === null || isEmail(email) ? [] : [{ at, message: 'Enter an email address such as name@example.gov.' }];
}
