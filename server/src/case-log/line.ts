import { isoDay } from '@heart-survey/shared/dates';
import { Temporal } from 'temporal-polyfill';
import { handOversIn, type CaseEvent, type Outcome } from '../cases/cases.ts';

/** What the log says about the course of a case. Moments are in milliseconds since the epoch, null if it did not happen. */
interface Course {
  acknowledgedAt: number | null;
  /** When it was first answered. */
  answeredAt: number | null;
  /** Calendar days from the day on which it came in to that of its first answer, in the department's zone. */
  daysToAnswer: number | null;
  /** When its writer said that they are not satisfied, and when they were answered then. */
  secondStageAt: number | null;
  secondAnsweredAt: number | null;
  outcome: Outcome | null;
  /** How often it changed desks, without the move with which the second stage begins. */
  handOvers: number;
}

/** Reads it from the events, in their order. */
export function courseOf(events: readonly CaseEvent[], zone: string): Course {
  const first = (kind: CaseEvent['kind'], among = events) => among.find((event) => event.kind === kind)?.at ?? null;
  const receivedAt = first('received');
  const answeredAt = first('answered');
  const secondStageAt = first('not satisfied');
  const second = events.findIndex(({ kind }) => kind === 'not satisfied');
  const outcome = events.findLast((event) => event.kind === 'outcome')?.detail.outcome ?? null;
  return {
    acknowledgedAt: events.find(({ kind }) => isAcknowledging.has(kind))?.at ?? null,
    answeredAt,
    daysToAnswer: receivedAt === null || answeredAt === null ? null : daysBetween(receivedAt, answeredAt, zone),
    secondStageAt,
    secondAnsweredAt: secondStageAt === null ? null : first('answered', events.slice(second)),
    outcome,
    handOvers: handOversIn(events),
  };
}

/** Whoever writes to the writer has acknowledged the case. */
const isAcknowledging = new Set<CaseEvent['kind']>(['acknowledged', 'message out']);

function daysBetween(from: number, to: number, zone: string): number {
  const day = (instant: number) => Temporal.PlainDate.from(isoDay(instant, zone));
  return day(from).until(day(to), { largestUnit: 'days' }).days;
}
