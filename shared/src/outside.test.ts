import fc from 'fast-check';
import { expect, test } from 'vitest';
import { smallGroupsThatFollow, type Department, type Kept, type Person } from '../test/attack.ts';
import { reach, type Equation } from '../test/integer-solver.ts';
import { items, type Item, type Ratings } from './items.ts';
import { outsideFigures, type OutsideGroup } from './outside.ts';
import { scoresOf } from './scores.ts';
import { mergeTallies, noTallies, tallyOf } from './tallies.ts';
import { shownVersion, type Version } from './versions.ts';

declare const process: { env: Record<string, string | undefined>; stdout: { write: (text: string) => void } };
const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
/** So many times the usual number of cases. */
const cases = Number(process.env['HEART_CASES'] ?? 1);

function ratingsOf(person: Person): Ratings {
  return Object.fromEntries(items.flatMap((item, at) => (person[at] === 0 ? [] : [[item, person[at]]]))) as Ratings;
}

function versionOf(department: Department, excluded = 0): Version {
  const tallies = department.map((people) =>
    people.map((person) => tallyOf(ratingsOf(person))).reduce(mergeTallies, noTallies),
  );
  return {
    regions: tallies.map((tally, place) => ({ region: `r${place}`, ...scoresOf(tally, 400) })),
    total: scoresOf(tallies.reduce(mergeTallies, noTallies), 400),
    tallies: new Map(tallies.map((tally, place) => [`r${place}`, tally])),
    excluded,
  };
}

/** So many people who rate everything alike, but for the items that are named. */
function people(count: number, rating: number, but: Partial<Record<Item, number>> = {}): Person[] {
  return Array.from({ length: count }, () => items.map((item) => but[item] ?? rating));
}

const nOf = ({ regions, total }: OutsideGroup, item: Item) => [...regions, total].map((row) => row.items[item].n);

