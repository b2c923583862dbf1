import { differenceOf } from './change.ts';
import { estimateOf, lowVolume, statusOf, type Estimate } from './scores.ts';
import { studentTLimit } from './student-t.ts';
import { mergeCells, type ResponseCell } from './tallies.ts';

// Whether a region got better after its action plan. Computed, never chosen (docs/design.md §3.8).

/** What the figures show, in the order in which they are tried. */
export const verdicts = [
  'too few responses',
  'worse',
  'clearly better',
  'at target twice',
  'at target once',
  'no change shown',
] as const;
export type Verdict = (typeof verdicts)[number];

/** A closed quarter that began after the plan was agreed. */
export interface QuarterAfter {
  cells: readonly ResponseCell[];
  /** In hundredths, at its close. */
  target: number;
}

/** What a verdict is computed from. */
export interface VerdictInput {
  /** The quarter that the plan is for, and the closed one before it where there is one. */
  before: readonly (readonly ResponseCell[])[];
  /** The first closed quarters that began after the plan was agreed: none, one, or two. */
  after: readonly QuarterAfter[];
  /** Every closed quarter of the region up to the one that the plan is for, in any order. */
  history: readonly (readonly ResponseCell[])[];
}

/** How much the region's average differs between quarters on its own: τ in docs/design.md §3.8. */
export interface Wobble {
  sd: number;
  /** How many quarters it was estimated from; null if it is the smallest value that the rule uses. */
  quarters: number | null;
}

/** The test behind a verdict. */
export interface Comparison {
  t: number;
  /** `clearly better` above it, `worse` below its negative. */
  limit: number;
  degrees: number;
}

/** A verdict with the test behind it. */
export interface VerdictResult {
  /** Null while it waits for a quarter to close. */
  verdict: Verdict | null;
  /** Whether fewer than two quarters have closed. */
  isInterim: boolean;
  /** The average after minus the one before, with its sign; null if either side has no ratings. */
  difference: string | null;
  /** Null before the second quarter, with too few responses, or if the responses of a side do not vary. */
  comparison: Comparison | null;
  wobble: Wobble;
}

/** The smallest τ: no region's average is steadier from quarter to quarter than this. */
const minWobble = 0.05;
/** τ is estimated from no fewer quarters. */
const minQuarters = 6;

/** The verdict on a plan (docs/design.md §3.8). */
export function verdictOf({ before: quartersBefore, after: quarters, history }: VerdictInput): VerdictResult {
  const before = pooled(quartersBefore);
  const after = pooled(quarters.map(({ cells }) => cells));
  const isInterim = quarters.length < 2;
  const isTooFew = [before, after].some((cells) => peopleIn(cells) < lowVolume);
  const wobble = wobbleOf(history);
  const comparison = isInterim || isTooFew ? null : compare(estimateOf(before), estimateOf(after), wobble);
  const atTarget = quarters.filter(isAtTarget).length;
  return {
    verdict: quarters.length === 0 ? null : decide({ isInterim, isTooFew, comparison, atTarget }),
    isInterim,
    difference: differenceOf(before, after),
    comparison,
    wobble,
  };
}

interface Decision extends Pick<VerdictResult, 'isInterim' | 'comparison'> {
  isTooFew: boolean;
  /** How many of the quarters after are at target. */
  atTarget: number;
}

function decide({ isInterim, isTooFew, comparison, atTarget }: Decision): Verdict | null {
  if (isTooFew) return 'too few responses';
  if (comparison !== null && comparison.t < -comparison.limit) return 'worse';
  if (comparison !== null && comparison.t > comparison.limit) return 'clearly better';
  if (atTarget === 2) return 'at target twice';
  if (atTarget === 1) return 'at target once';
  return isInterim ? null : 'no change shown';
}

/** Decided in integers, by the quarter's own target. Without ratings, it is not at target. */
function isAtTarget({ cells, target }: QuarterAfter): boolean {
  const total = (value: (cell: ResponseCell) => number) =>
    cells.reduce((sum, cell) => sum + value(cell) * cell.responses, 0);
  return (
    statusOf(
      total(({ s }) => s),
      total(({ k }) => k),
      target,
    ) === 'met'
  );
}

function compare(before: Estimate | null, after: Estimate | null, wobble: Wobble): Comparison | null {
  if (before === null || after === null) return null;
  const { error, degrees } = errorOf(before, after, wobble);
  return { t: (after.average - before.average) / error, limit: studentTLimit(degrees), degrees };
}

/**
 * The standard error of the difference, and its degrees of freedom by Welch and Satterthwaite. τ counts as known, even
 * where it was estimated: to take it as uncertain would hide up to half of the true gains of regions that swing between
 * quarters, and improvements by luck are rare enough without (docs/design.md §3.8 has the figures).
 */
export function errorOf(
  before: Pick<Estimate, 'standardError' | 'responses'>,
  after: Pick<Estimate, 'standardError' | 'responses'>,
  wobble: Wobble,
): { error: number; degrees: number } {
  const [a, b, c] = [before.standardError ** 2, after.standardError ** 2, wobble.sd ** 2];
  const uncertainty = a ** 2 / (before.responses - 1) + b ** 2 / (after.responses - 1);
  return { error: Math.sqrt(a + b + c), degrees: (a + b + c) ** 2 / uncertainty };
}

/**
 * τ: the standard deviation between the region's quarters, but at least 0.05. Estimated by the method of moments, if at
 * least 6 quarters have an average with a standard error: the variance of the averages, minus the mean of their squared
 * standard errors.
 */
export function wobbleOf(history: readonly (readonly ResponseCell[])[]): Wobble {
  const estimates = history.map(knownEstimate).filter((estimate) => estimate !== null);
  const quarters = estimates.length;
  if (quarters < minQuarters) return { sd: minWobble, quarters: null };
  const mean = meanOf(estimates.map(({ average }) => average));
  const squares = estimates.reduce((sum, { average }) => sum + (average - mean) ** 2, 0);
  const variance = squares / (quarters - 1) - meanOf(estimates.map(({ standardError }) => standardError ** 2));
  const sd = Math.sqrt(Math.max(0, variance));
  return sd > minWobble ? { sd, quarters } : { sd: minWobble, quarters: null };
}

/** A region's quarters are in the history of all of its later plans. */
const estimates = new WeakMap<readonly ResponseCell[], { estimate: Estimate | null }>();

function knownEstimate(cells: readonly ResponseCell[]): Estimate | null {
  const known = estimates.get(cells) ?? { estimate: estimateOf(cells) };
  estimates.set(cells, known);
  return known.estimate;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function pooled(quarters: readonly (readonly ResponseCell[])[]): ResponseCell[] {
  return mergeCells(quarters.flat());
}

function peopleIn(cells: readonly ResponseCell[]): number {
  return cells.reduce((sum, { responses }) => sum + responses, 0);
}
