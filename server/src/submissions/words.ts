import { dayFrom, timeInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import type { Markup } from '../pages/page.ts';
import type { SubmissionEvent } from './events.ts';
import { dueOf, isLate, type SubmissionState } from './state.ts';
import type { Stage, Step } from './steps.ts';

/** How far a quarter is, in words. */
const stageWords: Record<Stage, string> = {
  closed: 'Not handed in',
  'handed in': 'Handed in, not submitted',
  returned: 'Returned, not handed in again',
  submitted: 'Submitted, not received yet',
  received: 'Received',
  restated: 'Restated, to be handed in again',
};

const stepWords: Record<Step, string> = {
  'handed in': 'handed in the quarter',
  returned: 'returned the quarter',
  submitted: 'submitted the quarter',
  received: 'confirmed that the quarter was received',
  restated: 'restated the quarter',
};

/** How far a quarter is, by when the next step is due, and whether it is late. */
export function stateInWords(state: SubmissionState, today: string): Markup {
  const due = dueOf(state);
  const late = isLate(state, today);
  return html`${stageWords[state.stage]}${
    due === undefined
      ? ''
      : html`<small class="${late || due < today ? 'below' : ''}"
          >${due < today ? 'was due on' : 'due by'} ${dayFrom(due)!.inWords}</small
        >`
  }`;
}

/** What happened to a quarter so far, the first step first. */
export function historySection(steps: SubmissionEvent[], zone: string): Markup {
  if (steps.length === 0) return html`<p class="empty">Nothing has happened yet.</p>`;
  return html`<ol class="notes">
    ${steps.map(
      (step) =>
        html`<li>
          <p>${stepInWords(step)}.<small>${timeInWords(step.at, zone)}, version ${step.version}</small></p>
          ${step.text ? html`<p class="written">${step.text}</p>` : ''}
        </li>`,
    )}
  </ol>`;
}

/** A step in the past, such as `Ana Ortiz submitted the quarter`. */
export function stepInWords({ name, kind }: SubmissionEvent): string {
  return `${name ?? 'Someone on the command line'} ${stepWords[kind]}`;
}
