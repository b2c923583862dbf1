import { lowVolume, type ItemScores } from './scores.ts';

// How much of an item's distribution may leave the department (docs/design.md §3.10): none with fewer than 30 ratings, and
// top-two-box only if neither side of it is 1 to 10.

/** The smallest number of ratings whose distribution is shown. */
const minRatings = 30;

/** Which parts of one item are shown. A hidden part could be worked out by subtracting the others from the total. */
export interface ShownSpread {
  topTwo: ReadonlySet<number>;
  distribution: ReadonlySet<number>;
}

type Part = Pick<ItemScores, 'n' | 'topTwo'>;

/**
 * @param regions one item for each region; `whole` is the same item for the department.
 * @param isShown whether the figures at that index are shown at all. The department comes after the last region.
 */
export function shownSpread(regions: readonly Part[], whole: Part, isShown: (index: number) => boolean): ShownSpread {
  const parts = [...regions, whole];
  const shownWhere = (mayShow: (part: Part) => boolean, isCandidate: (index: number) => boolean) => {
    const shown = new Set([...parts.keys()].filter((index) => isCandidate(index) && mayShow(parts[index]!)));
    if (!shown.has(regions.length)) return shown;
    const largestFirst = [...shown].filter((index) => index !== regions.length);
    largestFirst.sort((a, b) => parts[b]!.n - parts[a]!.n);
    while (!mayShow(rest(parts, shown))) shown.delete(largestFirst.pop()!);
    return shown;
  };
  const topTwo = shownWhere(mayShowTopTwo, isShown);
  return { topTwo, distribution: shownWhere(mayShowDistribution, (index) => topTwo.has(index)) };
}

/** What a reader can work out: the department, which is the last part, minus the regions that are shown. */
function rest(parts: readonly Part[], shown: ReadonlySet<number>): Part {
  const whole = parts.at(-1)!;
  return parts
    .slice(0, -1)
    .reduce(
      (left, { n, topTwo }, index) => (shown.has(index) ? { n: left.n - n, topTwo: left.topTwo - topTwo } : left),
      whole,
    );
}

function mayShowTopTwo({ n, topTwo }: Part): boolean {
  return [topTwo, n - topTwo].every((people) => people === 0 || people >= lowVolume);
}

function mayShowDistribution(part: Part): boolean {
  return part.n === 0 || (part.n >= minRatings && mayShowTopTwo(part));
}
