import { grouped } from '@heart-survey/shared/counts';
import { items, type Item } from '@heart-survey/shared/items';
import type { OutsideItem, OutsideScores, ShownScores } from '@heart-survey/shared/outside';
import { statusOf, type Scores } from '@heart-survey/shared/scores';
import type { Block, Cell, ChartPoint } from './document.ts';
import { hundredthsOf, type QuarterReport, type TrendQuarter } from './quarter-report.ts';
import { quoteOf } from './quote-block.ts';
import type { ReportTexts } from './texts.ts';

/** The figures of a group, as far as the reader may see them. */
type Shown = Scores | OutsideScores;
type Named = Shown & { name: string };

/** The sentence first, then the key figures. */
export function summary(report: QuarterReport, texts: ReportTexts): Block[] {
  const { department, quarter, figures, changeAmong, trend, submission } = report;
  const { total, target } = figures;
  const months = texts.months(quarter);
  if (total.status === 'suppressed') {
    return [{ kind: 'lead', text: texts.lead.withheld(department.name, months), isBelow: false }];
  }
  if (total.n === 0) {
    const reason = submission?.noData ?? null;
    return [
      { kind: 'lead', text: texts.lead.none(department.name, months), isBelow: false },
      // Written on the English page for submitting.
      ...(reason === null ? [] : [quoteOf(reason, 'en', texts.noDataReason)]),
    ];
  }
  const { responses, n, status, interval } = total;
  const average = total.average ?? '–';
  const isBelow = status === 'below';
  const lead = texts.lead[isBelow ? 'below' : 'met'](department.name, target, months, { average, n, responses });
  const agree = agreeing(total);
  const change = changeAmong(1);
  return [
    { kind: 'lead', text: lead, isBelow },
    {
      kind: 'figures',
      figures: [
        {
          label: texts.average,
          value: average,
          note: `${texts.intervalIs(interval)}\n${texts.target} ${target}`,
          isBelow,
        },
        {
          label: texts.responses,
          value: grouped(responses),
          note: texts.ratingsAre(n, responses * items.length - n, total.excluded ?? 0),
        },
        ...(agree === null ? [] : [{ label: texts.agree, value: percent(agree, n), note: texts.ratingsOf(agree, n) }]),
        {
          label: texts.change,
          value: change?.difference ?? '–',
          note: hasEarlier(trend) ? texts.changeIs[change?.verdict ?? 'unknown'] : texts.noEarlier,
        },
      ],
    },
  ];
}

/** Whether the quarter before has ratings, or withholds them. */
function hasEarlier(trend: TrendQuarter[]): boolean {
  const scores = trend.at(-2)?.scores;
  return scores != null && scores.n !== 0;
}

/** How many ratings are 4 or 5; null if that is withheld for an item. */
function agreeing({ items: scores }: Pick<ShownScores, 'items'>): number | null {
  const counts = items.map((item) => scores[item].topTwo);
  return counts.some((count) => count === null) ? null : counts.reduce((sum: number, count) => sum + count!, 0);
}

/** Cut, like means. */
const percent = (some: number, all: number) => (all === 0 ? '–' : `${Math.floor((100 * some) / all)}%`);

/** The trend as a chart and as a table, once two quarters have closed. */
export function trendSection({ department, trend }: QuarterReport, texts: ReportTexts): Block[] {
  const first = trend.findIndex(({ scores }) => scores !== null && (scores.status === 'suppressed' || scores.n > 0));
  const shown = first === -1 ? [] : trend.slice(first);
  const rated = shown.flatMap(({ quarter, scores }) =>
    scores === null || scores.average === null ? [] : [{ ...scores, months: texts.shortMonths(quarter) }],
  );
  if (shown.length < 2 || rated.length === 0) return [];
  const figure = ({ average, n, responses, months }: (typeof rated)[number]) => ({
    average: average ?? '–',
    n: n ?? 0,
    responses: responses ?? 0,
    months,
  });
  return [
    { kind: 'heading', text: texts.trend },
    {
      kind: 'chart',
      alt: texts.trendAlt(department.name, figure(rated[0]!), figure(rated.at(-1)!)),
      floor: floorOf(shown),
      points: shown.map((one) => pointOf(one, texts)),
    },
    {
      kind: 'table',
      caption: texts.trendCaption,
      columns: [
        { head: texts.quarter, align: 'start', width: 2 },
        { head: texts.average, align: 'end', width: 1 },
        { head: texts.intervalHead, align: 'end', width: 1.4 },
        { head: texts.target, align: 'end', width: 0.8 },
        { head: texts.result, align: 'start', width: 1.5 },
        { head: texts.responses, align: 'end', width: 1 },
        { head: texts.n, align: 'end', width: 1 },
      ],
      rows: shown.map((one) => trendRow(one, texts)),
    },
  ];
}

function trendRow({ quarter, target, scores }: TrendQuarter, texts: ReportTexts): Cell[] {
  const label = texts.shortMonths(quarter);
  const goal = (target / 100).toFixed(2);
  if (scores === null) return [label, '–', '–', '–', quiet(texts.notClosed), '–', '–'];
  if (scores.status === 'suppressed') return [label, '–', '–', goal, quiet(texts.withheld), '–', '–'];
  return [
    label,
    scores.average ?? '–',
    scores.interval ? `${scores.interval.low}–${scores.interval.high}` : '–',
    goal,
    statusCell(scores, texts),
    grouped(scores.responses),
    grouped(scores.n),
  ];
}

