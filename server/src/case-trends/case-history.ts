import { Temporal } from 'temporal-polyfill';
import type { CaseClock, CaseEvent, Outcome } from '../cases/cases.ts';

/** What became of a promise. A promise whose date passed is broken, also if a later date was promised and kept. */
type PromiseState = 'kept' | 'broken' | 'dropped' | 'running';

/** What the trends count of what happened to one case. */
export interface CaseHistory {
  promises: Record<PromiseState, number>;
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
  const promises = { kept: 0, broken: 0, dropped: 0, running: 0 };
  for (const clock of clocks) promises[stateOf(clock)] += 1;
  const dissatisfied = new Set(events.filter(({ kind }) => kind === 'not satisfied').map(({ at }) => at));
  const outcome = events.findLast((event) => event.kind === 'outcome');
  return {
    promises,
    daysToAnswer: daysToAnswer(events, zone),
    outcome: outcome?.detail.outcome ?? null,
    isSecondStage: dissatisfied.size > 0,
    // The second stage begins in one commit: the writer is not satisfied, and the case moves.
    handOvers: events.filter(({ kind, at }) => kind === 'moved' && !dissatisfied.has(at)).length,
    changes: events.filter((event) => event.kind === 'improvement' && event.detail.answer === 'change').length,
    actionsDone: events.filter((event) => event.kind === 'action ended' && event.detail.ending === 'done').length,
    isRunning: clocks.some(({ endedAt }) => endedAt === null),
  };
}

function stateOf({ breaches, state }: CaseClock): PromiseState {
  if (breaches.length > 0 || state === 'late') return 'broken';
  return state === 'paused' ? 'running' : state;
}

function daysToAnswer(events: readonly CaseEvent[], zone: string): number | null {
  const moments = (kind: CaseEvent['kind']) => events.filter((event) => event.kind === kind).map(({ at }) => at);
  const [received, answered] = [moments('received'), moments('answered')];
  if (received.length === 0 || answered.length === 0) return null;
  const day = (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate();
  return day(Math.min(...received)).until(day(Math.min(...answered)), { largestUnit: 'days' }).days;
}
