import fc from 'fast-check';
import { items, type Item, type Ratings } from '../src/items.ts';
import { scoresOf } from '../src/scores.ts';
import { mergeTallies, noTallies, tallyOf } from '../src/tallies.ts';
import type { Version } from '../src/versions.ts';
import type { Department, Person } from './attack.ts';

function ratingsOf(person: Person): Ratings {
  return Object.fromEntries(items.flatMap((item, at) => (person[at] === 0 ? [] : [[item, person[at]]]))) as Ratings;
}

/** A version of a quarter. @param exists whether a region is in it, by index. The others have no people. */
export function versionOf(department: Department, exists: (region: number) => boolean = () => true): Version {
  const all = department.map((people, index) => ({
    region: `r${index}`,
    tallies: people.map((person) => tallyOf(ratingsOf(person))).reduce(mergeTallies, noTallies),
  }));
  const regions = all.filter((_, index) => exists(index));
  return {
    regions: regions.map(({ region, tallies }) => ({ region, ...scoresOf(tallies, 400) })),
    total: scoresOf(regions.map(({ tallies }) => tallies).reduce(mergeTallies, noTallies), 400),
    tallies: new Map(regions.map(({ region, tallies }) => [region, tallies])),
    excluded: 0,
  };
}

/** A number of people who give every item the same rating, except for the named items. */
export function people(count: number, rating: number, but: Partial<Record<Item, number>> = {}): Person[] {
  return Array.from({ length: count }, () => items.map((item) => but[item] ?? rating));
}

const rating: fc.Arbitrary<number> = fc.constantFrom(1, 2, 3, 4, 5, 5, 5, 4, 4);
/** A random region: how many people, how likely they are to answer each item, and whether they all give one rating. */
export const region = fc
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
      // A response rates at least one item.
      const anything: number = same ?? draws[person * 6]![1];
      return given.some((value) => value > 0) ? given : given.with(person % 6, anything);
    }),
  );
