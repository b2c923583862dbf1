import { items } from './items.ts';
import { lowVolume } from './scores.ts';
import { noTallies } from './tallies.ts';
import type { Seen } from './versions-seen.ts';
import { averageColumn, isWithheld } from './withheld-cells.ts';

// Several versions of a quarter together say more than each one of them: a cell that is the same in two versions links their
// sums (docs/design.md §3.10). Each version by itself is the work of withheld-cells.ts.

/** A region's item as it is in at least one version: in all versions in which its ratings are the same, it has one sum. */
interface State {
  region: number;
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
  const states = new Map<string, State & { isKnown: boolean }>();
  const keyOf = all.map(({ version, small }, at) =>
    version.regions.map(({ region }, row) =>
      items.map((item, column) => {
        const ratings = (version.tallies.get(region) ?? noTallies).ratings[item];
        const n = ratings.reduce((sum, count) => sum + count, 0);
        if (n === 0) return undefined;
        const key = `${row}/${column} ${ratings.join()}`;
        const isKnown = !isWithheld(small, row, column) || accepted[at]!.has(`${row}/${column}`);
        states.set(key, { region: row, n, isKnown: isKnown || states.get(key)?.isKnown === true });
        return key;
      }),
    ),
  );
  const unknown = [...states].filter(([, { isKnown }]) => !isKnown).map(([key]) => key);
  const at = new Map(unknown.map((key, index) => [key, index]));
  const sums = all.flatMap(({ version, small }, index) => {
    const rows = [...version.regions.keys()];
    const shown = (row: number, columns: readonly number[], of: readonly number[]) =>
      columns
        .filter((column) => !isWithheld(small, row, column))
        .map((column) =>
          of.flatMap((region) =>
            (column === averageColumn ? [...items.keys()] : [column]).flatMap(
              (item) => at.get(keyOf[index]![region]![item] ?? '') ?? [],
            ),
          ),
        );
    const total = shown(rows.length, [...items.keys(), averageColumn], rows);
    return [...total, ...rows.flatMap((row) => shown(row, [averageColumn], [row]))];
  });
  const matrix = sums.filter((cells) => cells.length > 0).map((cells) => rowOf(cells, unknown.length));
  const smallStates = unknown.map((key) => states.get(key)!).map(({ region, n }, index) => ({ index, region, n }));
  const sets = largestSets(smallStates.filter(({ n }) => n < lowVolume));
  if (sets === undefined) return true;
  const whole = rankOf(matrix);
  return sets.some(
    (set) => rankOf(matrix.map((row) => row.map((value, index) => (set.has(index) ? 0 : value)))) < whole,
  );
}

function rowOf(cells: readonly number[], length: number): number[] {
  const row = Array.from({ length }, () => 0);
  for (const index of cells) row[index]! += 1;
  return row;
}

/**
 * The largest sets of states with at most ten people: those of one region may be the same people, those of two are not.
 * @returns undefined if there are too many.
 */
function largestSets(states: readonly (State & { index: number })[]): Set<number>[] | undefined {
  const byRegion = [...Map.groupBy(states, ({ region }) => region).values()].map((own) =>
    [...new Set(own.map(({ n }) => n))]
      .toSorted((a, b) => a - b)
      .map((people) => ({
        people,
        states: own.filter(({ n }) => n <= people).map(({ index }) => index),
      })),
  );
  let sets: { people: number; states: number[] }[] = [{ people: 0, states: [] }];
  for (const choices of byRegion) {
    const more = sets.flatMap((set) =>
      choices
        .filter(({ people }) => set.people + people < lowVolume)
        .map(({ people, states }) => ({ people: set.people + people, states: [...set.states, ...states] })),
    );
    sets = [...sets, ...more];
    if (sets.length > maxSets) return undefined;
  }
  return sets.filter(({ states }) => states.length > 0).map(({ states }) => new Set(states));
}

/** Small enough that products of two numbers below it are exact. */
const prime = 67_108_859;

/** The rank of a matrix of small whole numbers, modulo a prime. */
function rankOf(matrix: readonly (readonly number[])[]): number {
  const rows = matrix.map((row) => [...row]);
  let rank = 0;
  for (let column = 0; column < (rows[0]?.length ?? 0); column += 1) {
    const found = rows.findIndex((row, index) => index >= rank && row[column] !== 0);
    if (found === -1) continue;
    [rows[rank], rows[found]] = [rows[found]!, rows[rank]!];
    const pivot = rows[rank]!;
    for (const row of rows.slice(rank + 1)) {
      const [factor, own] = [row[column]!, pivot[column]!];
      if (factor === 0) continue;
      for (let at = column; at < row.length; at += 1) {
        row[at] = (((row[at]! * own - pivot[at]! * factor) % prime) + prime) % prime;
      }
    }
    rank += 1;
  }
  return rank;
}
