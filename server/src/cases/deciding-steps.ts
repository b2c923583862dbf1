import { dayFrom, isoDay } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { textField } from '../pages/fields.ts';
import type { CasePage } from './case-page.ts';
import { asksForImprovement, improvementFields, readImprovement } from './improvements.ts';
import { currentOutcome, needsOutcome, outcomeField, readOutcome } from './outcomes.ts';
import { byReader, isBarred, isOpen, leadsTo, readReason, reasonOf, type StepForm } from './step-forms.ts';

// What is decided about a complaint besides its answer: what was found, the offer of a committee, and that it is over.

/** The day on which a committee was offered, `2027-02-12`; undefined if none was. */
export function committeeOffer({ events }: Pick<CasePage, 'events'>): string | undefined {
  const offer = events.findLast((event) => event.kind === 'committee offered');
  return offer?.kind === 'committee offered' ? offer.detail.on : undefined;
}

const committee: StepForm = {
  id: 'committee',
  title: 'Committee offered',
  button: 'Save the date',
  isOffered: isOpen,
  fields: (page) => {
    const { typed = {}, errors = [], now, department } = page;
    const before = committeeOffer(page);
    return textField({
      name: 'committee-on',
      label: 'When you offered it',
      type: 'date',
      isShort: true,
      value: typed['committee-on'] ?? before ?? isoDay(now, department.zone),
      hint: 'The department offers to put the matter on a committee’s agenda (Policy 2-3-12, section 6.5.1 c).',
      errors,
    });
  },
  read: (form, page) => {
    const on = form.text('committee-on');
    const { file, department, now } = page;
    const isPossible =
      dayFrom(on) !== undefined && on <= isoDay(now, department.zone) && on >= isoDay(file.receivedAt, department.zone);
    if (!isPossible) {
      const message = 'Enter the date of the offer: not before the case came in, and today at the latest.';
      return [{ at: 'committee-on', message }];
    }
    return { events: [byReader(page, { kind: 'committee offered', detail: { on } })] };
  },
};

const outcome: StepForm = {
  id: 'outcome',
  title: 'Correct the outcome',
  button: 'Save the outcome',
  isOffered: (page) =>
    isOpen(page) &&
    page.isOwn &&
    !isBarred(page) &&
    (page.file.stage === 'answered' || currentOutcome(page) !== undefined),
  fields: (page) => outcomeField(page, 'outcome', 'Choose', 'The last one counts. The history shows each of them.'),
  read: (form, page) => {
    const read = readOutcome(form, page, 'outcome', true);
    if (Array.isArray(read)) return read;
    return read.events.length > 0 ? read : [{ at: 'outcome-outcome', message: 'Choose another outcome.' }];
  },
};

const close: StepForm = {
  id: 'close',
  title: 'Close',
  button: 'Close the case',
  isOffered: (page) => leadsTo(page, 'closed'),
  fields: (page) => {
    const isAnswered = page.file.stage === 'answered';
    const none = needsOutcome(page) ? 'Choose' : 'None: it was a request, not a complaint';
    const hint = isAnswered ? undefined : 'If it was not a complaint, such as spam, choose “Not upheld”.';
    return html`${isAnswered ? '' : reasonOf(page, 'close', 'Why it is closed without an answer')}
    ${outcomeField(page, 'close', none, needsOutcome(page) ? hint : undefined)}
    ${asksForImprovement(page) ? improvementFields(page, 'close') : ''}`;
  },
  read: (form, page) => {
    const reason = page.file.stage === 'answered' ? undefined : readReason(form, 'close');
    const found = readOutcome(form, page, 'close', needsOutcome(page));
    const improved = asksForImprovement(page) ? readImprovement(form, page, 'close') : { events: [], also: [] };
    if (Array.isArray(reason) || Array.isArray(found) || Array.isArray(improved)) {
      return [reason, found, improved].filter((one) => Array.isArray(one)).flat();
    }
    return {
      events: [...found.events, byReader(page, { kind: 'closed' }), ...improved.events],
      stage: 'closed',
      ...(reason === undefined ? {} : { note: reason }),
      also: improved.also,
    };
  },
};

/** In the order of the page. */
export const decidingSteps: StepForm[] = [committee, outcome, close];
