import fc from 'fast-check';
import { expect, test } from 'vitest';
import { people, region, versionOf } from '../test/a-version.ts';
import { smallGroupsThatFollowFromYear, type KeptYear } from '../test/attack-year.ts';
import { isRevealed, type Department, type Kept, type Person } from '../test/attack.ts';
import { flippedRegions } from '../test/flips.ts';
import { groupYearOutside, type Place } from './group-year.ts';
import { items } from './items.ts';
import { outsideFigures, type OutsideGroup } from './outside.ts';
import { shownVersion, type Version } from './versions.ts';

declare const process: { env: Record<string, string | undefined>; stdout: { write: (text: string) => void } };
const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
/** Multiplies the usual number of cases. */
const cases = Number(process.env['HEART_CASES'] ?? 1);

type GroupOf = ReadonlyMap<Person, number>;

interface Shown extends Kept {
  /** Whether it was shown because the status of a region or of the total changed. */
  isException: boolean;
}

/**
 * The versions of a quarter that were shown, each when it was the latest one.
 * @param counted the index of the version in which customer groups were counted.
 */
function keptOf(versions: readonly Department[], counted?: number): Shown[] {
  const full = versions.map((department) => versionOf(department));
  let replacedBefore = 0;
  return versions.flatMap((department, index) => {
    const {
      index: latest,
      withheld,
      replaced,
    } = shownVersion(full.slice(0, index + 1) as [Version, ...Version[]], counted);
    if (latest !== index) return [];
    const isException = replaced.length > replacedBefore;
    replacedBefore = replaced.length;
    const shown = outsideFigures(full[index]!, { withheld, hasSpread: index === 0 });
    return [{ department, shown, isException }];
  });
}

/** The last version of each quarter by customer group. */
function tableOf(quarters: KeptYear['quarters'], groupOf: GroupOf, groups: number) {
  const used = quarters.map((kept) => kept.at(-1)!);
  const all = used.flatMap(({ department }) => department.flat());
  const { regions, total } = versionOf(
    Array.from({ length: groups }, (_, row) => all.filter((person) => groupOf.get(person) === row)),
  );
  const places = quarters.flatMap((kept, quarter): Place[] =>
    used[quarter]!.department.map((people, at) => ({
      unknown: Array.from({ length: groups }, (_, row) =>
        items.map((_, item) =>
          isRevealed(used[quarter]!, at, item)
            ? 0
            : people.filter((person) => groupOf.get(person) === row && person[item]! > 0).length,
        ),
      ),
      isWhole: kept.every(({ department }) => isSame(department[at]!, people)),
    })),
  );
  return { regions, total, places };
}

const isSame = (one: readonly Person[], other: readonly Person[]) =>
  one.length === other.length && one.every((person) => other.includes(person));

const lastOf = (quarters: KeptYear['quarters']) => quarters.map((kept) => kept.length - 1);

const attack = (
  quarters: readonly (readonly Shown[])[],
  groupOf: GroupOf,
  shown: OutsideGroup,
  used: number[] = lastOf(quarters),
) =>
  smallGroupsThatFollowFromYear(
    { quarters, used, groupOf: (person) => groupOf.get(person)!, shown },
    quarters.map(flippedRegions),
  );

const inGroup = (group: number, some: readonly Person[]) => some.map((person) => [person, group] as const);

test('the attacker finds a few people in a table that withholds only small groups', () => {
  // Adoptive parents answer almost only in Adoptions, where almost no one else does.
  const [parents, others, elsewhere] = [people(30, 4), people(4, 2), people(25, 3)];
  const groupOf: GroupOf = new Map([...inGroup(0, parents), ...inGroup(1, [...others, ...elsewhere])]);
  const quarters = [keptOf([[[...parents, ...others], elsewhere]])];
  const { regions, total, places } = tableOf(quarters, groupOf, 2);
  expect(attack(quarters, groupOf, outsideFigures({ regions, total }))).not.toEqual([]);
  expect(groupYearOutside({ groups: regions, total, places })).toBeUndefined();
});

