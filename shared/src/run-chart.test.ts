import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runChart, type RunMonth } from './run-chart.ts';

/** Months with these averages in hundredths, null for a month without ratings. */
const months = (...averages: (number | null)[]): RunMonth[] =>
  averages.map((average) => (average === null ? { sum: 0, n: 0 } : { sum: average, n: 100 }));
const times = <T>(count: number, value: T) => Array<T>(count).fill(value);

/** Twelve months around 4.00, half of them above and half below it, with eleven crossings. */
const calm = [410, 390, 420, 380, 410, 390, 420, 380, 410, 390, 420, 380];

test('has nothing to show without ratings', () => {
  expect(runChart([])).toEqual({ stretches: [], signals: [], isEnough: false });
  expect(runChart(months(null, null))).toEqual({ stretches: [], signals: [], isEnough: false });
});

test('has a median but no signal with fewer than ten months off the median', () => {
  const chart = runChart(months(...times(4, 390), 400, 400, null, ...times(5, 410)));
  expect(chart).toEqual({ stretches: [{ start: 0, end: 12, median: '4.00', at: 4 }], signals: [], isEnough: false });
});

test('takes the median of the first twelve months with ratings, and keeps it', () => {
  const chart = runChart(months(null, ...calm.slice(0, 6), null, ...calm.slice(6), 500, 100, 500, 100));
  expect(chart).toEqual({ stretches: [{ start: 1, end: 18, median: '4.00', at: 4 }], signals: [], isEnough: true });
});

test('truncates the median, and does not decide by the truncated one', () => {
  // Averages of 4 and 4 + 1/150: the median is 4.0033.
  const chart = runChart([
    ...Array.from({ length: 6 }, () => ({ sum: 600, n: 150 })),
    ...Array.from({ length: 6 }, () => ({ sum: 601, n: 150 })),
  ]);
  expect(chart.stretches).toMatchObject([{ median: '4.00' }]);
  expect(chart.signals).toEqual([{ kind: 'few crossings', start: 0, crossings: 1, limit: 3 }]);
});

test('signals a shift with a run longer than its limit, and gives the months from its start their own median', () => {
  // Twenty useful months allow a run of seven.
  const before = [...calm.slice(0, 11), 380];
  expect(runChart(months(...before, ...times(7, 430), 390)).signals).toEqual([]);
  const chart = runChart(months(...before, ...times(8, 430)));
  expect(chart).toEqual({
    stretches: [
      { start: 0, end: 12, median: '4.00', at: 4 },
      { start: 12, end: 20, median: '4.30', at: 4.3 },
    ],
    signals: [{ kind: 'shift', start: 12, side: 'above', months: 8, limit: 7 }],
    isEnough: true,
  });
});

test('skips months on the median: they neither end a run nor count in it', () => {
  const chart = runChart(months(...calm, 430, 430, 400, 430, 430, null, 430, 430, 430, 400, 430));
  expect(chart.signals).toEqual([{ kind: 'shift', start: 12, side: 'above', months: 8, limit: 7 }]);
});

test('signals too few crossings without a long run', () => {
  const waves = [...times(6, 390), ...times(6, 410), ...times(6, 390), ...times(6, 410)];
  expect(runChart(months(...waves)).signals).toEqual([{ kind: 'few crossings', start: 0, crossings: 3, limit: 8 }]);
});

test('keeps the median if the longest run starts with the first month', () => {
  const chart = runChart(months(...times(5, 410), ...times(7, 400), ...times(6, 410)));
  expect(chart.stretches).toEqual([{ start: 0, end: 18, median: '4.00', at: 4 }]);
  expect(chart.signals).toEqual([{ kind: 'shift', start: 0, side: 'above', months: 11, limit: 6 }]);
});

test('ignores a trend: seven months that only rise are no signal by themselves', () => {
  expect(runChart(months(...calm, 370, 380, 390, 410, 420, 430, 440)).signals).toEqual([]);
});

