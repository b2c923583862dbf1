import { dayInWords, monthsInWords } from '@heart-survey/shared/dates';
import { items } from '@heart-survey/shared/items';
import { enForm } from '@heart-survey/shared/languages/en';
import type { OutsideItem, OutsideScores } from '@heart-survey/shared/outside';
import { html } from 'hono/html';
import type { Shown } from '../console/console.ts';
import type { Markup } from '../pages/page.ts';
import type { Department } from '../org/org.ts';
import { grouped, type TrendPoint } from './charts.ts';
import type { OutsideFigures, OutsideTrend } from '../figures/figures.ts';
import {
  averageCell,
  captionOf,
  cell,
  changeWords,
  distributionTable,
  responsesInWords,
  planWords,
} from './scores-shown.ts';
import { pointOf, trendSection } from './trend.ts';

/** A department's latest closed quarter as published. */
export interface LatestRecord {
  department: Department;
  figures: OutsideFigures;
}

/** A department's closed quarter as published, and the quarters before it. */
export interface DepartmentRecord extends LatestRecord {
  /** The last one is the quarter that `figures` is for. */
  trend: OutsideTrend;
}

const withheld = 'Withheld: fewer than 11 responses, or it would reveal a group that small.';
const none = { average: null, interval: null, status: 'none', sum: 0, n: 0, responses: 0 } as const;

/** All departments, each with its latest closed quarter. */
export function agencyPage(records: DepartmentRecord[], without: Department[]): Shown {
  return {
    title: 'All departments',
    current: 'All departments',
    sub: 'Closed quarters only. Groups of fewer than 11 responses are withheld.',
    main: [
      records.length === 0 ? noneClosed : overview(records),
      ...records.map(trendOf),
      without.length === 0 || records.length === 0
        ? ''
        : html`<p class="quiet">No closed quarter yet: ${without.map(({ name }) => name).join(', ')}.</p>`,
    ],
  };
}

const noneClosed = html`<p class="empty">
  No quarter has closed yet. A quarter closes automatically a few business days after it ends; you can see its figures
  here then.
</p>`;

/** Each department's latest closed figures, for the home page. */
export function latestSection(records: LatestRecord[]): Markup {
  const row = (record: LatestRecord) =>
    html`<tr>
      ${nameCell(record)} ${totalCells(record)}
      <td>${plansInWords(record.figures)}</td>
    </tr>`;
  return html`<h2>All departments, latest closed quarter</h2>
    ${
      records.length === 0
        ? noneClosed
        : html`<div class="scroll" tabindex="0" role="region" aria-label="Departments">
              <table>
                <caption>
                  ${overviewCaption}
                </caption>
                <thead>
                  <tr>
                    ${totalHeads}
                    <th scope="col">Action plans</th>
                  </tr>
                </thead>
                <tbody>
                  ${records.map(row)}
                </tbody>
              </table>
            </div>
            <p><a href="/console/agency">View trends and files</a></p>`
    }`;
}

const overviewCaption =
  'Each department’s latest closed quarter. Means are cut to two decimals, not rounded; n is the number of ratings.';

const totalHeads = html`<th scope="col">Department</th>
  <th scope="col">Average</th>
  <th scope="col">95% confidence interval</th>
  <th scope="col">Responses</th>`;

function nameCell(record: LatestRecord): Markup {
  return html`<th scope="row">
    <a href="${hrefOf(record)}">${record.department.name}</a>
    <small>${record.figures.quarter.label}</small>
  </th>`;
}

function totalCells({ figures }: LatestRecord): Markup {
  const { total } = figures;
  if (total.status === 'suppressed') return html`<td colspan="3" class="quiet">${withheld}</td>`;
  return html`${cell(total.sum, total.n, hundredthsOf(figures.target))}
    <td>${total.interval ? `${total.interval.low} to ${total.interval.high}` : 'not estimable'}</td>
    <td>${responsesInWords(total.responses)}</td>`;
}