test('the attacker finds people in a group where everyone else is known to have given one rating', () => {
  // The region of 12 gave only 5, so the other 4 of the group follow.
  const [same, rest, others] = [people(12, 5), people(4, 2), people(40, 3)];
  const groupOf: GroupOf = new Map([...inGroup(0, [...same, ...rest]), ...inGroup(1, others)]);
  const quarters = [keptOf([[same, [...rest, ...others]]])];
  const { regions, total, places } = tableOf(quarters, groupOf, 2);
  expect(attack(quarters, groupOf, outsideFigures({ regions, total }))).not.toEqual([]);
  expect(groupYearOutside({ groups: regions, total, places })).toBeUndefined();
});

test('the attacker finds people of a region where the rest are in a group that gave one rating', () => {
  const [same, few, others] = [people(20, 5), people(5, 2), people(40, 3)];
  const groupOf: GroupOf = new Map([...inGroup(0, same), ...inGroup(1, few), ...inGroup(1, others)]);
  const quarters = [keptOf([[[...same, ...few], others]])];
  const { regions, total, places } = tableOf(quarters, groupOf, 2);
  expect(attack(quarters, groupOf, outsideFigures({ regions, total }))).not.toEqual([]);
  expect(groupYearOutside({ groups: regions, total, places })).toBeUndefined();
});

test('the attacker finds people who are left of a group after a restatement took the others out', () => {
  const [taken, left, more, others] = [people(14, 2), people(18, 4), people(4, 3), people(60, 3)];
  const late = people(12, 4);
  const groupOf: GroupOf = new Map([...inGroup(0, [...left, ...more]), ...inGroup(1, [...taken, ...others, ...late])]);
  // The first version lacks `left`, so the difference is about exactly 18 people of the group of 22.
  const quarters = [
    keptOf([
      [[...others], [...late, ...more]],
      [
        [...others, ...left],
        [...late, ...more],
      ],
    ]),
  ];
  expect(quarters[0]).toHaveLength(2);
  const { regions, total, places } = tableOf(quarters, groupOf, 2);
  expect(attack(quarters, groupOf, outsideFigures({ regions, total }))).not.toEqual([]);
  expect(groupYearOutside({ groups: regions, total, places })).toBeUndefined();
});

test('a later version that takes people out of their groups is only a notice, and one that adds people is shown', () => {
  // Those taken out are 14 of the 20 in their group, so the other 6 would follow.
  const [taken, left, others, late] = [people(14, 4), people(6, 4), people(60, 3), people(12, 3)];
  const groupOf: GroupOf = new Map([...inGroup(0, [...taken, ...left]), ...inGroup(1, [...others, ...late])]);
  const [central, east] = [
    [...others.slice(30), ...taken],
    [...others.slice(0, 30), ...left],
  ];
  const quarters = [keptOf([[central, east]])];
  const { regions, total, places } = tableOf(quarters, groupOf, 2);
  const shown = groupYearOutside({ groups: regions, total, places })!;
  expect(shown.regions.map(({ responses }) => responses)).toEqual([20, 60]);
  const fewer = [
    [central, east],
    [others.slice(30), east],
  ];
  expect(attack([keptOf(fewer)], groupOf, shown, [0])).not.toEqual([]);
  expect(keptOf(fewer, 0)).toHaveLength(1);
  const more = [
    [central, east],
    [[...central, ...late], east],
  ];
  expect(keptOf(more, 0)).toHaveLength(2);
  expect(attack([keptOf(more, 0)], groupOf, shown, [0])).toEqual([]);
});

test('shows groups that are mixed in the regions, and withholds a small one with the smallest other', () => {
  const [clients, family, colleagues, none] = [people(60, 4), people(24, 3), people(6, 2), people(40, 4)];
  const all = [...clients, ...family, ...colleagues, ...none];
  const groupOf: GroupOf = new Map([clients, family, colleagues, none].flatMap((some, group) => inGroup(group, some)));
  const half = (at: number) => all.filter((_, index) => index % 2 === at);
  const quarters = [keptOf([[half(0), half(1)]])];
  const { regions, total, places } = tableOf(quarters, groupOf, 4);
  const shown = groupYearOutside({ groups: regions, total, places })!;
  expect(shown.regions.map(({ responses }) => responses)).toEqual([60, null, null, 40]);
  expect(shown.total.responses).toBe(130);
  expect(shown.regions[0]!.items.respect).toMatchObject({ n: 60, mean: '4.00', distribution: null, topTwo: null });
  expect(attack(quarters, groupOf, shown)).toEqual([]);
});

