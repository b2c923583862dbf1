import { html } from 'hono/html';
import { choiceField, textArea } from '../pages/fields.ts';
import type { CasePage } from './case-page.ts';
import { enteredChannels } from './entry.ts';
import { channelNames, maxCaseText } from './kinds.ts';
import { byReader, isOpen, messageFields, readMessage, type StepForm } from './step-forms.ts';

// How staff begin the second stage of a complaint, and tell its writer.

/** Begins the second stage. */
export const notSatisfied: StepForm = {
  id: 'not-satisfied',
  title: 'The writer is not satisfied',
  button: 'Begin the second stage',
  isOffered: ({ second }) => second.canBegin,
  fields: (page) => {
    const { errors = [], typed = {} } = page;
    return html`<p class="hint">
        The case is opened again, and someone else answers it. It goes to the ${topDesk(page)} desk. If you do not work
        there, you may no longer see it. This can be done once.
      </p>
      <input type="hidden" name="not-satisfied-message" value="${crypto.randomUUID()}" />
      ${choiceField({
        name: 'not-satisfied-channel',
        label: 'How they said so',
        value: typed['not-satisfied-channel'] ?? '',
        options: [
          { value: '', label: 'Choose' },
          ...enteredChannels.map((value) => ({ value, label: channelNames[value] })),
        ],
        errors,
      })}
      ${textArea({
        name: 'not-satisfied-text',
        label: 'What they said',
        value: typed['not-satisfied-text'] ?? '',
        rows: 5,
        hint: 'You can leave this blank. Enter only what they said: it becomes a message from the writer, who can read it.',
        errors,
      })}`;
  },
  read: (form) => {
    const channel = enteredChannels.find((one) => one === form.text('not-satisfied-channel'));
    const [text, id] = [form.text('not-satisfied-text'), form.text('not-satisfied-message')];
    if (channel === undefined) return [{ at: 'not-satisfied-channel', message: 'Choose how they said so.' }];
    if (text.length > maxCaseText) {
      const message = `Shorten the text to ${maxCaseText.toLocaleString('en-US')} characters.`;
      return [{ at: 'not-satisfied-text', message }];
    }
    return { begins: { channel, text, id: /^[\da-f-]{36}$/.test(id) ? id : crypto.randomUUID() } };
  },
};

/** The name of the desk where the second stage is. */
const topDesk = ({ desks }: Pick<CasePage, 'desks'>): string =>
  desks.find(({ duty }) => duty === 'chief administrative officer')!.name;

/** Says that it began, and until when there will be an answer. */
export const tellBegun: StepForm = {
  id: 'second-stage',
  title: 'Tell the writer that the second stage began',
  button: 'Tell the writer',
  isOffered: (page) =>
    isOpen(page) &&
    page.second.begunAt !== null &&
    !page.second.isAnswered &&
    page.messages.every(({ kind }) => kind !== 'second stage'),
  fields: (page) =>
    messageFields(page, 'second-stage', {
      label: 'What to tell the writer',
      hint: 'The writer reads exactly these words. Say who looks at it now, and by when they will hear from you.',
      usual: page.usual['second stage'],
    }),
  read: (form, page) => {
    const message = readMessage(form, page, 'second-stage', 'second stage');
    if (Array.isArray(message)) return message;
    return { events: [byReader(page, { kind: 'message out', detail: { message: message.id } })], message };
  },
};
