import fc from 'fast-check';
import { expect, test } from 'vitest';
import { items, type Ratings } from './items.ts';
import { scoresOf } from './scores.ts';
import { outsideFigures } from './outside.ts';
import { isSmallGroup, withheldGroups } from './suppression.ts';
import { mergeTallies, noTallies, tallyOf } from './tallies.ts';

/** A department whose regions have these numbers of responses. */
function department(sizes: number[]) {
  const answer: Ratings = { respect: 4, overall: 5 };
  const tallies = sizes.map((size) =>
    Array.from({ length: size }, () => tallyOf(answer)).reduce(mergeTallies, noTallies),
  );
  return {
    regions: tallies.map((tally, index) => ({ region: `r${index}`, name: `R${index}`, ...scoresOf(tally, 400) })),
    total: scoresOf(tallies.reduce(mergeTallies, noTallies), 400),
  };
}

const shown = (sizes: number[]) => {
  const { regions, total } = outsideFigures(department(sizes));
  return [...regions.map(({ responses }) => responses), total.responses];
};

test('withholds a small region and the smallest other one, so that the total does not reveal it', () => {
  expect(shown([30, 5, 20, 40])).toEqual([30, null, null, 40, 95]);
  expect(shown([30, 5, 5, 40])).toEqual([null, null, null, 40, 80]);
  expect(shown([30, 5, 6, 40])).toEqual([30, null, null, 40, 81]);
  expect(shown([30, 20, 0])).toEqual([30, 20, 0, 50]);
  expect(shown([3, 4, 0])).toEqual([null, null, 0, null]);
  expect(shown([11])).toEqual([11, 11]);
  // Two withheld regions with 20 responses would have 10 each, since a region of 11 would be withheld before one is shown.
  expect(shown([11, 10, 10, 0])).toEqual([null, null, null, 0, 31]);
  expect(shown([12, 10, 10, 0])).toEqual([12, null, null, 0, 32]);
  expect(shown([...Array<number>(11).fill(1), 30, 40])).toEqual([...Array<null>(12).fill(null), 40, 81]);
});

test('removes every figure of a withheld region and keeps its name', () => {
  const [, small] = outsideFigures(department([30, 5, 20])).regions;
  expect(small).toMatchObject({ status: 'suppressed', average: null, interval: null });
  expect(Object.values(small!.items[items[0]])).toEqual([null, null, null, null, null]);
});

test('does not reveal a group of one to ten, even to a reader who knows the rule', () => {
  const sizes = fc.array(fc.oneof(fc.integer({ min: 0, max: 14 }), fc.integer({ min: 0, max: 40 })), {
    minLength: 1,
    maxLength: 5,
  });
  fc.assert(
    fc.property(sizes, (sizes) => {
      const published = shown(sizes);
      const total = published.at(-1)!;
      const hidden = sizes.flatMap((_, index) => (published[index] === null ? [index] : []));
      const known = sizes.filter((_, index) => published[index] !== null);
      for (const size of known) expect(size === 0 || size > 10).toBe(true);
      if (total === null) return;
      expect(total === 0 || total > 10).toBe(true);
      if (hidden.length === 0) return;
      // The only union of withheld regions that the reader can know exactly is all of them together.
      const rest = total - known.reduce((sum, size) => sum + size, 0);
      expect(rest).toBeGreaterThan(10);
      expect(hidden.length).toBeGreaterThan(1);
      // No single region can be worked out from the rest: another department looks the same from outside.
      for (const index of hidden) {
        const others = [...splits(rest, hidden.length), ...orders(hidden.map((at) => sizes[at]!))].filter((split) => {
          const candidate = sizes.map((size, at) => (hidden.includes(at) ? split[hidden.indexOf(at)]! : size));
          return JSON.stringify(shown(candidate)) === JSON.stringify(published);
        });
        const possible = new Set(others.map((split) => split[hidden.indexOf(index)]));
        expect(possible.size).toBeGreaterThan(1);
      }
    }),
    { numRuns: 25 },
  );
});

test('leaves the size of every withheld group open, whatever sizes three groups have', () => {
  // Each view from outside, with the sizes that each withheld group can have.
  const possible = new Map<string, Set<number>[]>();
  const all = Array.from({ length: 41 ** 3 }, (_, n) => [n % 41, Math.floor(n / 41) % 41, Math.floor(n / 41 ** 2)]);
  const views = all.map((sizes) => {
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const hidden = withheldGroups(sizes, total);
    const view = [...sizes.map((size, at) => (hidden.has(at) ? '–' : size)), isSmallGroup(total) ? '–' : total].join(
      ' ',
    );
    const seen = possible.get(view) ?? sizes.map(() => new Set<number>());
    possible.set(view, seen);
    for (const at of hidden) seen[at]!.add(sizes[at]!);
    return { sizes, hidden, view };
  });
  // Not larger groups: some sizes that they could have are beyond 40.
  const small = views.filter(({ sizes }) => sizes.every((size) => size <= 20));
  const isRevealed = ({ view, hidden }: (typeof small)[number]) =>
    [...hidden].some((at) => possible.get(view)![at]!.size === 1);
  expect(small.filter(isRevealed).map(({ sizes }) => sizes)).toEqual([]);
});

/** Some ways to split a number into so many parts, each 1 or more. */
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
