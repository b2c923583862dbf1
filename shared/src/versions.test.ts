import fc from 'fast-check';
import { expect, test } from 'vitest';
import { people, region, versionOf } from '../test/a-version.ts';
import { smallGroupsThatFollow, type Department, type Kept } from '../test/attack.ts';
import { flippedRegions } from '../test/flips.ts';
import { outsideFigures, type OutsideGroup } from './outside.ts';
import { shownVersion, type Version } from './versions.ts';

declare const process: { env: Record<string, string | undefined>; stdout: { write: (text: string) => void } };
const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
/** Multiplies the usual number of cases. */
const cases = Number(process.env['HEART_CASES'] ?? 1);

test('shows only a notice for a restatement of one to ten people, and no distribution for one of eleven', () => {
  const before = [people(30, 4), [...people(40, 4), ...people(20, 2)]];
  const grown = (more: number): Department => [[...before[0]!, ...people(more, 4)], before[1]!];
  const versions = (...mores: number[]) => [before, ...mores.map(grown)].map((one) => versionOf(one));
  const shownOf = (all: Version[]) => shownVersion(all as [Version, ...Version[]]);
  expect(shownOf(versions(10))).toMatchObject({ index: 0, noticed: [1], replaced: [] });
  expect(shownOf(versions(11))).toMatchObject({ index: 1, noticed: [], replaced: [] });
  expect(shownOf(versions(10, 20))).toMatchObject({ index: 2, noticed: [], replaced: [] });
  expect(shownOf(versions(11, 15))).toMatchObject({ index: 1, noticed: [2] });
  const { withheld } = shownOf(versions(11));
  const restated = outsideFigures(versionOf(grown(11)), { withheld, hasSpread: false });
  for (const row of [...restated.regions, restated.total]) {
    expect(row.items.respect.n).not.toBeNull();
    expect([row.items.respect.distribution, row.items.respect.topTwo]).toEqual([null, null]);
  }
});

test('shows a restatement that changes whether the target was met, and replaces the earlier version', () => {
  const before = versionOf([people(30, 4), [...people(40, 4), ...people(20, 5)]]);
  const after = versionOf([
    [...people(29, 4), ...people(1, 1)],
    [...people(40, 4), ...people(20, 5)],
  ]);
  expect(shownVersion([before, after])).toEqual({
    index: 1,
    withheld: new Set(),
    totalStatus: undefined,
    replaced: [0],
    noticed: [],
  });
});

test('does not mistake a region that was added after the close for the total, or for another region', () => {
  const [central, south] = [people(40, 4), [...people(20, 5), ...people(20, 4)]];
  const before = versionOf([central, [], south], (region) => region !== 1);
  // The new region misses the target. One person's answers in the last one would follow from the two versions.
  const small = versionOf([central, people(11, 3), [...south, ...people(1, 4)]]);
  expect(shownVersion([before, small])).toMatchObject({ index: 0, replaced: [], noticed: [1] });
  const large = versionOf([central, people(11, 3), [...south, ...people(12, 4)]]);
  expect(shownVersion([before, small, large])).toMatchObject({ index: 2, replaced: [], noticed: [] });
});

test('withholds a region with few people that was added after the close', () => {
  const south = [...people(20, 5), ...people(20, 4)];
  const before = versionOf([people(40, 4), [], south], (region) => region !== 1);
  const few = versionOf([people(40, 4), people(10, 4), south]);
  expect(shownVersion([before, few])).toMatchObject({ index: 0, replaced: [], noticed: [1] });
});

test('shows a flip of the total that a region causes which was added after the close', () => {
  const before = versionOf([people(40, 4), []], (region) => region === 0);
  const after = versionOf([people(40, 4), people(11, 3)]);
  const { index, withheld } = shownVersion([before, after]);
  expect(index).toBe(1);
  const { regions, total } = outsideFigures(after, { withheld });
  expect([...regions, total].map(({ status }) => status)).toEqual(['met', 'below', 'below']);
});

test('withholds the region of a hidden change, and the total, if another region changes its status', () => {
  const [central, east, south] = [people(40, 4), people(40, 5), [...people(20, 5), ...people(20, 4)]];
  const one = versionOf([central, east, south]);
  const two = versionOf([central, east, [...south, ...people(1, 2)]]);
  const three = versionOf([[...central, ...people(1, 1)], east, [...south, ...people(1, 2)]]);
  expect(shownVersion([one, two])).toMatchObject({ index: 0, noticed: [1] });
  const { index, withheld, replaced, totalStatus } = shownVersion([one, two, three]);
  expect({ index, replaced, totalStatus }).toEqual({ index: 2, replaced: [0], totalStatus: 'met' });
  const { regions, total } = outsideFigures(three, { withheld, hasSpread: false });
  expect([...regions, total].map(({ status }) => status)).toEqual(['below', 'met', 'suppressed', 'suppressed']);
  expect([...regions, total].map(({ responses }) => responses)).toEqual([41, 40, null, null]);

  // Central is as readers know it, and 12 people differ in South from the version that showed it.
  const four = versionOf([[...central, ...people(1, 1)], east, [...south, ...people(1, 2), ...people(11, 4)]]);
  expect(shownVersion([one, two, three, four])).toMatchObject({ index: 3, replaced: [0], totalStatus: undefined });
});

