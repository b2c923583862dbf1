import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import type { Markup } from '../pages/page.ts';
import type { Department } from '../org/org.ts';
import type { OutsideFigures } from '../figures/figures.ts';
import { hrefOf, hundredthsOf, trendOf, withheld, type DepartmentRecord, type LatestRecord } from './agency-record.ts';
import { cell, changeWords, responsesInWords } from './scores-shown.ts';

/** All departments, each with its latest closed quarter. */
export function agencyPage(records: DepartmentRecord[], without: Department[]): PageContent {
  return {
    title: 'All departments',
    current: 'All departments',
    sub: html`Closed quarters only. Groups of fewer than 11 responses are withheld. · Download
      <a href="/console/agency/report.pdf">report (PDF)</a>,
      <a href="/console/agency/report.pdf?lang=es">report in Spanish (PDF)</a>`,
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
  No quarter has closed yet. A quarter closes automatically a few business days after it ends; its results will appear
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
        : html`${departmentsTable(['Action plans'], records.map(row))}
            <p><a href="/console/agency">View trends and files</a></p>`
    }`;
}

/** A table with a row for each department. @param heads the columns after {@link nameCell} and {@link totalCells}. */
function departmentsTable(heads: string[], rows: Markup[]): Markup {
  const all = ['Department', 'Average', '95% confidence interval', 'Responses', ...heads];
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Departments">
    <table>
      <caption>
        Each department’s latest closed quarter. Means are truncated to two decimal places, not rounded; n is the number
        of ratings.
      </caption>
      <thead>
        <tr>
          ${all.map((head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

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
    <td>${total.interval ? `${total.interval.low} to ${total.interval.high}` : 'cannot be estimated'}</td>
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
  return departmentsTable(['Change from previous quarter', 'Action plans', 'Averages'], records.map(row));
}

/** A withheld region may need a plan too, which readers here must not learn. */
function plansInWords({ regions }: OutsideFigures): string {
  const plans = regions.flatMap(({ plan }) => (plan && plan.stage !== 'withdrawn' ? [plan] : []));
  const done = plans.filter(({ stage }) => stage === 'completed').length;
  const needed = plans.length === 0 ? 'none needed' : `${plans.length} needed, ${done} completed`;
  const isWhole = regions.every(({ status }) => status !== 'suppressed');
  return isWhole ? needed : `${needed} in the regions shown; others are withheld`;
}
