import { grouped } from '@heart-survey/shared/counts';
import { dayInWords, monthsInWords } from '@heart-survey/shared/dates';
import { items } from '@heart-survey/shared/items';
import { enForm } from '@heart-survey/shared/languages/en';
import type { OutsideItem, OutsideScores } from '@heart-survey/shared/outside';
import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import type { Markup } from '../pages/page.ts';
import type { Department } from '../org/org.ts';
import { planWords, type OutsideFigures, type PlanOutside } from '../figures/figures.ts';
import { hrefOf, hundredthsOf, plansHrefOf, trendOf, withheld, type PlannedRecord } from './agency-record.ts';
import { overdueInWords } from './plan-words.ts';
import { averageCell, captionOf, cell, distributionTable, responsesInWords } from './scores-shown.ts';

/** One department's closed quarter, region by region. */
export function departmentPage(record: PlannedRecord): PageContent {
  const { department, figures } = record;
  const target = hundredthsOf(figures.target);
  const before = record.trend.points.at(-2);
  const plans = new Map(record.plans.map((one) => [one.region, one]));
  const row = ({ region, name, plan, ...scores }: Row) =>
    scores.status === 'suppressed'
      ? html`<tr>
          <th scope="row">${name}</th>
          <td colspan="${items.length + 2}" class="quiet">${withheld}</td>
        </tr>`
      : html`<tr>
          <th scope="row">${name}<small>${responsesInWords(scores.responses)}</small></th>
          ${averageCell(scores, target)} ${items.map((item) => itemCell(scores.items[item], target))}
          <td>${plan ? planWords[plan.stage] : '–'}${planNote(plans.get(region), record.today)}</td>
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
      · Download ${file('averages.csv', 'averages (CSV)')}, ${file('averages.xlsx', 'averages (XLSX)')},
      ${file('report.pdf', 'report (PDF)')}, ${file('report.pdf?lang=es', 'report in Spanish (PDF)')}`,
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
            ${row({ ...figures.total, region: '', name: 'All regions', plan: null })}
          </tfoot>
        </table>
      </div>`,
      html`<p><a href="${plansHrefOf(department)}">Action plans: ${department.name}</a></p>`,
      ...record.groupYears.map(
        ({ year, label }) =>
          html`<p><a href="/console/agency/${department.slug}/groups/${year}">Customer groups in ${label}</a></p>`,
      ),
      excludedNote(figures),
      ...restatementNotes(figures, department),
      trendOf(record),
      ...distributions(figures),
    ],
  };
}

/** Below a plan's stage: what came of it, or that it is overdue. */
function planNote(plan: PlanOutside | undefined, today: string): Markup | '' {
  if (plan === undefined) return '';
  if (plan.verdict !== null) {
    const { name } = plan.verdict;
    return html`<small>Result: ${name.charAt(0).toLowerCase()}${name.slice(1)}</small>`;
  }
  const overdue = overdueInWords(plan, today);
  return overdue === '' ? '' : html`<small>${overdue}</small>`;
}

/** The row of one region, or of all regions together. */
type Row = Pick<OutsideFigures['regions'][number], 'region' | 'name' | 'plan'> & OutsideScores;

function itemCell({ sum, n }: OutsideItem, target: number): Markup {
  return sum === null || n === null ? html`<td class="quiet">withheld</td>` : cell(sum, n, target);
}

/** Mentions other versions, without their contents. */
function restatementNotes({ quarter }: OutsideFigures, { zone }: Department): Markup[] {
  const { restated = [], replaced = [], totalStatus, closedAt = '' } = quarter;
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
            kept the earlier version can work out the difference in a region whose status changed. Any other region that
            changed by 1 to 10 people is withheld, and the total with it.
          </p>`,
          ...(totalStatus === undefined
            ? []
            : [
                html`<p>
                  All regions together ${totalStatus === 'met' ? 'meet the target' : 'are below target'}. Their figures
                  are withheld.
                </p>`,
              ]),
          ...replaced.map(
            ({ version, sha256 }) =>
              html`<p class="quiet">
                Replaces version ${version}, SHA-256 <code>${sha256}</code>, which only the department can compute
                again.
              </p>`,
          ),
        ]),
  ];
}

/** Readers outside the department also learn that responses were excluded. */
function excludedNote({ total }: OutsideFigures): Markup | '' {
  if (total.status === 'suppressed' || total.excluded === 0) return '';
  const many = total.excluded === null ? 'Up to ten responses were' : `${grouped(total.excluded)} responses were`;
  return html`<p>
    ${many} excluded by the department’s representative, each with a reason. They are not included in these figures.
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
        Shown for 30 ratings or more. “Agree or strongly agree” is withheld if 1 to 10 ratings agree, or if 1 to 10 do
        not.
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
