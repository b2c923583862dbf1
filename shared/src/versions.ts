import { items } from './items.ts';
import { cellsByOwnRows, withSameRegions } from './same-regions.ts';
import { lowVolume, type Scores } from './scores.ts';
import { mergeCells, noTallies, type Tallies } from './tallies.ts';
import { averageColumn, isSafe, isWithheld, smallCells, withheldCells, type WithheldCells } from './withheld-cells.ts';

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
  /** Indexes of earlier shown versions that this one replaces because the target is now met or missed. */
  replaced: number[];
  /** Indexes of later versions. Only a notice that they exist, and their date, is shown. */
  noticed: number[];
}

interface Seen {
  version: Version;
  withheld: WithheldCells;
}

/** Picks the latest version that, together with all versions shown before it, reveals no small group. */
export function shownVersion(versions: readonly [Version, ...Version[]]): ShownVersion {
  const same = withSameRegions(versions);
  const shown = shownOf(same as [Version, ...Version[]]);
  return { ...shown, withheld: cellsByOwnRows(shown.withheld, same[shown.index]!, versions[shown.index]!) };
}

/** @param versions with the same regions. */
function shownOf([first, ...later]: readonly [Version, ...Version[]]): ShownVersion {
  const seen: Seen[] = [{ version: first, withheld: withheldCells(first) }];
  let shown: ShownVersion = { index: 0, withheld: seen[0]!.withheld, replaced: [], noticed: [] };
  for (const [laterIndex, version] of later.entries()) {
    const index = laterIndex + 1;
    // What was withheld stays withheld: a figure shown now would reveal its earlier value.
    const last = seen.at(-1)!;
    const withheld = withheldCells(version, isNothingShown(last) ? undefined : last.withheld);
    const next = { version, withheld };
    const mayFollow = seen.every((one) => mayFollowOne(one, next)) && areSafeTogether([...seen, next]);
    if (!mayFollow && !changesStatus(last, next)) {
      shown.noticed.push(index);
      continue;
    }
    const replaced = mayFollow ? shown.replaced : [...shown.replaced, shown.index];
    shown = { index, withheld, replaced, noticed: [] };
    seen.push(next);
  }
  return shown;
}

/** In every item, each region must be unchanged or differ by at least 11 people. It must also withhold the same figures. */
function mayFollowOne(before: Seen, after: Seen): boolean {
  if (isNothingShown(before)) return true;
  const cellsOf = ({ withheld }: Seen) => [...withheld].toSorted().join();
  if (cellsOf(before) !== cellsOf(after)) return false;
  if (!isNoneOrMany(Math.abs(before.version.excluded - after.version.excluded))) return false;
  return before.version.regions.every(({ region }) => {
    const [old, now] = [before, after].map(({ version }) => version.tallies.get(region) ?? noTallies);
    return changesBetween(old!, now!).every(isNoneOrMany);
  });
}

/** A cell that is small in one version must stay hidden in all: the differences would reveal it there too. */
function areSafeTogether(all: readonly Seen[]): boolean {
  const shown = all.filter((one) => !isNothingShown(one));
  const small = new Set(shown.flatMap(({ version }) => [...smallCells(version)]));
  return shown.every(({ version, withheld }) => isSafe(version, withheld, small));
}

function isNoneOrMany(people: number): boolean {
  return people === 0 || people >= lowVolume;
}

/** Whether that version showed nothing except that it is small. */
function isNothingShown({ version, withheld }: Seen): boolean {
  return isWithheld(withheld, version.regions.length, averageColumn);
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

/**
 * Whether a group that both versions show went from met to missed, or the other way around. A region that only one of
 * them has did neither.
 */
function changesStatus(before: Seen, after: Seen): boolean {
  const rows = ({ version }: Seen) => [...version.regions, version.total];
  return rows(before).some(({ status }, row) => {
    const isShown = [before, after].every(({ withheld }) => !isWithheld(withheld, row, averageColumn));
    const now = rows(after)[row]!.status;
    return isShown && status !== 'none' && now !== 'none' && now !== status;
  });
}
