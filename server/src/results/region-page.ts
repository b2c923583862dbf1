import { monthsInWords } from '@heart-survey/shared/dates';
import { items, type Item } from '@heart-survey/shared/items';
import { enForm } from '@heart-survey/shared/languages/en';
import { scoresOf, type Scores } from '@heart-survey/shared/scores';
import { noTallies } from '@heart-survey/shared/tallies';
import { html } from 'hono/html';
import type { Shown } from '../console/console.ts';
import type { Markup } from '../pages/page.ts';
import type { Region } from '../org/org.ts';
import { type PlanFigures, changeOfRegion, type QuarterRecord } from '../figures/figures.ts';
import { mixSection } from './mix.ts';
import { calls, nothingYet, pathOf, subOf, type QuarterPage, type RegionScores } from './quarter-head.ts';
import { cell, distributionSection, figures, planWords, wordOf } from './scores-shown.ts';
import { pointOf, trendSection } from './trend.ts';

/** A region in a quarter: the same for it alone, statement by statement. */
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
      figures(scores, record, change),
      ...(scores.responses === 0
        ? [there ? nothingYet(page) : notThereYet(region)]
        : [itemsSection(scores, record.target), ...(plan ? [planSection(plan)] : [])]),
      trendSection(points, scores.name, scores.name),
      mixSection([scores]),
      html`<p><a href="${pathOf(department, record.quarter)}">All of ${department.name}</a></p>`,
    ],
  };
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

function planSection({ stage, focus, tags }: PlanFigures): Markup {
  return html`<h2>Action plan</h2>
    <p>
      Stage: <b>${planWords[stage]}</b>.
      ${focus.length === 0 ? '' : `In focus, the lowest first: ${focus.map(wordOf).join(', ')}.`}
      ${tags.length === 0 ? '' : `Mind: ${tags.join(', ')}.`}
    </p>`;
}

function notThereYet({ name }: Pick<Region, 'name'>): Markup {
  return html`<p class="empty">${name} was not there yet when this quarter closed.</p>`;
}

function scoresOfRegion({ regions }: QuarterRecord, slug: string): RegionScores | undefined {
  return regions.find(({ region }) => region === slug);
}

/** A region that was not there yet: a closed quarter knows those alone that it was closed with. */
function emptyOf({ slug, name }: Pick<Region, 'slug' | 'name'>, { target }: QuarterRecord): RegionScores {
  return { region: slug, name, ...scoresOf(noTallies, target) };
}
