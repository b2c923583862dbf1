import { dayFrom, dayInWords, timeInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import type { Markup } from '../pages/page.ts';
import type { SubmissionEvent } from './events.ts';
import { dueOf, type SubmissionState } from './state.ts';
import type { Stage, Step } from './steps.ts';

/** How far a quarter is, in words. */
const stageWords: Record<Stage, string> = {
  closed: 'Not handed in',
  'handed in': 'Handed in, not submitted',
  returned: 'Returned, not handed in again',
  submitted: 'Submitted, receipt not confirmed yet',
  received: 'Received',
  restated: 'Restated, needs to be handed in again',
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
  return html`${stageWords[state.stage]}${dueInWords(dueOf(state), today)}`;
}

/** The same for the executive office, which does not see what happens before a quarter is submitted. */
export function stateOutside(state: SubmissionState, today: string): Markup {
  const { stage, submitBy, steps } = state;
  if (stage === 'submitted' || stage === 'received') return html`${stageWords[stage]}`;
  const wasSubmitted = steps.some(({ kind }) => kind === 'submitted');
  return html`${wasSubmitted ? 'Restated, needs to be submitted again' : 'Not submitted'}${dueInWords(submitBy, today)}`;
}

function dueInWords(due: string | undefined, today: string): Markup | '' {
  if (due === undefined) return '';
  const isOver = due < today;
  const day = dayFrom(due)!.inWords;
  return html`<small class="${isOver ? 'below' : ''}">${isOver ? 'was due on' : 'due by'} ${day}</small>`;
}

/**
 * What happened to a quarter so far, the first step first.
 * @param path of the page, below which the signed file of each submission is.
 */
export function historySection(steps: SubmissionEvent[], zone: string, path: string): Markup {
  if (steps.length === 0) return html`<p class="empty">No one has handed in this quarter yet.</p>`;
  return html`<ol class="notes">
    ${steps.map((step) => {
      const when = `${timeInWords(step.at, zone)}, version ${step.version}`;
      return entry(step, `${stepInWords(step)}.`, when, path);
    })}
  </ol>`;
}

/**
 * The same for the executive office: hand-ins that were submitted, but not what was returned and why. Who restated a
 * quarter, and when exactly, could tell which person asked to be deleted.
 */
export function historyOutside(steps: SubmissionEvent[], zone: string, path: string): Markup {
  const shown = steps.filter(
    ({ kind }, index) => kind !== 'returned' && (kind !== 'handed in' || steps[index + 1]?.kind === 'submitted'),
  );
  return html`<ol class="notes">
    ${shown.map((step) =>
      step.kind === 'restated'
        ? entry(step, 'The department restated the quarter.', dayInWords(step.at, zone), path)
        : entry(step, `${stepInWords(step)}.`, timeInWords(step.at, zone), path),
    )}
  </ol>`;
}

function entry({ id, kind, version, text }: SubmissionEvent, words: string, when: string, path: string): Markup {
  return html`<li>
    <p>${words}<small>${when}</small></p>
    ${text ? html`<p class="written">${text}</p>` : ''}
    ${
      kind === 'submitted'
        ? html`<p>
            <a href="${path}/submitted/${id}.json" download
              >Download the signed file<span class="vh"> of version ${version}</span></a
            >
          </p>`
        : ''
    }
  </li>`;
}

/** A step in the past, such as `Ana Ortiz submitted the quarter`. */
export function stepInWords({ name, kind }: SubmissionEvent): string {
  return `${name ?? 'An operator'} ${stepWords[kind]}`;
}
