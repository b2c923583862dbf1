import { eachItem, items, type Item } from './items.ts';
import { studentT } from './student-t.ts';
import type { Distribution, ResponseCell, Tallies } from './tallies.ts';

/** `met`, `below` the target, or `none` if nothing was rated. */
export type Status = 'met' | 'below' | 'none';

/** A 95% confidence interval of an average, within 1.00 to 5.00. The low end is cut, the high end rounded up (docs/design.md §3.5). */
export interface Interval {
  low: string;
  high: string;
}

/** An item's figures. Means are truncated to two decimal places. `topTwo` counts the ratings of 4 and 5. */
export interface ItemScores {
  sum: number;
  n: number;
  mean: string | null;
  distribution: Distribution;
  topTwo: number;
}

/** The figures of a set of responses, all computed from its tallies (docs/design.md §3). */
export interface Scores {
  responses: number;
  sum: number;
  n: number;
  average: string | null;
  status: Status;
  interval: Interval | null;
  items: Record<Item, ItemScores>;
}

/** Fewer responses than this are tagged `low volume`, notify no one during a quarter, and are not shown outside. */
export const lowVolume = 11;

/** @param target in hundredths: 400 is 4.00. */
export function scoresOf(tallies: Tallies, target: number): Scores {
  const itemScores = eachItem((item) => scoresOfItem(tallies.ratings[item]));
  const sum = items.reduce((total, item) => total + itemScores[item].sum, 0);
  const n = items.reduce((total, item) => total + itemScores[item].n, 0);
  return {
    responses: tallies.responses.reduce((total, cell) => total + cell.responses, 0),
    sum,
    n,
    average: cutMean(sum, n),
    status: statusOf(sum, n, target),
    interval: intervalOf(tallies.responses),
    items: itemScores,
  };
}

/** Decided only in integers: `100·S < target·N` is below (docs/design.md §3.3). */
export function statusOf(sum: number, n: number, target: number): 'met' | 'below' | 'none' {
  if (n === 0) return 'none';
  return 100 * sum < target * n ? 'below' : 'met';
}

/** The mean, truncated (never rounded) to two decimal places, so that a miss never shows as 4.00. Null if n is 0. */
export function cutMean(sum: number, n: number): string | null {
  return n === 0 ? null : inHundredths((100 * sum - ((100 * sum) % n)) / n);
}

/** `400` as `4.00`. */
export function inHundredths(hundredths: number): string {
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
}

/** The items below the target, lowest mean first. Ties stay in item order. @param target in hundredths. */
export function focusOf(scores: Record<Item, Pick<ItemScores, 'sum' | 'n'>>, target: number): Item[] {
  return items
    .filter((item) => statusOf(scores[item].sum, scores[item].n, target) === 'below')
    .toSorted((a, b) => scores[a].sum * scores[b].n - scores[b].sum * scores[a].n);
}

/**
 * The 95% confidence interval of the average over respondents, as a ratio estimate (docs/design.md §3.5). Null with fewer than
 * two responses or no spread. The sum of squares is exact, so that "no spread" does not depend on rounding:
 * Σ(s − R·k)² = Σ(s·N − S·k)² / N².
 */
export function intervalOf(cells: readonly ResponseCell[]): Interval | null {
  const estimate = estimateOf(cells);
  if (estimate === null) return null;
  const { average, standardError, responses } = estimate;
  const reach = studentT(responses - 1) * standardError;
  return {
    low: inHundredths(Math.floor(100 * Math.max(1, average - reach))),
    high: inHundredths(Math.ceil(100 * Math.min(5, average + reach))),
  };
}

/** An average and its standard error over respondents. */
export interface Estimate {
  average: number;
  standardError: number;
  responses: number;
}

/** The ratio estimate of docs/design.md §3.5, or null if there is too little data. */
export function estimateOf(cells: readonly ResponseCell[]): Estimate | null {
  const total = (value: (cell: ResponseCell) => number) =>
    cells.reduce((sum, cell) => sum + BigInt(value(cell)) * BigInt(cell.responses), 0n);
  const m = total(() => 1);
  const n = total((cell) => cell.k);
  const sum = total((cell) => cell.s);
  const squares = cells.reduce(
    (all, cell) => all + BigInt(cell.responses) * (BigInt(cell.s) * n - sum * BigInt(cell.k)) ** 2n,
    0n,
  );
  if (m < 2n || squares === 0n) return null;
  const responses = Number(m);
  return {
    average: Number(sum) / Number(n),
    standardError: Math.sqrt((responses / (responses - 1)) * Number(squares)) / Number(n) ** 2,
    responses,
  };
}

/** Whether the interval reaches the target, so that a miss may be due to chance. @param target in hundredths. */
export function reachesTarget(interval: Interval | null, target: number): boolean {
  return interval !== null && Math.round(Number(interval.high) * 100) >= target;
}

function scoresOfItem(distribution: Distribution): ItemScores {
  const n = distribution.reduce((total, count) => total + count, 0);
  const sum = distribution.reduce((total, count, index) => total + count * (index + 1), 0);
  return { sum, n, mean: cutMean(sum, n), distribution, topTwo: distribution[3] + distribution[4] };
}