function overview(records: DepartmentRecord[]): Markup {
  const row = (record: DepartmentRecord) => {
    const { department, figures } = record;
    const change = record.trend.changeAmong(records.length);
    return html`<tr>
      ${nameCell(record)} ${totalCells(record)}
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
        ${overviewCaption}
      </caption>
      <thead>
        <tr>
          ${totalHeads}
          <th scope="col">Change from previous quarter</th>
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

/** A withheld region may need a plan too, which readers here must not learn. */
function plansInWords({ regions }: OutsideFigures): string {
  const plans = regions.flatMap(({ plan }) => (plan && plan.stage !== 'withdrawn' ? [plan] : []));
  const done = plans.filter(({ stage }) => stage === 'completed').length;
  const needed = plans.length === 0 ? 'none needed' : `${plans.length} needed, ${done} completed`;
  const isWhole = regions.every(({ status }) => status !== 'suppressed');
  return isWhole ? needed : `${needed} in the regions shown; others are withheld`;
}

const trendOf = (record: DepartmentRecord) => {
  const { name } = record.department;
  return trendSection(pointsOf(record), name, `${name}, closed quarters`, name);
};

/** One department's closed quarter, region by region. */
export function departmentPage(record: DepartmentRecord): Shown {
  const { department, figures } = record;
  const target = hundredthsOf(figures.target);
  const before = record.trend.points.at(-2);
  const row = ({ name, plan, ...scores }: Row) =>
    scores.status === 'suppressed'
      ? html`<tr>
          <th scope="row">${name}</th>
          <td colspan="${items.length + 2}" class="quiet">${withheld}</td>
        </tr>`
      : html`<tr>
          <th scope="row">${name}<small>${responsesInWords(scores.responses)}</small></th>
          ${averageCell(scores, target)} ${items.map((item) => itemCell(scores.items[item], target))}
          <td>${plan ? planWords[plan.stage] : '–'}</td>
        </tr>`;
  const file = (name: string, label: string) => html`<a href="${hrefOf(record)}/${name}">${label}</a>`;
  return {
    title: `${department.name}, ${monthsInWords(figures.quarter)}`,
    current: 'All departments',
    sub: html`${figures.quarter.label} · <b>closed</b>${
        before?.total
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
            ${row({ ...figures.total, name: 'All regions', plan: null })}
          </tfoot>
        </table>
      </div>`,
      excludedNote(figures),
      ...restatementNotes(figures, department),
      trendOf(record),
      ...distributions(figures),
    ],
  };
}

/** The row of one region, or of all regions together. */
type Row = Pick<OutsideFigures['regions'][number], 'name' | 'plan'> & OutsideScores;

function itemCell({ sum, n }: OutsideItem, target: number): Markup {
  return sum === null || n === null ? html`<td class="quiet">withheld</td>` : cell(sum, n, target);
}

/** Says that other versions exist, without their contents. */
function restatementNotes({ quarter }: OutsideFigures, { zone }: Department): Markup[] {
  const { restated = [], replaced = [], closedAt = '' } = quarter;
  return [
    ...restated.map(
      (one) =>
        html`<p>
          Restated on ${dayInWords(Date.parse(one.closedAt), zone)} (version ${one.version}). Its figures are withheld
          until at least 11 responses in a region have changed.
        </p>`,
    ),
    ...(replaced.length === 0
      ? []
      : [
          html`<p>
            Restated on ${dayInWords(Date.parse(closedAt), zone)}. This changes whether the target was met. Anyone who
            kept the earlier version can work out the difference.
          </p>`,
          ...replaced.map(
            ({ version, sha256 }) =>
              html`<p class="quiet">Replaces version ${version}, SHA-256 <code>${sha256}</code>.</p>`,
          ),
        ]),
  ];
}

/** Readers outside the department also learn that responses were excluded. */
function excludedNote({ total }: OutsideFigures): Markup | '' {
  if (total.status === 'suppressed' || total.excluded === 0) return '';
  const many = total.excluded === null ? 'Up to ten responses were' : `${grouped(total.excluded)} responses were`;
  return html`<p>
    ${many} excluded by the department’s representative, each with a reason. They do not count in these figures.
  </p>`;
}

/** Distributions of the groups that are shown. Where the responses came from stays in the department. */
function distributions({ regions, total }: OutsideFigures): Markup[] {
  const hasDistribution = (scores: OutsideScores) =>
    scores.n !== null && scores.n > 0 && items.some((item) => scores.items[item].topTwo !== null);
  if (!hasDistribution(total)) return [];
  return [
    html`<h2>Distribution of ratings</h2>
      <p class="quiet">
        Shown for 30 ratings or more. “Agree or strongly agree” is withheld where either side has 1 to 10 ratings.
      </p>
      ${distributionTable(total, 'All regions')}`,
    ...regions.flatMap((region) =>
      !hasDistribution(region)
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

const hrefOf = ({ department, figures }: LatestRecord) => `/console/agency/${department.slug}/${figures.quarter.id}`;

function pointsOf({ trend }: DepartmentRecord): TrendPoint[] {
  return trend.points.map((point) => {
    if (point.total === undefined) return { ...pointOf(point, none), unshown: 'not closed' };
    if (point.total.status === 'suppressed') return { ...pointOf(point, none), unshown: 'withheld' };
    return pointOf(point, point.total);
  });
}

/** `4.00` as 400. */
function hundredthsOf(target: string): number {
  return Number(target.replace('.', ''));
}
