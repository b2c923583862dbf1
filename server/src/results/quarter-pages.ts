import { changeOf, type Change } from '@heart-survey/shared/change';
import { dayInWords, daysLeft, monthsInWords } from '@heart-survey/shared/dates';
import { items, type Item } from '@heart-survey/shared/items';
import { enForm } from '@heart-survey/shared/languages/en';
import { cutMean, focusOf, inHundredths, scoresOf, statusOf, type Scores } from '@heart-survey/shared/scores';
import { noTallies } from '@heart-survey/shared/tallies';
import { html } from 'hono/html';
import type { Shown } from '../console/console.ts';
import type { Markup } from '../http/page.ts';
import type { Department, Region } from '../survey/survey.ts';
import { bar, distributionBar, grouped, trendChart, trendTable, type TrendPoint } from './charts.ts';
import type { PlanFigures } from './figures.ts';
import { allCells, type QuarterRecord } from './history.ts';
import { mixSection } from './mix.ts';

/** What a page of a quarter is made from. */
export interface QuarterPage {
  department: Department;
  /** The quarter shown, the last of the trend. */
  record: QuarterRecord;
  /** Quarters in their order, the shown one being the last. */
  trend: QuarterRecord[];
  /** The slugs of the regions that the reader may see, in their order. */
  visible: string[];
  /** Whether those are all: else nothing of the whole department is shown. */
  isWhole: boolean;
  plans: ReadonlyMap<string, PlanFigures>;
  /** Milliseconds since the epoch. */
  now: number;
  /** When the quarter closes on its own. */
  closesAt: number;
  mayExport: boolean;
}

type RegionScores = QuarterRecord['regions'][number];

const wordOf = (item: Item) => enForm.items[item].word;
export const planWords: Record<PlanFigures['stage'], string> = {
  watch: 'Watch',
  withdrawn: 'Withdrawn: recovered',
  required: 'Required',
  agreed: 'Agreed',
  completed: 'Completed',
};
export const changeWords: Record<Change['verdict'], string> = {
  clear: 'clear change',
  'not clear': 'no clear change',
  unknown: 'too little to tell a change',
};

export const pathOf = ({ slug }: Pick<Department, 'slug'>, { id }: { id: string }, region?: string) =>
  `/console/departments/${slug}/quarters/${id}${region === undefined ? '' : `/regions/${region}`}`;

/** A quarter at a glance: what needs the reader, four figures, each region and item, and how it came to this. */
export function quarterPage(page: QuarterPage): Shown {
  const { department, record, trend, visible, isWhole } = page;
  const regions = record.regions.filter(({ region }) => visible.includes(region));
  const points = trend.map((past) => pointOf(past, past.total));
  return {
    title: monthsInWords(record.quarter),
    current: 'Results',
    sub: subOf(page),
    main: [
      ...calls(page, regions),
      ...(isWhole ? [figures(record.total, record.target, changeOfTotal(trend))] : []),
      regions.every(({ responses }) => responses === 0) ? nothingYet(page) : table(page, regions),
      ...(isWhole && points.some(({ scores }) => scores.n > 0)
        ? [
            html`<h2>How it came to this</h2>
              ${trendChart(points, trendInWords(points, department.name))}
              ${trendTable(points, `${department.name}, all regions together`)}`,
            distributionSection(record.total),
            mixSection(regions),
          ]
        : []),
    ],
  };
}

