import { grouped } from '@heart-survey/shared/counts';
import { dayFrom, monthsInWords, timeInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { warningsSection, type ClosingWarning } from '../closing/closing.ts';
import type { PageContent } from '../console/console.ts';
import { statusCell, type FrozenFigures } from '../figures/figures.ts';
import { errorSummary, successMessage } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { reasonField } from '../pages/reason.ts';
import { responsesInWords } from '../results/results.ts';
import { submissionPath } from './paths.ts';
import { seenFields } from './seen.ts';
import type { SubmissionState } from './state.ts';
import { canFollow } from './steps.ts';
import { submitForm, type SubmitForm } from './submit-form.ts';
import { historySection, stateInWords, stepInWords } from './words.ts';

export interface SubmissionPage extends SubmitForm {
  /** The figures of the latest version. */
  figures: FrozenFigures;
  warnings: ClosingWarning[];
  /** Whether the reader may return and submit the quarter. */
  maySubmit: boolean;
  /** `2027-02-12`, in the department's zone. */
  today: string;
  notice?: string | undefined;
}

/** A quarter's way to the executive office: what to check, the figures that go there, and the next step. */
export function submissionPage(page: SubmissionPage): PageContent {
  const { state, errors = [], notice } = page;
  const { department, quarter, steps } = state;
  return {
    title: `Submission: ${monthsInWords(quarter)}`,
    sub: html`${department.name} · ${quarter.label.replace(/ \(.*/, '')} ·
      <a href="/console/departments/${department.slug}/quarters/${quarter.id}">View the quarter</a>`,
    current: 'Submissions',
    hasProblem: errors.length > 0,
    main: [
      errorSummary(errors),
      errors.length > 0 ? '' : successMessage(notice, done),
      stateSection(page),
      figuresSection(page),
      isOpen(state)
        ? warningsSection(page.warnings, {
            heading: 'Check first',
            anyway: 'You can hand in and submit the quarter anyway.',
          })
        : '',
      nextStep(page),
      html`<h2>History</h2>`,
      historySection(steps, department.zone, submissionPath(department, quarter)),
    ],
  };
}

const done = {
  'handed in': 'You handed in the quarter. A representative reviews it next.',
  returned: 'You returned the quarter. It needs to be handed in again.',
  submitted: 'You submitted the quarter to the executive office.',
};

/** Whether there is a step that the department has to take. */
const isOpen = ({ stage }: SubmissionState) => stage !== 'submitted' && stage !== 'received';

function stateSection({ state, today }: SubmissionPage): Markup {
  const { latest, department } = state;
  return html`<dl class="facts">
    <dt>Status</dt>
    <dd>${stateInWords(state, today)}</dd>
    <dt>Version</dt>
    <dd>${latest.version}, made on ${timeInWords(latest.closedAt, department.zone)}</dd>
    <dt>SHA-256 of the figures</dt>
    <dd><code>${latest.sha256}</code></dd>
  </dl>`;
}

function figuresSection({ state: { department }, figures }: SubmissionPage): Markup {
  const row = (name: string, scores: FrozenFigures['total']) =>
    html`<tr>
      <th scope="row">${name}</th>
      <td class="number">${scores.average ?? '–'}</td>
      <td>${scores.interval ? `${scores.interval.low} to ${scores.interval.high}` : 'cannot be estimated'}</td>
      <td class="number">${grouped(scores.n)}</td>
      <td class="number">${grouped(scores.responses)}</td>
      ${statusCell(scores.status)}
    </tr>`;
  return html`<h2>Figures</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Figures of the quarter">
      <table>
        <caption>
          Averages are truncated to two decimal places, not rounded; n is the number of ratings. The target is
          ${figures.target}. The executive office gets these figures without groups of 1 to 10 people.
        </caption>
        <thead>
          <tr>
            <th scope="col">Region</th>
            <th scope="col" class="number">Average</th>
            <th scope="col">95% confidence interval</th>
            <th scope="col" class="number">n</th>
            <th scope="col" class="number">Responses</th>
            <th scope="col">Target</th>
          </tr>
        </thead>
        <tbody>
          ${figures.regions.map((scores) => row(scores.name, scores))}
        </tbody>
        <tfoot>
          ${row(department.name, figures.total)}
        </tfoot>
      </table>
    </div>`;
}

/** The step that comes next, for people who can take it. */
function nextStep(page: SubmissionPage): Markup | '' {
  const { state, maySubmit } = page;
  if (canFollow(state.stage, 'handed in')) return handInForm(page);
  if (!canFollow(state.stage, 'submitted')) return '';
  if (maySubmit) return html`${returnForm(page)} ${submitForm(page)}`;
  return html`<p class="aside">
    ${stepInWords(state.steps.at(-1)!)}. A representative of ${state.department.name} reviews it next, and submits it by
    ${dayFrom(state.submitBy)!.inWords} or returns it.
  </p>`;
}

function handInForm({ state, figures, errors = [], typed = {} }: SubmissionPage): Markup {
  const isEmpty = figures.total.responses === 0;
  return html`<h2>Hand in the quarter</h2>
    <p>
      ${
        isEmpty
          ? 'This quarter has no responses, but you still hand it in.'
          : `You hand in the figures from ${responsesInWords(figures.total.responses)}.`
      }
      The department’s representative reviews the quarter and submits it to the executive office.
    </p>
    <form method="post" action="${submissionPath(state.department, state.quarter)}/hand-in">
      ${seenFields(state)}
      ${reasonField({
        name: 'note',
        label: isEmpty ? 'Why there is no data' : 'Note (optional)',
        value: typed['note'],
        hint: 'It goes to the representative and to the executive office. Do not name anyone.',
        errors,
      })}
      <button>Hand in the quarter</button>
    </form>`;
}

function returnForm({ state, errors = [], typed = {} }: SubmissionPage): Markup {
  return html`<h2>Return the quarter</h2>
    <form method="post" action="${submissionPath(state.department, state.quarter)}/return">
      ${seenFields(state)}
      ${reasonField({
        name: 'reason',
        label: 'What has to change',
        value: typed['reason'],
        hint: 'The person who handed it in gets this reason. Do not name customers.',
        errors,
      })}
      <button class="second">Return the quarter</button>
    </form>`;
}