test('shows only the status of the total if a few people in a region change it', () => {
  const [central, south] = [[...people(20, 5), ...people(20, 4)], people(60, 4)];
  const east = [...people(20, 4), ...people(20, 3)];
  const one = versionOf([central, east, south]);
  const two = versionOf([[...central, ...people(1, 1)], east, south]);
  const shown = shownVersion([one, two]);
  expect(shown).toMatchObject({ index: 1, totalStatus: 'below', replaced: [0] });
  const { regions, total } = outsideFigures(two, { withheld: shown.withheld, hasSpread: false });
  expect([...regions, total].map(({ status }) => status)).toEqual(['suppressed', 'below', 'met', 'suppressed']);
});

test.each([
  [
    'cells that are the same in both link their sums to those of a few people',
    () => {
      const [some, few] = [people(25, 4, { helpfulness: 0 }), people(8, 2, { helpfulness: 0 })];
      return [
        [people(11, 4, { expertise: 0 }), some, few],
        [people(14, 5, { attentiveness: 0 }), [...some, ...people(11, 5, { attentiveness: 0 })], few],
      ];
    },
  ],
  [
    'a mean of 5.00 in one reveals what hides a few people in the other',
    () => {
      const full = people(11, 5, { respect: 0, timeliness: 0 });
      const few = people(8, 4, { helpfulness: 0, respect: 0 });
      return [
        [full, few],
        [full, people(26, 5)],
      ];
    },
  ],
])('does not show two versions together if %s', (_, histories) => {
  const departments: Department[] = histories();
  const versions = departments.map((one) => versionOf(one)) as [Version, Version];
  const kept = versions.flatMap((version, index) => {
    const { withheld, index: shown } = shownVersion(versions.slice(0, index + 1) as [Version, ...Version[]]);
    if (shown !== index) return [];
    return [{ department: departments[index]!, shown: outsideFigures(version, { withheld, hasSpread: index === 0 }) }];
  });
  expect(smallGroupsThatFollow(kept)).toEqual([]);
});

const step = fc.oneof(
  { weight: 5, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 12 }) },
  { weight: 2, arbitrary: fc.integer({ min: 11, max: 30 }) },
);
const department = fc.array(region, { minLength: 1, maxLength: 5 });
const history = fc
  .record({
    first: department,
    newcomers: department,
    steps: fc.array(fc.tuple(step, step), { minLength: 10, maxLength: 10 }),
    // In which version each region appears.
    since: fc.array(fc.constantFrom<number[]>(0, 0, 0, 1, 2), { minLength: 5, maxLength: 5 }),
  })
  .map(({ first, newcomers, steps, since }) => {
    const made: Department[] = [first.map((people, region) => (since[region] === 0 ? people : []))];
    for (const version of [1, 2]) {
      const next = made.at(-1)!.map((people, region) => {
        if (since[region]! > version) return [];
        if (since[region] === version) return first[region]!;
        const [come, go] = steps[(version - 1) * 5 + region]!;
        const from = (version - 1) * 15;
        const came = (newcomers[region % newcomers.length] ?? []).slice(from, from + come);
        // Each newcomer is a new person.
        return [...people.slice(go), ...came.map((person) => [...person])];
      });
      made.push(next);
    }
    return { departments: made, since };
  });

/** The figures with a row for each region. A reader knows that no one answered in a region that did not exist yet. */
function withEveryRegion(shown: OutsideGroup, exists: (region: number) => boolean, count: number): OutsideGroup {
  const left = [...shown.regions];
  const none = outsideFigures(versionOf([[]])).regions[0]!;
  return { regions: Array.from({ length: count }, (_, at) => (exists(at) ? left.shift()! : none)), total: shown.total };
}

test('reveals nothing about one to ten people through all versions ever shown', () => {
  const counts = { quarters: 0, added: 0, restated: 0, noticed: 0, replaced: 0, withoutTotal: 0 };
  fc.assert(
    fc.property(history, ({ departments, since }) => {
      const versions = departments.map((one, version) => versionOf(one, (region) => since[region]! <= version));
      const kept: (Kept & { isException: boolean })[] = [];
      let replacedBefore = 0;
      for (const [version, department] of departments.entries()) {
        const { index, withheld, replaced, noticed, totalStatus } = shownVersion(
          versions.slice(0, version + 1) as [Version, ...Version[]],
        );
        counts.noticed += noticed.length > 0 ? 1 : 0;
        if (index === version) {
          const shown = outsideFigures(versions[index]!, { withheld, hasSpread: index === 0 });
          const exists = (region: number) => since[region]! <= version;
          const every = withEveryRegion(shown, exists, department.length);
          // A reader who kept the older version can subtract the flipped region. The page states this openly.
          const isException = replaced.length > replacedBefore;
          counts.replaced += isException ? 1 : 0;
          counts.withoutTotal += totalStatus === undefined ? 0 : 1;
          replacedBefore = replaced.length;
          kept.push({ department, shown: every, isException });
          counts.added += version > 0 && since.includes(version) ? 1 : 0;
        }
      }
      counts.quarters += 1;
      counts.restated += kept.length > 1 ? 1 : 0;
      expect(smallGroupsThatFollow(kept, flippedRegions(kept))).toEqual([]);
    }),
    { numRuns: 300 * cases, seed, endOnFailure: true },
  );
  process.stdout.write(`versions ${JSON.stringify({ seed, ...counts })}\n`);
  expect(counts.restated).toBeGreaterThan(0);
});
