import { isTimeZone } from '@heart-survey/shared/quarters';
import Holidays from 'date-holidays';
import { isEmail, longestName, nameOf } from '../access/access.ts';
import type { FieldMistake } from '../pages/fields.ts';

// What a department, a region and an employee are made of, read from a form or from a line of a file: the same rules for
// both. What is wrong is said at the field.

/** Gives the text of a field; empty where there is none. */
export type Fields = (name: string) => string;

export type Read<T> = { record: T } | { wrong: FieldMistake[] };

export interface DepartmentRecord {
  slug: string;
  name: string;
  zone: string;
  firstMonth: number;
  /** In hundredths. */
  target: number;
  closesAfter: number;
  holidays: string | null;
  notice: string | null;
  contactName: string | null;
  contactEmail: string | null;
  /** So many months after a quarter's end its comments are deleted, and so many after it the responses. */
  commentMonths: number;
  ratingMonths: number;
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

const longest = 120;
const longestNotice = 600;
/** Nothing is kept for longer than twenty years. */
const mostMonths = 240;
/** Parts of addresses that are pages of their own. */
const reserved = new Set(['total', 'new', 'all', 'thanks', 'x']);

/** How a department begins where nothing is said of it. */
export const usualDepartment: Record<string, string> = {
  ...{ first_month: '7', target: '4.00', closes_after: '10' },
  ...{ comment_months: '24', rating_months: '36' },
};

export function readDepartment(field: Fields): Read<DepartmentRecord> {
  const target = /^([1-5])(?:[.,](\d{1,2}))?$/.exec(field('target'));
  const hundredths = target ? Number(target[1]) * 100 + Number((target[2] ?? '').padEnd(2, '0')) : NaN;
  const firstMonth = wholeNumber(field('first_month'), 1, 12);
  const closesAfter = wholeNumber(field('closes_after'), 0, 90);
  const commentMonths = wholeNumber(field('comment_months'), 1, mostMonths);
  const ratingMonths = wholeNumber(field('rating_months'), 1, mostMonths);
  const zone = field('zone');
  const [notice, holidays] = [field('notice'), field('holidays').toUpperCase()];
  const [contactName, contactEmail] = [nameOf(field('contact_name')), field('contact_email').toLowerCase()];
  const wrong = [
    ...wrongSlug(field('slug')),
    ...wrongName(field('name')),
    ...(isTimeZone(zone) ? [] : [{ at: 'zone', message: 'Give a time zone such as America/Los_Angeles.' }]),
    ...(firstMonth === undefined
      ? [{ at: 'first_month', message: 'The fiscal year begins in a month from 1 to 12.' }]
      : []),
    ...(hundredths <= 500 ? [] : [{ at: 'target', message: 'The target is from 1.00 to 5.00.' }]),
    ...(closesAfter === undefined
      ? [{ at: 'closes_after', message: 'A quarter closes 0 to 90 business days after its end.' }]
      : []),
    ...(holidays === '' || knowsHolidays(holidays)
      ? []
      : [{ at: 'holidays', message: 'Give a country, or a country and a state, such as US-CA.' }]),
    ...(notice.length > longestNotice
      ? [{ at: 'notice', message: `The notice has at most ${longestNotice} characters.` }]
      : []),
    ...(contactName.length > longestName
      ? [{ at: 'contact_name', message: `A name has at most ${longestName} characters.` }]
      : []),
    ...wrongEmail('contact_email', contactEmail),
    ...(contactName !== '' && contactEmail === ''
      ? [{ at: 'contact_email', message: 'A contact needs an e-mail address.' }]
      : []),
    ...wrongMonths(commentMonths, ratingMonths),
  ];
  if (wrong.length > 0) return { wrong };
  return {
    record: {
      ...{ slug: field('slug'), name: nameOf(field('name')), zone, firstMonth: firstMonth!, target: hundredths },
      ...{ closesAfter: closesAfter!, holidays: holidays || null, notice: notice || null },
      ...{ contactName: contactName || null, contactEmail: contactEmail || null },
      ...{ commentMonths: commentMonths!, ratingMonths: ratingMonths! },
    },
  };
}

function wrongMonths(comments: number | undefined, ratings: number | undefined): FieldMistake[] {
  const message = `A whole number of months, from 1 to ${mostMonths}.`;
  if (comments !== undefined && ratings !== undefined && comments > ratings) {
    return [{ at: 'comment_months', message: 'A comment is part of its response, and cannot be kept for longer.' }];
  }
  return [
    ...(comments === undefined ? [{ at: 'comment_months', message }] : []),
    ...(ratings === undefined ? [{ at: 'rating_months', message }] : []),
  ];
}

/** The record as the texts that {@link readDepartment} reads. */
export function departmentFields(record: DepartmentRecord): Fields {
  const texts: Record<string, string> = {
    ...{ slug: record.slug, name: record.name, zone: record.zone, first_month: String(record.firstMonth) },
    ...{ target: (record.target / 100).toFixed(2), closes_after: String(record.closesAfter) },
    ...{ holidays: record.holidays ?? '', notice: record.notice ?? '' },
    ...{ contact_name: record.contactName ?? '', contact_email: record.contactEmail ?? '' },
    ...{ comment_months: String(record.commentMonths), rating_months: String(record.ratingMonths) },
  };
  return (name) => texts[name] ?? '';
}

export function readRegion(field: Fields): Read<RegionRecord> {
  const wrong = [...wrongSlug(field('slug')), ...wrongName(field('name'))];
  return wrong.length > 0 ? { wrong } : { record: { slug: field('slug'), name: nameOf(field('name')) } };
}

export function readEmployee(field: Fields): Read<EmployeeRecord> {
  const [email, supervisorEmail] = [field('email').toLowerCase(), field('supervisor_email').toLowerCase()];
  const supervisorName = nameOf(field('supervisor_name'));
  const wrong = [
    ...wrongName(field('name')),
    ...wrongEmail('email', email),
    ...(supervisorName.length > longestName
      ? [{ at: 'supervisor_name', message: `A name has at most ${longestName} characters.` }]
      : []),
    ...wrongEmail('supervisor_email', supervisorEmail),
  ];
  if (wrong.length > 0) return { wrong };
  return {
    record: {
      ...{ name: nameOf(field('name')), email: email || null },
      ...{ supervisorName: supervisorName || null, supervisorEmail: supervisorEmail || null },
    },
  };
}

/** The record as the texts that {@link readEmployee} reads. */
export function employeeFields(record: EmployeeRecord): Fields {
  const texts: Record<string, string | null> = {
    ...{ name: record.name, email: record.email },
    ...{ supervisor_name: record.supervisorName, supervisor_email: record.supervisorEmail },
  };
  return (name) => texts[name] ?? '';
}

function wrongSlug(slug: string): FieldMistake[] {
  const message =
    'The part of the address is lower-case letters, digits and hyphens, at most 40, such as north-coastal.';
  return /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(slug) && slug.length <= 40 && !reserved.has(slug)
    ? []
    : [{ at: 'slug', message }];
}

function wrongName(name: string): FieldMistake[] {
  const kept = nameOf(name);
  if (kept === '') return [{ at: 'name', message: 'Give a name.' }];
  return kept.length > longest ? [{ at: 'name', message: `A name has at most ${longest} characters.` }] : [];
}

function wrongEmail(at: string, email: string): FieldMistake[] {
  return email === '' || isEmail(email) ? [] : [{ at, message: 'Give an e-mail address such as name@example.gov.' }];
}

function wholeNumber(text: string, least: number, most: number): number | undefined {
  const number = /^\d{1,3}$/.test(text) ? Number(text) : NaN;
  return number >= least && number <= most ? number : undefined;
}

/** Whether public holidays are known of that place: a country, or a country and a state of it. */
function knowsHolidays(place: string): boolean {
  const [country = '', state] = place.split('-');
  const known = new Holidays();
  if (!Object.hasOwn(known.getCountries(), country)) return false;
  return state === undefined || Object.hasOwn(known.getStates(country) ?? {}, state);
}
