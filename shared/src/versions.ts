import { items } from './items.ts';
import { lowVolume, type Scores } from './scores.ts';
import { mergeCells, noTallies, type Tallies } from './tallies.ts';
import { averageColumn, isSafe, isWithheld, smallCells, withheldCells, type WithheldCells } from './withheld-cells.ts';

// A closed quarter can be restated. What differs between two versions is a group of people as well, and whoever kept the
// older one can subtract (docs/design.md §3.10).

/** A version of a closed quarter. */
export interface Version {
  regions: readonly (Scores & { region: string })[];
  total: Scores;
  /** Of each region, by its slug. */
  tallies: ReadonlyMap<string, Tallies>;
  /** How many responses are excluded, and count in none of these. */
  excluded: number;
}

/** What becomes of the versions outside the department. */
export interface ShownVersion {
  /** The place of the one that is shown. */
  place: number;
  withheld: WithheldCells;
  /** The places of those before it that were shown, and are replaced by it because the target is met or missed now. */
  replaced: number[];
  /** The places of those after it, of which it is said that they exist, and when they were made. */
  noticed: number[];
}

interface Seen {
  version: Version;
  withheld: WithheldCells;
}

/** Which version is shown: the latest from which, beside all shown before it, no small group follows. */
export function shownVersion(versions: readonly [Version, ...Version[]]): ShownVersion {
  const [first, ...later] = versions;
  const seen: Seen[] = [{ version: first, withheld: withheldCells(first) }];
  let shown: ShownVersion = { place: 0, withheld: seen[0]!.withheld, replaced: [], noticed: [] };
  for (const [index, version] of later.entries()) {
    const place = index + 1;
    // What was withheld stays so: a figure that is shown now would tell what it was before.
    const last = seen.at(-1)!;
    const withheld = withheldCells(version, isNothingShown(last) ? undefined : last.withheld);
    const next = { version, withheld };
    const mayFollow = seen.every((one) => mayFollowOne(one, next)) && areSafeTogether([...seen, next]);
    if (!mayFollow && !changesStatus(last, next)) {
      shown.noticed.push(place);
      continue;
    }
    const replaced = mayFollow ? shown.replaced : [...shown.replaced, shown.place];
    shown = { place, withheld, replaced, noticed: [] };
    seen.push(next);
  }
  return shown;
}

/** Each region has to differ by nothing or by at least 11 people, in every item, and the same figures be withheld. */
function mayFollowOne(before: Seen, after: Seen): boolean {
  if (isNothingShown(before)) return true;
  const slugsOf = ({ version }: Seen) => version.regions.map(({ region }) => region).join();
  if (slugsOf(before) !== slugsOf(after)) return false;
  const cellsOf = ({ withheld }: Seen) => [...withheld].toSorted().join();
  if (cellsOf(before) !== cellsOf(after)) return false;
  if (!isNoneOrMany(Math.abs(before.version.excluded - after.version.excluded))) return false;
  return before.version.regions.every(({ region }) => {
    const [old, now] = [before, after].map(({ version }) => version.tallies.get(region) ?? noTallies);
    return changesBetween(old!, now!).every(isNoneOrMany);
  });
}

/** What is small in one of them must not follow in any: with what is different it would follow in that one, too. */
function areSafeTogether(all: readonly Seen[]): boolean {
  const shown = all.filter((one) => !isNothingShown(one));
  const small = new Set(shown.flatMap(({ version }) => [...smallCells(version)]));
  return shown.every(({ version, withheld }) => isSafe(version, withheld, small));
}

function isNoneOrMany(people: number): boolean {
  return people === 0 || people >= lowVolume;
}

/** Of that version nothing was seen but that it is small. */
function isNothingShown({ version, withheld }: Seen): boolean {
  return isWithheld(withheld, version.regions.length, averageColumn);
}

/** How many people were added or taken away, as far as anybody could tell: of the region as a whole, and by item. */
function changesBetween(before: Tallies, after: Tallies): number[] {
  const taken = before.responses.map((cell) => ({ ...cell, responses: -cell.responses }));
  const all = mergeCells([...taken, ...after.responses]).reduce((sum, { responses }) => sum + Math.abs(responses), 0);
  const byItem = items.map((item) =>
    before.ratings[item].reduce((sum, n, place) => sum + Math.abs(after.ratings[item][place]! - n), 0),
  );
  return [all, ...byItem];
}

/** Whether the target is met where it was missed, or the other way round, in a group that both versions show. */
function changesStatus(before: Seen, after: Seen): boolean {
  const rows = ({ version }: Seen) => [...version.regions, version.total];
  return rows(before).some(({ status }, row) => {
    const isShown = [before, after].every(({ withheld }) => !isWithheld(withheld, row, averageColumn));
    return isShown && rows(after)[row]?.status !== status;
  });
}
