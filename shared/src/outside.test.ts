import fc from 'fast-check';
import { expect, test } from 'vitest';
import { people, region, versionOf } from '../test/a-version.ts';
import { smallGroupsThatFollow } from '../test/attack.ts';
import { reach, type Equation } from '../test/integer-solver.ts';
import { items, type Item } from './items.ts';
import { outsideFigures, type OutsideGroup } from './outside.ts';
import type { Version } from './versions.ts';

declare const process: { env: Record<string, string | undefined>; stdout: { write: (text: string) => void } };
const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
/** Multiplies the usual number of cases. */
const cases = Number(process.env['HEART_CASES'] ?? 1);

const nOf = ({ regions, total }: OutsideGroup, item: Item) => [...regions, total].map((row) => row.items[item].n);

test('withholds an item that one to ten people rated, and the items that would reveal it', () => {
  const mixed = [...people(10, 4), ...people(10, 3), ...people(10, 5)];
  const south = [...people(8, 4), ...people(6, 3, { timeliness: 0 })];
  const shown = outsideFigures(versionOf([mixed, [...mixed, ...people(3, 2)], south, [...mixed, ...people(20, 4)]]));
  // Its average is still shown, and so is every figure of the other regions except two.
  expect(shown.regions.map(({ responses }) => responses)).toEqual([30, 33, 14, 50]);
  expect(nOf(shown, 'timeliness')).toEqual([null, 33, null, 50, 121]);
  const withheld = items.filter((item) => nOf(shown, item)[2] === null);
  expect(withheld).toHaveLength(2);
  for (const item of items) expect(nOf(shown, item)[0] === null).toBe(withheld.includes(item));
  expect(shown.regions[2]!.items.timeliness).toEqual({
    sum: null,
    n: null,
    mean: null,
    distribution: null,
    topTwo: null,
  });
});

test('withholds everywhere an item that few people rated in the whole department', () => {
  const few = [...people(12, 4, { expertise: 0 }), ...people(3, 2)];
  const shown = outsideFigures(
    versionOf([few, [...few, ...people(6, 5, { expertise: 0 })], people(15, 3, { expertise: 0 })]),
  );
  expect(nOf(shown, 'expertise').slice(0, 2)).toEqual([null, null]);
  expect(nOf(shown, 'expertise').at(-1)).toBeNull();
  expect(shown.total.responses).toBe(51);
});

test('does not use a region where everyone gave the same rating to hide a small one', () => {
  // East's average of 5.00 reveals all its items, so only Central can hide South's.
  const central = [...people(20, 4), ...people(20, 2)];
  const south = [...people(12, 4, { respect: 0 }), ...people(4, 3)];
  const shown = outsideFigures(versionOf([central, people(14, 5), south]));
  expect(nOf(shown, 'respect')[2]).toBeNull();
  expect(nOf(shown, 'respect')[0]).toBeNull();
});

test('shows a distribution from thirty ratings, and top-two-box only if neither side is one to ten', () => {
  const half = (n: number) => [...people(n, 4), ...people(n, 2)];
  const shown = outsideFigures(versionOf([half(20), half(14), [...people(40, 5), ...people(4, 1)], half(30)]));
  const [a, b, c, d] = shown.regions.map(({ items }) => items.respect);
  expect(a).toMatchObject({ n: 40, topTwo: 20, distribution: [0, 20, 0, 20, 0] });
  expect(b).toMatchObject({ n: 28, topTwo: null, distribution: null });
  expect(c).toMatchObject({ n: 44, mean: '4.63', topTwo: null, distribution: null });
  expect(d).toMatchObject({ n: 60, topTwo: 30, distribution: [0, 30, 0, 30, 0] });
  // Without b, subtracting the others from the total would reveal that four people in c disagreed.
  expect(shown.total.items.respect).toMatchObject({ n: 172, topTwo: 104, distribution: [4, 64, 0, 64, 40] });
});

// From here on, the tests act as a reader who tries to find out more.

const department = fc.array(region, { minLength: 1, maxLength: 5 });

