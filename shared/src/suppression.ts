import { lowVolume, type Scores } from './scores.ts';

/**
 * The regions of which nothing leaves the department, by their places: each of 1 to 10 responses, and then the smallest
 * others until those withheld are at least two and hold at least 11 responses together, since the total less what is shown
 * is their sum (docs/design.md §3.10). A region that nobody answered for may be shown.
 */
export function withheldRegions(regions: readonly Scores[], total: Scores): ReadonlySet<number> {
  const isTotalSmall = isSmall(total);
  const sizes = regions.map(({ responses }) => responses);
  const small = (place: number) => (isTotalSmall ? sizes[place]! > 0 : isSmall(regions[place]!));
  const hidden = new Set([...sizes.keys()].filter(small));
  if (hidden.size === 0 || isTotalSmall) return hidden;
  const others = [...sizes.keys()].filter((place) => sizes[place]! >= lowVolume);
  for (const place of others.toSorted((a, b) => sizes[a]! - sizes[b]!)) {
    const hiddenSizes = [...hidden].map((place) => sizes[place]!);
    const isEnough = hidden.size > 1 && hiddenSizes.reduce((sum, size) => sum + size, 0) >= lowVolume;
    // Of equals all or none: which of them was taken would tell whoever knows this rule.
    if (isEnough && sizes[place]! > Math.max(...hiddenSizes)) break;
    hidden.add(place);
  }
  return hidden;
}

function isSmall({ responses }: Scores): boolean {
  return responses > 0 && responses < lowVolume;
}
