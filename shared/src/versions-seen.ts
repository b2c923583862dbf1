import { items } from './items.ts';
import { lowVolume, type Status } from './scores.ts';
import { revealsFew } from './linked-versions.ts';
import { mergeCells, noTallies, type Tallies } from './tallies.ts';
import type { Version } from './versions.ts';
import {
  averageColumn,
  cellsThatFollow,
  isSafe,
  isWithheld,
  smallCells,
  type WithheldCells,
} from './withheld-cells.ts';

// What readers can compare a new version of a quarter with (docs/design.md §3.10).

/** A version that was shown. All have the same regions. */
export interface Seen {
  version: Version;
  /** The cells that are withheld because few people are behind them. */
  small: WithheldCells;
  /** All cells that are withheld, also those that a change of few people would reveal. */
  withheld: WithheldCells;
  /** The status of each row as readers know it, from this version or an earlier one. The total comes last. */
  statuses: readonly (Status | undefined)[];
}

/** Whether that version showed nothing except that it is small. */
export function isNothingShown({ version, small }: Seen): boolean {
  return isWithheld(small, version.regions.length, averageColumn);
}

/** The cells that are withheld because few people are behind them: the same in both, in the whole table or in one row. */
export function hasSameCells(one: Seen, other: Seen, row?: number): boolean {
  const cellsOf = ({ small }: Seen) =>
    [...small].filter((cell) => row === undefined || cell.startsWith(`${row}/`)).toSorted();
  return cellsOf(one).join() === cellsOf(other).join();
}

/**
 * Whether a region has not changed since one of these versions, or differs from each of them by at least 11 people in
 * every item. Versions that showed nothing about it do not count.
 */
export function isSameOrFar(seen: readonly Seen[], { version }: Seen, row: number): boolean {
  const { region } = version.regions[row]!;
  const talliesOf = (of: Version) => of.tallies.get(region) ?? noTallies;
  const changes = seen
    .filter((one) => !isUnknown(one, row))
    .map((one) => changesBetween(talliesOf(one.version), talliesOf(version)));
  return changes.some((all) => all.every((people) => people === 0)) || changes.every((all) => all.every(isNoneOrMany));
}

/** Whether a region's ratings and respondents are all there in the later version too, as far as a reader can tell. */
export function onlyAdds(before: Version, after: Version, row: number): boolean {
  const { region } = after.regions[row]!;
  const [old, now] = [before, after].map(({ tallies }) => tallies.get(region) ?? noTallies);
  const taken = old!.responses.map((cell) => ({ ...cell, responses: -cell.responses }));
  return (
    mergeCells([...taken, ...now!.responses]).every(({ responses }) => responses >= 0) &&
    items.every((item) => old!.ratings[item].every((n, index) => now!.ratings[item][index]! >= n))
  );
}

/** Like {@link isSameOrFar}, for the number of excluded responses, which is shown with the total. */
export function isExcludedSameOrFar(seen: readonly Seen[], { version }: Seen): boolean {
  const changes = seen
    .filter((one) => !isTotalWithheld(one))
    .map((one) => Math.abs(one.version.excluded - version.excluded));
  return changes.includes(0) || changes.every(isNoneOrMany);
}

/**
 * A cell that is small in one version must stay hidden in all: the differences would reveal it there too. And a cell that
 * a mean of 1.00 or 5.00 reveals in one version hides nothing in the versions in which it is the same.
 */
export function areSafeTogether(all: readonly Seen[]): boolean {
  const small = new Set(all.flatMap(({ version }) => [...smallCells(version)]));
  const known = all.map(() => new Set<string>());
  const accepted = all.map(() => new Set<string>());
  /** Adds a cell to all versions in which it is the same. Returns whether that was new. */
  const spread = (sets: Set<string>[], from: number, cell: string) =>
    [...all.keys()].filter((at) => {
      if (sets[at]!.has(cell) || !isSameCell(all[from]!.version, all[at]!.version, cell)) return false;
      sets[at]!.add(cell);
      return true;
    }).length > 0;
  for (let isNew = true; isNew;) {
    isNew = false;
    for (const [at, one] of all.entries()) {
      const follows = cellsThatFollow(one.version, one.small, known[at]!);
      for (const cell of follows.accepted) spread(accepted, at, cell);
      for (const cell of [...follows.accepted, ...follows.workedOut]) isNew = spread(known, at, cell) || isNew;
    }
  }
  if (all.length > 1 && revealsFew(all, accepted)) return false;
  return all.every(({ version, small: withheld }, at) => {
    const isRevealed = [...known[at]!].some((cell) => small.has(cell) && !accepted[at]!.has(cell));
    return !isRevealed && isSafe(version, withheld, { small, known: known[at]! });
  });
}

/** Whether a region's item has the same ratings in both. @param cell `row/column`. */
function isSameCell(one: Version, other: Version, cell: string): boolean {
  const [row, column] = cell.split('/').map(Number);
  const [before, after] = [one, other].map(
    ({ regions, tallies }) => (tallies.get(regions[row!]!.region) ?? noTallies).ratings[items[column!]!],
  );
  return before!.every((n, index) => n === after![index]);
}

/** The rows that went from met to missed, or the other way around, as far as readers know. */
export function flippedRows({ statuses }: Seen, { version, small }: Seen): Set<number> {
  const isRated = (status: Status | undefined) => status === 'met' || status === 'below';
  return new Set(
    [...version.regions, version.total].flatMap(({ status }, row) => {
      const isFlipped = isRated(status) && isRated(statuses[row]) && status !== statuses[row];
      return isFlipped && !isWithheld(small, row, averageColumn) ? [row] : [];
    }),
  );
}

/** With the total shown, even a withheld region can be compared, together with the other withheld ones. */
function isUnknown(seen: Seen, row: number): boolean {
  return isTotalWithheld(seen) && isWithheld(seen.withheld, row, averageColumn);
}

function isTotalWithheld({ version, withheld }: Seen): boolean {
  return isWithheld(withheld, version.regions.length, averageColumn);
}

function isNoneOrMany(people: number): boolean {
  return people === 0 || people >= lowVolume;
}

/** How many people were added or removed, as far as a reader can tell: in the whole region, and by item. */
function changesBetween(before: Tallies, after: Tallies): number[] {
  const taken = before.responses.map((cell) => ({ ...cell, responses: -cell.responses }));
  const all = mergeCells([...taken, ...after.responses]).reduce((sum, { responses }) => sum + Math.abs(responses), 0);
  const byItem = items.map((item) =>
    before.ratings[item].reduce((sum, n, index) => sum + Math.abs(after.ratings[item][index]! - n), 0),
  );
  return [all, ...byItem];
}
