import { dayFrom, isoDay } from '@heart-survey/shared/dates';
import { dayInLanguage } from '@heart-survey/shared/scripts';
import { html } from 'hono/html';
import { textField } from '../pages/fields.ts';
import { committeeOffer } from './deciding-steps.ts';
import { needsOutcome, outcomeField, readOutcome } from './outcomes.ts';
import {
  byReader,
  isOpen,
  isPaused,
  leadsTo,
  messageFields,
  readMessage,
  readReason,
  reasonOf,
  type StepForm,
} from './step-forms.ts';

// The steps that write to the writer. Each stores the message, the event and the email in one commit.

const visible = 'The writer reads exactly these words. Leave out anything about other people.';

const acknowledge: StepForm = {
  id: 'acknowledge',
  title: 'Acknowledge',
  button: 'Acknowledge',
  isOffered: (page) => leadsTo(page, 'acknowledged'),
  fields: (page) =>
    messageFields(page, 'acknowledge', {
      label: 'What to tell the writer',
      hint: visible,
      usual: page.usual.acknowledgement,
    }),
  read: (form, page) => {
    const message = readMessage(form, page, 'acknowledge', 'acknowledgement');
    if (Array.isArray(message)) return message;
    const events = [
      byReader(page, { kind: 'acknowledged' }),
      byReader(page, { kind: 'message out', detail: { message: message.id } }),
    ];
    return { events, stage: 'acknowledged', message };
  },
};

const message: StepForm = {
  id: 'message',
  title: 'Write to the writer',
  button: 'Send the message',
  isOffered: isOpen,
  fields: (page) => messageFields(page, 'message', { label: 'Your message', hint: visible }),
  read: (form, page) => {
    const message = readMessage(form, page, 'message', 'message');
    if (Array.isArray(message)) return message;
    return { events: [byReader(page, { kind: 'message out', detail: { message: message.id } })], message };
  },
};

const extend: StepForm = {
  id: 'extend',
  title: 'Give a new date for the answer',
  button: 'Send the new date',
  isOffered: (page) =>
    isOpen(page) &&
    // The new date would move with each day of the pause.
    !isPaused(page) &&
    page.clocks.some(({ rule, endedAt }) => rule.stops === 'answered' && endedAt === null),
  fields: (page) =>
    html`${textField({
      name: 'extend-until',
      label: 'New date',
      type: 'date',
      value: page.typed?.['extend-until'] ?? '',
      isShort: true,
      hint: 'A promise that was missed already stays on record.',
      errors: page.errors ?? [],
    })}
    ${reasonOf(page, 'extend', 'Why more time is needed')}
    ${messageFields(page, 'extend', {
      label: 'The new date and the reason, for the writer',
      hint: `${visible} {date} becomes the new date.`,
      usual: page.usual.extension,
    })}`,
  read: (form, page) => {
    const until = form.text('extend-until');
    const day = dayFrom(until);
    if (
      day === undefined ||
      until <= isoDay(page.now, page.department.zone) ||
      until > isoDay(page.now + year, page.department.zone)
    ) {
      return [{ at: 'extend-until', message: 'Enter a date after today, at most a year ahead.' }];
    }
    const reason = readReason(form, 'extend');
    if (typeof reason !== 'string') return reason;
    const message = readMessage(form, page, 'extend', 'extension', {
      date: dayInLanguage(until, page.file.language),
    });
    if (Array.isArray(message)) return message;
    return {
      events: [
        byReader(page, { kind: 'extended', detail: { until } }),
        byReader(page, { kind: 'message out', detail: { message: message.id } }),
      ],
      message,
      note: reason,
    };
  },
};

const year = 365 * 24 * 60 * 60 * 1000;

const answer: StepForm = {
  id: 'answer',
  title: 'Answer',
  button: 'Answer and send',
  isOffered: (page) => leadsTo(page, 'answered'),
  fields: (page) =>
    html`${
      needsOutcome(page) && committeeOffer(page) === undefined
        ? html`<p class="note">
            No one has offered to put the matter on a committee’s agenda yet. You can offer it in your answer, and then
            enter the date under “Committee offered”.
          </p>`
        : ''
    }
    ${messageFields(page, 'answer', {
      label: 'Your answer',
      hint: `${visible} Say what you found, what you did about it, and what they can do if they are not satisfied.`,
      usual: page.usual[page.second.begunAt === null ? 'answer' : 'second answer'],
    })}
    ${outcomeField(page, 'answer', 'Not decided yet', 'Only staff see it. You can correct it until the case is closed.')}`,
  read: (form, page) => {
    const found = readOutcome(form, page, 'answer', false);
    const message = readMessage(form, page, 'answer', page.second.begunAt === null ? 'answer' : 'second answer');
    if (Array.isArray(message) || Array.isArray(found))
      return [message, found].filter((one) => Array.isArray(one)).flat();
    const events = [
      ...found.events,
      byReader(page, { kind: 'answered' }),
      byReader(page, { kind: 'message out', detail: { message: message.id } }),
    ];
    return { events, stage: 'answered', message };
  },
};

/** In the order of the page. */
export const writingSteps: StepForm[] = [acknowledge, answer, message, extend];
