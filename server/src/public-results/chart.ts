import type { OutsideScores, ShownScores } from '@heart-survey/shared/outside';
import { html, raw } from 'hono/html';
import type { Markup } from '../pages/page.ts';
import { averageInWords, chartInWords, monthsLabel, yearInWords, type QuarterFigures, type Words } from './words.ts';

// Plain SVG, drawn on the server. A table next to each chart has the same figures. In a language from right to left, time and
// ratings run from right to left too, like the tables. Floats only position things here.

const scale = { min: 1, max: 5 };

/** An average as a dot from 1 to 5, with its interval and a line at the goal. @param target such as `4.00`. */
export function ratingBar(
  { text }: Pick<Words, 'text'>,
  { mean, interval = null }: { mean: string | null; interval?: OutsideScores['interval'] },
  target: string,
): Markup | '' {
  if (mean === null) return '';
  const share = (value: string) => (100 * (Number(value) - scale.min)) / (scale.max - scale.min);
  const x = (value: string) => (text.direction === 'rtl' ? 100 - share(value) : share(value)).toFixed(1);
  return html`<svg class="rating" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
    <path class="track" d="M0 6H100" />
    ${interval === null ? '' : html`<path class="range" d="M${x(interval.low)} 6H${x(interval.high)}" />`}
    <path class="goal" d="M${x(target)} 0V12" />
    <path class="dot" d="M${x(mean)} 6h0" />
  </svg>`;
}

interface TrendOptions {
  /** The lowest rating that is drawn, if several charts share it. */
  floor?: number;
  /** Only the outline, to compare it with others. */
  isSmall?: boolean;
}

/** The averages of some quarters with their intervals, each with the goal that applied. Oldest first. */
export function trendChart(
  words: Words,
  quarters: readonly QuarterFigures[],
  name: string,
  options: TrendOptions = {},
): Markup {
  const { floor = floorOf(quarters), isSmall = false } = options;
  const all = pointsOf(quarters);
  const length = all.at(-1)!.index + 1;
  const isTall = all.some(({ quarter }) => labelOf(words, quarter).length > 1);
  const at = placesOf(words, { count: length, floor, isSmall, isTall });
  const shown = runsOf(all, ({ total }) => total.average !== null);
  const ranged = runsOf(all, ({ total }) => total.interval !== null);
  const points = shown.flat();
  const numbered = isSmall ? points.slice(-1) : points;
  const labeled = isSmall ? all.filter(({ index }) => index === 0 || index === length - 1) : all;
  const inWords = chartInWords(words, quarters, name);
  const svg = html`<svg
    class="${isSmall ? 'trend small' : length > 4 ? 'trend long' : 'trend'}"
    viewBox="0 0 ${at.width} ${at.height}"
    direction="ltr"
    role="img"
    aria-label="${inWords}"
  >
    ${linesOf(floor).map((value) => gridLine(at, value))} ${ranged.map((run) => band(at, run))}
    <path class="goal" d="${raw(goalPath(at, all))}" />
    ${shown.map((run) => html`<path class="line" d="M${run.map((point) => at.point(point, averageOf(point.total)!)).join('L')}" />`)}
    ${points.map((point) => mark(at, point))} ${numbered.map((point) => number(at, point))}
    ${labeled.map((point) => label(words, at, point))}
  </svg>`;
  if (length <= 4 || isSmall) return svg;
  // In the other direction, it starts scrolled to the latest quarter.
  const dir = words.text.direction === 'rtl' ? 'ltr' : 'rtl';
  return html`<div class="scroll" tabindex="0" role="region" dir="${dir}" aria-label="${words.texts.quarterPage.trend}">
    ${svg}
  </div>`;
}

/** The nearest half point below everything that is drawn. */
export function floorOf(quarters: readonly QuarterFigures[]): number {
  const values = quarters.flatMap(({ figures: { total, target } }) => [
    Number(target),
    averageOf(total) ?? scale.max,
    Number(total.interval?.low ?? scale.max),
  ]);
  return Math.max(scale.min, Math.floor(Math.min(...values, 4) * 2 - 0.5) / 2);
}

interface Places {
  width: number;
  height: number;
  /** The lowest rating. */
  floor: number;
  /** The ends of the drawing area, in the direction of the text. */
  start: number;
  end: number;
  x: (index: number) => number;
  y: (value: number) => number;
  point: (point: { index: number }, value: number) => string;
  /** Half the width of a quarter. */
  half: number;
}

interface Size extends Required<TrendOptions> {
  count: number;
  /** Whether some months take two lines. */
  isTall: boolean;
}

