import { grouped } from '@heart-survey/shared/counts';
import { dayInWords, monthsInWords } from '@heart-survey/shared/dates';
import { isSmallGroup } from '@heart-survey/shared/suppression';
import type { Quarter } from '@heart-survey/shared/quarters';
import { html } from 'hono/html';
import { departmentLinks, type PageContent } from '../console/console.ts';
import type { Department } from '../org/org.ts';
import type { Markup } from '../pages/page.ts';
import { responsesInWords } from '../results/results.ts';
import type { Measured } from './figures.ts';
import { amountInWords, areaNames, measureInWords, targetInWords } from './measures.ts';
import { setupPath, standardPath, standardsPath } from './paths.ts';
import type { Standard } from './queries.ts';
import { standardsLabel } from './setup-pages.ts';
import type { Changed, StandardStates } from './states.ts';

interface ListPage {
  department: Department;
  /** Those whose standards the person may read, this one among them. */
  departments: Department[];
  /** The latest first. */
  quarters: Quarter[];
  /** With a state for each of the quarters. */
  standards: StandardStates[];
  maySetUp: boolean;
  now: number;
}

/** Which standards a department met, quarter by quarter. */
export function listPage({ department, departments, quarters, standards, maySetUp, now }: ListPage): PageContent {
  const setup = maySetUp ? html` · <a href="${setupPath(department)}">Set up standards</a>` : '';
  return {
    title: standardsLabel,
    sub: html`${department.name}${setup}`,
    current: standardsLabel,
    main: [
      departmentLinks(departments, department, standardsPath),
      standards.length === 0
        ? html`<p class="empty">
            ${department.name} has no service standards yet.
            ${maySetUp ? 'Set up the first one to see each quarter whether it was met.' : 'The department’s representative can add some.'}
          </p>`
        : html`${table({ department, quarters, standards, now })} ${explained}`,
    ],
  };
}

const explained = html`<p class="quiet">
  A standard counts for a quarter if it was in force when the quarter ended. Figures are truncated to two decimal
  places, not rounded. The average of all six statements has its 95% confidence interval in parentheses. Promised dates
  belong to the quarter in which the case came in. “Withheld” means that 1 to 10 people or cases are behind the figure,
  or that the figure would reveal such a number. “Not yet” means that you get the figure after the quarter is closed or,
  for cases, 30 days after it ends.
</p>`;

function table({
  department,
  quarters,
  standards,
  now,
}: Pick<ListPage, 'department' | 'quarters' | 'standards' | 'now'>) {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Service standards by quarter">
    <table>
      <caption class="vh">
        Service standards by quarter, latest first
      </caption>
      <thead>
        <tr>
          <th scope="col">Standard</th>
          ${quarters.map(
            (quarter) =>
              html`<th scope="col">
                ${monthsInWords(quarter)}${quarter.end > now ? html`<small>so far</small>` : ''}
              </th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${standards.map(
          ({ standard, states, changed }) =>
            html`<tr>
              <th scope="row">
                <a href="${standardPath(department, standard.id)}">${standard.text}</a>
                <small>${areaNames[standard.area]} · ${measureInWords(standard)}: ${targetInWords(standard)}</small>
              </th>
              ${states.map((state, index) => stateCell(standard, state, changeInWords(department, changed[index])))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

const statusNames: Record<Measured['status'], string> = {
  met: 'Met',
  missed: 'Not met',
  none: 'No data',
  withheld: 'Withheld',
  'not yet': 'Not yet',
};

/** On which day a figure was replaced after the close, and whether the new one is shown. */
export function changeInWords({ zone }: Department, changed: Changed | undefined): string {
  if (changed === undefined) return '';
  const day = dayInWords(changed.at, zone);
  return changed.isShown
    ? `Changed on ${day}, after the quarter closed`
    : `Corrected on ${day}. The new figure is withheld.`;
}

/**
 * A standard in a quarter: whether it was met, the figure, and what the figure is based on.
 * @param changed that the figure was replaced after the close.
 */
export function stateCell(standard: Standard, state: Measured | undefined, changed: string): Markup {
  if (state === undefined) return html`<td><span class="quiet">Not in force</span></td>`;
  const { status, value } = state;
  const name = status === 'none' && standard.measure === 'entered' ? 'Not entered yet' : statusNames[status];
  // A screen reader would read the triangle by its long name.
  const mark = status === 'missed' ? html`<b aria-hidden="true">▼</b> ` : '';
  return html`<td class="${status === 'missed' ? 'below' : ''}">
    ${mark}${name}${
      value === null
        ? withheldWhy(standard, state)
        : html`<small>${amountInWords(standard, value)}${interval(state)}</small> ${basis(standard, state)}`
    }
    ${changed === '' ? '' : html`<small>${changed}</small>`}
  </td>`;
}

/** @param count null if it is unknown. */
export function basedOnInWords(count: number | null): string {
  if (count === null) return 'We have no count for this figure';
  return `Based on ${grouped(count)}${isSmallGroup(count) ? ', so it stays inside your department' : ''}`;
}

function interval({ interval, responses }: Measured): string {
  if (responses === null) return '';
  return interval === null ? ' (interval cannot be estimated)' : ` (${interval.low} to ${interval.high})`;
}

/** Why a figure that was entered by hand is withheld. */
function withheldWhy({ measure }: Standard, { status }: Measured): Markup | '' {
  return measure === 'entered' && status === 'withheld' ? html`<small>Based on 1 to 10</small>` : '';
}

/** How many people and ratings, promised dates, or what was counted by hand, a figure is based on. */
function basis({ measure }: Standard, { n, responses }: Measured): Markup | '' {
  if (measure === 'entered') return html`<small>${basedOnInWords(n)}</small>`;
  if (n === null) return '';
  if (measure === 'clock') return html`<small>${grouped(n)} ${n === 1 ? 'promised date' : 'promised dates'}</small>`;
  return html`<small>${responses === null ? '' : `${responsesInWords(responses)}, `}n ${grouped(n)}</small>`;
}
