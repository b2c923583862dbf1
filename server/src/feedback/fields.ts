import { hash, randomUUID } from 'node:crypto';
import {
  feedbackKinds,
  feedbackTexts,
  type FeedbackKind,
  type FeedbackTexts,
} from '@heart-survey/shared/feedback/feedback';
import type { Problem } from '@heart-survey/shared/response';
import { cleanText, fill } from '@heart-survey/shared/text';
import * as v from 'valibot';
import { isEmail } from '../access/access.ts';
import { maxCaseText, maxContact } from '../cases/cases.ts';
import type { FieldError } from '../pages/fields.ts';

/** The fields for the writer, with their maximum length in UTF-16 units. All but the text may be left out. */
const lengths = { text: maxCaseText, ...maxContact } as const;
type TextName = keyof typeof lengths;
const textNames = Object.keys(lengths) as TextName[];

/** Everything that someone typed or chose, cleaned. Empty texts stand for what was left out. */
export interface Typed extends Record<TextName, string> {
  kind: FeedbackKind | '';
  /** The slug of a region, as it was sent. */
  office: string;
  /** Whether it was written on the form that the survey's thank-you page leads to. */
  isFromSurvey: boolean;
}

/** A form without anything written in it. @param query what the link to it chose. */
export function emptyForm(query: (name: string) => string | undefined): Typed {
  const { kind, office, isFromSurvey } = readTyped(query);
  return { text: '', title: '', name: '', email: '', phone: '', post: '', kind, office, isFromSurvey };
}

/** @param given the value of a field; undefined if there is none. */
export function readTyped(given: (name: string) => string | undefined): Typed {
  const texts = textNames.map((name) => [name, cleanText(given(name) ?? '', lengths[name]).trim()]);
  return {
    ...(Object.fromEntries(texts) as Record<TextName, string>),
    kind: feedbackKinds.find((kind) => kind === given('kind')) ?? '',
    office: given('office') ?? '',
    isFromSurvey: given('from') === 'survey',
  };
}

/** What has to be fixed before it can be sent, in the writer's language. */
export function problemsIn(typed: Typed, { form, formats, errors }: FeedbackTexts): FieldError[] {
  const { text, email, kind } = typed;
  const labels = { title: form.personTitle, name: form.name, email: form.email, phone: form.phone, post: form.post };
  const isTooLong = (name: TextName) => typed[name].length > lengths[name];
  const long = (Object.keys(labels) as (keyof typeof labels)[]).filter(isTooLong);
  return [
    ...(text === '' ? [{ at: 'text', message: kind === 'access' ? formats.empty : errors.empty }] : []),
    ...(isTooLong('text') ? [{ at: 'text', message: fill(errors.tooLong, { count: counted(text) }) }] : []),
    ...(email !== '' && !isTooLong('email') && !isEmail(email) ? [{ at: 'email', message: errors.email }] : []),
    ...long.map((at) => ({ at, message: fill(errors.fieldTooLong, { label: labels[at] }) })),
  ];
}

/** The length of a text in UTF-16 units: `20,001`. */
export const counted = ({ length }: string): string => length.toLocaleString('en-US');

/** The id of a message, or a new one if the form's is not valid. It has no time in it, because it is stored. */
export function sentId(id: string | undefined): string {
  return v.is(v.pipe(v.string(), v.uuid()), id) ? id.toLowerCase() : randomUUID();
}

const field = (description: string) => v.nullish(v.pipe(v.string(), v.description(description)));

/**
 * What a form that is sent twice is known by. Whoever goes back and writes something else in the same form sends another
 * message, so what was typed is part of it.
 */
export function sendOf(id: string, typed: Typed): string {
  const hex = hash('sha256', JSON.stringify([id, typed]));
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

/** A complaint or a request as JSON. */
const filing = v.looseObject({
  id: v.pipe(v.string('An id that you create is required.'), v.uuid('The id must be a UUID.'), v.toLowerCase()),
  text: v.pipe(
    v.string('A text is required.'),
    v.description(
      'What happened, in at most 20,000 UTF-16 units after control characters are removed and the text is in NFC.',
    ),
  ),
  kind: field(`One of ${feedbackKinds.join(', ')}. Anything else counts as other.`),
  office: field('The name of a region in its survey link, such as central. Anything else counts as unknown.'),
  title: field('How the writer wishes to be called.'),
  name: field('The writer’s name.'),
  email: field('How to reach the writer.'),
  phone: field('How to reach the writer.'),
  post: field('A postal address.'),
  language: field('A tag of a language that the form is offered in, such as es.'),
});

/** Reads the JSON of a complaint, or returns every problem with it. Never throws. */
export function readFiling(
  body: string | null,
): { id: string; language: string; typed: Typed } | { problems: Problem[] } {
  const input = parsed(body);
  if (input === undefined) return { problems: [{ path: '', message: 'The body is not JSON in UTF-8.' }] };
  const read = v.safeParse(filing, input);
  if (!read.success) {
    return { problems: read.issues.map((issue) => ({ path: v.getDotPath(issue) ?? '', message: issue.message })) };
  }
  const given = read.output as Record<string, string | null | undefined>;
  const typed = readTyped((name) => (name === 'from' ? undefined : (given[name] ?? undefined)));
  const problems = problemsIn(typed, feedbackTexts({ tag: 'en' }));
  if (problems.length > 0) return { problems: problems.map(({ at, message }) => ({ path: at, message })) };
  return { id: read.output.id, language: read.output.language ?? '', typed };
}

function parsed(body: string | null): unknown {
  try {
    return body === null ? undefined : (JSON.parse(body) as unknown);
  } catch {
    return undefined;
  }
}
