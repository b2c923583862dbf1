import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CohortCase } from './cohorts.ts';
import { figuresOf, isImproved, type TrendFigures } from './figures.ts';
import { outsideFigures, type OutsideTrends } from './outside.ts';
import { keptOutside, promiseKinds } from './promises.ts';

// Someone outside who reads every department's page and the agency's, and who adds and subtracts.

const aCase = fc.record({
  kind: fc.constantFrom('courtesy', 'courtesy', 'courtesy', 'delivery', 'delivery', 'officials'),
  answer: fc.constantFrom(1, 2, 3, 4, 5, 6, 7, 8, 9, null),
  kept: fc.constantFrom(0, 1, 1, 2),
  broken: fc.constantFrom(0, 0, 0, 1, 2),
  running: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 1),
  isSecondStage: fc.constantFrom(false, false, false, false, true),
  handOvers: fc.constantFrom(0, 0, 3),
  /** Whether its promises are first replies. */
  isReply: fc.constantFrom(true, true, false),
});
const noPromises = { kept: 0, broken: 0, running: 0, dropped: 0 };
const aCohort = fc.oneof(
  fc.array(aCase, { maxLength: 14 }),
  fc.array(aCase, { minLength: 15, maxLength: 90 }),
  fc.array(aCase, { minLength: 60, maxLength: 120 }),
);

const cohortsOf = (drawn: (typeof aCohort extends fc.Arbitrary<infer One> ? One : never)[]): CohortCase[][] =>
  drawn.map((cohort) =>
    cohort.map(({ kind, answer, kept, broken, running, isSecondStage, handOvers, isReply }, id) => ({
      id,
      kind,
      deskId: 1,
      channel: 'form',
      regionId: null,
      rulesId: null,
      ...{
        receivedAt: 0,
        lastEvent: 0,
        daysToAnswer: answer,
        outcome: null,
        isSecondStage,
        handOvers,
        isRunning: false,
      },
      promises: { kept, broken, running, dropped: 0 },
      promisesBy: {
        acknowledged: isReply ? { kept, broken, running, dropped: 0 } : noPromises,
        answered: isReply ? noPromises : { kept, broken, running, dropped: 0 },
      },
      changes: 0,
      actionsDone: 0,
    })),
  );

type Has = (one: CohortCase) => boolean;

/** Each figure that stands on some cases of a cohort: whether it is shown, and on which cases it and the rest stand. */
const figures: [name: string, isShown: (figures: TrendFigures) => boolean, sides: Has[]][] = [
  ['cases', ({ cases }) => cases !== null, [() => true]],
  ['answers', ({ answers }) => answers !== null, bothSides(({ daysToAnswer }) => daysToAnswer !== null)],
  ['second stage', ({ secondStage }) => secondStage !== null, bothSides(({ isSecondStage }) => isSecondStage)],
  ['handed over', ({ handedOver }) => handedOver !== null, bothSides(({ handOvers }) => handOvers > 0)],
  ['improved', ({ improved }) => improved !== null, bothSides(isImproved)],
  [
    'promises',
    ({ promises }) => promises !== null,
    [
      ({ promises }) => promises.kept > 0,
      ({ promises }) => promises.broken > 0,
      ({ promises }) => promises.running > 0,
    ],
  ],
];

function bothSides(has: Has): Has[] {
  return [has, (one) => !has(one)];
}

const isSmall = (count: number) => count > 0 && count < 11;

/** Every small group of cases that follows from what is shown. */
function smallGroups(cohorts: CohortCase[][], { departments, agency }: OutsideTrends): string[] {
  const found: string[] = [];
  for (const [name, isShown, sides] of figures) {
    const shown = cohorts.filter((_, index) => isShown(departments[index]!));
    const hidden = cohorts.filter((_, index) => !isShown(departments[index]!)).filter(({ length }) => length > 0);
    for (const has of sides) {
      const many = (cohort: CohortCase[]) => cohort.filter(has).length;
      if (shown.some((cohort) => isSmall(many(cohort)))) found.push(`${name} of a department`);
      if (!isShown(agency)) continue;
      if (isSmall(many(cohorts.flat()))) found.push(`${name} of the agency`);
      if (isSmall(many(hidden.flat()))) found.push(`${name} of hidden departments`);
    }
    if (isShown(agency) && hidden.length === 1) found.push(`${name} of the only hidden department`);
  }
  cohorts.forEach((cohort, index) => {
    const { kinds, cases } = departments[index]!;
    const inFull = figuresOf(cohort).kinds;
    const hidden = Object.entries(kinds).filter(([, count]) => count === null);
    if (Object.values(kinds).some((count) => count !== null && isSmall(count))) found.push('a kind');
    const sum = hidden.reduce((total, [kind]) => total + (inFull[kind as CohortCase['kind']] ?? 0), 0);
    if (cases !== null && (hidden.length === 1 || isSmall(sum))) found.push('hidden kinds');
  });
  return found;
}

test('nothing about 1 to 10 cases follows outside, within a department and across departments', () => {
  let shown = 0;
  const property = fc.property(fc.array(aCohort, { minLength: 1, maxLength: 6 }), (drawn) => {
    const cohorts = cohortsOf(drawn);
    const outside = outsideFigures(cohorts);
    expect(smallGroups(cohorts, outside)).toEqual([]);
    shown += outside.departments.filter(({ secondStage }) => secondStage !== null).length;
  });
  fc.assert(property, { numRuns: 1500 });
  // Otherwise there would be nothing to subtract.
  expect(shown).toBeGreaterThan(20);
});

test('nor does it follow from the promises of each kind', () => {
  let shown = 0;
  const property = fc.property(fc.array(aCohort, { minLength: 1, maxLength: 4 }), (drawn) => {
    const cohorts = cohortsOf(drawn);
    const outside = outsideFigures(cohorts);
    for (const [index, cohort] of cohorts.entries()) {
      const { promises, answers } = outside.departments[index]!;
      const kept = keptOutside(cohort, outside.departments[index]);
      // Two of the three numbers give the third one.
      expect([kept.acknowledged === null, kept.all === null]).toEqual([kept.answered === null, promises === null]);
      if (kept.acknowledged === null) continue;
      expect(promises).not.toBeNull();
      shown += 1;
      const groups: Has[] =
        answers === null ? [() => true] : [() => true, ...bothSides((one) => one.daysToAnswer !== null)];
      for (const kind of promiseKinds) {
        for (const state of ['kept', 'broken', 'running'] as const) {
          for (const isIn of groups) {
            const many = cohort.filter((one) => one.promisesBy[kind][state] > 0 && isIn(one)).length;
            expect(isSmall(many), `${kind} ${state}`).toBe(false);
          }
        }
      }
    }
  });
  fc.assert(property, { numRuns: 1500 });
  expect(shown).toBeGreaterThan(20);
});