function placesOf({ text }: Words, { count, floor, isSmall, isTall }: Size): Places {
  const width = count > 4 && !isSmall ? 720 : 380;
  const height = (isSmall ? 180 : 250) + (isTall ? lineHeight : 0);
  const [side, other, top, bottom] = [44, 12, 26, 48 + (isTall ? lineHeight : 0)];
  const isMirrored = text.direction === 'rtl';
  const across = (distance: number) => (isMirrored ? width - distance : distance);
  const half = (width - side - other) / Math.max(1, count) / 2;
  const x = (index: number) => across(side + half * (2 * index + 1));
  const y = (value: number) => height - bottom - ((height - top - bottom) * (value - floor)) / (scale.max - floor);
  const point = ({ index }: { index: number }, value: number) => `${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
  return { width, height, floor, start: across(side), end: across(width - other), x, y, point, half };
}

interface Point extends QuarterFigures {
  /** How many quarters after the first one it is, whether or not those between are published. */
  index: number;
  total: OutsideScores;
}

function pointsOf(quarters: readonly QuarterFigures[]): Point[] {
  const monthOf = ({ quarter }: QuarterFigures) => 12 * Number(quarter.id.slice(0, 4)) + Number(quarter.id.slice(5));
  const first = monthOf(quarters[0]!);
  return quarters.map((one) => ({ ...one, index: Math.floor((monthOf(one) - first) / 3), total: one.figures.total }));
}

/** Runs of neighboring quarters for which the condition holds. */
function runsOf(points: readonly Point[], isThere: (point: Point) => boolean): Point[][] {
  const runs: Point[][] = [];
  for (const point of points.filter(isThere)) {
    const run = runs.at(-1);
    if (run?.at(-1)!.index === point.index - 1) run.push(point);
    else runs.push([point]);
  }
  return runs;
}

/** Null if it is withheld, or nothing was rated. */
function averageOf({ average }: OutsideScores): number | null {
  return average === null ? null : Number(average);
}

/** Whole or half points. */
function linesOf(floor: number): number[] {
  const step = scale.max - floor > 2 ? 1 : 0.5;
  return Array.from({ length: Math.floor((scale.max - floor) / step) + 1 }, (_, index) => scale.max - index * step);
}

function gridLine({ start, end, y }: Places, value: number): Markup {
  const away = start < end ? -8 : 8;
  return html`<path class="grid" d="M${start} ${y(value).toFixed(1)}H${end}" />
    <text class="axis" x="${start + away}" y="${(y(value) + 5).toFixed(1)}" text-anchor="${away < 0 ? 'end' : 'start'}"
      >${Number.isInteger(value) ? value : value.toFixed(1)}</text
    >`;
}

function band({ point }: Places, run: Point[]): Markup {
  const ends = run.map((one) => ({ one, ...(one.total as ShownScores).interval! }));
  const high = ends.map(({ one, high }) => point(one, Number(high)));
  const low = ends.map(({ one, low }) => point(one, Number(low)));
  return run.length > 1
    ? html`<path class="band" d="M${[...high, ...low.toReversed()].join('L')}Z" />`
    : html`<path class="whisker" d="M${high[0]}L${low[0]}m-6 0h12M${high[0]}m-6 0h12" />`;
}

function goalPath({ x, y, half }: Places, points: readonly Point[]): string {
  return points
    .map(({ index, figures: { target } }) => {
      const center = x(index);
      return `M${(center - half).toFixed(1)} ${y(Number(target)).toFixed(1)}H${(center + half).toFixed(1)}`;
    })
    .join('');
}

/** A dot if the goal was met, a triangle pointing down if not. */
function mark({ x, y }: Places, { index, total }: Point): Markup {
  const [left, top] = [x(index), y(averageOf(total)!)];
  return total.status === 'below'
    ? html`<path class="missed" d="M${(left - 7).toFixed(1)} ${(top - 5).toFixed(1)}h14l-7 11z" />`
    : html`<circle cx="${left.toFixed(1)}" cy="${top.toFixed(1)}" r="5" />`;
}

/** Above the upper end of the interval. */
function number({ x, y }: Places, { index, total }: Point): Markup {
  const top = y(Number(total.interval?.high ?? total.average)) - 8;
  return html`<text class="value" x="${x(index).toFixed(1)}" y="${Math.min(top, y(averageOf(total)!) - 12).toFixed(1)}"
    >${total.average}</text
  >`;
}

const lineHeight = 18;

/** The months on one line, or on two if that would be too long. Characters such as 월 are as wide as two others. */
function labelOf(words: Words, quarter: QuarterFigures['quarter']): string[] {
  const months = monthsLabel(words, quarter);
  const width = months.length + (months.match(/\p{Script=Hangul}|\p{Script=Han}/gu)?.length ?? 0);
  return width > 8 ? months.split(/(?<=[–~])/) : [months];
}

/** Below the drawing; in place of the dot, why there is none. */
function label(words: Words, { x, y, floor }: Places, { index, quarter, total }: Point): Markup {
  const bottom = y(floor);
  const { direction } = words.text;
  const line = (text: string, down: number) =>
    html`<text class="label" x="${x(index).toFixed(1)}" y="${(bottom + down).toFixed(1)}" direction="${direction}"
      >${text}</text
    >`;
  const lines = [...labelOf(words, quarter), yearInWords(quarter)];
  return html`${lines.map((text, at) => line(text, 20 + at * lineHeight))}
  ${total.average === null ? line(averageInWords(words, total), -8) : ''}`;
}
