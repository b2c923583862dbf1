import { grouped } from '@heart-survey/shared/counts';
import { dayInWords, monthsInWords, timeInWords } from '@heart-survey/shared/dates';
import type { Quarter } from '@heart-survey/shared/quarters';
import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import type { Department } from '../org/org.ts';
import { planWords, statusCell } from '../figures/figures.ts';
import { errorSummary, successMessage, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { clockField } from './clock-page.ts';
import { closingPath, quarterPath } from './paths.ts';
import type { Close, Preview } from './preview.ts';
import { warningsSection } from './warnings-section.ts';

interface ClosingPage {
  department: Department;
  quarter: Quarter;
  /** Milliseconds since the epoch. */
  now: number;
  /** Undefined while the quarter is open. */
  close: Close | undefined;
  /** Whether the department has a response in the quarter or before it. */
  hasBegun: boolean;
  /** When it closes automatically, in milliseconds since the epoch. */
  closesAt: number;
  /** Undefined unless the quarter can be closed now. */
  preview: Preview | undefined;
  errors?: FieldError[];
  notice?: string | undefined;
}

/** Closing a quarter: what is not in order, the figures that will be final, and the button. */
export function closingPage(page: ClosingPage): PageContent {
  const { department, quarter, close, preview, errors = [], notice } = page;
  const months = monthsInWords(quarter);
  return {
    title: close ? `${months} is closed` : `Close ${months}`,
    sub: html`${department.name} · ${quarter.label.replace(/ \(.*/, '')} ·
      <a href="${quarterPath(department, quarter)}">View the quarter</a>`,
    current: 'Results',
    hasProblem: errors.length > 0,
    main: [
      errorSummary(errors),
      errors.length > 0 ? '' : successMessage(notice, { closed: 'The quarter is closed.' }),
      stateOf(page),
      ...(preview
        ? [
            warningsSection(preview.warnings, {
              heading: 'Check before you close',
              anyway: 'None of these prevents you from closing the quarter.',
            }),
            figuresSection(page, preview),
            form(page, preview),
          ]
        : []),
    ],
  };
}

function stateOf({ department, quarter, close, closesAt, hasBegun, now }: ClosingPage): Markup {
  const { zone } = department;
  if (close) {
    return html`<p>
      It was closed ${close.by.words} on ${timeInWords(close.at, zone)} Its figures change only if you
      <a href="${quarterPath(department, quarter)}/restating">restate the quarter</a>.
    </p>`;
  }
  const automatically = closesInWords(closesAt, now, zone);
  if (now < quarter.end) {
    return html`<p>
      The quarter ends on ${dayInWords(quarter.end - 1, zone)}. You can close it starting the next day. ${automatically}
    </p>`;
  }
  if (!hasBegun) {
    return html`<p>There is nothing to close. ${department.name} has no responses in this quarter or before it.</p>`;
  }
  return html`<p>
    The quarter ended on ${dayInWords(quarter.end - 1, zone)}. ${automatically} You can close it now. After that, its
    figures change only by a restatement, which everyone in the department can see.
  </p>`;
}

/** When a quarter closes automatically: a day that may have passed while the clock was held. */
export function closesInWords(closesAt: number, now: number, zone: string): string {
  return `It ${now < closesAt ? 'closes' : 'was due to close'} automatically on ${dayInWords(closesAt, zone)}.`;
}

function figuresSection({ department }: ClosingPage, { figures, plans }: Preview): Markup {
  const cells = ({ average, n, responses, excluded = 0, status }: Preview['figures']['total']) =>
    html`<td class="number">${average ?? '–'}</td>
      <td class="number">${grouped(n)}</td>
      <td class="number">${grouped(responses)}</td>
      <td class="number">${grouped(excluded)}</td>
      ${statusCell(status)}`;
  return html`<h2>Figures that will be final</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Figures that will be final, by region">
      <table>
        <caption>
          Averages are truncated to two decimal places, not rounded; n is the number of ratings. Excluded responses are
          not counted. The target is ${figures.target}.
        </caption>
        <thead>
          <tr>
            <th scope="col">Region</th>
            <th scope="col" class="number">Average</th>
            <th scope="col" class="number">n</th>
            <th scope="col" class="number">Responses</th>
            <th scope="col" class="number">Excluded</th>
            <th scope="col">Target</th>
            <th scope="col">Action plan</th>
          </tr>
        </thead>
        <tbody>
          ${figures.regions.map(
            (scores) =>
              html`<tr>
                <th scope="row">${scores.name}</th>
                ${cells(scores)}
                <td>${planInWords(plans.get(scores.region))}</td>
              </tr>`,
          )}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">${department.name}</th>
            ${cells(figures.total)}
            <td></td>
          </tr>
        </tfoot>
      </table>
    </div>`;
}

function form({ department, quarter, now, errors = [] }: ClosingPage, { fingerprint, hold }: Preview): Markup {
  return html`<h2>Close the quarter</h2>
    <form method="post" action="${closingPath(department, quarter)}">
      <input type="hidden" name="shown" value="${fingerprint}" />
      ${hold ? clockField(hold, now, department.zone, errors) : ''}
      <p>Closing cannot be undone.</p>
      <div class="actions"><button>Close the quarter</button></div>
    </form>`;
}

function planInWords(stage: 'required' | 'withdrawn' | undefined): string {
  return stage === undefined ? 'None' : planWords[stage];
}