describe('the limits, as in the published table', () => {
  const limitsFor = (useful: number) => {
    // Half of the base is on each side, and everything else above.
    const half = Math.floor(Math.min(12, useful) / 2);
    const waves = months(...times(half, 390), ...times(Math.min(12, useful) - half, 410), ...times(useful, 410));
    const { signals } = runChart(waves.slice(0, useful));
    return signals[0]?.limit;
  };
  test.each([
    [10, 2],
    [12, 3],
    [13, 3],
  ])('at least of %i months cross the median %i times', (useful, limit) => {
    expect(limitsFor(useful)).toBe(limit);
  });
  test.each([
    [20, 7],
    [22, 7],
    [23, 8],
    [24, 8],
  ])('of %i months, %i in a row may be on one side', (useful, limit) => {
    expect(limitsFor(useful)).toBe(limit);
  });
});

describe('compared with a naive calculation', () => {
  /** With a power of two as n, a number holds each average and each median exactly. */
  const month = fc.oneof(
    { weight: 1, arbitrary: fc.constant({ sum: 0, n: 0 }) },
    {
      weight: 9,
      arbitrary: fc
        .constantFrom(1, 2, 4)
        .chain((n) => fc.record({ n: fc.constant(n), sum: fc.integer({ min: 3 * n, max: 5 * n }) })),
    },
  );
  const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k);

  /** The signals, with positions among all months. */
  function naive(all: RunMonth[], from = 0): { medians: [number, number][]; signals: [string, number, number][] } {
    const points = all.flatMap(({ sum, n }, at) => (n > 0 && at >= from ? [{ at, value: sum / n }] : []));
    if (points.length === 0) return { medians: [], signals: [] };
    const base = points
      .slice(0, 12)
      .map(({ value }) => value)
      .toSorted((a, b) => a - b);
    const middle = base.length / 2;
    const median = base.length % 2 === 1 ? base[Math.floor(middle)]! : (base[middle - 1]! + base[middle]!) / 2;
    const sides = points
      .filter(({ value }) => value !== median)
      .map(({ at, value }) => ({ at, isAbove: value > median }));
    const start = points[0]!.at;
    const medians: [number, number][] = [[start, median]];
    if (sides.length < 10) return { medians, signals: [] };
    let longest = { at: -1, length: 0 };
    for (let first = 0; first < sides.length; first += 1) {
      let length = 1;
      while (sides[first + length]?.isAbove === sides[first]!.isAbove) length += 1;
      if (length > longest.length) longest = { at: sides[first]!.at, length };
    }
    if (longest.length > Math.round(Math.log2(sides.length) + 3)) {
      const signals: [string, number, number][] = [['shift', longest.at, longest.length]];
      if (longest.at === start) return { medians, signals };
      const later = naive(all, longest.at);
      return { medians: [...medians, ...later.medians], signals: [...signals, ...later.signals] };
    }
    const crossings = sides.filter(({ isAbove }, at) => at > 0 && isAbove !== sides[at - 1]!.isAbove).length;
    const tries = sides.length - 1;
    let chance = 0;
    for (let k = 0; k <= crossings; k += 1) chance += choose(tries, k) / 2 ** tries;
    return { medians, signals: chance < 0.05 ? [['few crossings', sides[0]!.at, crossings]] : [] };
  }

  test('finds the same medians and signals', () => {
    fc.assert(
      fc.property(fc.array(month, { maxLength: 24 }), (all) => {
        const { stretches, signals } = runChart(all);
        expect({
          medians: stretches.map(({ start, at }) => [start, at]),
          signals: signals.map((one) => [one.kind, one.start, one.kind === 'shift' ? one.months : one.crossings]),
        }).toEqual(naive(all));
        expect(stretches.slice(1).map(({ start }) => start)).toEqual(stretches.slice(0, -1).map(({ end }) => end));
      }),
      { numRuns: 5000 },
    );
  });

  test('finds the same in histories that shift', () => {
    const level = fc.integer({ min: 0, max: 3 });
    const history = fc
      .array(fc.record({ level, length: fc.integer({ min: 1, max: 12 }) }), { minLength: 1, maxLength: 4 })
      .chain((parts) =>
        fc.tuple(
          ...parts.flatMap(({ level, length }) =>
            times(
              length,
              fc.integer({ min: 0, max: 1 }).map((more) => ({ sum: 12 + level + more, n: 4 })),
            ),
          ),
        ),
      );
    fc.assert(
      fc.property(history, (all) => {
        const signals = runChart(all.slice(0, 24)).signals.map((one) => [one.kind, one.start]);
        expect(signals).toEqual(naive(all.slice(0, 24)).signals.map(([kind, start]) => [kind, start]));
      }),
      { numRuns: 3000 },
    );
  });
});
