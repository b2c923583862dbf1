import { items, scale } from '@heart-survey/shared/items';
import * as v from 'valibot';
import { counterOf, counters } from '../database/schema.ts';
import type { Counted, Effect } from './change.ts';

// The tallies that the database will have after some changes, as the same text that it makes of them
// (`departmentTallies`). A restatement freezes figures of this text, and the commit is undone if the database has another.

const cell = v.tuple([v.string(), v.number(), v.number(), v.number()]);
const origin = v.tuple([v.string(), v.string(), v.number()]);

/** In the order in which the database writes the fields. */
const currentRegion = v.object({
  region: v.string(),
  name: v.string(),
  tallies: v.object({ ratings: v.array(v.array(v.number())), responses: v.array(cell) }),
  excluded: v.number(),
  origins: v.array(origin),
});
const currentTallies = v.pipe(v.string(), v.parseJson(), v.array(currentRegion));

/** A region's tallies as the database has them now. Those of older snapshots can have other fields. */
type CurrentRegion = v.InferOutput<typeof currentRegion>;

/** Parses the output of `readTallies` or of `expectedTallies`. */
export function parseTallies(text: string): CurrentRegion[] {
  return v.parse(currentTallies, text);
}

/** @param current the output of `readTallies`. */
export function expectedTallies(current: string, effects: readonly Effect[]): string {
  const regions = parseTallies(current);
  // The text of a name must come out as the database writes it, or no restatement could ever be made.
  if (JSON.stringify(regions) !== current) throw new Error('The tallies’ text cannot be written again as it was.');
  const changed = Map.groupBy(effects, ({ region }) => region);
  return JSON.stringify(
    regions.map((region) => {
      const own = changed.get(region.region);
      return own === undefined ? region : regionAfter(region, own);
    }),
  );
}

function regionAfter(region: CurrentRegion, effects: readonly Effect[]): CurrentRegion {
  const counts = countsOf(region);
  for (const { before, after } of effects) {
    if (before) add(counts, before, -1);
    if (after) add(counts, after, 1);
  }
  return { region: region.region, name: region.name, ...storedOf(counts) };
}

/** A region's tallies while they change. */
interface Counts {
  /** The counters of each month. */
  ratings: Map<string, number[]>;
  /** Responses by month, k and s. */
  cells: Map<string, v.InferOutput<typeof cell>>;
  /** Responses by channel and language. */
  origins: Map<string, v.InferOutput<typeof origin>>;
  excluded: number;
}

const keyOf = (...parts: (string | number)[]) => JSON.stringify(parts);

function countsOf({ tallies: { ratings, responses: cells }, origins, excluded }: CurrentRegion): Counts {
  // The counters have no month of their own: they are in the order of the months that have responses.
  const months = [...new Set(cells.map(([month]) => month))];
  return {
    ratings: new Map(months.map((month, index) => [month, [...ratings[index]!]])),
    cells: new Map(cells.map((row) => [keyOf(row[0], row[1], row[2]), row])),
    origins: new Map(origins.map((row) => [keyOf(row[0], row[1]), row])),
    excluded,
  };
}

function add(counts: Counts, { month, ratings, channel, language, isExcluded }: Counted, sign: 1 | -1): void {
  if (isExcluded) {
    counts.excluded += sign;
    return;
  }
  const given = items.flatMap((item) => ratings[item] ?? []);
  const sum = given.reduce((total, rating) => total + rating, 0);
  const cellKey = keyOf(month, given.length, sum);
  const responses = (counts.cells.get(cellKey)?.[3] ?? 0) + sign;
  counts.cells.set(cellKey, [month, given.length, sum, responses]);
  const originKey = keyOf(channel, language);
  counts.origins.set(originKey, [channel, language, (counts.origins.get(originKey)?.[2] ?? 0) + sign]);
  const before = counts.ratings.get(month) ?? counters.map(() => 0);
  const own = new Set(
    items.flatMap((item) => scale.filter((value) => ratings[item] === value).map((value) => counterOf(item, value))),
  );
  counts.ratings.set(
    month,
    before.map((n, index) => (own.has(counters[index]!) ? n + sign : n)),
  );
}

/** In the order of `talliesAsJson` and `originsAsJson`, and without what is empty. */
function storedOf({
  ratings,
  cells,
  origins,
  excluded,
}: Counts): Pick<CurrentRegion, 'tallies' | 'excluded' | 'origins'> {
  const responses = [...cells.values()]
    .filter(([, , , n]) => n !== 0)
    .toSorted(([month, k, s], [otherMonth, otherK, otherS]) => inOrder(month, otherMonth) || k - otherK || s - otherS);
  const months = [...new Set(responses.map(([month]) => month))];
  return {
    tallies: { ratings: months.map((month) => ratings.get(month)!), responses },
    excluded,
    origins: [...origins.values()]
      .filter(([, , n]) => n !== 0)
      .toSorted(
        ([channel, language], [otherChannel, otherLanguage]) =>
          inOrder(channel, otherChannel) || inOrder(language, otherLanguage),
      ),
  };
}

/** By code unit, as the database orders text that is ASCII. */
function inOrder(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