function pointOf({ quarter, target, scores }: TrendQuarter, texts: ReportTexts): ChartPoint {
  const label = texts.shortMonths(quarter).replace(/ (\d{4})$/, '\n$1');
  const none = { value: null, low: null, high: null, isBelow: false };
  const point = { label, target: target / 100 };
  if (scores === null) return { ...point, ...none, shown: texts.notClosed };
  if (scores.status === 'suppressed') return { ...point, ...none, shown: texts.withheld };
  if (scores.n === 0) return { ...point, ...none, shown: texts.noRatings };
  return {
    ...point,
    value: scores.sum / scores.n,
    shown: scores.average ?? '–',
    low: scores.interval && Number(scores.interval.low),
    high: scores.interval && Number(scores.interval.high),
    isBelow: scores.status === 'below',
  };
}

/** The nearest half point below everything that is drawn. */
function floorOf(trend: TrendQuarter[]): number {
  const values = trend.flatMap(({ target, scores }) => [
    target / 100,
    ...(scores?.average ? [Number(scores.interval?.low ?? scores.average)] : []),
  ]);
  return Math.max(1, Math.floor(Math.min(...values, 4) * 2 - 0.5) / 2);
}

/** Each item over all regions, with how many people gave each rating. */
export function itemSections({ figures }: QuarterReport, texts: ReportTexts): Block[] {
  const { total, target } = figures;
  if (total.status === 'suppressed' || total.n === 0) return [];
  const row = (item: Item): Cell[] => {
    const { n, distribution, topTwo } = total.items[item];
    const name = { text: texts.item(item), note: texts.statement(item) };
    if (n === null) return [name, quiet(texts.withheld), ...Array.from({ length: 7 }, () => quiet('–'))];
    const spread = distribution?.map((count) => grouped(count)) ?? Array.from({ length: 5 }, () => quiet('–'));
    return [
      name,
      meanCell(total.items[item], hundredthsOf(target), texts),
      grouped(n),
      ...spread,
      topTwo === null ? quiet('–') : percent(topTwo, n),
    ];
  };
  return [
    { kind: 'heading', text: texts.items },
    {
      kind: 'table',
      caption: texts.itemsCaption,
      columns: [
        { head: texts.itemHead, align: 'start', width: 3.4 },
        { head: texts.mean, align: 'end', width: 1.3 },
        { head: 'n', align: 'end', width: 0.8 },
        ...['1', '2', '3', '4', '5'].map((head) => ({ head, align: 'end' as const, width: 0.6 })),
        { head: texts.agree, align: 'end', width: 1.3 },
      ],
      rows: items.map(row),
    },
  ];
}

/** Each region's average, and then its items. */
export function regionSections({ figures, plans }: QuarterReport, texts: ReportTexts): Block[] {
  const { regions, total, target } = figures;
  if (regions.length === 0 || total.n === 0) return [];
  const all: Named[] = [...regions, { ...total, name: texts.allRegions }];
  const stages = new Map(plans.map(({ region, stage }) => [region, texts.stages[stage]]));
  const goal = hundredthsOf(target);
  return [
    { kind: 'heading', text: texts.regions },
    {
      kind: 'table',
      caption: texts.regionsCaption(target),
      columns: [
        { head: texts.region, align: 'start', width: 2.1 },
        { head: texts.average, align: 'end', width: 0.9 },
        { head: texts.intervalHead, align: 'end', width: 1.4 },
        { head: texts.result, align: 'start', width: 1.5 },
        { head: texts.responses, align: 'end', width: 1 },
        { head: texts.n, align: 'end', width: 1 },
        { head: texts.plan, align: 'start', width: 1.3 },
      ],
      rows: all.map((scores, index) => [
        ...regionRow(scores, texts),
        stages.get(regions[index]?.region ?? '') ?? (index < regions.length ? '–' : ''),
      ]),
      hasTotal: true,
    },
    { kind: 'heading', text: texts.regionItems, level: 2 },
    {
      kind: 'table',
      caption: texts.regionItemsCaption,
      columns: [
        { head: texts.region, align: 'start', width: 1.7 },
        ...items.map((item) => ({ head: texts.item(item), align: 'end' as const, width: 1 })),
      ],
      rows: all.map((scores) => [
        scores.name,
        ...items.map((item) =>
          scores.status === 'suppressed' ? quiet(texts.withheld) : meanCell(scores.items[item], goal, texts, true),
        ),
      ]),
      hasTotal: true,
      isSmall: true,
    },
  ];
}

function regionRow(scores: Named, texts: ReportTexts): Cell[] {
  if (scores.status === 'suppressed') return [scores.name, '–', '–', quiet(texts.withheld), '–', '–'];
  const { name, average, interval, responses, n } = scores;
  const range = interval ? `${interval.low}–${interval.high}` : '–';
  return [name, average ?? '–', range, statusCell(scores, texts), grouped(responses), grouped(n)];
}

/** A cell that is not a figure. */
export const quiet = (text: string): Cell => ({ text, tone: 'quiet' });

/** Whether the target was met, in words. */
export function statusCell({ status }: Pick<Scores, 'status'>, { status: words }: Pick<ReportTexts, 'status'>): Cell {
  if (status === 'none') return quiet(words.none);
  return status === 'below' ? { text: words.below, tone: 'below' } : words.met;
}

function meanCell({ sum, n, mean }: OutsideItem, target: number, texts: ReportTexts, hasCount = false): Cell {
  if (sum === null || n === null) return quiet(texts.withheld);
  const text = mean ?? '–';
  const isBelow = statusOf(sum, n, target) === 'below';
  if (!hasCount) return isBelow ? { text, note: texts.status.below, tone: 'below' } : text;
  const count = `n ${grouped(n)}`;
  return isBelow ? { text, note: `${count}, ${texts.below}`, tone: 'below' } : { text, note: count };
}
