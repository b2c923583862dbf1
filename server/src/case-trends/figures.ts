import { outcomes, type Channel, type CaseKind, type Outcome } from '../cases/cases.ts';
import type { CohortCase } from './cohorts.ts';

// What is counted of a quarter's cases. Readers outside the department get the same with less in it (`outside.ts`).

/** How many cases, by a key. A null is withheld. */
export type Counts<Key extends string = string> = Partial<Record<Key, number | null>>;

/** The key of cases without an outcome, and of cases without a known office. */
export const none = 'none';

/** The figures of a quarter's cases. What is null is withheld. */
export interface TrendFigures {
  /** How many came in. */
  cases: number | null;
  kinds: Counts<CaseKind>;
  /** By the desk's id. */
  desks: Counts;
  channels: Counts<Channel>;
  /** By the region's id, or {@link none}. */
  regions: Counts;
  outcomes: Counts<Outcome | typeof none>;
  promises: { kept: number; broken: number; dropped: number | null; running: number | null } | null;
  /** Calendar days to the first answer: nearest rank. Both are null without an answer. */
  answers: { cases: number; median: number | null; ninetieth: number | null } | null;
  /** Cases whose writer was not satisfied with the answer. */
  secondStage: number | null;
  /** Cases that went to another desk, and how often that happened. */
  handedOver: number | null;
  handOvers: number | null;
  /** Cases because of which something was improved, what should change, and actions that were done. */
  improved: number | null;
  changes: number | null;
  actionsDone: number | null;
}

/** The figures of these cases, in full. */
export function figuresOf(cohort: readonly CohortCase[]): TrendFigures {
  const sum = (of: (one: CohortCase) => number) => cohort.reduce((total, one) => total + of(one), 0);
  const promised = (state: keyof CohortCase['promises']) => sum(({ promises }) => promises[state]);
  return {
    cases: cohort.length,
    kinds: countsBy(cohort, ({ kind }) => kind),
    desks: countsBy(cohort, ({ deskId }) => String(deskId)),
    channels: countsBy(cohort, ({ channel }) => channel),
    regions: countsBy(cohort, ({ regionId }) => regionKey(regionId)),
    outcomes: countsBy(cohort, ({ outcome }) => outcome ?? none),
    promises: {
      kept: promised('kept'),
      broken: promised('broken'),
      dropped: promised('dropped'),
      running: promised('running'),
    },
    answers: answersOf(cohort),
    secondStage: sum(({ isSecondStage }) => Number(isSecondStage)),
    handedOver: sum(({ handOvers }) => Number(handOvers > 0)),
    handOvers: sum(({ handOvers }) => handOvers),
    improved: sum((one) => Number(isImproved(one))),
    changes: sum(({ changes }) => changes),
    actionsDone: sum(({ actionsDone }) => actionsDone),
  };
}

/** Whether something was improved because of a case. */
export const isImproved = ({ changes, actionsDone }: Pick<CohortCase, 'changes' | 'actionsDone'>): boolean =>
  changes + actionsDone > 0;

/** The key of a region in {@link TrendFigures}. */
export const regionKey = (id: number | null): string => (id === null ? none : String(id));

/** The keys of {@link TrendFigures.outcomes}, in the order of their table. */
export const outcomeKeys = [...outcomes, none] as const;

/** How many cases have each key. */
function countsBy<Key extends string>(
  cohort: readonly CohortCase[],
  keyOf: (one: CohortCase) => Key,
): Partial<Record<Key, number>> {
  const counts: Partial<Record<Key, number>> = {};
  for (const one of cohort) counts[keyOf(one)] = (counts[keyOf(one)] ?? 0) + 1;
  return counts;
}

/** How many of these cases were answered, and the median and the 90th percentile of their days. */
export function answersOf(cohort: readonly CohortCase[]): NonNullable<TrendFigures['answers']> {
  const days = cohort
    .flatMap(({ daysToAnswer }) => (daysToAnswer === null ? [] : [daysToAnswer]))
    .toSorted((one, other) => one - other);
  return { cases: days.length, median: nearestRank(days, 50), ninetieth: nearestRank(days, 90) };
}

/** The smallest value that at least so many percent of all are not above; null without any. @param sorted ascending. */
function nearestRank(sorted: readonly number[], percent: number): number | null {
  return sorted.length === 0 ? null : sorted[Math.ceil((percent * sorted.length) / 100) - 1]!;
}
