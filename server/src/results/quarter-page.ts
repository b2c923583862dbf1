import { monthsInWords, spanInWords } from '@heart-survey/shared/dates';
import { items } from '@heart-survey/shared/items';
import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import type { Markup } from '../pages/page.ts';
import { changeOfRegion, changeOfTotal, planWords, verdictInWords, type PlanProgress } from '../figures/figures.ts';
import { runChartSection, type RunMark } from './run-chart.ts';
import { mixSection } from './mix.ts';
import { attentionItems, noResponses, pathOf, subOf, type QuarterPage, type RegionScores } from './quarter-head.ts';
import {
  averageCell,
  captionOf,
  cell,
  changeWords,
  distributionSection,
  figures,
  responsesInWords,
  wordOf,
} from './scores-shown.ts';
import { pointOf, trendSection } from './trend.ts';

/** A quarter's overview: what needs attention, four key figures, each region and item, and the trend. */
export function quarterPage(page: QuarterPage): PageContent {
  const { department, record, trend, visible, isWhole } = page;
  const regions = record.regions.filter(({ region }) => visible.includes(region));
  const points = trend.map((past) => pointOf(past, past.total));
  return {
    title: monthsInWords(record.quarter),
    current: 'Results',
    sub: subOf(page),
    main: [
      ...attentionItems(page, regions),
      ...(isWhole ? [figures(record.total, record, changeOfTotal(trend))] : []),
      regions.every(({ responses }) => responses === 0) ? noResponses(page) : table(page, regions),
      agreedTable(page),
      ...(isWhole
        ? [
            trendSection(points, department.name, `${department.name}, all regions together`),
            runChartSection(page.months.total, `${department.name}, all regions together`, marksOfAll(page)),
            ...(record.total.n === 0 ? [] : [distributionSection(record.total), mixSection(regions)]),
          ]
        : []),
    ],
  };
}

/** The marks of all regions in order of time, each with its region's name. One about the whole department comes once. */
function marksOfAll({ record, marks }: QuarterPage): RunMark[] {
  const all = record.regions.flatMap(({ region, name }, index) =>
    (marks.get(region) ?? [])
      .filter(({ isOfAll }) => !isOfAll || index === 0)
      .map((mark) => (mark.isOfAll ? mark : { ...mark, text: `${name}: ${mark.text}` })),
  );
  return all.toSorted((one, other) => one.at - other.at);
}

/** Whether the latest agreed plan of each region helped. */
function agreedTable({ visible, agreed }: QuarterPage): Markup | '' {
  const plans = visible.flatMap((region) => agreed.get(region) ?? []);
  if (plans.length === 0) return '';
  const row = ({ regionName, quarter, path, verdicts }: PlanProgress) =>
    html`<tr>
      <th scope="row">
        <a href="${path}">${regionName}<span class="vh">, action plan</span></a>
        <small>for ${spanInWords([{ id: quarter }])}</small>
      </th>
      <td>${verdictInWords(verdicts.at(-1)!)}</td>
    </tr>`;
  return html`<h2>Did the action plans help?</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="What the action plans changed">
      <table>
        <caption>
          The latest action plan of each region that has one. A verdict is computed from closed quarters.
        </caption>
        <thead>
          <tr>
            <th scope="col">Region</th>
            <th scope="col">Verdict</th>
          </tr>
        </thead>
        <tbody>
          ${plans.map(row)}
        </tbody>
      </table>
    </div>`;
}

function table({ department, record, trend, plans, isWhole }: QuarterPage, regions: RegionScores[]): Markup {
  const row = (scores: RegionScores) => {
    const { region, name } = scores;
    const change = changeOfRegion(trend, region);
    const plan = plans.get(region);
    return html`<tr>
      <th scope="row">
        <a href="${pathOf(department, record.quarter, region)}">${name}</a>
        <small>${responsesInWords(scores.responses)}</small>
      </th>
      ${averageCell(scores, record.target)}
      ${items.map((item) => cell(scores.items[item].sum, scores.items[item].n, record.target))}
      <td>${change.difference ?? '–'}<small>${changeWords[change.verdict]}</small></td>
      <td>${plan ? planWords[plan.stage] : '–'}</td>
    </tr>`;
  };
  const { total } = record;
  return html`<h2>Regions and programs</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Averages by region">
      <table class="wide">
        <caption>
          ${captionOf(record.target)}
        </caption>
        <thead>
          <tr>
            <th scope="col">Region</th>
            <th scope="col">Average</th>
            ${items.map((item) => html`<th scope="col">${wordOf(item)}</th>`)}
            <th scope="col">Change from the previous quarter</th>
            <th scope="col">Action plan</th>
          </tr>
        </thead>
        <tbody>
          ${regions.map(row)}
        </tbody>
        ${
          isWhole
            ? html`<tfoot>
                <tr>
                  <th scope="row">All regions<small>${responsesInWords(total.responses)}</small></th>
                  ${averageCell(total, record.target)}
                  ${items.map((item) => cell(total.items[item].sum, total.items[item].n, record.target))}
                  <td colspan="2"></td>
                </tr>
              </tfoot>`
            : ''
        }
      </table>
    </div>`;
}
