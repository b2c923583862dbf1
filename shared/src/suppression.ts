import { lowVolume, type Scores } from './scores.ts';

/**
 * The indexes of the regions that are withheld completely: each one with 1 to 10 responses, and then the smallest others
 * until at least two are withheld and they have at least 11 responses together. Anyone can subtract the shown regions
 * from the total and get the sum of the withheld ones (docs/design.md §3.10). A region without responses may be shown.
 */
export function withheldRegions(regions: readonly Scores[], total: Scores): ReadonlySet<number> {
  const isTotalSmall = isSmall(total);
  const sizes = regions.map(({ responses }) => responses);
  const small = (index: number) => (isTotalSmall ? sizes[index]! > 0 : isSmall(regions[index]!));
  const hidden = new Set([...sizes.keys()].filter(small));
  if (hidden.size === 0 || isTotalSmall) return hidden;
  const others = [...sizes.keys()].filter((index) => sizes[index]! >= lowVolume);
  for (const index of others.toSorted((a, b) => sizes[a]! - sizes[b]!)) {
    const hiddenSizes = [...hidden].map((index) => sizes[index]!);
    const isEnough = hidden.size > 1 && hiddenSizes.reduce((sum, size) => sum + size, 0) >= lowVolume;
    // Withhold regions of equal size together: choosing one would be a clue to a reader who knows this rule.
    if (isEnough && sizes[index]! > Math.max(...hiddenSizes)) break;
    hidden.add(index);
  }
  return hidden;
}

function isSmall({ responses }: Scores): boolean {
  return responses > 0 && responses < lowVolume;
}
