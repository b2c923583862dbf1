import { items, scale } from '@heart-survey/shared/items';
import { counterOf, counters } from '../database/schema.ts';
import type { StoredRegion } from '../figures/figures.ts';
import type { Counted, Effect } from './change.ts';

// The tallies that the database will have after some changes, as the same text that it makes of them
// (`departmentTallies`). A restatement freezes figures of this text, and the commit is undone if the database has another.

/** @param current the output of `readTallies`. */
export function expectedTallies(current: string, effects: readonly Effect[]): string {
  const regions = JSON.parse(current) as StoredRegion[];
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

function regionAfter(region: StoredRegion, effects: readonly Effect[]): StoredRegion {
  const counts = countsOf(region);
  for (const { before, after } of effects) {
    if (before) add(counts, before, -1);
    if (after) add(counts, after, 1);
  }
  return { region: region.region, name: region.name, ...storedOf(counts) };
}

/** A region's tallies while they change. A key is a JSON list. */
interface Counts {
  /** The counters of each month. */
  ratings: Map<string, number[]>;
  /** Responses by month, k and s. */
  cells: Map<string, number>;
  /** Responses by channel and language. */
  origins: Map<string, number>;
  excluded: number;
}

type Cell = [month: string, k: number, s: number, responses: number];

function countsOf({ tallies, origins = [], excluded = 0 }: StoredRegion): Counts {
  const cells = tallies.responses as Cell[];
  // The counters have no month of their own: they are in the order of the months that have responses.
  const months = [...new Set(cells.map(([month]) => month))];
  const ratings = tallies.ratings as number[][];
  return {
    ratings: new Map(months.map((month, index) => [month, [...ratings[index]!]])),
    cells: new Map(cells.map(([month, k, s, responses]) => [JSON.stringify([month, k, s]), responses])),
    origins: new Map(origins.map(([channel, language, responses]) => [JSON.stringify([channel, language]), responses])),
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
  const increase = (map: Map<string, number>, key: unknown[]) => {
    const name = JSON.stringify(key);
    map.set(name, (map.get(name) ?? 0) + sign);
  };
  increase(counts.cells, [month, given.length, sum]);
  increase(counts.origins, [channel, language]);
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
}: Counts): Pick<StoredRegion, 'tallies' | 'excluded' | 'origins'> {
  const parsed = <Key extends unknown[]>(map: Map<string, number>) =>
    [...map].flatMap(([key, n]) => (n === 0 ? [] : [[...(JSON.parse(key) as Key), n] as [...Key, number]]));
  const responses = parsed<[string, number, number]>(cells).toSorted(
    ([month, k, s], [otherMonth, otherK, otherS]) => inOrder(month, otherMonth) || k - otherK || s - otherS,
  );
  const months = [...new Set(responses.map(([month]) => month))];
  return {
    tallies: { ratings: months.map((month) => ratings.get(month)!), responses },
    excluded,
    origins: parsed<[string, string]>(origins).toSorted(
      ([channel, language], [otherChannel, otherLanguage]) =>
        inOrder(channel, otherChannel) || inOrder(language, otherLanguage),
    ),
  };
}

/** By code unit, as the database orders text that is ASCII. */
function inOrder(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
