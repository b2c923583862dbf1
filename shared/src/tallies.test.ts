import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyRatings, anyResponses } from '../test/a-response.ts';
import { eachItem, items, scale, type Rating, type Ratings } from './items.ts';
import { mergeCells, mergeTallies, noTallies, tallyOf, type Tallies } from './tallies.ts';

/** Counts directly from the responses, one question at a time. */
function recount(responses: readonly Ratings[]): Tallies {
  const valuesOf = (ratings: Ratings) => items.map((item) => ratings[item]).filter((value) => value !== undefined);
  const cells = [];
  for (let k = 1; k <= 6; k += 1) {
    for (let s = k; s <= 5 * k; s += 1) {
      const alike = responses.filter((ratings) => {
        const values = valuesOf(ratings);
        return values.length === k && values.reduce<number>((sum, value) => sum + value, 0) === s;
      });
      if (alike.length > 0) cells.push({ k, s, responses: alike.length });
    }
  }
  const count = (item: keyof Ratings, value: Rating) => responses.filter((ratings) => ratings[item] === value).length;
  return {
    ratings: eachItem((item) => [count(item, 1), count(item, 2), count(item, 3), count(item, 4), count(item, 5)]),
    responses: cells,
  };
}

const talliesOf = (responses: readonly Ratings[]) => responses.map(tallyOf).reduce(mergeTallies, noTallies);

test('gives the same result when merging single responses as when counting all at once', () => {
  fc.assert(
    fc.property(anyResponses, (responses) => {
      expect(talliesOf(responses)).toEqual(recount(responses));
    }),
  );
});

test('merges two sets into the tallies of their union, in either order', () => {
  fc.assert(
    fc.property(anyResponses, anyResponses, (some, others) => {
      const merged = mergeTallies(talliesOf(some), talliesOf(others));
      expect(merged).toEqual(recount([...some, ...others]));
      expect(mergeTallies(talliesOf(others), talliesOf(some))).toEqual(merged);
    }),
  );
});

test('merges three sets the same way in any grouping', () => {
  fc.assert(
    fc.property(anyResponses, anyResponses, anyResponses, (one, two, three) => {
      const [a, b, c] = [talliesOf(one), talliesOf(two), talliesOf(three)];
      expect(mergeTallies(mergeTallies(a, b), c)).toEqual(mergeTallies(a, mergeTallies(b, c)));
    }),
  );
});

test('changes nothing when merging empty tallies, and never changes its inputs', () => {
  fc.assert(
    fc.property(anyResponses, (responses) => {
      const tallies = talliesOf(responses);
      expect(mergeTallies(noTallies, tallies)).toEqual(tallies);
      expect(mergeTallies(tallies, tallies)).not.toBe(tallies);
      expect(tallies).toEqual(recount(responses));
      expect(noTallies).toEqual(recount([]));
    }),
  );
});

test('does not depend on the order in which responses arrive', () => {
  const shuffled = fc
    .array(anyRatings, { maxLength: 30 })
    .chain((responses) =>
      fc.tuple(
        fc.constant(responses),
        fc.shuffledSubarray(responses, { minLength: responses.length, maxLength: responses.length }),
      ),
    );
  fc.assert(
    fc.property(shuffled, ([responses, others]) => {
      expect(talliesOf(others)).toEqual(talliesOf(responses));
    }),
  );
});

test('needs 90 cells for every possible response', () => {
  let all: Ratings[] = [{}];
  for (const item of items) {
    all = all.flatMap((ratings) => [ratings, ...scale.map((value) => ({ ...ratings, [item]: value }))]);
  }
  const cells = mergeCells(all.flatMap((ratings) => [...tallyOf(ratings).responses]));
  expect(cells).toHaveLength(90);
  expect(cells.reduce((sum, cell) => sum + cell.responses, 0)).toBe(6 ** 6 - 1);
});

test('does not count a skipped item, and has no cell for a response without a rating', () => {
  expect(tallyOf({ respect: 2, overall: 5 })).toEqual({
    ratings: { ...noTallies.ratings, respect: [0, 1, 0, 0, 0], overall: [0, 0, 0, 0, 1] },
    responses: [{ k: 2, s: 7, responses: 1 }],
  });
  expect(tallyOf({})).toEqual(noTallies);
});

test('drops a cell when all its responses are removed', () => {
  const cells = [
    { k: 2, s: 7, responses: 3 },
    { k: 1, s: 5, responses: 2 },
    { k: 2, s: 7, responses: -3 },
    { k: 1, s: 3, responses: 1 },
  ];
  expect(mergeCells(cells)).toEqual([
    { k: 1, s: 3, responses: 1 },
    { k: 1, s: 5, responses: 2 },
  ]);
});
