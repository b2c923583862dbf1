import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyResponses } from '../test/a-response.ts';
import { items, scale, type Item, type Ratings } from './items.ts';
import { cutMean, focusOf, inHundredths, intervalOf, reachesTarget, scoresOf, statusOf } from './scores.ts';
import { studentT } from './student-t.ts';
import { mergeTallies, noTallies, tallyOf } from './tallies.ts';

const anyTarget = fc.oneof(fc.constant(400), fc.integer({ min: 100, max: 500 }));
const talliesOf = (responses: readonly Ratings[]) => responses.map(tallyOf).reduce(mergeTallies, noTallies);
const add = (values: readonly bigint[]) => values.reduce((sum, value) => sum + value, 0n);
const hundredths = (shown: string) => BigInt(shown.replace('.', ''));

/** All that was rated, at one item or at all six, from the responses themselves. */
function valuesOf(responses: readonly Ratings[], asked: readonly Item[] = items): bigint[] {
  return responses.flatMap((ratings) => asked.flatMap((item) => (ratings[item] ? [BigInt(ratings[item])] : [])));
}

/** docs/design.md §3.3 in exact rationals: below is sum / n < target / 100. */
function exactStatus(values: readonly bigint[], target: number) {
  if (values.length === 0) return 'none';
  return add(values) * 100n < BigInt(target) * BigInt(values.length) ? 'below' : 'met';
}

/** Whether the mean is what it shows, or more by less than a hundredth: cut, in exact rationals. */
function isCut(shown: string | null, values: readonly bigint[]): boolean {
  if (shown === null || values.length === 0) return shown === null && values.length === 0;
  const [sum, n] = [100n * add(values), BigInt(values.length)];
  return /^[1-5]\.\d\d$/.test(shown) && hundredths(shown) * n <= sum && sum < (hundredths(shown) + 1n) * n;
}

/**
 * docs/design.md §3.5 from the responses, in hundredths and neither clipped nor rounded. The squares are summed exactly:
 * Σ(s − R·k)² = Σs² − 2R·Σsk + R²·Σk²; only the root and the factor are floats.
 */
function exactInterval(responses: readonly Ratings[]): { low: number; high: number } | null {
  const people = responses.map((ratings) => valuesOf([ratings]));
  const [m, n, sum] = [BigInt(people.length), BigInt(people.flat().length), add(people.flat())];
  const [ss, sk, kk] = [
    add(people.map((given) => add(given) ** 2n)),
    add(people.map((given) => add(given) * BigInt(given.length))),
    add(people.map((given) => BigInt(given.length) ** 2n)),
  ];
  const squaresTimesNN = ss * n * n - 2n * sum * n * sk + sum * sum * kk;
  if (m < 2n || squaresTimesNN === 0n) return null;
  const variance = Number(m * squaresTimesNN) / Number((m - 1n) * n ** 4n);
  const reach = 100 * studentT(people.length - 1) * Math.sqrt(variance);
  const mean = (100 * Number(sum)) / Number(n);
  return { low: mean - reach, high: mean + reach };
}

test('sum, n, distribution and top two of every item, and of all together, are those of the raw responses', () => {
  fc.assert(
    fc.property(anyResponses, (responses) => {
      const scores = scoresOf(talliesOf(responses), 400);
      const all = valuesOf(responses);
      expect([scores.responses, scores.sum, scores.n]).toEqual([responses.length, Number(add(all)), all.length]);
      expect(isCut(scores.average, all)).toBe(true);
      for (const item of items) {
        const values = valuesOf(responses, [item]);
        const { mean, ...counts } = scores.items[item];
        expect(counts).toEqual({
          sum: Number(add(values)),
          n: values.length,
          distribution: scale.map((value) => values.filter((given) => given === BigInt(value)).length),
          topTwo: values.filter((given) => given >= 4n).length,
        });
        expect(isCut(mean, values)).toBe(true);
      }
    }),
  );
});

test('the status is that of exact rationals at any target, also where the interval reaches over the target', () => {
  let contested = 0;
  fc.assert(
    fc.property(anyResponses, anyTarget, (responses, target) => {
      const { status, average, interval } = scoresOf(talliesOf(responses), target);
      expect(status).toBe(exactStatus(valuesOf(responses), target));
      if (interval && hundredths(interval.low) < target && target < hundredths(interval.high)) contested += 1;
      expect(average !== null && hundredths(average) < target).toBe(status === 'below');
    }),
    { numRuns: 500 },
  );
  expect(contested).toBeGreaterThan(20);
});