const several = fc.tuple(region, fc.oneof(region, fc.constant([]))).map((parts) => parts.flat());
const groups = 4;
const year = fc.record({
  quarters: fc.array(fc.array(several, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 2 }),
  /** For each region, how likely its people are in each group. */
  shares: fc.array(
    fc.constantFrom(
      ...[[1], [0, 1], [0.9, 0.1], [0.5, 0.3, 0.1], [0.2, 0.6], [0.1, 0.4, 0.4], [0.4, 0, 0.3], [0.3, 0.3, 0.1]],
    ),
    {
      minLength: 3,
      maxLength: 3,
    },
  ),
  draw: fc.integer({ min: 1, max: 2 ** 31 - 2 }),
  /** Who is added to the first region, and how many are taken out, after the year was made. */
  later: fc.array(fc.record({ more: fc.oneof(fc.constant([]), several), gone: fc.constantFrom(0, 0, 0, 11, 13, 20) }), {
    minLength: 2,
    maxLength: 2,
  }),
  /** How many people the first region of each quarter had less before it was restated, and who else it had. */
  changes: fc.array(
    fc.record({ more: fc.constantFrom(0, 0, 0, 11, 12, 15), gone: fc.oneof(fc.constant([]), fc.constant([]), region) }),
    { minLength: 2, maxLength: 2 },
  ),
});

test('nothing about 1 to 10 people follows from a year by group together with its quarters', () => {
  const counts = { years: 0, naive: 0, shown: 0, withheld: 0, parts: 0, restated: 0, later: 0 };
  fc.assert(
    fc.property(year, ({ quarters: plan, shares, draw, changes, later }) => {
      const width = plan[0]!.length;
      const made = plan.map((regions, index) => {
        const now = Array.from({ length: width }, (_, at) => regions[at] ?? []);
        const { more, gone } = changes[index]!;
        const before = now.with(0, [...now[0]!.slice(more), ...gone]);
        return more + gone.length > 0 ? [before, now] : [now];
      });
      const quarters = made.map((versions) => keptOf(versions));
      // Groups are counted only in versions that are shown.
      if (quarters.some((kept, index) => kept.at(-1)!.department !== made[index]!.at(-1))) return;
      if (quarters.some((kept) => kept.at(-1)!.shown.total.status === 'suppressed')) return;
      if (quarters.some((kept) => items.some((item) => kept.at(-1)!.shown.total.items[item].n === null))) return;
      const groupOf = new Map<Person, number>();
      for (const kept of quarters) {
        for (const { department } of kept) {
          for (const [at, some] of department.entries()) {
            for (const person of some) {
              draw = (draw * 48_271) % (2 ** 31 - 1);
              let drawn = draw / 2 ** 31;
              const chosen = shares[at]!.findIndex((share) => (drawn -= share) < 0);
              if (!groupOf.has(person)) groupOf.set(person, chosen === -1 ? groups - 1 : chosen);
            }
          }
        }
      }
      const { regions, total, places } = tableOf(quarters, groupOf, groups);
      const shown = groupYearOutside({ groups: regions, total, places });
      counts.years += 1;
      const naive = outsideFigures({ regions, total });
      counts.naive += naive.total.status !== 'suppressed' && attack(quarters, groupOf, naive).length > 0 ? 1 : 0;
      if (shown === undefined) return;
      counts.shown += 1;
      const withheld = [...shown.regions].filter(({ items: of }) => items.some((item) => of[item].n === null));
      counts.withheld += withheld.length > 0 ? 1 : 0;
      counts.parts += withheld.some(({ status }) => status !== 'suppressed') ? 1 : 0;
      counts.restated += quarters.some(({ length }) => length > 1) ? 1 : 0;
      expect(attack(quarters, groupOf, shown)).toEqual([]);
      const after = made.map((versions, index) => {
        const { more, gone } = later[index]!;
        const now = versions.at(-1)!;
        return keptOf(
          more.length + gone > 0 ? [...versions, now.with(0, [...now[0]!.slice(gone), ...more])] : versions,
          versions.length - 1,
        );
      });
      counts.later += after.some((kept, index) => kept.length > quarters[index]!.length) ? 1 : 0;
      expect(attack(after, groupOf, shown, lastOf(quarters))).toEqual([]);
    }),
    { numRuns: 60 * cases, seed, endOnFailure: true },
  );
  process.stdout.write(`group years ${JSON.stringify({ seed, ...counts })}\n`);
  expect(counts.shown).toBeGreaterThan(0);
});
