import { items } from './items.ts';
import { cellsByOwnRows, withSameRegions } from './same-regions.ts';
import type { Scores } from './scores.ts';
import type { Tallies } from './tallies.ts';
import {
  areSafeTogether,
  flippedRows,
  hasSameCells,
  isExcludedSameOrFar,
  isNothingShown,
  isSameOrFar,
  onlyAdds,
  type Seen,
} from './versions-seen.ts';
import { averageColumn, isWithheld, withheldCells, type WithheldCells } from './withheld-cells.ts';

// A closed quarter can be restated. The difference between two versions is a group of people too, and a reader who kept
// the older version can subtract one from the other (docs/design.md §3.10).

/** A version of a closed quarter. */
export interface Version {
  regions: readonly (Scores & { region: string })[];
  total: Scores;
  /** By the region's slug. */
  tallies: ReadonlyMap<string, Tallies>;
  /** How many responses are excluded. They count in none of these figures. */
  excluded: number;
}

/** What is shown of the versions outside the department. */
export interface ShownVersion {
  /** The index of the version that is shown. */
  index: number;
  withheld: WithheldCells;
  /** The total's status, if its figures are withheld because they would reveal a change of few people. */
  totalStatus: 'met' | 'below' | undefined;
  /** Indexes of earlier shown versions that this one replaces because the target is now met or missed. */
  replaced: number[];
  /** Indexes of later versions. Only a notice that they exist, and their date, is shown. */
  noticed: number[];
}

/**
 * Picks the latest version that, together with all versions shown before it, reveals no small group.
 * @param counted the index of the version that a year by customer group was counted in, if there is one: if a later version
 * took people out, readers could subtract them from their groups.
 */
export function shownVersion(versions: readonly [Version, ...Version[]], counted?: number): ShownVersion {
  const same = withSameRegions(versions);
  const shown = shownOf(same as [Version, ...Version[]], counted);
  return { ...shown, withheld: cellsByOwnRows(shown.withheld, same[shown.index]!, versions[shown.index]!) };
}

/** @param versions with the same regions. */
function shownOf(versions: readonly [Version, ...Version[]], counted?: number): ShownVersion {
  const [first, ...later] = versions;
  const seen: Seen[] = [asSeen(first, undefined)];
  let shown: ShownVersion = {
    index: 0,
    withheld: seen[0]!.withheld,
    totalStatus: undefined,
    replaced: [],
    noticed: [],
  };
  for (const [laterIndex, version] of later.entries()) {
    const index = laterIndex + 1;
    const next = asSeen(version, seen.at(-1));
    const inGroups = counted !== undefined && counted < index ? versions[counted] : undefined;
    const isKept = (row: number) => inGroups === undefined || onlyAdds(inGroups, version, row);
    if (version.regions.every((_, row) => isKept(row)) && mayFollow(seen, next)) {
      const { replaced } = shown;
      shown = { index, withheld: next.withheld, totalStatus: undefined, replaced, noticed: [] };
      seen.push(next);
      continue;
    }
    const flipped = flippedRows(seen.at(-1)!, next);
    if (flipped.size === 0) {
      shown.noticed.push(index);
      continue;
    }
    const narrowed = narrow(seen, { ...next, statuses: seen.at(-1)!.statuses }, flipped, isKept);
    const { status } = version.total;
    const totalRow = version.regions.length;
    const isTotalShown = !isWithheld(narrowed.withheld, totalRow, averageColumn);
    const totalStatus = isTotalShown || status === 'none' ? undefined : status;
    shown = {
      index,
      withheld: narrowed.withheld,
      totalStatus,
      replaced: [...shown.replaced, shown.index],
      noticed: [],
    };
    const statuses = narrowed.statuses.with(totalRow, totalStatus ?? narrowed.statuses[totalRow]);
    seen.push({ ...narrowed, statuses });
  }
  return shown;
}

/** What was withheld for a small group stays withheld: a figure shown now would reveal its earlier value. */
function asSeen(version: Version, last: Seen | undefined): Seen {
  const small = withheldCells(version, last === undefined || isNothingShown(last) ? undefined : last.small);
  return withStatuses({ version, small, withheld: small, statuses: last?.statuses ?? [] });
}

/** In every item, each region must be unchanged or differ by at least 11 people. It must also withhold the same figures. */
function mayFollow(all: readonly Seen[], next: Seen): boolean {
  const seen = all.filter((one) => !isNothingShown(one));
  return (
    seen.every((one) => hasSameCells(one, next)) &&
    isExcludedSameOrFar(seen, next) &&
    next.version.regions.every((_, row) => isSameOrFar(seen, next, row)) &&
    areSafeTogether([...seen, ...(isNothingShown(next) ? [] : [next])])
  );
}

/**
 * Withholds whatever reveals a change of 1 to 10 people in a region whose status did not change: that region and, as the
 * others could be subtracted from it, the total. Without a total, the rows reveal nothing about each other.
 */
function narrow(
  all: readonly Seen[],
  next: Seen,
  flipped: ReadonlySet<number>,
  isKept: (row: number) => boolean,
): Seen {
  const seen = all.filter((one) => !isNothingShown(one));
  const { regions } = next.version;
  const isSafe = areSafeTogether([...seen, next]);
  const mayShow = (row: number) =>
    isSafe && isKept(row) && isSameOrFar(seen, next, row) && seen.every((one) => hasSameCells(one, next, row));
  const hidden = [...regions.keys()].filter((row) => !flipped.has(row) && !mayShow(row));
  const isTotalShown =
    [...regions.keys()].every(isKept) &&
    hidden.length === 0 &&
    isSafe &&
    isExcludedSameOrFar(seen, next) &&
    seen.every((one) => hasSameCells(one, next));
  const more = isTotalShown ? hidden : [...hidden, regions.length];
  return withStatuses({ ...next, withheld: new Set([...next.small, ...more.flatMap(cellsOfRow)]) });
}

function cellsOfRow(row: number): string[] {
  return [...items.keys(), averageColumn].map((column) => `${row}/${column}`);
}

/** The status of a withheld row stays as readers last saw it. */
function withStatuses(seen: Seen): Seen {
  const { version, withheld, statuses } = seen;
  const now = [...version.regions, version.total].map(({ status }, row) =>
    isWithheld(withheld, row, averageColumn) ? statuses[row] : status,
  );
  return { ...seen, statuses: now };
}
