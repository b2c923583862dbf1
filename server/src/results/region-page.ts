import { monthsInWords, spanInWords } from '@heart-survey/shared/dates';
import { items, type Item } from '@heart-survey/shared/items';
import { enForm } from '@heart-survey/shared/languages/en';
import { lowVolume, scoresOf, type Scores } from '@heart-survey/shared/scores';
import { noTallies } from '@heart-survey/shared/tallies';
import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import type { Markup } from '../pages/page.ts';
import type { Region } from '../org/org.ts';
import { changeOfRegion, planWords, type PlanFigures, type QuarterRecord } from '../figures/figures.ts';
import { runChartSection } from './run-chart.ts';
import { mixSection } from './mix.ts';
import { attentionItems, noResponses, pathOf, subOf, type QuarterPage, type RegionScores } from './quarter-head.ts';
import { cell, distributionSection, figures, wordOf } from './scores-shown.ts';
import { pointOf, trainingsIn, trendSection } from './trend.ts';
import { verdictSection } from './verdict-section.ts';

/** The quarter page of one region, item by item. */
export function regionPage(page: QuarterPage, region: Pick<Region, 'slug' | 'name'>): PageContent {
  const { department, record, trend, plans } = page;
  const { slug } = region;
  const known = scoresOfRegion(record, slug);
  const scores = known ?? emptyOf(region, record);
  const marks = page.marks.get(slug) ?? [];
  const points = trend.map((past) => ({
    ...pointOf(past, scoresOfRegion(past, slug) ?? emptyOf(region, past)),
    trainings: trainingsIn(past.quarter, marks),
  }));
  const change = changeOfRegion(trend, slug);
  const plan = plans.get(slug);
  return {
    title: `${scores.name}, ${monthsInWords(record.quarter)}`,
    current: 'Results',
    sub: subOf(page, slug),
    main: [
      ...attentionItems(page, [scores]),
      figures(scores, record, change),
      ...(scores.responses === 0
        ? [known ? noResponses(page) : didNotExist(region)]
        : [itemsSection(scores, record.target), ...(plan ? [planSection(plan)] : [])]),
      agreedSection(page, slug),
      trendSection(points, scores.name, scores.name),
      runChartSection(page.months.regions.get(slug) ?? [], scores.name, marks),
      mixSection([scores]),
      html`<p><a href="${pathOf(department, record.quarter)}">All regions in ${department.name}</a></p>`,
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

const tagWords: Record<PlanFigures['tags'][number], string> = {
  'low volume': `fewer than ${lowVolume} responses`,
  'within noise': 'the difference may be due to chance',
};

function planSection({ stage, focus, tags }: PlanFigures): Markup {
  return html`<h2>Action plan</h2>
    <p>
      Stage: <b>${planWords[stage]}</b>.
      ${focus.length === 0 ? '' : `Focus, lowest first: ${focus.map(wordOf).join(', ')}.`}
      ${tags.length === 0 ? '' : `Note: ${tags.map((tag) => tagWords[tag]).join('; ')}.`}
    </p>`;
}

/** Whether the region's latest agreed plan helped, whichever quarter it is for. */
function agreedSection({ department, agreed }: QuarterPage, region: string): Markup | '' {
  const plan = agreed.get(region);
  if (plan === undefined) return '';
  const heading = `Did the action plan for ${spanInWords([{ id: plan.quarter }])} help?`;
  return html`${verdictSection(plan.verdicts, department.zone, heading)}
    <p><a href="${plan.path}">Open the action plan</a></p>`;
}

function didNotExist({ name }: Pick<Region, 'name'>): Markup {
  return html`<p class="empty">${name} did not exist yet when this quarter closed.</p>`;
}

function scoresOfRegion({ regions }: QuarterRecord, slug: string): RegionScores | undefined {
  return regions.find(({ region }) => region === slug);
}

/** A region without figures: a closed quarter has only the regions that existed at its close. */
function emptyOf({ slug, name }: Pick<Region, 'slug' | 'name'>, { target }: QuarterRecord): RegionScores {
  return { region: slug, name, ...scoresOf(noTallies, target) };
}
