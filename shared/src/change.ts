import { estimateOf, lowVolume } from './scores.ts';
import { normalPoint, studentTAt } from './student-t.ts';
import type { ResponseCell } from './tallies.ts';

/** How an average changed from one quarter to the next. */
export interface Change {
  /** With its sign, truncated toward zero to two decimal places. Null if either quarter has no ratings. */
  difference: string | null;
  /** Whether the change is unlikely to be due to chance alone. `unknown` if there is too little data. */
  verdict: 'clear' | 'not clear' | 'unknown';
}

/** The chance of calling any change clear when nothing changed, over all comparisons shown together. */
const level = 0.05;

/**
 * Compares two averages over respondents, not over ratings, because one person's six answers are not six people (docs/design.md
 * §3.5). Welch's t-test, two-sided at 5%, divided by the number of comparisons shown together (Bonferroni). Otherwise,
 * of eight regions where nothing happened, one would be called changed every few quarters. With fewer than 11 responses
 * on either side, or no spread, the verdict is unknown.
 * @param comparisons how many are shown together, 1 or more.
 */
export function changeOf(before: readonly ResponseCell[], after: readonly ResponseCell[], comparisons: number): Change {
  const difference = differenceOf(before, after);
  const [old, now] = [estimateOf(before), estimateOf(after)];
  if (old === null || now === null || old.responses < lowVolume || now.responses < lowVolume) {
    return { difference, verdict: 'unknown' };
  }
  const [a, b] = [old.standardError ** 2, now.standardError ** 2];
  const degrees = (a + b) ** 2 / (a ** 2 / (old.responses - 1) + b ** 2 / (now.responses - 1));
  const limit = studentTAt(normalPoint(level / 2 / comparisons), degrees) * Math.sqrt(a + b);
  return { difference, verdict: Math.abs(now.average - old.average) > limit ? 'clear' : 'not clear' };
}

/**
 * The average after minus the average before, with its sign, cut toward zero to two decimal places. Null if either has no
 * ratings. In integers: (S₂·N₁ − S₁·N₂) / (N₁·N₂).
 */
export function differenceOf(before: readonly ResponseCell[], after: readonly ResponseCell[]): string | null {
  const total = (cells: readonly ResponseCell[], value: (cell: ResponseCell) => number) =>
    cells.reduce((sum, cell) => sum + BigInt(value(cell)) * BigInt(cell.responses), 0n);
  const [s1, n1] = [total(before, ({ s }) => s), total(before, ({ k }) => k)];
  const [s2, n2] = [total(after, ({ s }) => s), total(after, ({ k }) => k)];
  if (n1 === 0n || n2 === 0n) return null;
  // BigInt division cuts toward zero.
  const hundredths = Number((100n * (s2 * n1 - s1 * n2)) / (n1 * n2));
  const sign = hundredths < 0 ? '−' : hundredths > 0 ? '+' : '±';
  const size = Math.abs(hundredths);
  return `${sign}${Math.floor(size / 100)}.${String(size % 100).padStart(2, '0')}`;
}
