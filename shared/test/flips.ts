import type { Kept } from './attack.ts';

/** The regions that were shown because they went from met to missed, or back, since they were shown last. */
export function flippedRegions(kept: readonly (Kept & { isException: boolean })[]): Set<number> {
  const flipped = new Set<number>();
  const known = new Map<number, string>();
  for (const { shown, isException } of kept) {
    for (const [region, { status }] of shown.regions.entries()) {
      if (status === 'suppressed') continue;
      const isFlip = [known.get(region), status].toSorted().join() === 'below,met';
      if (isException && isFlip) flipped.add(region);
      known.set(region, status);
    }
  }
  return flipped;
}