test('reveals nothing about one to ten people by adding and subtracting', () => {
  const counts = { departments: 0, withheld: 0, total: 0 };
  fc.assert(
    fc.property(department, (people) => {
      const shown = outsideFigures(versionOf(people));
      expect(smallGroupsThatFollow([{ department: people, shown }])).toEqual([]);
      counts.departments += 1;
      if (shown.total.status === 'suppressed') counts.total += 1;
      else if (shown.regions.some(({ items: ofRegion }) => items.some((item) => ofRegion[item].n === null)))
        counts.withheld += 1;
    }),
    { numRuns: 400 * cases, seed, endOnFailure: true },
  );
  process.stdout.write(`elimination ${JSON.stringify({ seed, ...counts })}\n`);
  expect(counts.withheld).toBeGreaterThan(counts.departments / 4);
});

test('reveals no rating of one to ten people through the bounds of the ratings around it', () => {
  const counts = { departments: 0, cells: 0, revealed: 0 };
  fc.assert(
    fc.property(department, (people) => {
      const full = versionOf(people);
      const shown = outsideFigures(full);
      counts.departments += 1;
      for (const { width, isRevealed } of widths(full, shown)) {
        counts.cells += 1;
        if (isRevealed) counts.revealed += 1;
        // A range of 4 means that one person could have given any rating.
        else expect(width).toBeGreaterThanOrEqual(4);
      }
    }),
    { numRuns: 400 * cases, seed, endOnFailure: true },
  );
  process.stdout.write(`bounds ${JSON.stringify({ seed, ...counts })}\n`);
  expect(counts.cells).toBeGreaterThan(100);
});

/** How many other sums each small cell could have, for a reader who also knows how many people rated it. */
function widths({ regions, total }: Version, shown: OutsideGroup): { width: number; isRevealed: boolean }[] {
  const rows = [...regions, total];
  const shownRows = [...shown.regions, shown.total];
  const columns = items.length + 1;
  const figures = rows.flatMap((row, at) => [
    ...items.map((item) => ({ ...row.items[item], isShown: shownRows[at]!.items[item].sum !== null })),
    { sum: row.sum, n: row.n, isShown: shownRows[at]!.sum !== null },
  ]);
  const bounds = figures.map(({ sum, n, isShown }): [number, number] => (isShown ? [sum, sum] : [n, 5 * n]));
  const at = (row: number, column: number) => row * columns + column;
  const equationOf = (positions: number[]): Equation =>
    new Map(positions.map((position, index) => [position, index === positions.length - 1 ? -1 : 1]));
  const equations = [
    ...rows.map((_, row) => equationOf(Array.from({ length: columns }, (_, column) => at(row, column)))),
    ...Array.from({ length: columns }, (_, column) => equationOf(rows.map((_, row) => at(row, column)))),
  ];
  const puzzle = { bounds, equations, solution: figures.map(({ sum }) => sum) };
  const isExtreme = (position: number) => {
    const { sum, n, isShown } = figures[position]!;
    return isShown && n > 0 && (sum === n || sum === 5 * n);
  };
  return regions.flatMap((ofRegion, row) =>
    items.flatMap((item, column) => {
      const { n } = ofRegion.items[item];
      if (n === 0 || n > 10) return [];
      const last = columns - 1;
      const isRevealed = [at(row, last), at(regions.length, column), at(regions.length, last)].some(isExtreme);
      const up = reach(puzzle, at(row, column), 1, 4);
      return [{ width: up + reach(puzzle, at(row, column), -1, 4 - up), isRevealed }];
    }),
  );
}

test('does not reveal hidden distributions through the total', () => {
  fc.assert(
    fc.property(department, (people) => {
      const full = versionOf(people);
      const shown = outsideFigures(full);
      for (const item of items) {
        for (const figure of ['topTwo', 'distribution'] as const) {
          const rows = shown.regions.map((row, index) => ({
            shown: row.items[item],
            full: full.regions[index]!.items[item],
          }));
          const isShown = (row: (typeof rows)[number]) => row.shown[figure] !== null;
          const groups = rows.filter(isShown).map((row) => row.full);
          if (shown.total.items[item][figure] !== null) {
            const rest = rows.filter((row) => !isShown(row)).map((row) => row.full);
            const sum = (what: 'n' | 'topTwo') => rest.reduce((all, one) => all + one[what], 0);
            groups.push(full.total.items[item], { ...full.total.items[item], n: sum('n'), topTwo: sum('topTwo') });
          }
          for (const { n, topTwo } of groups) {
            for (const side of [topTwo, n - topTwo]) expect(side === 0 || side > 10).toBe(true);
            if (figure === 'distribution') expect(n === 0 || n >= 30).toBe(true);
          }
        }
      }
    }),
    { numRuns: 400 * cases, seed, endOnFailure: true },
  );
});
