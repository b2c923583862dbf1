import { lowVolume, type Scores } from './scores.ts';

/** Indexes of the regions that are withheld completely, by how many responded (see {@link withheldGroups}). */
export function withheldRegions(regions: readonly Scores[], total: Scores): ReadonlySet<number> {
  return withheldGroups(
    regions.map(({ responses }) => responses),
    total.responses,
  );
}

/**
 * The indexes of the groups that are withheld completely: each one with 1 to 10 members, and then the smallest others
 * until at least two are withheld, they have at least 11 members together, and their sum leaves open how many each has.
 * Anyone can subtract the shown groups from the total and get the sum of the withheld ones (docs/design.md §3.10). An empty
 * group may be shown.
 * @param sizes how many members each has. @param total of all groups.
 */
export function withheldGroups(sizes: readonly number[], total: number): ReadonlySet<number> {
  const isTotalSmall = isSmallGroup(total);
  const small = (index: number) => (isTotalSmall ? sizes[index]! > 0 : isSmallGroup(sizes[index]!));
  const hidden = new Set([...sizes.keys()].filter(small));
  if (hidden.size === 0 || isTotalSmall) return hidden;
  const others = [...sizes.keys()].filter((index) => sizes[index]! >= lowVolume);
  for (const index of others.toSorted((a, b) => sizes[a]! - sizes[b]!)) {
    const hiddenSizes = [...hidden].map((index) => sizes[index]!);
    const sum = hiddenSizes.reduce((sum, size) => sum + size, 0);
    const isEnough = hidden.size > 1 && sum >= lowVolume && !isForced(sum, hidden.size, sizes[index]!);
    // Withhold groups of equal size together: choosing one would be a clue to a reader who knows this rule.
    if (isEnough && sizes[index]! > Math.max(...hiddenSizes)) break;
    hidden.add(index);
  }
  return hidden;
}

/**
 * Whether a reader who knows this rule can work out every withheld group from their sum: each has one member, or each has 10,
 * since none of them can have 11 if a group of 11 is shown.
 * @param shown the size of the smallest group that would be shown.
 */
function isForced(sum: number, groups: number, shown: number): boolean {
  return sum === groups || (shown === lowVolume && sum === groups * (lowVolume - 1));
}

/** Whether a group has so few members that a figure about it could tell who they are. */
export function isSmallGroup(size: number): boolean {
  return size > 0 && size < lowVolume;
}
