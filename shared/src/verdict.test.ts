import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rawTest, rawVerdict, tail, type RawPlan, type RawQuarter } from '../test/verdict-oracle.ts';
import { mergeCells, type ResponseCell } from './tallies.ts';
import { verdictOf, verdicts, wobbleOf, type VerdictInput } from './verdict.ts';

const cellsOf = (quarter: RawQuarter): ResponseCell[] =>
  mergeCells(quarter.map((ratings) => ({ k: ratings.length, s: ratings.reduce((a, b) => a + b, 0), responses: 1 })));
const inputOf = ({ before, after, history }: RawPlan): VerdictInput => ({
  before: before.map(cellsOf),
  after: after.map(({ quarter, target }) => ({ cells: cellsOf(quarter), target })),
  history: history.map(cellsOf),
});
const verdict = (plan: RawPlan) => verdictOf(inputOf(plan)).verdict;

/** Respondents who each give one rating, in turns: `people(12, 3, 4)` is six of each. */
const people = (count: number, ...ratings: number[]): RawQuarter =>
  Array.from({ length: count }, (_, index) => [ratings[index % ratings.length]!]);
const at = (...quarters: RawQuarter[]) => quarters.map((quarter) => ({ quarter, target: 400 }));
/** A plan whose quarter is also the first one that closed. */
const aPlan = (before: RawQuarter, ...after: RawQuarter[]): RawPlan => ({
  before: [before],
  after: at(...after),
  history: [before],
});

// Some quarters are high and some low, so that every verdict occurs.
const anyQuarter: fc.Arbitrary<RawQuarter> = fc
  .constantFrom([1, 2, 3, 4, 5], [3, 4, 5], [4, 5], [4, 4, 4, 5], [3, 4, 4], [2, 3], [4], [3, 4, 4, 5])
  .chain((scale) =>
    fc.array(fc.array(fc.constantFrom(...scale), { minLength: 1, maxLength: 6 }), { maxLength: 60, size: 'max' }),
  );
const anyPlan: fc.Arbitrary<RawPlan> = fc.record({
  before: fc.array(anyQuarter, { minLength: 1, maxLength: 2 }),
  after: fc.array(fc.record({ quarter: anyQuarter, target: fc.constantFrom(400, 400, 425, 350) }), { maxLength: 2 }),
  history: fc.oneof(
    fc.array(anyQuarter, { maxLength: 9 }),
    // As steady as a region really is.
    fc.array(fc.array(fc.constantFrom([4, 4, 4], [4, 3], [5, 4, 4]), { minLength: 20, maxLength: 40, size: 'max' }), {
      minLength: 5,
      maxLength: 8,
    }),
  ),
});

test('checks the reference for Student’s t against printed tables', () => {
  expect(tail(3.169273, 10)).toBeCloseTo(0.005, 7);
  expect(tail(2.749996, 30)).toBeCloseTo(0.005, 7);
  expect(tail(4.032143, 5)).toBeCloseTo(0.005, 7);
  expect(tail(2.617421, 120)).toBeCloseTo(0.005, 7);
  expect(tail(2.575836, 1_000_000)).toBeCloseTo(0.005, 7);
});

test('agrees with the raw responses for any region', () => {
  const seen = new Set<string | null>();
  fc.assert(
    fc.property(anyPlan, (plan) => {
      const result = verdictOf(inputOf(plan));
      expect(result.verdict).toBe(rawVerdict(plan));
      seen.add(result.verdict);
      const raw = result.comparison && rawTest(plan)!;
      if (raw) {
        expect(result.comparison!.t).toBeCloseTo(raw.t, 9);
        expect(tail(result.comparison!.limit, raw.degrees)).toBeCloseTo(0.005, 6);
      }
    }),
    { numRuns: 2000 },
  );
  expect(seen).toEqual(new Set([...verdicts, null]));
});

test('waits while no quarter has closed', () => {
  expect(verdictOf(inputOf(aPlan(people(20, 3, 4))))).toMatchObject({
    verdict: null,
    isInterim: true,
    difference: null,
    comparison: null,
  });
});

test('needs 11 responses before', () => {
  const after = people(200, 4, 5);
  expect(verdict(aPlan(people(10, 1, 2), after, after))).toBe('too few responses');
  expect(verdict(aPlan(people(11, 1, 2), after, after))).toBe('clearly better');
});

test('counts both quarters before, and both after', () => {
  const before = people(300, 3, 4);
  expect(verdict(aPlan(before, people(5, 4, 5), people(5, 4, 5)))).toBe('too few responses');
  expect(verdict(aPlan(before, people(6, 4, 5), people(5, 4, 5)))).toBe('clearly better');
  const short = people(6, 1, 2);
  const high = people(40, 4, 5);
  expect(verdict({ before: [short], after: at(high, high), history: [] })).toBe('too few responses');
  expect(verdict({ before: [short, people(5, 1, 2)], after: at(high, high), history: [] })).toBe('clearly better');
});

test('with one quarter closed, says no more than that it is at target or has too few responses', () => {
  const before = people(300, 2, 3);
  const interim = (after: RawQuarter) => verdictOf(inputOf(aPlan(before, after)));
  expect(interim(people(10, 5, 4))).toMatchObject({ verdict: 'too few responses', isInterim: true });
  expect(interim(people(300, 5, 4))).toMatchObject({ verdict: 'at target once', isInterim: true, comparison: null });
  expect(interim(people(300, 3, 4))).toMatchObject({ verdict: null, isInterim: true, comparison: null });
  expect(interim(people(300, 1, 1, 2))).toMatchObject({ verdict: null, isInterim: true, difference: '−1.16' });
});

