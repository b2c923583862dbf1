import { catalogs } from '@heart-survey/shared/languages/languages';
import { html } from 'hono/html';
import type { Statement } from '../database/statement.ts';
import type { Form } from '../http/form.ts';
import { choiceField, textArea, type FieldError } from '../pages/fields.ts';
import { isReason, maxReason } from '../pages/reason.ts';
import type { Markup } from '../pages/page.ts';
import { filled, leftToFill, type LetterValues } from '../letters/letters.ts';
import type { CasePage } from './case-page.ts';
import type { EventContent } from './events.ts';
import { maxCaseText, type Channel } from './kinds.ts';
import { steps, takenBy, type Stage } from './steps.ts';
import type { NewEvent, NewMessage } from './take-step.ts';

/** What a form asks for. */
interface Asked {
  events: NewEvent[];
  stage?: Stage;
  message?: NewMessage;
  /** The reason, for staff. */
  note?: string;
  /** Runs in the same commit, only if the statement before it changed something. */
  also?: Statement[];
}

/** A form that begins the second stage. */
interface AskedAgain {
  begins: { channel: Channel; text: string; id: string };
}

/** One thing that can be done next, with its form. Its fields' names begin with its id. */
export interface StepForm {
  id: string;
  title: string;
  button: string;
  /** Whether it can be done now. */
  isOffered: (page: CasePage) => boolean;
  fields: (page: CasePage) => Markup | '';
  /** @returns the problems with what was typed, or what to do. */
  read: (form: Form, page: CasePage) => FieldError[] | Asked | AskedAgain;
}

/** Whether the case can go to that stage, and the reader is one of those who may take it there. */
export function leadsTo(page: CasePage, stage: Exclude<Stage, 'received'>): boolean {
  const { file, isOwn } = page;
  const endsIt = stage === 'answered' || stage === 'closed';
  return steps[file.stage].includes(stage) && (takenBy[stage] === 'anyone' || isOwn) && !(endsIt && isBarred(page));
}

/** Whether the reader handled the first stage of a case that is in its second: someone else decides it then. */
export const isBarred = ({ second, readerId }: Pick<CasePage, 'second' | 'readerId'>): boolean =>
  second.barred.has(readerId);

export const isOpen = ({ file }: CasePage): boolean => file.closedAt === null;

/** Whether its clocks stand still. */
export const isPaused = ({ events }: CasePage): boolean =>
  events.findLast(({ kind }) => kind === 'paused' || kind === 'resumed')?.kind === 'paused';

/** An event that the reader causes now. */
export function byReader({ now, readerId }: Pick<CasePage, 'now' | 'readerId'>, content: EventContent): NewEvent {
  return { ...content, at: now, personId: readerId };
}

/** The fields of a message to the writer. */
export function messageFields(
  page: CasePage,
  id: string,
  given: { label: string; hint: string; usual?: string },
): Markup {
  const { typed = {}, errors = [], contact, file } = page;
  const options = [
    ...(contact?.email ? [{ value: 'email', label: `Email to ${contact.email}` }] : []),
    ...(contact?.post ? [{ value: 'print', label: 'A letter, which you print and mail' }] : []),
    { value: 'receipt', label: 'Only on the page that they open with their receipt' },
  ];
  const chosen = typed[`${id}-way`] ?? '';
  return html`<input type="hidden" name="${id}-message" value="${crypto.randomUUID()}" /> ${textArea({
      name: `${id}-text`,
      label: given.label,
      value: typed[`${id}-text`] ?? given.usual ?? '',
      rows: 8,
      hint: given.hint,
      language: languageOf(file),
      errors,
    })}
    ${
      options.length === 1
        ? html`<input type="hidden" name="${id}-way" value="receipt" />
            <p class="hint">
              ${
                file.responseId === null
                  ? 'They left no email and no mailing address. They can read it with their receipt.'
                  : 'It is kept here for the record. Whoever wrote the survey comment has no receipt and cannot read it.'
              }
            </p>`
        : choiceField({ name: `${id}-way`, label: 'How to send it', value: chosen, options, errors })
    }`;
}

/** The language that a case's writer chose, in which they are written to. */
export const languageOf = ({ language }: Pick<CasePage['file'], 'language'>) => catalogs[language] ?? catalogs['en']!;

/** Reads the fields of a message. @param values what the form asks for that its text has as placeholders. */
export function readMessage(
  form: Form,
  { contact }: CasePage,
  id: string,
  kind: NewMessage['kind'],
  values: LetterValues = {},
): FieldError[] | NewMessage {
  const [way, messageId] = [form.text(`${id}-way`), form.text(`${id}-message`)];
  const text = filled(form.text(`${id}-text`), values);
  const at = `${id}-text`;
  if (text === '') return [{ at, message: 'Enter your message.' }];
  if (text.length > maxCaseText)
    return [{ at, message: `Shorten the text to ${maxCaseText.toLocaleString('en-US')} characters.` }];
  const left = leftToFill(text);
  if (left !== undefined) return [{ at, message: `Replace each ${left} with your own words.` }];
  const isThere =
    way === 'receipt' || (way === 'email' && Boolean(contact?.email)) || (way === 'print' && Boolean(contact?.post));
  if (!isThere) return [{ at: `${id}-way`, message: 'Choose how to send it.' }];
  if (!/^[\da-f-]{36}$/.test(messageId)) return [{ at, message: 'Reload the page and enter the message again.' }];
  return { id: messageId, kind, way, text };
}

/** The field for a reason that only staff read. */
export function reasonOf({ typed = {}, errors = [] }: CasePage, id: string, label: string): Markup {
  return textArea({
    name: `${id}-reason`,
    label,
    value: typed[`${id}-reason`] ?? '',
    rows: 3,
    hint: `${maxReason} characters or fewer. Only staff who see the case can read it.`,
    errors,
  });
}

/** Reads a reason. */
export function readReason(form: Form, id: string): FieldError[] | string {
  const text = form.text(`${id}-reason`);
  return isReason(text)
    ? text
    : [{ at: `${id}-reason`, message: `Enter a reason of ${maxReason} characters or fewer.` }];
}
