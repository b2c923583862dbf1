// The verdict by docs/design.md §3.8 once more, straight from every respondent's ratings in plain floating-point
// arithmetic. It shares no code with what it checks.

/** One respondent's ratings: one to six of them. */
type Raw = readonly number[];
/** A quarter's respondents. */
export type RawQuarter = readonly Raw[];

const add = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
const averageOf = (quarter: RawQuarter) => add(quarter.flat()) / quarter.flat().length;

/** The variance of a quarter's average over respondents; undefined if it cannot be estimated. */
function varianceOf(quarter: RawQuarter): number | undefined {
  const [m, n, average] = [quarter.length, quarter.flat().length, averageOf(quarter)];
  const squares = add(quarter.map((ratings) => (add(ratings) - average * ratings.length) ** 2));
  return m < 2 || squares < 1e-9 ? undefined : ((m / (m - 1)) * squares) / n ** 2;
}

/** ∫ cosᵖ from that angle up to 90°, by Simpson's rule. With a high power, the function ends long before. */
function cosineIntegral(power: number, from: number): number {
  const steps = 2000;
  const to = Math.min(Math.PI / 2, from + 14 / Math.sqrt(power));
  const width = (to - from) / steps;
  const at = (step: number) => Math.max(0, Math.cos(from + step * width)) ** power;
  const inner = Array.from({ length: steps - 1 }, (_, index) => at(index + 1) * (index % 2 === 0 ? 4 : 2));
  return ((at(0) + add(inner) + at(steps)) * width) / 3;
}

/** The chance that Student's t exceeds `t`, which is 0 or more: with x = √d·tan θ, its density is a power of the cosine. */
export function tail(t: number, degrees: number): number {
  const angle = Math.atan(t / Math.sqrt(degrees));
  return cosineIntegral(degrees - 1, angle) / (2 * cosineIntegral(degrees - 1, 0));
}

/** The variance between quarters. */
function wobble(history: readonly RawQuarter[]): number {
  const usable = history.filter((quarter) => varianceOf(quarter) !== undefined);
  const q = usable.length;
  if (q < 6) return 0.05 ** 2;
  const averages = usable.map(averageOf);
  const mean = add(averages) / q;
  const total = add(averages.map((average) => (average - mean) ** 2)) / (q - 1);
  const own = add(usable.map((quarter) => varianceOf(quarter)!)) / q;
  return Math.max(0.05 ** 2, total - own);
}

export interface RawPlan {
  before: RawQuarter[];
  after: { quarter: RawQuarter; target: number }[];
  history: RawQuarter[];
}

/** t and its whole degrees of freedom; undefined if a side cannot be estimated. */
export function rawTest({ before, after, history }: RawPlan): { t: number; degrees: number } | undefined {
  const [was, is] = [before.flat(), after.flatMap(({ quarter }) => quarter)];
  const [a, b] = [varianceOf(was), varianceOf(is)];
  if (a === undefined || b === undefined) return undefined;
  const variance = a + b + wobble(history);
  const degrees = variance ** 2 / (a ** 2 / (was.length - 1) + b ** 2 / (is.length - 1));
  return { t: (averageOf(is) - averageOf(was)) / Math.sqrt(variance), degrees: Math.floor(degrees) };
}

/** The verdict; null while it waits. */
export function rawVerdict(plan: RawPlan): string | null {
  const { before, after } = plan;
  if (after.length === 0) return null;
  const people = [before.flat().length, after.flatMap(({ quarter }) => quarter).length];
  if (Math.min(...people) < 11) return 'too few responses';
  const test = after.length === 2 ? rawTest(plan) : undefined;
  if (test !== undefined && tail(Math.abs(test.t), test.degrees) < 0.005)
    return test.t < 0 ? 'worse' : 'clearly better';
  // In hundredths, so that the comparison is exact.
  const atTarget = after.filter(({ quarter, target }) => {
    const ratings = quarter.flat();
    return ratings.length > 0 && 100 * add(ratings) >= target * ratings.length;
  }).length;
  if (atTarget > 0) return atTarget === 2 ? 'at target twice' : 'at target once';
  return after.length === 2 ? 'no change shown' : null;
}
