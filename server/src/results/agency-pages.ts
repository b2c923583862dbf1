import { changeOf, type Change } from '@heart-survey/shared/change';
import { monthsInWords } from '@heart-survey/shared/dates';
import { items } from '@heart-survey/shared/items';
import { enForm } from '@heart-survey/shared/languages/en';
import { lowVolume, type Scores } from '@heart-survey/shared/scores';
import { withhold } from '@heart-survey/shared/suppression';
import { html } from 'hono/html';
import type { Shown } from '../console/console.ts';
import type { Markup } from '../http/page.ts';
import type { Department } from '../survey/survey.ts';
import { grouped, type TrendPoint } from './charts.ts';
import type { PublishedFigures } from './figures.ts';
import { allCells, type QuarterRecord } from './history.ts';
import { averageCell, captionOf, cell, changeWords, distributionTable, people, planWords } from './scores-shown.ts';
import { pointOf, trendSection } from './trend.ts';

/** A department's closed quarter as it is published, and those before it. */
export interface DepartmentRecord {
  department: Department;
  /** The last one is the quarter of the figures. Those that are not closed are not shown. */
  trend: (QuarterRecord & { isShown: boolean })[];
  figures: PublishedFigures;
}

const withheld = 'Withheld: fewer than 11 responses, or it would give such a group away.';
const none = { average: null, interval: null, status: 'none', sum: 0, n: 0, responses: 0 } as const;

/** All departments, each in its latest closed quarter. */
export function agencyPage(records: DepartmentRecord[], without: Department[]): Shown {
  return {
    title: 'All departments',
    current: 'All departments',
    sub: 'Closed quarters alone; nothing of a group of fewer than 11 responses.',
    main: [
      records.length === 0
        ? html`<p class="empty">
            No quarter is closed yet. A quarter closes on its own some business days after its end.
          </p>`
        : overview(records),
      ...records.map(trendOf),
      without.length === 0 || records.length === 0
        ? ''
        : html`<p class="quiet">No closed quarter yet: ${without.map(({ name }) => name).join(', ')}.</p>`,
    ],
  };
}

