// A run chart tells a lasting change from ups and downs (docs/design.md §3.8). Two rules find one, and no others: J. Anhøj
// and A. V. Olesen, "Run Charts Revisited", PLOS ONE 9(11), 2014.

/** A month's ratings: their sum and their number, which may be 0. */
export interface RunMonth {
  sum: number;
  n: number;
}

/** Months with a median of their own: the first ones, or those from a shift on. */
export interface Stretch {
  /** The position of its first month. */
  start: number;
  /** The position after its last month. */
  end: number;
  /** The median average of its first months with ratings, truncated to two decimal places. */
  median: string;
  /** The median for drawing. */
  at: number;
}

/** What one of the two rules found. */
export type RunSignal =
  | {
      kind: 'shift';
      /** The position of the first month on the new side. */
      start: number;
      side: 'above' | 'below';
      /** How many months in a row were on that side, and how many would still be ordinary. */
      months: number;
      limit: number;
    }
  | {
      kind: 'few crossings';
      /** The position of the first month that the rule looked at. */
      start: number;
      /** How often the averages crossed the median, and how often they would at least. */
      crossings: number;
      limit: number;
    };

/** The medians of some months, and what the rules found. */
export interface RunChart {
  stretches: Stretch[];
  signals: RunSignal[];
  /** Whether there are enough months for the rules: months exactly on the median do not count. */
  isEnough: boolean;
}

/** A median is that of at most this many months, so that it stays where it is when more months come. */
const medianMonths = 12;

/** With fewer months off the median, the rules would see a change in chance alone. */
export const minUsefulMonths = 10;

/** @param months the finished months, oldest first. */
export function runChart(months: readonly RunMonth[]): RunChart {
  const rated = months.flatMap(({ sum, n }, position) =>
    n === 0 ? [] : [{ position, average: { over: BigInt(sum), of: BigInt(n) } }],
  );
  const chart: RunChart = { stretches: [], signals: [], isEnough: false };
  for (let left = rated; left.length > 0;) {
    const { stretch, runs, isEnough } = stretchOf(left, months.length);
    if (chart.stretches.length === 0) chart.isEnough = isEnough;
    const shift = isEnough ? shiftIn(runs) : undefined;
    // A shift at the very start has no months before it that it could differ from.
    const isNew = shift !== undefined && shift.start > stretch.start;
    chart.stretches.push(isNew ? { ...stretch, end: shift.start } : stretch);
    const found = shift ?? (isEnough ? fewCrossingsIn(runs) : undefined);
    if (found) chart.signals.push(found);
    left = isNew ? left.filter(({ position }) => position >= shift.start) : [];
  }
  return chart;
}

/** A fraction: averages are compared exactly (docs/design.md §3.3). */
interface Average {
  over: bigint;
  of: bigint;
}

interface RatedMonth {
  position: number;
  average: Average;
}

/** Months in a row on one side of the median. */
interface Run {
  side: 'above' | 'below';
  /** The position of its first month. */
  start: number;
  months: number;
}

function stretchOf(rated: RatedMonth[], end: number) {
  const median = medianOf(rated.slice(0, medianMonths).map(({ average }) => average));
  const runs = runsAround(median, rated);
  const useful = usefulMonths(runs);
  const hundredths = (100n * median.over) / median.of;
  const stretch: Stretch = {
    start: rated[0]!.position,
    end,
    median: `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}`,
    at: Number(median.over) / Number(median.of),
  };
  return { stretch, runs, isEnough: useful >= minUsefulMonths };
}

/** Less than, equal to, or greater than zero, as `one` is to `other`. */
function compare(one: Average, other: Average): number {
  return Number(one.over * other.of - other.over * one.of);
}

function medianOf(averages: Average[]): Average {
  const sorted = averages.toSorted(compare);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)]!, sorted[Math.floor(sorted.length / 2)]!];
  return { over: low.over * high.of + high.over * low.of, of: 2n * low.of * high.of };
}

/** Months exactly on the median are skipped: they neither end a run nor belong to one. */
function runsAround(median: Average, rated: RatedMonth[]): Run[] {
  const runs: Run[] = [];
  for (const { position, average } of rated) {
    const difference = compare(average, median);
    if (difference === 0) continue;
    const side = difference > 0 ? 'above' : 'below';
    const last = runs.at(-1);
    if (last?.side === side) last.months += 1;
    else runs.push({ side, start: position, months: 1 });
  }
  return runs;
}

const usefulMonths = (runs: Run[]) => runs.reduce((sum, { months }) => sum + months, 0);

/** The first of the longest runs, if it is longer than chance makes them. */
function shiftIn(runs: Run[]): (RunSignal & { kind: 'shift' }) | undefined {
  const limit = Math.round(Math.log2(usefulMonths(runs)) + 3);
  const maxRun = runs.reduce((one, other) => (other.months > one.months ? other : one));
  return maxRun.months > limit ? { kind: 'shift', ...maxRun, limit } : undefined;
}

function fewCrossingsIn(runs: Run[]): (RunSignal & { kind: 'few crossings' }) | undefined {
  const limit = minCrossings(usefulMonths(runs));
  const crossings = runs.length - 1;
  return crossings < limit ? { kind: 'few crossings', start: runs[0]!.start, crossings, limit } : undefined;
}

/** The 5% quantile of a binomial distribution with one half and one try less than there are months. */
function minCrossings(months: number): number {
  const tries = BigInt(months - 1);
  let ways = 1n;
  let upTo = ways;
  let crossings = 0n;
  // In integers: as long as less than 5% of all 2^tries ways have that many crossings or fewer.
  while (20n * upTo < 2n ** tries) {
    ways = (ways * (tries - crossings)) / (crossings + 1n);
    crossings += 1n;
    upTo += ways;
  }
  return Number(crossings);
}
