import { items } from './items.ts';
import { lowVolume } from './scores.ts';
import { noTallies } from './tallies.ts';
import type { Seen } from './versions-seen.ts';
import { averageColumn, isWithheld } from './withheld-cells.ts';

// Several versions of a quarter together say more than each one of them: a cell that is the same in two versions links their
// sums (docs/design.md §3.10). Each version by itself is the work of withheld-cells.ts.

/** A withheld item of a region. In all versions in which its ratings are the same, it has the same sum. */
interface Unknown {
  region: number;
  /** Ratings. */
  n: number;
}

/** With more sets of regions than this, the search would take too long, and the versions count as revealing something. */
const maxSets = 2000;

/**
 * Whether adding and subtracting the sums of all versions, with any factors, leads to a sum of 1 to 10 people.
 * @param all the versions, with the same regions. @param accepted for each version, the cells, as `row/column`, that a mean of
 * 1.00 or 5.00 reveals.
 */
export function revealsFew(all: readonly Seen[], accepted: readonly ReadonlySet<string>[]): boolean {
  const keys = all.map(({ version }) =>
    version.regions.map(({ region }, row) => {
      const { ratings } = version.tallies.get(region) ?? noTallies;
      return items.map((item, column) =>
        ratings[item].some((count) => count > 0) ? `${row}/${column} ${ratings[item].join()}` : undefined,
      );
    }),
  );
  const unknown = unknownOf(all, keys, accepted);
  // Those of more people come first, so that what is left of the sums without them is about few.
  const ordered = [...unknown].toSorted(([, a], [, b]) => Number(a.n < lowVolume) - Number(b.n < lowVolume));
  const columns = new Map(ordered.map(([key], column) => [key, column]));
  const matrix = shownSums(all, keys).map((sum) => rowOf(sum, columns));
  const many = ordered.filter(([, { n }]) => n >= lowVolume).length;
  const ofFew = reduced(matrix)
    .filter((row) => row.findIndex((value) => value !== 0) >= many)
    .map((row) => row.slice(many));
  if (ofFew.length === 0) return false;
  const sets = largestSets(ordered.slice(many).map(([, one]) => one));
  return sets === undefined || sets.some((set) => reduced(ofFew.map((row) => without(row, set))).length < ofFew.length);
}

/** A name for each item of each region of each version; undefined without ratings. */
type Keys = readonly (readonly (string | undefined)[])[][];

/** What a reader does not know in any version, by its name. */
function unknownOf(all: readonly Seen[], keys: Keys, accepted: readonly ReadonlySet<string>[]): Map<string, Unknown> {
  const found = new Map<string, Unknown>();
  const known = new Set<string>();
  for (const [index, { version, small }] of all.entries()) {
    for (const [row, scores] of version.regions.entries()) {
      for (const [column, item] of items.entries()) {
        const key = keys[index]![row]![column];
        if (key === undefined) continue;
        const isKnown = !isWithheld(small, row, column) || accepted[index]!.has(`${row}/${column}`);
        if (isKnown) known.add(key);
        found.set(key, { region: row, n: scores.items[item].n });
      }
    }
  }
  return new Map([...found].filter(([key]) => !known.has(key)));
}

/** The shown sums that add up several cells: of regions, of items, and of everything. Each is the names of its cells. */
function shownSums(all: readonly Seen[], keys: Keys): string[][] {
  return all.flatMap(({ version, small }, index) => {
    const regions = [...version.regions.keys()];
    const sum = (rows: readonly number[], columns: readonly number[]) =>
      rows.flatMap((row) => columns.flatMap((column) => keys[index]![row]![column] ?? []));
    const every = [...items.keys()];
    return [
      ...regions.filter((row) => !isWithheld(small, row, averageColumn)).map((row) => sum([row], every)),
      ...every.filter((column) => !isWithheld(small, regions.length, column)).map((column) => sum(regions, [column])),
      ...(isWithheld(small, regions.length, averageColumn) ? [] : [sum(regions, every)]),
    ];
  });
}

function rowOf(sum: readonly string[], columns: ReadonlyMap<string, number>): number[] {
  const row = Array.from({ length: columns.size }, () => 0);
  for (const key of sum) {
    const column = columns.get(key);
    if (column !== undefined) row[column]! += 1;
  }
  return row;
}

const without = (row: readonly number[], columns: ReadonlySet<number>) =>
  row.map((value, column) => (columns.has(column) ? 0 : value));

/**
 * The largest sets of items with at most ten people, by index: those of one region may be the same people, those of two are
 * not.
 * @returns undefined if there are too many.
 */
function largestSets(unknown: readonly Unknown[]): Set<number>[] | undefined {
  const byRegion = Map.groupBy([...unknown.keys()], (index) => unknown[index]!.region);
  const sets: { people: number; items: number[] }[] = [{ people: 0, items: [] }];
  for (const own of byRegion.values()) {
    const choices = [...new Set(own.map((index) => unknown[index]!.n))].map((people) => ({
      people,
      items: own.filter((index) => unknown[index]!.n <= people),
    }));
    const more = sets.flatMap((set) =>
      choices.map(({ people, items }) => ({ people: set.people + people, items: [...set.items, ...items] })),
    );
    sets.push(...more.filter(({ people }) => people < lowVolume));
    if (sets.length > maxSets) return undefined;
  }
  return sets.map(({ items }) => new Set(items));
}

/** Small enough that a product of two numbers below it is exact. */
const prime = 67_108_859;

/** The rows in echelon form, without those that follow from the others, modulo a prime. There are as many as the rank. */
function reduced(matrix: readonly (readonly number[])[]): number[][] {
  const rows = matrix.map((row) => [...row]);
  let done = 0;
  for (let column = 0; column < (rows[0]?.length ?? 0); column += 1) {
    const found = rows.findIndex((row, index) => index >= done && row[column] !== 0);
    if (found === -1) continue;
    [rows[done], rows[found]] = [rows[found]!, rows[done]!];
    const pivot = rows[done]!;
    for (const row of rows.slice(done + 1)) {
      const [factor, own] = [row[column]!, pivot[column]!];
      if (factor === 0) continue;
      for (let at = column; at < row.length; at += 1) {
        row[at] = (((row[at]! * own - pivot[at]! * factor) % prime) + prime) % prime;
      }
    }
    done += 1;
  }
  return rows.slice(0, done);
}