function overview(records: DepartmentRecord[]): Markup {
  const row = (record: DepartmentRecord) => {
    const { department, figures } = record;
    const { total } = figures;
    const change = changeShown(record, records.length);
    return html`<tr>
      <th scope="row">
        <a href="${hrefOf(record)}">${department.name}</a>
        <small>${figures.quarter.label}</small>
      </th>
      ${
        total.status === 'suppressed'
          ? html`<td colspan="3" class="quiet">${withheld}</td>`
          : html`${cell(total.sum, total.n, hundredthsOf(figures.target))}
              <td>${total.interval ? `${total.interval.low} to ${total.interval.high}` : 'not estimable'}</td>
              <td>${people(total.responses)}</td>`
      }
      <td>${change?.difference ?? '–'}<small>${change ? changeWords[change.verdict] : ''}</small></td>
      <td>${plansInWords(figures)}</td>
      <td>
        ${['CSV', 'XLSX'].map((type) => html`<a href="${hrefOf(record)}/averages.${type.toLowerCase()}">${type}<span class="vh">, ${department.name}</span></a> `)}
      </td>
    </tr>`;
  };
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Departments">
    <table>
      <caption>
        Each department in its latest closed quarter. The mean is cut to two decimals; n is how many ratings are behind
        it.
      </caption>
      <thead>
        <tr>
          <th scope="col">Department</th>
          <th scope="col">Average</th>
          <th scope="col">95 % interval</th>
          <th scope="col">Responses</th>
          <th scope="col">Since the quarter before</th>
          <th scope="col">Action plans</th>
          <th scope="col">Averages</th>
        </tr>
      </thead>
      <tbody>
        ${records.map(row)}
      </tbody>
    </table>
  </div>`;
}

/** A withheld region may owe one too, which nobody here is to know. */
function plansInWords({ regions }: PublishedFigures): string {
  const plans = regions.flatMap(({ plan }) => (plan && plan.stage !== 'withdrawn' ? [plan] : []));
  const done = plans.filter(({ stage }) => stage === 'completed').length;
  const owed = plans.length === 0 ? 'none owed' : `${plans.length} owed, ${done} completed`;
  const isWhole = regions.every(({ status }) => status !== 'suppressed');
  return isWhole ? owed : `${owed} in the regions shown; others are withheld`;
}

const trendOf = (record: DepartmentRecord) => {
  const { name } = record.department;
  return trendSection(pointsOf(record), name, `${name}, closed quarters`, name);
};

/** One department's closed quarter, region by region. */
export function departmentPage(record: DepartmentRecord): Shown {
  const { department, figures } = record;
  const target = hundredthsOf(figures.target);
  const before = record.trend.at(-2);
  const row = ({ name, plan, ...scores }: Row) =>
    scores.status === 'suppressed'
      ? html`<tr>
          <th scope="row">${name}</th>
          <td colspan="${items.length + 2}" class="quiet">${withheld}</td>
        </tr>`
      : html`<tr>
          <th scope="row">${name}<small>${people(scores.responses)}</small></th>
          ${averageCell(scores, target)}
          ${items.map((item) => cell(scores.items[item].sum, scores.items[item].n, target))}
          <td>${plan ? planWords[plan.stage] : '–'}</td>
        </tr>`;
  const file = (name: string, says: string) => html`<a href="${hrefOf(record)}/${name}">${says}</a>`;
  return {
    title: `${department.name}, ${monthsInWords(figures.quarter)}`,
    current: 'All departments',
    sub: html`${figures.quarter.label} · <b>closed</b>${
        before?.isClosed
          ? html` · <a href="/console/agency/${department.slug}/${before.quarter.id}">Previous quarter</a>`
          : ''
      }
      · Download ${file('averages.csv', 'averages (CSV)')}, ${file('averages.xlsx', 'averages (XLSX)')}`,
    main: [
      html`<div class="scroll" tabindex="0" role="region" aria-label="Averages by region">
        <table class="wide">
          <caption>
            ${captionOf(target)}
          </caption>
          <thead>
            <tr>
              <th scope="col">Region</th>
              <th scope="col">Average</th>
              ${items.map((item) => html`<th scope="col">${enForm.items[item].word}</th>`)}
              <th scope="col">Action plan</th>
            </tr>
          </thead>
          <tbody>
            ${figures.regions.map(row)}
          </tbody>
          <tfoot>
            ${row({ ...figures.total, name: 'All together', plan: null })}
          </tfoot>
        </table>
      </div>`,
      excludedNote(figures),
      trendOf(record),
      ...spreads(figures),
    ],
  };
}

/** A region's, or that of all together. */
type Row = Pick<PublishedFigures['regions'][number], 'name' | 'plan'> &
  (Scores | Extract<PublishedFigures['total'], { status: 'suppressed' }>);

/** Whoever is not of the department learns that its figures leave something out, too. */
function excludedNote({ total }: PublishedFigures): Markup | '' {
  if (total.status === 'suppressed' || total.excluded === 0) return '';
  const many = total.excluded === null ? 'Up to ten responses were' : `${grouped(total.excluded)} responses were`;
  return html`<p>
    ${many} excluded by the department’s representative, each with a reason, and count in none of these figures.
  </p>`;
}

/** Of the groups that are shown; where their answers came from stays in the department. */
function spreads({ regions, total }: PublishedFigures): Markup[] {
  if (total.status === 'suppressed' || total.n === 0) return [];
  return [
    html`<h2>How the answers are spread</h2>
      ${distributionTable(total, 'All together')}`,
    ...regions.flatMap((region) =>
      region.status === 'suppressed' || region.n === 0
        ? []
        : [
            html`<details>
              <summary>${region.name}</summary>
              ${distributionTable(region, region.name)}
            </details>`,
          ],
    ),
  ];
}

const hrefOf = ({ department, figures }: DepartmentRecord) =>
  `/console/agency/${department.slug}/${figures.quarter.id}`;

function pointsOf({ trend }: DepartmentRecord): TrendPoint[] {
  return trend.map((record) => {
    if (!record.isShown) return { ...pointOf(record, none), unshown: 'not closed' };
    const { total } = withhold(record);
    return total.status === 'suppressed' ? { ...pointOf(record, none), unshown: 'withheld' } : pointOf(record, total);
  });
}

/** Only between two quarters that are both shown. */
function changeShown({ trend }: DepartmentRecord, comparisons: number): Change | undefined {
  const [before, now] = [trend.at(-2), trend.at(-1)!];
  if (!before?.isShown || before.total.responses < lowVolume || now.total.responses < lowVolume) return undefined;
  return changeOf(allCells(before), allCells(now), comparisons);
}

/** `4.00` as 400. */
function hundredthsOf(target: string): number {
  return Number(target.replace('.', ''));
}
