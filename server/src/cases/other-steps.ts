import { capital } from '@heart-survey/shared/text';
import { html } from 'hono/html';
import { choiceField } from '../pages/fields.ts';
import { pauseCategories } from './events.ts';
import { pauseNames } from './history.ts';
import { byReader, isOpen, isPaused, leadsTo, readReason, reasonOf, type StepForm } from './step-forms.ts';

// The steps that the writer gets no message about.

const investigate: StepForm = {
  id: 'investigate',
  title: 'Start the investigation',
  button: 'Start the investigation',
  isOffered: (page) => leadsTo(page, 'investigating'),
  fields: () => '',
  read: (_, page) => ({ events: [byReader(page, { kind: 'investigating' })], stage: 'investigating' }),
};

const read: StepForm = {
  id: 'read',
  title: 'Mark the message as read',
  button: 'Mark as read',
  isOffered: ({ file }) => file.isUnread === 1 && file.stage !== 'received',
  fields: () => '',
  read: (_, page) => ({ events: [byReader(page, { kind: 'read' })] }),
};

const pause: StepForm = {
  id: 'pause',
  title: 'Pause the clocks',
  button: 'Pause the clocks',
  isOffered: (page) => isOpen(page) && page.file.stage !== 'answered' && !isPaused(page),
  fields: (page) =>
    html`${choiceField({
      name: 'pause-category',
      label: 'Why the clocks pause',
      value: page.typed?.['pause-category'] ?? '',
      options: [
        { value: '', label: 'Choose' },
        ...pauseCategories.map((value) => ({ value, label: capital(pauseNames[value]) })),
      ],
      errors: page.errors ?? [],
    })}
    ${reasonOf(page, 'pause', 'Reason')}`,
  read: (form, page) => {
    const category = pauseCategories.find((one) => one === form.text('pause-category'));
    if (category === undefined) return [{ at: 'pause-category', message: 'Choose why the clocks pause.' }];
    const reason = readReason(form, 'pause');
    if (typeof reason !== 'string') return reason;
    const paused = { kind: 'paused', detail: { category, enteredAt: page.now } } as const;
    return { events: [byReader(page, paused)], note: reason };
  },
};

const resume: StepForm = {
  id: 'resume',
  title: 'Resume the clocks',
  button: 'Resume the clocks',
  isOffered: (page) => isOpen(page) && isPaused(page),
  fields: () => '',
  read: (_, page) => ({ events: [byReader(page, { kind: 'resumed' })] }),
};

/** Opens a case again, without a second stage. */
export const reopen: StepForm = {
  id: 'reopen',
  title: 'Reopen',
  button: 'Reopen the case',
  isOffered: (page) => leadsTo(page, 'reopened'),
  fields: (page) => reasonOf(page, 'reopen', 'Why it is reopened'),
  read: (form, page) => {
    const reason = readReason(form, 'reopen');
    return typeof reason === 'string'
      ? { events: [byReader(page, { kind: 'reopened' })], stage: 'reopened', note: reason }
      : reason;
  },
};

/** In the order of the page. */
export const otherSteps: StepForm[] = [read, investigate, pause, resume];
