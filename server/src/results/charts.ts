import type { Scores } from '@heart-survey/shared/scores';
import { html, raw } from 'hono/html';
import type { Markup } from '../pages/page.ts';

// Plain SVG, drawn on the server: nothing to load, no inline style or script, and a table next to each chart repeats
// every figure. Floats only position things here.

const points = { min: 1, max: 5 };
const share = (value: number) => (100 * (value - points.min)) / (points.max - points.min);

/** A thin bar from 1 to 5 with a tick at the target. @param target in hundredths. */
export function bar({ sum, n }: { sum: number; n: number }, target: number): Markup | '' {
  if (n === 0) return '';
  const tick = share(target / 100).toFixed(1);
  return html`<svg class="bar-chart" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
    <rect width="${share(sum / n).toFixed(1)}" height="6" />
    <path d="M${tick} 0v6" />
  </svg>`;
}

/** A bar of five parts, each as long as that value's share of the ratings. */
export function distributionBar(distribution: readonly number[]): Markup | '' {
  const n = distribution.reduce((sum, count) => sum + count, 0);
  if (n === 0) return '';
  let x = 0;
  const parts = distribution.map((count, index) => {
    const width = (100 * count) / n;
    const part = html`<rect class="value-${index + 1}" x="${x.toFixed(2)}" width="${width.toFixed(2)}" height="12" />`;
    x += width;
    return part;
  });
  return html`<svg class="distribution" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
    ${parts}
  </svg>`;
}

/** One quarter of a trend. */
export interface TrendPoint {
  /** `Oct–Dec 2026`. */
  label: string;
  scores: Pick<Scores, 'average' | 'interval' | 'status' | 'sum' | 'n' | 'responses'>;
  /** In hundredths. */
  target: number;
  /** Why this reader does not see it: too few responses, or not closed. */
  unshown?: 'withheld' | 'not closed';
  /** The trainings held in it, if the reader may see them. */
  trainings?: { held: number; attended: number };
}

const sizeOf = (trend: TrendPoint[]) => ({
  width: isShort(trend) ? 380 : 760,
  height: 250,
  left: 44,
  right: 14,
  top: 14,
  bottom: 46,
});

/** Whether the chart fits on a phone screen without scrolling. */
const isShort = ({ length }: TrendPoint[]) => length <= 3;

/** The averages of some quarters with their intervals, each with the target that applied. */
export function trendChart(trend: TrendPoint[], text: string): Markup {
  const floor = floorOf(trend);
  const size = sizeOf(trend);
  const x = (index: number) =>
    size.left + ((size.width - size.left - size.right) * (index + 0.5)) / Math.max(1, trend.length);
  const y = (value: number) =>
    size.height - size.bottom - ((size.height - size.top - size.bottom) * (value - floor)) / (points.max - floor);
  const at = (index: number, value: number) => `${x(index).toFixed(1)} ${y(value).toFixed(1)}`;

  const lines = range(floor, points.max).map(
    (value) =>
      html`<path class="grid" d="M${size.left} ${y(value).toFixed(1)}H${size.width - size.right}" />
        <text class="axis" x="${size.left - 8}" y="${(y(value) + 4).toFixed(1)}">${value.toFixed(1)}</text>`,
  );
  const runs = runsOf(trend, ({ scores }) => scores.n > 0);
  const ends = ({ scores }: TrendPoint) => ({ low: Number(scores.interval!.low), high: Number(scores.interval!.high) });
  const bands = runsOf(trend, ({ scores }) => scores.interval !== null).map((run) => {
    const high = run.map(({ index, point }) => at(index, ends(point).high));
    const low = run.map(({ index, point }) => at(index, ends(point).low)).toReversed();
    return run.length > 1
      ? html`<path class="band" d="M${[...high, ...low].join('L')}Z" />`
      : html`<path class="whisker" d="M${high[0]}L${low[0]}m-6 0h12M${high[0]}m-6 0h12" />`;
  });
  const averages = runs.map(
    (run) => html`<path class="line" d="M${run.map(({ index, point }) => at(index, meanOf(point))).join('L')}" />`,
  );
  const half = (size.width - size.left - size.right) / Math.max(1, trend.length) / 2;
  const targets = trend.map(
    ({ target }, index) =>
      `M${(x(index) - half).toFixed(1)} ${y(target / 100).toFixed(1)}H${(x(index) + half).toFixed(1)}`,
  );
  // The number of a quarter without neighbors is above its whisker.
  const isLone = (index: number) => [index - 1, index + 1].every((next) => !trend[next]?.scores.interval);
  const top = (index: number, point: TrendPoint) =>
    point.scores.interval !== null && isLone(index) ? ends(point).high : meanOf(point);
  const marks = runs.flat().map(({ index, point }) => mark(x(index), y(meanOf(point)), y(top(index, point)), point));
  const word = (index: number, up: number, text: string) =>
    html`<text class="label" x="${x(index).toFixed(1)}" y="${size.height - up}">${text}</text>`;
  const labels = trend.map(({ label, scores, unshown = 'none' }, index) => {
    const [months = '', year = ''] = label.split(/ (?=\d{4}$)/);
    // A missing value is labeled where its point would be.
    return [word(index, 26, months), word(index, 9, year), scores.n === 0 ? word(index, size.bottom + 8, unshown) : ''];
  });
  const quarters = isShort(trend) ? 'few' : 'many';
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Trend, as a chart">
    <svg
      class="trend"
      data-quarters="${quarters}"
      viewBox="0 0 ${size.width} ${size.height}"
      role="img"
      aria-label="${text}"
    >
      ${lines} ${bands}
      <path class="target" d="${raw(targets.join(''))}" />
      ${averages} ${marks} ${labels}
    </svg>
  </div>`;
}

/** A dot if the target was met, a triangle pointing down if not. */
function mark(x: number, y: number, top: number, { scores }: TrendPoint): Markup {
  const number = html`<text class="value" x="${x.toFixed(1)}" y="${(Math.min(y, top + 3) - 11).toFixed(1)}"
    >${scores.average}</text
  >`;
  return scores.status === 'below'
    ? html`<path class="missed" d="M${(x - 7).toFixed(1)} ${(y - 5).toFixed(1)}h14l-7 11z" />${number}`
    : html`<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="5" />${number}`;
}

const meanOf = ({ scores: { sum, n } }: TrendPoint) => sum / n;

/** Runs of neighboring quarters for which the condition holds. */
function runsOf(
  trend: TrendPoint[],
  isThere: (point: TrendPoint) => boolean,
): { index: number; point: TrendPoint }[][] {
  const runs: { index: number; point: TrendPoint }[][] = [[]];
  for (const [index, point] of trend.entries()) {
    if (isThere(point)) runs.at(-1)!.push({ index, point });
    else runs.push([]);
  }
  return runs.filter((run) => run.length > 0);
}

/** The nearest half point below everything that is drawn. */
function floorOf(trend: TrendPoint[]): number {
  const values = trend.flatMap((point) => [
    point.target / 100,
    ...(point.scores.n === 0 ? [] : [meanOf(point), Number(point.scores.interval?.low ?? 5)]),
  ]);
  return Math.max(points.min, Math.floor(Math.min(...values, 4) * 2 - 0.5) / 2);
}

/** The values of the lines in a chart, from the highest down: whole or half points. */
export function range(from: number, to: number): number[] {
  const step = to - from > 2 ? 1 : 0.5;
  const values: number[] = [];
  for (let value = to; value >= from; value -= step) values.push(value);
  return values;
}
