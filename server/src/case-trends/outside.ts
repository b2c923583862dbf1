import { isSmallGroup, withheldGroups } from '@heart-survey/shared/suppression';
import type { CohortCase } from './cohorts.ts';
import { answersOf, figuresOf, isImproved, type Counts, type TrendFigures } from './figures.ts';

// What readers outside a department get of its cases (docs/design.md §3.10): nothing that stands on 1 to 10 cases, and
// nothing from which such a thing follows. The departments and the agency are worked out together, because anyone can
// subtract the departments that are shown from the agency.

/** The figures of a quarter as shown outside, in the order of the given cohorts. */
export interface OutsideTrends {
  departments: TrendFigures[];
  agency: TrendFigures;
}

/** A figure that divides cases into those that have something, those that have not, and perhaps others. */
type Sides = readonly number[];

const shares = {
  // How many promises there are follows from how many cases there are, so those that are neither count as well.
  promises: (cohort: readonly CohortCase[]) => [
    many(cohort, ({ promises }) => promises.broken > 0),
    many(cohort, ({ promises }) => promises.kept > 0),
    many(cohort, ({ promises }) => promises.running + promises.dropped > 0),
  ],
  answers: (cohort) => bothSides(cohort, ({ daysToAnswer }) => daysToAnswer !== null),
  secondStage: (cohort) => bothSides(cohort, ({ isSecondStage }) => isSecondStage),
  handedOver: (cohort) => bothSides(cohort, ({ handOvers }) => handOvers > 0),
  improved: (cohort) => bothSides(cohort, isImproved),
} satisfies Record<string, (cohort: readonly CohortCase[]) => Sides>;

type Share = keyof typeof shares;
const shareNames = Object.keys(shares) as Share[];
const tables = ['kinds', 'desks', 'channels', 'regions', 'outcomes'] as const;

const many = (cohort: readonly CohortCase[], has: (one: CohortCase) => boolean) => cohort.filter(has).length;
const bothSides = (cohort: readonly CohortCase[], has: (one: CohortCase) => boolean): Sides => {
  const yes = many(cohort, has);
  return [yes, cohort.length - yes];
};

/** The figures of these departments' cases, and of all of them together, without small groups. */
export function outsideFigures(cohorts: readonly (readonly CohortCase[])[]): OutsideTrends {
  const all = cohorts.flat();
  const withheld = withheldGroups(
    cohorts.map(({ length }) => length),
    all.length,
  );
  const decided = new Map(
    shareNames.map((name) => [name, withheldShares(cohorts.map(shares[name]), withheld)] as const),
  );
  const departments = cohorts.map((cohort, index) =>
    withheld.has(index)
      ? nothing
      : {
          ...figuresOf(cohort),
          ...tablesOutside(cohort),
          ...sharesOutside(cohort, (name) => decided.get(name)!.groups.has(index)),
        },
  );
  if (isSmallGroup(all.length)) return { departments, agency: nothing };
  const agency = {
    ...figuresOf(all),
    ...Object.fromEntries(tables.map((table) => [table, sumOfShown(departments.map((one) => one[table]))])),
    ...sharesOutside(all, (name) => decided.get(name)!.isTotalWithheld),
  };
  return { departments, agency };
}

/**
 * For which groups a figure is withheld, and whether it is withheld for all of them together.
 * @param withheld groups of which nothing is shown.
 */
function withheldShares(
  groups: readonly Sides[],
  withheld: ReadonlySet<number>,
): { groups: ReadonlySet<number>; isTotalWithheld: boolean } {
  const sumOf = (indexes: Iterable<number>) =>
    [...indexes].reduce<number[]>((sum, index) => groups[index]!.map((side, at) => side + (sum[at] ?? 0)), []);
  const sizeOf = (index: number) => groups[index]!.reduce((sum, side) => sum + side, 0);
  const hidden = new Set(
    [...groups.keys()].filter((index) => withheld.has(index) || groups[index]!.some(isSmallGroup)),
  );
  if (sumOf(groups.keys()).some(isSmallGroup)) return { groups: hidden, isTotalWithheld: true };
  const others = [...groups.keys()].filter((index) => !hidden.has(index) && sizeOf(index) > 0);
  let last = 0;
  for (const index of others.toSorted((one, other) => sizeOf(one) - sizeOf(other))) {
    const filled = [...hidden].filter((each) => sizeOf(each) > 0);
    const isEnough = filled.length !== 1 && !sumOf(hidden).some(isSmallGroup);
    // Groups of equal size are withheld together: choosing one would be a clue.
    if (isEnough && sizeOf(index) !== last) break;
    hidden.add(index);
    last = sizeOf(index);
  }
  const filled = [...hidden].filter((each) => sizeOf(each) > 0);
  return { groups: hidden, isTotalWithheld: filled.length === 1 || sumOf(hidden).some(isSmallGroup) };
}

function tablesOutside(cohort: readonly CohortCase[]): Pick<TrendFigures, (typeof tables)[number]> {
  const figures = figuresOf(cohort);
  return {
    kinds: withoutSmall(figures.kinds),
    // A desk has the cases of certain kinds. So whoever knows which could subtract a kind from a desk.
    desks: {},
    channels: withoutSmall(figures.channels),
    regions: withoutSmall(figures.regions),
    outcomes: withoutSmall(figures.outcomes),
  };
}

function withoutSmall(counts: Counts): Counts {
  const [keys, sizes] = [Object.keys(counts), Object.values(counts) as number[]];
  const withheld = withheldGroups(
    sizes,
    sizes.reduce((sum, size) => sum + size, 0),
  );
  return Object.fromEntries(keys.map((key, index) => [key, withheld.has(index) ? null : sizes[index]!]));
}

/** What follows from the departments' own tables; null where none of them shows it. */
function sumOfShown(departments: Counts[]): Counts {
  const sums: Counts = {};
  for (const counts of departments) {
    for (const [key, count] of Object.entries(counts)) {
      sums[key] = count == null ? (sums[key] ?? null) : count + (sums[key] ?? 0);
    }
  }
  return sums;
}

type SharedFigures = Pick<
  TrendFigures,
  'promises' | 'answers' | 'secondStage' | 'handedOver' | 'handOvers' | 'improved' | 'changes' | 'actionsDone'
>;

function sharesOutside(cohort: readonly CohortCase[], isWithheld: (share: Share) => boolean): SharedFigures {
  const { promises, secondStage, handedOver, improved } = figuresOf(cohort);
  return {
    promises:
      isWithheld('promises') || promises === null
        ? null
        : { kept: promises.kept, broken: promises.broken, dropped: null, running: null },
    answers: isWithheld('answers') ? null : answersOf(cohort),
    secondStage: isWithheld('secondStage') ? null : secondStage,
    handedOver: isWithheld('handedOver') ? null : handedOver,
    improved: isWithheld('improved') ? null : improved,
    // How often something happened says nothing about how many cases it stands on.
    handOvers: null,
    changes: null,
    actionsDone: null,
  };
}

/** The figures of a department of which nothing is shown. */
export const nothing: TrendFigures = {
  cases: null,
  kinds: {},
  desks: {},
  channels: {},
  regions: {},
  outcomes: {},
  promises: null,
  answers: null,
  secondStage: null,
  handedOver: null,
  handOvers: null,
  improved: null,
  changes: null,
  actionsDone: null,
};
