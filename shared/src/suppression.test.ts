import fc from 'fast-check';
import { expect, test } from 'vitest';
import { items, type Ratings } from './items.ts';
import { scoresOf } from './scores.ts';
import { outsideFigures } from './outside.ts';
import { mergeTallies, noTallies, tallyOf } from './tallies.ts';

/** A department whose regions have so many responses each. */
function department(sizes: number[]) {
  const answer: Ratings = { respect: 4, overall: 5 };
  const tallies = sizes.map((size) =>
    Array.from({ length: size }, () => tallyOf(answer)).reduce(mergeTallies, noTallies),
  );
  return {
    regions: tallies.map((tally, place) => ({ region: `r${place}`, name: `R${place}`, ...scoresOf(tally, 400) })),
    total: scoresOf(tallies.reduce(mergeTallies, noTallies), 400),
  };
}

const shown = (sizes: number[]) => {
  const { regions, total } = outsideFigures(department(sizes));
  return [...regions.map(({ responses }) => responses), total.responses];
};

test('a small region is withheld, and the smallest other with it, so that the total does not tell', () => {
  expect(shown([30, 5, 20, 40])).toEqual([30, null, null, 40, 95]);
  expect(shown([30, 5, 5, 40])).toEqual([null, null, null, 40, 80]);
  expect(shown([30, 5, 6, 40])).toEqual([30, null, null, 40, 81]);
  expect(shown([30, 20, 0])).toEqual([30, 20, 0, 50]);
  expect(shown([3, 4, 0])).toEqual([null, null, 0, null]);
  expect(shown([11])).toEqual([11, 11]);
});

test('a withheld region has no figure left, but its name', () => {
  const [, small] = outsideFigures(department([30, 5, 20])).regions;
  expect(small).toMatchObject({ status: 'suppressed', average: null, interval: null });
  expect(Object.values(small!.items[items[0]])).toEqual([null, null, null, null, null]);
});

test('nobody who knows all that is shown, and how it is chosen, can tell any group of one to ten', () => {
  const sizes = fc.array(fc.oneof(fc.integer({ min: 0, max: 14 }), fc.integer({ min: 0, max: 40 })), {
    minLength: 1,
    maxLength: 5,
  });
  fc.assert(
    fc.property(sizes, (sizes) => {
      const published = shown(sizes);
      const total = published.at(-1)!;
      const hidden = sizes.flatMap((_, place) => (published[place] === null ? [place] : []));
      const known = sizes.filter((_, place) => published[place] !== null);
      for (const size of known) expect(size === 0 || size > 10).toBe(true);
      if (total === null) return;
      expect(total === 0 || total > 10).toBe(true);
      if (hidden.length === 0) return;
      // Every union of what is withheld that the reader could know exactly: the whole of it alone.
      const rest = total - known.reduce((sum, size) => sum + size, 0);
      expect(rest).toBeGreaterThan(10);
      expect(hidden.length).toBeGreaterThan(1);
      // And no single one of them is fixed by the rest: there is another department that looks the same.
      for (const place of hidden) {
        const others = [...splits(rest, hidden.length), ...orders(hidden.map((at) => sizes[at]!))].filter((split) => {
          const candidate = sizes.map((size, at) => (hidden.includes(at) ? split[hidden.indexOf(at)]! : size));
          return JSON.stringify(shown(candidate)) === JSON.stringify(published);
        });
        const possible = new Set(others.map((split) => split[hidden.indexOf(place)]));
        expect(possible.size).toBeGreaterThan(1);
      }
    }),
    { numRuns: 25 },
  );
});

/** Some ways to share a number out among so many, each 1 or more. */
function splits(sum: number, parts: number): number[][] {
  if (parts === 1) return sum >= 1 ? [[sum]] : [];
  const firsts = [...new Set([1, 2, 3, 5, 8, 10, 11, 12, 15, 20, sum - parts + 1])].filter(
    (first) => first >= 1 && first <= sum - parts + 1,
  );
  return firsts.flatMap((first) => splits(sum - first, parts - 1).map((rest) => [first, ...rest]));
}

function orders(values: number[]): number[][] {
  return values.length < 2
    ? [values]
    : values.flatMap((value, at) => orders(values.toSpliced(at, 1)).map((rest) => [value, ...rest]));
}