test('is at target with exactly 4.00, and not with one rating less', () => {
  const before = people(12, 3, 5, 3, 4);
  const [exact, short] = [people(12, 3, 5), [...people(11, 3, 5), [4]]];
  expect(verdict(aPlan(before, exact, exact))).toBe('at target twice');
  expect(verdict(aPlan(before, exact, short))).toBe('at target once');
  expect(verdict(aPlan(before, short, short))).toBe('no change shown');
});

test('compares each quarter with its own target', () => {
  const four = people(12, 3, 5);
  const plan = (...targets: [number, number]) =>
    verdict({ before: [four], after: targets.map((target) => ({ quarter: four, target })), history: [] });
  expect(plan(400, 400)).toBe('at target twice');
  expect(plan(400, 401)).toBe('at target once');
  expect(plan(401, 401)).toBe('no change shown');
});

test('is not at target in a quarter that nobody rated', () => {
  expect(verdict(aPlan(people(20, 3, 5), people(20, 4, 5), []))).toBe('at target once');
});

test('shows neither better nor worse if the responses of a side do not vary', () => {
  const [low, high] = [people(50, 1), people(50, 5)];
  expect(verdict(aPlan(low, people(50, 4, 5), people(50, 4, 5)))).toBe('at target twice');
  expect(verdictOf(inputOf(aPlan(people(50, 1, 2), high, high)))).toMatchObject({
    verdict: 'at target twice',
    comparison: null,
  });
  expect(verdict(aPlan(people(50, 4, 5), low, low))).toBe('no change shown');
});

test('shows no change if the averages are equal', () => {
  const same = people(40, 3, 4);
  expect(verdictOf(inputOf(aPlan(same, same, same)))).toMatchObject({
    verdict: 'no change shown',
    difference: '±0.00',
    comparison: { t: 0 },
  });
});

test('is worse before it is at target', () => {
  expect(verdict(aPlan(people(400, 5, 5, 5, 4), people(400, 4, 4, 4, 5), people(400, 4, 4, 4, 5)))).toBe('worse');
});

/** A region of 60 people before, and of 60 after, of whom so many give a 5 in place of a 3. */
const gain = (better: number) =>
  aPlan(people(60, 3, 4), people(60, 3, 4), [...people(60 - better, 3, 4), ...people(better, 5)]);

test('turns at the limit of Student’s t, in both directions', () => {
  const results = Array.from({ length: 61 }, (_, better) => verdictOf(inputOf(gain(better))));
  const first = results.findIndex((result) => result.verdict === 'clearly better');
  expect(first).toBeGreaterThan(1);
  for (const [better, { comparison, verdict }] of results.entries()) {
    const { t, degrees } = rawTest(gain(better))!;
    expect(verdict === 'clearly better').toBe(t > 0 && tail(t, degrees) < 0.005);
    expect(comparison!.t > comparison!.limit).toBe(better >= first);
    const plan = gain(better);
    const back = { ...plan, before: plan.after.map(({ quarter }) => quarter), after: at(plan.before[0]!, []) };
    expect(verdictOf(inputOf(back)).verdict === 'worse').toBe(better >= first);
  }
});

test('estimates τ from six quarters, not from five', () => {
  const quarters = [3, 4, 3, 4, 3, 4].map((rating) => cellsOf([...people(30, rating), ...people(30, rating + 1)]));
  expect(wobbleOf(quarters.slice(0, 5))).toEqual({ sd: 0.05, quarters: null });
  const { sd, quarters: count } = wobbleOf(quarters);
  expect(count).toBe(6);
  // Averages of 3.5 and 4.5: a variance of 0.3, minus 60/59 · 60 · 0.25 / 60².
  expect(sd).toBeCloseTo(Math.sqrt(0.3 - 0.25 / 59), 12);
});

test('leaves quarters without a standard error out of τ', () => {
  const quarters = [3, 4, 3, 4, 3].map((rating) => cellsOf([...people(30, rating), ...people(30, rating + 1)]));
  expect(wobbleOf([...quarters, cellsOf(people(50, 1))]).quarters).toBeNull();
  expect(wobbleOf([...quarters, []]).quarters).toBeNull();
});

test('keeps τ at 0.05 for a region that is steadier than that', () => {
  expect(wobbleOf(Array.from({ length: 8 }, () => cellsOf(people(40, 3, 4))))).toEqual({ sd: 0.05, quarters: null });
  expect(wobbleOf([])).toEqual({ sd: 0.05, quarters: null });
});

test('a region that swings between quarters has to improve by more', () => {
  const [before, after] = [people(400, 3, 4), people(400, 4)];
  const varied = [...people(200, 4), ...people(200, 4, 5)];
  const swings = [3, 4, 3, 4, 3, 4].map((rating) => people(100, rating, rating + 1));
  expect(verdict({ before: [before], after: at(after, varied), history: swings.slice(0, 5) })).toBe('clearly better');
  expect(verdict({ before: [before], after: at(after, varied), history: swings })).toBe('at target twice');
});