/** The same of one region. */
export function regionPage(page: QuarterPage, region: Pick<Region, 'slug' | 'name'>): Shown {
  const { department, record, trend, plans } = page;
  const { slug } = region;
  const there = scoresOfRegion(record, slug);
  const scores = there ?? emptyOf(region, record);
  const points = trend.map((past) => pointOf(past, scoresOfRegion(past, slug) ?? emptyOf(region, past)));
  const change = changeOfRegion(trend, slug);
  const plan = plans.get(slug);
  return {
    title: `${scores.name}, ${monthsInWords(record.quarter)}`,
    current: 'Results',
    sub: subOf(page, slug),
    main: [
      ...calls(page, [scores]),
      figures(scores, record.target, change),
      ...(scores.responses === 0
        ? [there ? nothingYet(page) : notThereYet(region)]
        : [itemsSection(scores, record.target), ...(plan ? [planSection(plan)] : [])]),
      ...(points.some(({ scores }) => scores.n > 0)
        ? [
            html`<h2>How it came to this</h2>
              ${trendChart(points, trendInWords(points, scores.name))} ${trendTable(points, scores.name)}`,
          ]
        : []),
      mixSection([scores]),
      html`<p><a href="${pathOf(department, record.quarter)}">All of ${department.name}</a></p>`,
    ],
  };
}

function subOf({ department, record, trend, now, mayExport }: QuarterPage, region?: string): Markup {
  const { quarter, isClosed } = record;
  const left = daysLeft(quarter, now, department.zone);
  const state = isClosed
    ? 'closed'
    : left > 0
      ? `open, ${left === 1 ? 'the last day' : `${left} days left`}`
      : 'ended, not closed yet';
  const link = (to: { id: string }, says: string) => html` · <a href="${pathOf(department, to, region)}">${says}</a>`;
  const next = department.calendar.next(quarter);
  const file = (name: string, says: string) => html`<a href="${pathOf(department, quarter)}/${name}">${says}</a>`;
  return html`${department.name} · ${quarter.label.replace(/ \(.*/, '')} ·
    <b>${state}</b>${trend.length > 1 ? link(trend.at(-2)!.quarter, 'Previous quarter') : ''}${
      next.start <= now ? link(next, 'Next quarter') : ''
    }${
      mayExport
        ? html` · Download ${file('averages.csv', 'averages (CSV)')}, ${file('averages.xlsx', 'averages (XLSX)')},
          ${file('responses.csv', 'responses (CSV)')}`
        : ''
    }`;
}

/** What needs the reader, said first. */
function calls({ department, record, closesAt, plans }: QuarterPage, regions: RegionScores[]): Markup[] {
  const target = inHundredths(record.target);
  return regions
    .filter(({ status }) => status === 'below')
    .map((scores) => {
      const [weakest] = focusOf(scores.items, record.target);
      const stage = plans.get(scores.region)?.stage;
      const next = record.isClosed
        ? `The quarter is closed. Its action plan is ${(stage ? planWords[stage] : 'none').toLowerCase()}.`
        : `If it stays there when the quarter closes on ${dayInWords(closesAt, department.zone)}, it owes an action plan.`;
      const says = html`<b>${scores.name} is at ${scores.average}, below ${target}.</b> ${people(scores.responses)}${
          weakest === undefined ? '' : `; weakest is ${wordOf(weakest)} (${scores.items[weakest].mean})`
        }.
        ${next}`;
      return html`<p class="call">
        ${says} <a href="${pathOf(department, record.quarter, scores.region)}">Look at ${scores.name}</a>
      </p>`;
    });
}

function figures(scores: Scores & { excluded?: number }, target: number, change: Change): Markup {
  const { responses, n, average, interval, status, excluded = 0 } = scores;
  const topTwo = items.reduce((sum, item) => sum + scores.items[item].topTwo, 0);
  const words = { met: 'met', below: 'missed', none: 'nothing rated yet' }[status];
  return html`<dl class="figures">
    <div>
      <dt>Average</dt>
      <dd>
        ${average ?? '–'}${status === 'below' ? html` <span class="below">▼</span>` : ''}
        <small>
          ${interval ? `95 % interval ${interval.low} to ${interval.high}` : 'interval not estimable'} · target
          ${inHundredths(target)} ${words}
        </small>
      </dd>
    </div>
    <div>
      <dt>Responses</dt>
      <dd>
        ${grouped(responses)}
        <small>
          ${grouped(n)} ratings · ${grouped(responses * items.length - n)} left
          out${excluded === 0 ? '' : ` · beside them ${grouped(excluded)} excluded`}
        </small>
      </dd>
    </div>
    <div>
      <dt>Agree or strongly agree</dt>
      <dd>${percent(topTwo, n)} <small>${grouped(topTwo)} of ${grouped(n)} ratings</small></dd>
    </div>
    <div>
      <dt>Since last quarter</dt>
      <dd>${change.difference ?? '–'} <small>${changeWords[change.verdict]}</small></dd>
    </div>
  </dl>`;
}