test('an item that one to ten people rated is withheld, and others with it from which it would follow', () => {
  const mixed = [...people(10, 4), ...people(10, 3), ...people(10, 5)];
  const south = [...people(8, 4), ...people(6, 3, { timeliness: 0 })];
  const shown = outsideFigures(versionOf([mixed, [...mixed, ...people(3, 2)], south, [...mixed, ...people(20, 4)]]));
  // Its average stays, and so does every figure of the other regions but two.
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

test('an item that few rated in the whole department is withheld everywhere', () => {
  const few = [...people(12, 4, { expertise: 0 }), ...people(3, 2)];
  const shown = outsideFigures(
    versionOf([few, [...few, ...people(6, 5, { expertise: 0 })], people(15, 3, { expertise: 0 })]),
  );
  expect(nOf(shown, 'expertise').slice(0, 2)).toEqual([null, null]);
  expect(nOf(shown, 'expertise').at(-1)).toBeNull();
  expect(shown.total.responses).toBe(51);
});

test('a region whose people all gave the same hides nobody: somebody else is withheld with the small one', () => {
  // Of East every item is 5.00, which its average tells; only Central can hide what South said.
  const central = [...people(20, 4), ...people(20, 2)];
  const south = [...people(12, 4, { respect: 0 }), ...people(4, 3)];
  const shown = outsideFigures(versionOf([central, people(14, 5), south]));
  expect(nOf(shown, 'respect')[2]).toBeNull();
  expect(nOf(shown, 'respect')[0]).toBeNull();
});

test('the spread leaves from thirty ratings on, and top-two-box only where neither side is one to ten', () => {
  const half = (n: number) => [...people(n, 4), ...people(n, 2)];
  const shown = outsideFigures(versionOf([half(20), half(14), [...people(40, 5), ...people(4, 1)], half(30)]));
  const [a, b, c, d] = shown.regions.map(({ items }) => items.respect);
  expect(a).toMatchObject({ n: 40, topTwo: 20, distribution: [0, 20, 0, 20, 0] });
  expect(b).toMatchObject({ n: 28, topTwo: null, distribution: null });
  expect(c).toMatchObject({ n: 44, mean: '4.63', topTwo: null, distribution: null });
  expect(d).toMatchObject({ n: 60, topTwo: 30, distribution: [0, 30, 0, 30, 0] });
  // Without b, the whole less the others would tell that four of c disagreed.
  expect(shown.total.items.respect).toMatchObject({ n: 172, topTwo: 104, distribution: [4, 64, 0, 64, 40] });
});

test('a restatement of one to ten people is a notice; of eleven it is shown, without the spread', () => {
  const before = [people(30, 4), [...people(40, 4), ...people(20, 2)]];
  const grown = (more: number): Department => [[...before[0]!, ...people(more, 4)], before[1]!];
  const versions = (...mores: number[]) => [before, ...mores.map(grown)].map((one) => versionOf(one));
  const shownOf = (all: Version[]) => shownVersion(all as [Version, ...Version[]]);
  expect(shownOf(versions(10))).toMatchObject({ place: 0, noticed: [1], replaced: [] });
  expect(shownOf(versions(11))).toMatchObject({ place: 1, noticed: [], replaced: [] });
  expect(shownOf(versions(10, 20))).toMatchObject({ place: 2, noticed: [], replaced: [] });
  expect(shownOf(versions(11, 15))).toMatchObject({ place: 1, noticed: [2] });
  const { withheld } = shownOf(versions(11));
  const restated = outsideFigures(versionOf(grown(11)), { withheld, hasSpread: false });
  for (const row of [...restated.regions, restated.total]) {
    expect(row.items.respect.n).not.toBeNull();
    expect([row.items.respect.distribution, row.items.respect.topTwo]).toEqual([null, null]);
  }
});

test('a restatement that decides whether the target was met is shown, and replaces the version before it', () => {
  const before = versionOf([people(30, 4), [...people(40, 4), ...people(20, 5)]]);
  const after = versionOf([
    [...people(29, 4), ...people(1, 1)],
    [...people(40, 4), ...people(20, 5)],
  ]);
  expect(shownVersion([before, after])).toMatchObject({ place: 1, replaced: [0], noticed: [] });
});

// Everything from here on is somebody who wants to know.

const rating: fc.Arbitrary<number> = fc.constantFrom(1, 2, 3, 4, 5, 5, 5, 4, 4);
/** What a region is like: how many people, how likely they skip each item, and whether all of them say the same. */
const region = fc
  .record({
    size: fc.oneof(fc.integer({ min: 0, max: 14 }), fc.integer({ min: 11, max: 35 }), fc.constant(0)),
    answered: fc.array(fc.constantFrom(1, 1, 1, 0.6, 0.2, 0), { minLength: 6, maxLength: 6 }),
    same: fc.option(rating, { freq: 5 }),
    draws: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), rating), {
      minLength: 36 * 6,
      maxLength: 36 * 6,
    }),
  })
  .map(({ size, answered, same, draws }): Person[] =>
    Array.from({ length: size }, (_, person) => {
      const given = items.map((_, item): number => {
        const [chance, value] = draws[person * 6 + item]!;
        return chance < answered[item]! ? (same ?? value) : 0;
      });
      // A response rates at least one.
      const anything: number = same ?? draws[person * 6]![1];
      return given.some((value) => value > 0) ? given : given.with(person % 6, anything);
    }),
  );
const department = fc.array(region, { minLength: 1, maxLength: 5 });

