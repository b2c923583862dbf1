import { courseOf } from '../case-log/case-log.ts';
import type { CaseClock, CaseEvent, Outcome } from '../cases/cases.ts';
import { eachPromise, type PromiseKind } from './promises.ts';

/** What became of a promise. A promise whose date passed is broken, even if a later date was promised and kept. */
type PromiseState = 'kept' | 'broken' | 'dropped' | 'running';
type PromiseCounts = Record<PromiseState, number>;

/** What the trends count of what happened to one case. */
export interface CaseHistory {
  promises: PromiseCounts;
  /** The same for each kind of promise. */
  promisesBy: Record<PromiseKind, PromiseCounts>;
  /** In calendar days from the day on which it came in to the day of its first answer; null without an answer. */
  daysToAnswer: number | null;
  /** The last one that was entered. */
  outcome: Outcome | null;
  /** Whether its writer was not satisfied with the answer. */
  isSecondStage: boolean;
  /** How often it went to another desk, without the move that begins the second stage. */
  handOvers: number;
  /** How often someone entered what should change because of it, and how many actions were done. */
  changes: number;
  actionsDone: number;
  /** Whether it can still change without an event: a promise may be broken as time passes. */
  isRunning: boolean;
}

/** Counts what happened to a case. @param zone the department's. */
export function historyOf(events: readonly CaseEvent[], clocks: readonly CaseClock[], zone: string): CaseHistory {
  const promises = { ...noPromises };
  const promisesBy = eachPromise(() => ({ ...noPromises }));
  for (const clock of clocks) {
    promises[stateOf(clock)] += 1;
    promisesBy[clock.rule.stops][stateOf(clock)] += 1;
  }
  const { daysToAnswer, outcome, secondStageAt, handOvers } = courseOf(events, zone);
  return {
    promises,
    promisesBy,
    daysToAnswer,
    outcome,
    isSecondStage: secondStageAt !== null,
    handOvers,
    changes: events.filter((event) => event.kind === 'improvement' && event.detail.answer === 'change').length,
    actionsDone: events.filter((event) => event.kind === 'action ended' && event.detail.ending === 'done').length,
    isRunning: clocks.some(({ endedAt }) => endedAt === null),
  };
}

const noPromises: PromiseCounts = { kept: 0, broken: 0, dropped: 0, running: 0 };

function stateOf({ breaches, state }: CaseClock): PromiseState {
  if (breaches.length > 0 || state === 'late') return 'broken';
  return state === 'paused' ? 'running' : state;
}