function table({ department, record, trend, plans, isWhole }: QuarterPage, regions: RegionScores[]): Markup {
  const row = (scores: RegionScores) => {
    const { region, name } = scores;
    const change = changeOfRegion(trend, region);
    const plan = plans.get(region);
    return html`<tr>
      <th scope="row">
        <a href="${pathOf(department, record.quarter, region)}">${name}</a>
        <small>${people(scores.responses)}</small>
      </th>
      ${cell(scores.sum, scores.n, record.target)}
      ${items.map((item) => cell(scores.items[item].sum, scores.items[item].n, record.target))}
      <td>${change.difference ?? '–'}<small>${changeWords[change.verdict]}</small></td>
      <td>${plan ? planWords[plan.stage] : '–'}</td>
    </tr>`;
  };
  const { total } = record;
  return html`<h2>Regions and programmes</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Averages by region">
      <table class="wide">
        <caption>
          The mean of each, cut to two decimals, with how many ratings are behind it (n). The bar goes from 1 to 5, the
          tick is the target of ${inHundredths(record.target)}.
        </caption>
        <thead>
          <tr>
            <th scope="col">Region</th>
            <th scope="col">Average</th>
            ${items.map((item) => html`<th scope="col">${wordOf(item)}</th>`)}
            <th scope="col">Since last quarter</th>
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
                  <th scope="row">All together<small>${people(total.responses)}</small></th>
                  ${cell(total.sum, total.n, record.target)}
                  ${items.map((item) => cell(total.items[item].sum, total.items[item].n, record.target))}
                  <td colspan="2"></td>
                </tr>
              </tfoot>`
            : ''
        }
      </table>
    </div>`;
}

/** A mean with its n, its bar, and the mark where it is below the target. */
export function cell(sum: number, n: number, target: number): Markup {
  if (n === 0) return html`<td>–<small>n 0</small></td>`;
  const isBelow = statusOf(sum, n, target) === 'below';
  return html`<td class="${isBelow ? 'below' : 'met'}">
    <span class="num">
      ${cutMean(sum, n)}${isBelow ? html`<b aria-hidden="true"> ▼</b><span class="vh"> below target</span>` : ''}
    </span>
    ${bar({ sum, n }, target)}
    <small>n ${grouped(n)}</small>
  </td>`;
}

function itemsSection(scores: Scores, target: number): Markup {
  const row = (item: Item) => {
    const { sum, n } = scores.items[item];
    return html`<tr>
      <th scope="row">${wordOf(item)}<small>${enForm.items[item].statement}</small></th>
      ${cell(sum, n, target)}
    </tr>`;
  };
  return html`<h2>The six statements</h2>
    <table class="narrow">
      <caption class="vh">
        The mean of each statement
      </caption>
      <thead>
        <tr>
          <th scope="col">Statement</th>
          <th scope="col">Mean</th>
        </tr>
      </thead>
      <tbody>
        ${items.map(row)}
      </tbody>
    </table>
    ${distributionSection(scores)}`;
}

/** How many chose each of the five points. */
function distributionSection(scores: Scores): Markup {
  const row = (item: Item) => {
    const { n, distribution, topTwo } = scores.items[item];
    return html`<tr>
      <th scope="row">${wordOf(item)}${distributionBar(distribution)}</th>
      ${distribution.map((count) => html`<td class="number">${grouped(count)}</td>`)}
      <td class="number">${grouped(n)}</td>
      <td class="number">${percent(topTwo, n)}<small>${grouped(topTwo)} of ${grouped(n)}</small></td>
    </tr>`;
  };
  return html`<h2>How the answers are spread</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="How the answers are spread">
      <table>
        <caption>
          How many chose each point; the bar shows their shares, from strongly disagree to strongly agree.
        </caption>
        <thead>
          <tr>
            <th scope="col">Statement</th>
            ${enForm.scale.map((point) => html`<th scope="col" class="number">${point}</th>`)}
            <th scope="col" class="number">n</th>
            <th scope="col" class="number">Agree or strongly agree</th>
          </tr>
        </thead>
        <tbody>
          ${items.map(row)}
        </tbody>
      </table>
    </div>`;
}

function planSection({ stage, focus, tags }: PlanFigures): Markup {
  return html`<h2>Action plan</h2>
    <p>
      Stage: <b>${planWords[stage]}</b>.
      ${focus.length === 0 ? '' : `In focus, the lowest first: ${focus.map(wordOf).join(', ')}.`}
      ${tags.length === 0 ? '' : `Mind: ${tags.join(', ')}.`}
    </p>`;
}

function nothingYet({ department, record }: QuarterPage): Markup {
  return html`<p class="empty">
    Nobody has answered ${record.isClosed ? 'in this quarter.' : 'yet in this quarter.'} Answers come when staff carry
    the survey link in their signature: <a href="/signature">make a signature</a>, or
    <a href="/print">print a poster</a> for the offices of ${department.name}.
  </p>`;
}

function notThereYet({ name }: Pick<Region, 'name'>): Markup {
  return html`<p class="empty">${name} was not there yet when this quarter closed.</p>`;
}

/** Of all together; one comparison by itself. */
function changeOfTotal(trend: QuarterRecord[]): Change {
  const [before, now] = [trend.at(-2), trend.at(-1)!];
  return changeOf(before ? allCells(before) : [], allCells(now), 1);
}

/** Among all regions of the department, whoever looks, so that nobody reads of another verdict than the next. */
function changeOfRegion(trend: QuarterRecord[], slug: string): Change {
  const [before, now] = [trend.at(-2), trend.at(-1)!];
  return changeOf(before?.cells.get(slug) ?? [], now.cells.get(slug) ?? [], now.regions.length);
}

function scoresOfRegion({ regions }: QuarterRecord, slug: string): RegionScores | undefined {
  return regions.find(({ region }) => region === slug);
}

/** A region that was not there yet: a closed quarter knows those alone that it was closed with. */
function emptyOf({ slug, name }: Pick<Region, 'slug' | 'name'>, { target }: QuarterRecord): RegionScores {
  return { region: slug, name, ...scoresOf(noTallies, target) };
}

export function pointOf({ quarter, target }: QuarterRecord, scores: TrendPoint['scores']): TrendPoint {
  return { label: /\((.*)\)/.exec(quarter.label)?.[1] ?? quarter.id, scores, target };
}

export function trendInWords(points: TrendPoint[], name: string): string {
  const rated = points.filter(({ scores }) => scores.n > 0);
  const [first, last] = [rated[0]!, rated.at(-1)!];
  const missed = rated.filter(({ scores }) => scores.status === 'below').length;
  return `Averages of ${name}: ${first.scores.average} in ${first.label}, ${last.scores.average} in ${last.label}; below the target in ${missed} of ${rated.length} quarters.`;
}

/** A share in whole percent, cut, so that no miss is shown as all. */
function percent(part: number, n: number): string {
  return n === 0 ? '–' : `${Math.floor((100 * part) / n)} %`;
}

export function people(responses: number): string {
  return responses === 1 ? '1 response' : `${grouped(responses)} responses`;
}
