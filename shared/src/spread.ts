import { lowVolume, type ItemScores } from './scores.ts';

// How an item's ratings are spread, as far as it leaves the department (docs/design.md §3.10): no distribution of fewer than 30
// ratings, and top-two-box only where neither side of it is 1 to 10.

/** The fewest ratings whose distribution is shown. */
const fewest = 30;

/** Of these parts of one item, what is shown; what is not shown of some follows from the whole less the others. */
export interface ShownSpread {
  topTwo: ReadonlySet<number>;
  distribution: ReadonlySet<number>;
}

type Part = Pick<ItemScores, 'n' | 'topTwo'>;

/**
 * @param regions an item of each region, and `whole` of all together.
 * @param isShown whether the figures of that place are shown at all; the whole comes after the last region.
 */
export function shownSpread(regions: readonly Part[], whole: Part, isShown: (place: number) => boolean): ShownSpread {
  const parts = [...regions, whole];
  const shownWhere = (mayShow: (part: Part) => boolean, isCandidate: (place: number) => boolean) => {
    const shown = new Set([...parts.keys()].filter((place) => isCandidate(place) && mayShow(parts[place]!)));
    if (!shown.has(regions.length)) return shown;
    const largestFirst = [...shown].filter((place) => place !== regions.length);
    largestFirst.sort((a, b) => parts[b]!.n - parts[a]!.n);
    while (!mayShow(rest(parts, shown))) shown.delete(largestFirst.pop()!);
    return shown;
  };
  const topTwo = shownWhere(mayShowTopTwo, isShown);
  return { topTwo, distribution: shownWhere(mayShowDistribution, (place) => topTwo.has(place)) };
}

/** What follows by subtraction: the whole, which is the last part, less the regions that are shown. */
function rest(parts: readonly Part[], shown: ReadonlySet<number>): Part {
  const whole = parts.at(-1)!;
  return parts
    .slice(0, -1)
    .reduce(
      (left, { n, topTwo }, place) => (shown.has(place) ? { n: left.n - n, topTwo: left.topTwo - topTwo } : left),
      whole,
    );
}

function mayShowTopTwo({ n, topTwo }: Part): boolean {
  return [topTwo, n - topTwo].every((people) => people === 0 || people >= lowVolume);
}

function mayShowDistribution(part: Part): boolean {
  return part.n === 0 || (part.n >= fewest && mayShowTopTwo(part));
}
