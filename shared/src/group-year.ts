import type { Cell } from './cell-table.ts';
import { items } from './items.ts';
import { outsideFigures, type Outside, type OutsideGroup } from './outside.ts';
import { lowVolume, type Scores } from './scores.ts';
import { averageColumn, isWithheld, withheldCells, type OtherTables } from './withheld-cells.ts';

// A department's customer groups in a fiscal year, as shown outside (docs/design.md §3.10). The same people are in the
// tables of regions of four quarters. Where nearly everyone in a region belongs to one group, and nearly everyone in that
// group is from this region, the difference between the two is a few people. So a group is shown only if no sums of
// regions come that close to it, whatever else readers know.

/** The people of a region in a quarter. */
export interface Place {
  /** How many people of each group rated each item whose ratings a mean of 1.00 or 5.00 does not reveal. */
  unknown: readonly (readonly number[])[];
  /** Whether readers saw only one version of these people. Otherwise they may know any part of them. */
  isWhole: boolean;
}

/** A fiscal year by customer group. */
export interface GroupYear {
  /** One row for each group. The last one is those who gave none. */
  groups: readonly Scores[];
  /** The sum of the four quarters, which readers know. */
  total: Scores;
  /** Every region of every quarter. */
  places: readonly Place[];
}

/**
 * The figures of a year by customer group as shown outside the department; undefined if no group can be shown. Never with
 * distributions, because each of them would be another table to subtract from.
 */
export function groupYearOutside({ groups, total, places }: GroupYear): Outside<OutsideGroup> | undefined {
  const same = groups.flatMap((scores, row) => cellsOfOneRating(scores, total, row));
  const others = otherTables(groups, places);
  const small = new Set([...others.small, ...same]);
  const withheld = withheldCells({ regions: groups, total }, small, { ...others, small });
  const isShown = (row: number) => !isWithheld(withheld, row, averageColumn);
  const isTotalShown = [...items.keys(), averageColumn].every((column) => !isWithheld(withheld, groups.length, column));
  // If a part of the total had to be withheld, nothing else can be shown: readers know it from the quarters.
  if (!isTotalShown || !groups.some(({ responses }, row) => responses > 0 && isShown(row))) return undefined;
  return outsideFigures({ regions: groups, total }, { withheld, hasSpread: false });
}

/** Where everyone in the group gave one rating: shown, it would reveal parts of the regions' figures. */
function cellsOfOneRating(scores: Scores, total: Scores, row: number): string[] {
  const isOne = ({ sum, n }: { sum: number; n: number }) => n > 0 && (sum === n || sum === 5 * n);
  const columns = [...items.keys()].filter(
    (column) => isOne(scores.items[items[column]!]) && !isOne(total.items[items[column]!]),
  );
  const isWholeRow = isOne(scores) && !isOne(total);
  return (isWholeRow ? [...items.keys(), averageColumn] : columns).map((column) => `${row}/${column}`);
}

/** What readers can know about the groups' figures from the regions' figures. */
function otherTables(groups: readonly Scores[], places: readonly Place[]): OtherTables {
  const small = new Set<string>();
  const known = new Set<string>();
  const whole = places.filter(({ isWhole }) => isWhole);
  for (const column of items.keys()) {
    const isUnknown = (row: number) => places.some(({ unknown }) => unknown[row]![column]! > 0);
    const rows = [...groups.keys()].filter((row) => groups[row]!.items[items[column]!].n > 0);
    for (const row of rows) if (!isUnknown(row)) known.add(`${row}/${column}`);
    const counts = whole.map(({ unknown }) => unknown.map((ofGroup) => ofGroup[column]!));
    const mixed = largestMix(rows.filter(isUnknown), counts, (row) => groups[row]!.items[items[column]!].n);
    for (const row of rows) if (isUnknown(row) && !mixed.has(row)) small.add(`${row}/${column}`);
  }
  return { small, known, peopleBehind: (cells) => peopleBehind(cells, whole) };
}

/** The fewest people left of these cells after subtracting regions: of each region, its smaller side. */
function peopleBehind(cells: readonly Cell[], whole: readonly Place[]): number {
  const columns = [...Map.groupBy(cells, ({ column }) => column)].map(
    ([column, of]) => [column, new Set(of.map(({ row }) => row))] as const,
  );
  return whole.reduce((people, { unknown }) => {
    const sides = columns.map(([column, rows]) => {
      const sum = (isHere: boolean) =>
        unknown.reduce((all, ofGroup, row) => (rows.has(row) === isHere ? all + ofGroup[column]! : all), 0);
      return Math.min(sum(true), sum(false));
    });
    return people + Math.max(0, ...sides);
  }, 0);
}

/**
 * The largest set of groups that cannot be told apart without at least 11 people being left over: to split any two of
 * them, readers would have to split regions in which that many people are on the smaller side.
 * @param counts of each region, the number of people by group.
 */
function largestMix(
  rows: readonly number[],
  counts: readonly (readonly number[])[],
  sizeOf: (row: number) => number,
): ReadonlySet<number> {
  const sets: number[][] = [];
  for (const row of rows) {
    // Being mixed carries over: whatever splits the first from the third splits the second from one of them.
    const own = sets.find(([first]) => areMixed(first!, row, counts));
    if (own === undefined) sets.push([row]);
    else own.push(row);
  }
  const size = (set: readonly number[]) => set.reduce((sum, row) => sum + sizeOf(row), 0);
  return new Set(sets.toSorted((one, other) => size(other) - size(one))[0]);
}

/** Whether 11 can flow from one group through regions to the other, and so every way to split them cuts through 11 people. */
function areMixed(from: number, to: number, counts: readonly (readonly number[])[]): boolean {
  /** How much flows from a group into a region; less than 0 if it flows out. */
  const flow = counts.map((ofRegion) => ofRegion.map(() => 0));
  let left = lowVolume;
  while (left > 0) {
    const path = pathBetween(from, to, counts, flow);
    if (path === undefined) return false;
    const amount = Math.min(left, ...path.map(({ room }) => room));
    for (const { region, group, sign } of path) flow[region]![group]! += sign * amount;
    left -= amount;
  }
  return true;
}

interface Step {
  region: number;
  group: number;
  /** 1 from the group into the region, -1 out of it. */
  sign: 1 | -1;
  /** How much more can flow. */
  room: number;
}

/** The shortest way from one group to the other on which more can flow. */
function pathBetween(
  from: number,
  to: number,
  counts: readonly (readonly number[])[],
  flow: readonly (readonly number[])[],
): Step[] | undefined {
  const groups: { group: number; path: Step[] }[] = [{ group: from, path: [] }];
  const [seenGroups, seenRegions] = [new Set([from]), new Set<number>()];
  for (const { group, path } of groups) {
    for (const [region, ofRegion] of counts.entries()) {
      const into = ofRegion[group]! - flow[region]![group]!;
      if (into <= 0 || seenRegions.has(region)) continue;
      seenRegions.add(region);
      for (const [next, count] of ofRegion.entries()) {
        const out = count + flow[region]![next]!;
        if (out <= 0 || seenGroups.has(next)) continue;
        seenGroups.add(next);
        const steps: Step[] = [
          { region, group, sign: 1, room: into },
          { region, group: next, sign: -1, room: out },
        ];
        const whole = [...path, ...steps];
        if (next === to) return whole;
        groups.push({ group: next, path: whole });
      }
    }
  }
  return undefined;
}