test('whatever is added and subtracted, nothing follows about one to ten people', () => {
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

test('no rating of one to ten people follows from how high and how low the ratings beside it can be', () => {
  const counts = { departments: 0, cells: 0, told: 0 };
  fc.assert(
    fc.property(department, (people) => {
      const full = versionOf(people);
      const shown = outsideFigures(full);
      counts.departments += 1;
      for (const { width, isTold } of widths(full, shown)) {
        counts.cells += 1;
        if (isTold) counts.told += 1;
        // From 1 to 5: one person could have said anything.
        else expect(width).toBeGreaterThanOrEqual(4);
      }
    }),
    { numRuns: 400 * cases, seed, endOnFailure: true },
  );
  process.stdout.write(`bounds ${JSON.stringify({ seed, ...counts })}\n`);
  expect(counts.cells).toBeGreaterThan(100);
});

/** How many other sums each small cell could have, for somebody who also knows how many rated it. */
function widths({ regions, total }: Version, shown: OutsideGroup): { width: number; isTold: boolean }[] {
  const rows = [...regions, total];
  const shownRows = [...shown.regions, shown.total];
  const columns = items.length + 1;
  const figures = rows.flatMap((row, at) => [
    ...items.map((item) => ({ ...row.items[item], isShown: shownRows[at]!.items[item].sum !== null })),
    { sum: row.sum, n: row.n, isShown: shownRows[at]!.sum !== null },
  ]);
  const bounds = figures.map(({ sum, n, isShown }): [number, number] => (isShown ? [sum, sum] : [n, 5 * n]));
  const at = (row: number, column: number) => row * columns + column;
  const equationOf = (places: number[]): Equation =>
    new Map(places.map((place, index) => [place, index === places.length - 1 ? -1 : 1]));
  const equations = [
    ...rows.map((_, row) => equationOf(Array.from({ length: columns }, (_, column) => at(row, column)))),
    ...Array.from({ length: columns }, (_, column) => equationOf(rows.map((_, row) => at(row, column)))),
  ];
  const puzzle = { bounds, equations, solution: figures.map(({ sum }) => sum) };
  const isExtreme = (place: number) => {
    const { sum, n, isShown } = figures[place]!;
    return isShown && n > 0 && (sum === n || sum === 5 * n);
  };
  return regions.flatMap((ofRegion, row) =>
    items.flatMap((item, column) => {
      const { n } = ofRegion.items[item];
      if (n === 0 || n > 10) return [];
      const last = columns - 1;
      const isTold = [at(row, last), at(regions.length, column), at(regions.length, last)].some(isExtreme);
      const up = reach(puzzle, at(row, column), 1, 4);
      return [{ width: up + reach(puzzle, at(row, column), -1, 4 - up), isTold }];
    }),
  );
}

test('the spread of what is not shown does not follow from the whole', () => {
  fc.assert(
    fc.property(department, (people) => {
      const full = versionOf(people);
      const shown = outsideFigures(full);
      for (const item of items) {
        for (const figure of ['topTwo', 'distribution'] as const) {
          const rows = shown.regions.map((row, place) => ({
            shown: row.items[item],
            full: full.regions[place]!.items[item],
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

const step = fc.oneof(
  { weight: 5, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 12 }) },
  { weight: 2, arbitrary: fc.integer({ min: 11, max: 30 }) },
);

test('of all versions that were ever shown, kept together, nothing follows about one to ten people', () => {
  const counts = { quarters: 0, restated: 0, noticed: 0, replaced: 0 };
  const steps = fc.array(fc.tuple(step, step), { minLength: 10, maxLength: 10 });
  fc.assert(
    fc.property(department, department, steps, (first, newcomers, steps) => {
      const history: Department[] = [first];
      for (let version = 1; version < 3; version += 1) {
        history.push(
          history.at(-1)!.map((people, region) => {
            const [come, go] = steps[(version - 1) * 5 + region]!;
            const come1 = (newcomers[region % newcomers.length] ?? []).slice(
              (version - 1) * 15,
              (version - 1) * 15 + come,
            );
            // Each newcomer is somebody of their own.
            return [...people.slice(go), ...come1.map((person) => [...person])];
          }),
        );
      }
      const kept: Kept[] = [];
      for (let version = 0; version < history.length; version += 1) {
        const all = history.slice(0, version + 1).map((one) => versionOf(one)) as [Version, ...Version[]];
        const { place, withheld, replaced, noticed } = shownVersion(all);
        // Whoever kept the older one can subtract: said openly where it is shown.
        if (replaced.length > 0) {
          counts.replaced += 1;
          break;
        }
        counts.noticed += noticed.length > 0 ? 1 : 0;
        if (place === version) {
          const shown = outsideFigures(all[place]!, { withheld, hasSpread: place === 0 });
          kept.push({ department: history[place]!, shown });
        }
      }
      counts.quarters += 1;
      counts.restated += kept.length > 1 ? 1 : 0;
      expect(smallGroupsThatFollow(kept)).toEqual([]);
    }),
    { numRuns: 300 * cases, seed, endOnFailure: true },
  );
  process.stdout.write(`versions ${JSON.stringify({ seed, ...counts })}\n`);
  expect(counts.restated).toBeGreaterThan(0);
});
