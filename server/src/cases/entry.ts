import { randomUUID } from 'node:crypto';
import { dayFrom } from '@heart-survey/shared/dates';
import { Temporal } from 'temporal-polyfill';
import { isEmail } from '../access/access.ts';
import type { Form } from '../http/form.ts';
import type { Department, Region } from '../org/org.ts';
import { hasWords } from '../pages/reason.ts';
import type { FieldError } from '../pages/fields.ts';
import { kinds, maxCaseText, type Channel } from './kinds.ts';
import { officeIn } from './offices.ts';
import { maxContact, type Contact, type Filing } from './open.ts';
import { referenceIn } from './references.ts';

/** How a complaint can have come that staff enter. */
export const enteredChannels = [
  'phone',
  'voicemail',
  'counter',
  'letter',
  'fax',
  'email',
  'social media',
] as const satisfies Channel[];

/** The fields of the form, as they were entered. */
const fields = [
  'send',
  'office',
  'kind',
  'channel',
  'date',
  'time',
  'text',
  'language',
  'title',
  'name',
  'email',
  'phone',
  'post',
  'printed',
] as const;
export type TypedEntry = Record<(typeof fields)[number], string>;

/** A form that nobody has typed into, for a complaint that comes in now. */
export function freshEntry(now: number, zone: string, language: string): TypedEntry {
  const local = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone);
  const empty = Object.fromEntries(fields.map((field) => [field, ''])) as TypedEntry;
  const time = local.toPlainTime().toString({ smallestUnit: 'minute' });
  return { ...empty, send: randomUUID(), date: local.toPlainDate().toString(), time, language };
}

/** Reads the form. */
export function typedEntry(form: Form): TypedEntry {
  return Object.fromEntries(fields.map((field) => [field, form.text(field)])) as TypedEntry;
}

interface EntryOptions {
  /** The departments that the person enters complaints for, and their offices. */
  departments: Department[];
  regions: Region[];
  /** The tags of the languages to choose from. */
  languages: readonly string[];
  personId: string;
  now: number;
}

/** How old a complaint can be that is entered now, in years. An older date is a slip of the keys. */
const maxYears = 5;

/** The complaint that was entered, or the problems with it. */
export function filingOf(typed: TypedEntry, options: EntryOptions): Filing | { errors: FieldError[] } {
  const office = officeOf(typed.office, options);
  const kind = kinds.find((one) => one === typed.kind);
  const channel = enteredChannels.find((one) => one === typed.channel);
  const came = office && momentOf(typed, office.department.zone, options.now);
  const printed = typed.printed === '' ? null : referenceIn(typed.printed);
  const contact = contactOf(typed);
  const errors: FieldError[] = [
    ...(office ? [] : [{ at: 'office', message: 'Choose the department or office.' }]),
    ...(kind ? [] : [{ at: 'kind', message: 'Choose what it is about.' }]),
    ...(channel ? [] : [{ at: 'channel', message: 'Choose how it came.' }]),
    ...(came && 'message' in came ? [came] : []),
    ...textErrors(typed.text),
    ...contactErrors(contact),
    ...(printed === undefined ? [noSuchForm] : []),
  ];
  if (errors.length > 0 || !office || !kind || !channel || came === undefined || 'message' in came) return { errors };
  return {
    departmentId: office.department.id,
    regionId: office.region?.id ?? null,
    isOfficeKnown: office.isKnown,
    kind,
    channel,
    language: options.languages.find((tag) => tag === typed.language) ?? options.languages[0]!,
    text: typed.text,
    contact,
    receivedAt: came.at,
    isTimeHidden: false,
    enteredBy: options.personId,
    responseId: null,
    flags: [],
    send: /^[\da-f-]{36}$/.test(typed.send) ? typed.send : randomUUID(),
    printed: printed ?? null,
  };
}

/** What a field says about a printed form that cannot be used. */
export const noSuchForm: FieldError = {
  at: 'printed',
  message:
    'No printed form with this reference is waiting. Check the 8 letters and digits. If it was entered before, look for it in the list of cases.',
};

/** The department and the office that were chosen. Of `unknown`, the first department only lends its calendar. */
function officeOf(typed: string, options: EntryOptions) {
  const [lender] = options.departments;
  if (typed === 'unknown' && lender) return { department: lender, region: null, isKnown: false };
  const office = officeIn(typed, options);
  return office && { ...office, isKnown: true };
}

function momentOf({ date, time }: TypedEntry, zone: string, now: number): { at: number } | FieldError {
  const day = dayFrom(date);
  if (!day) return { at: 'date', message: 'Enter the date when it came.' };
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return { at: 'time', message: 'Enter the time when it came.' };
  const at = Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(zone).epochMilliseconds;
  if (at > now) return { at: 'date', message: 'This date and time are in the future.' };
  const oldest = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).subtract({ years: maxYears });
  if (at < oldest.epochMilliseconds) return { at: 'date', message: 'Check the year of this date.' };
  return { at };
}

/** What is wrong with what happened. */
export function textErrors(text: string): FieldError[] {
  if (!hasWords(text)) return [{ at: 'text', message: 'Enter what happened.' }];
  if (text.length <= maxCaseText) return [];
  const [most, count] = [maxCaseText, text.length].map((n) => n.toLocaleString('en-US'));
  return [{ at: 'text', message: `Enter ${most} characters or fewer. There are ${count} now.` }];
}

function contactOf(typed: TypedEntry): Contact {
  const given = (name: keyof Contact) => (typed[name] === '' ? null : typed[name]);
  return {
    title: given('title'),
    name: given('name'),
    email: given('email'),
    phone: given('phone'),
    post: given('post'),
  };
}

function contactErrors(contact: Contact): FieldError[] {
  const long = (Object.keys(maxContact) as (keyof Contact)[]).filter(
    (name) => (contact[name]?.length ?? 0) > maxContact[name],
  );
  const isWrong = contact.email !== null && !long.includes('email') && !isEmail(contact.email.toLowerCase());
  return [
    ...long.map((name) => ({ at: name, message: `Enter ${maxContact[name]} characters or fewer.` })),
    ...(isWrong ? [{ at: 'email', message: 'Enter an email address, such as name@example.org.' }] : []),
  ];
}
