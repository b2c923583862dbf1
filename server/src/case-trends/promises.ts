import { isSmallGroup } from '@heart-survey/shared/suppression';
import * as v from 'valibot';
import type { CohortCase } from './cohorts.ts';
import type { TrendFigures } from './figures.ts';

/** What a promise is about: a first reply, or the answer. */
export const promiseKinds = ['acknowledged', 'answered'] as const;
export type PromiseKind = (typeof promiseKinds)[number];

export function eachPromise<Value>(valueOf: (kind: PromiseKind) => Value): Record<PromiseKind, Value> {
  return { acknowledged: valueOf('acknowledged'), answered: valueOf('answered') };
}

const kept = v.object({ kept: v.number(), broken: v.number() });
const maybe = v.nullable(kept);
/** How a quarter's promises are stored for readers outside the department. */
export const keptSchema = v.object({ all: maybe, acknowledged: maybe, answered: maybe });

/** How many promises were kept, and how many broken: all of them, and each kind. A null is withheld. */
export type KeptPromises = v.InferOutput<typeof keptSchema>;

/** The promises of these cases, in full. */
export function keptPromises(cohort: readonly CohortCase[]): KeptPromises {
  const count = (of: (one: CohortCase) => { kept: number; broken: number }) => ({
    kept: cohort.reduce((sum, one) => sum + of(one).kept, 0),
    broken: cohort.reduce((sum, one) => sum + of(one).broken, 0),
  });
  return { all: count(({ promises }) => promises), ...eachPromise((kind) => count((one) => one.promisesBy[kind])) };
}

/**
 * The same for readers outside the department: nothing that stands on 1 to 10 cases (docs/design.md §3.10). The kinds add up to
 * all promises, so they are shown only together, and only if the sum is.
 * @param shown what readers outside get of these cases.
 */
export function keptOutside(
  cohort: readonly CohortCase[],
  shown: Pick<TrendFigures, 'promises' | 'answers'> | undefined,
): KeptPromises {
  if (shown?.promises == null) return { all: null, acknowledged: null, answered: null };
  const { kept, broken } = shown.promises;
  const all = { kept, broken };
  // Whoever knows how many cases were answered could subtract those whose answer was on time.
  const parts =
    shown.answers === null
      ? [cohort]
      : [true, false].map((isAnswered) => cohort.filter((one) => (one.daysToAnswer !== null) === isAnswered));
  const sides = promiseKinds.flatMap((kind) => [cohort, ...parts].flatMap((part) => sidesOf(part, kind)));
  return sides.some(isSmallGroup) ? { all, acknowledged: null, answered: null } : { ...keptPromises(cohort), all };
}

/** The cases with a broken promise of that kind, with one that was kept, and with one that is still open or was dropped. */
function sidesOf(cohort: readonly CohortCase[], kind: PromiseKind): number[] {
  const many = (has: (counts: CohortCase['promisesBy'][PromiseKind]) => boolean) =>
    cohort.filter(({ promisesBy }) => has(promisesBy[kind])).length;
  return [
    many(({ broken }) => broken > 0),
    many(({ kept }) => kept > 0),
    many(({ running, dropped }) => running + dropped > 0),
  ];
}