test('a miss by a hair is below and never shows as 4.00, with ten ratings or with a million million', () => {
  const large = fc
    .integer({ min: 1, max: 1e12 })
    .chain((n) =>
      fc.tuple(
        fc.constant(n),
        fc.oneof(fc.integer({ min: n, max: 5 * n }), fc.constantFrom(4 * n - 1, 4 * n, 4 * n + 1)),
      ),
    );
  fc.assert(
    fc.property(large, anyTarget, ([n, sum], target) => {
      fc.pre(sum >= n && sum <= 5 * n);
      const below = 100n * BigInt(sum) < BigInt(target) * BigInt(n);
      expect(statusOf(sum, n, target)).toBe(below ? 'below' : 'met');
      expect(cutMean(sum, n)).toBe(inHundredths(Number((100n * BigInt(sum)) / BigInt(n))));
    }),
    { numRuns: 1000 },
  );
  expect([cutMean(999, 250), statusOf(999, 250, 400)]).toEqual(['3.99', 'below']);
  expect([cutMean(4, 1), cutMean(305, 100), cutMean(5, 1), cutMean(0, 0)]).toEqual(['4.00', '3.05', '5.00', null]);
});

test('the interval is the ratio estimate over respondents: low cut down, high rounded up, clipped to 1–5', () => {
  const nearly = 1e-7; // hundredths: what the two ways of computing with floats may differ by
  fc.assert(
    fc.property(anyResponses, (responses) => {
      const shown = intervalOf(talliesOf(responses).responses);
      const exact = exactInterval(responses);
      expect(shown === null).toBe(exact === null);
      if (!shown || !exact) return;
      const [low, high] = [Number(hundredths(shown.low)), Number(hundredths(shown.high))];
      const [from, to] = [Math.max(100, exact.low), Math.min(500, exact.high)];
      expect(low).toBeGreaterThanOrEqual(100);
      expect(low).toBeLessThanOrEqual(from + nearly);
      expect(low).toBeGreaterThan(from - 1 - nearly);
      expect(high).toBeLessThanOrEqual(500);
      expect(high).toBeGreaterThanOrEqual(to - nearly);
      expect(high).toBeLessThan(to + 1 + nearly);
    }),
    { numRuns: 1000 },
  );
});

test('an interval worked out by hand: means 3 and 5 with one rating each reach past both ends', () => {
  expect(scoresOf(talliesOf([{ overall: 3 }, { overall: 5 }]), 400).interval).toEqual({ low: '1.00', high: '5.00' });
  // s − R·k = ±1 for 20 people: SE = √(20/19 · 20) / 20 = 0.22942, t(19) = 2.09302, reach 0.48018.
  const twenty = Array.from({ length: 20 }, (_, index): Ratings => ({ overall: index % 2 ? 5 : 3 }));
  expect(scoresOf(talliesOf(twenty), 400).interval).toEqual({ low: '3.51', high: '4.49' });
});

test.each<[string, Ratings[]]>([
  ['nobody', []],
  ['one respondent', [{ respect: 1, overall: 5 }]],
  ['respondents who all say the same', [{ overall: 4 }, { overall: 4 }, { respect: 4, overall: 4 }]],
  ['means alike over different numbers of ratings', [{ overall: 3 }, { respect: 1, overall: 5 }]],
])('no interval is estimable from %s', (_, responses) => {
  expect(scoresOf(talliesOf(responses), 400).interval).toBeNull();
});

test('the focus is every item below the target, lowest first as exact rationals, ties in item order', () => {
  fc.assert(
    fc.property(anyResponses, anyTarget, (responses, target) => {
      const focus = focusOf(scoresOf(talliesOf(responses), target).items, target);
      const exact = (item: Item) => valuesOf(responses, [item]);
      expect(focus.toSorted()).toEqual(items.filter((item) => exactStatus(exact(item), target) === 'below').toSorted());
      for (const [index, item] of focus.slice(1).entries()) {
        const [a, b] = [exact(focus[index]!), exact(item)];
        const difference = add(b) * BigInt(a.length) - add(a) * BigInt(b.length);
        expect(difference > 0n || (difference === 0n && items.indexOf(focus[index]!) < items.indexOf(item))).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});

test('items that show the same mean are still put in order, and equal ones keep the order they are asked in', () => {
  const met = { sum: 4, n: 1 };
  const scores = {
    helpfulness: { sum: 1998, n: 500 },
    expertise: { sum: 999, n: 250 },
    attentiveness: { sum: 997, n: 250 },
  };
  const rest = { respect: { sum: 0, n: 0 }, timeliness: met, overall: { sum: 3, n: 1 } };
  expect(focusOf({ ...scores, ...rest }, 400)).toEqual(['overall', 'attentiveness', 'helpfulness', 'expertise']);
});

test('an interval reaches the target when its high end is the target or more', () => {
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 500 }), anyTarget, (high, target) => {
      expect(reachesTarget({ low: '1.00', high: inHundredths(high) }, target)).toBe(high >= target);
    }),
    { numRuns: 1000 },
  );
  expect(reachesTarget({ low: '3.00', high: '4.00' }, 400)).toBe(true);
  expect(reachesTarget({ low: '3.00', high: '3.99' }, 400)).toBe(false);
  expect(reachesTarget({ low: '4.00', high: '4.35' }, 435)).toBe(true);
  expect(reachesTarget(null, 100)).toBe(false);
});
