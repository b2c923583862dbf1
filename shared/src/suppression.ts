import { eachItem, items, type Item } from './items.ts';
import { lowVolume, type Scores } from './scores.ts';
import { mergeCells, noTallies, type Tallies } from './tallies.ts';

// What leaves the department (design §3.10): no figure of fewer than 11 responses, nor anything from which one could be
// worked out.

/** The figures of a group that is too small to be shown, or that would give a small one away. */
export interface WithheldScores {
  responses: null;
  sum: null;
  n: null;
  average: null;
  status: 'suppressed';
  interval: null;
  items: Record<Item, { sum: null; n: null; mean: null; distribution: null; topTwo: null }>;
}

/** Figures as somebody outside the department sees them. */
export type PublishedScores = Scores | WithheldScores;

const withheld: WithheldScores = {
  ...{ responses: null, sum: null, n: null, average: null, status: 'suppressed', interval: null },
  items: eachItem(() => ({ sum: null, n: null, mean: null, distribution: null, topTwo: null })),
};

/** A department's quarter, or a part of it that has the same shape. */
interface Group<Region extends Scores> {
  regions: readonly Region[];
  total: Scores;
}

/**
 * Withholds each region of 1 to 10 responses, and then the smallest others until those withheld are at least two and
 * hold at least 11 responses together, since the total less what is shown is their sum. Where the total itself is that
 * small, everything is withheld. A region that nobody answered for may be shown.
 */
export function withhold<Region extends Scores>({
  regions,
  total,
}: Group<Region>): {
  regions: (Region | (Omit<Region, keyof Scores> & WithheldScores))[];
  total: PublishedScores;
} {
  const isTotalSmall = isSmall(total);
  const hidden = new Set(regions.filter((region) => (isTotalSmall ? region.responses > 0 : isSmall(region))));
  if (hidden.size > 0 && !isTotalSmall) {
    const others = regions
      .filter((region) => region.responses >= lowVolume)
      .toSorted((a, b) => a.responses - b.responses);
    for (const region of others) {
      const isEnough = hidden.size > 1 && sizeOf(hidden) >= lowVolume;
      // Of equals all or none: which of them was taken would tell whoever knows this rule.
      if (isEnough && region.responses > largestOf(hidden)) break;
      hidden.add(region);
    }
  }
  return {
    regions: regions.map((region) => (hidden.has(region) ? { ...region, ...withheld } : region)),
    total: isTotalSmall ? withheld : total,
  };
}

/** A version of a closed quarter. */
export interface Version extends Group<Scores & { region: string }> {
  /** Of each region, by its slug. */
  tallies: ReadonlyMap<string, Tallies>;
}

/**
 * Whether whoever saw the one version may see the other too. What is different between them is a group as well: each
 * region has to differ by nothing or by at least 11 responses, and the same regions have to be withheld, since what one
 * version shows of a region would tell what the other withholds.
 */
export function mayFollow(before: Version, after: Version): boolean {
  const [shownBefore, shownAfter] = [withhold(before), withhold(after)];
  // Of that version nothing was seen but that it is small.
  if (shownBefore.total.status === 'suppressed') return true;
  const withheldIn = ({ regions }: typeof shownBefore) =>
    regions.flatMap(({ region, status }) => (status === 'suppressed' ? [region] : [])).join();
  if (withheldIn(shownBefore) !== withheldIn(shownAfter)) return false;
  const slugs = new Set([...before.tallies.keys(), ...after.tallies.keys()]);
  return [...slugs].every((slug) => {
    const changed = difference(before.tallies.get(slug) ?? noTallies, after.tallies.get(slug) ?? noTallies);
    return changed === 0 || changed >= lowVolume;
  });
}

/** At least how many responses were added or taken away, as far as anybody could tell from the figures. */
function difference(before: Tallies, after: Tallies): number {
  const taken = before.responses.map((cell) => ({ ...cell, responses: -cell.responses }));
  const cells = mergeCells([...taken, ...after.responses]).reduce((sum, { responses }) => sum + Math.abs(responses), 0);
  const byItem = items.map((item) =>
    before.ratings[item].reduce((sum, n, place) => sum + Math.abs(after.ratings[item][place]! - n), 0),
  );
  return Math.max(cells, ...byItem);
}

function isSmall({ responses }: Scores): boolean {
  return responses > 0 && responses < lowVolume;
}

function sizeOf(regions: Iterable<Scores>): number {
  return [...regions].reduce((sum, { responses }) => sum + responses, 0);
}

function largestOf(regions: Iterable<Scores>): number {
  return Math.max(...[...regions].map(({ responses }) => responses));
}
