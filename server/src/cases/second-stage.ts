import type { CaseEvent } from './events.ts';

// Whoever is not satisfied with the answer to a complaint can say so once. Someone else then looks at it again, at the chief
// administrative officer's desk (docs/policies/dufferin-2-3-12.md, section 6.5.2). Everything here follows from the events.

/** How far a case is in its two stages. */
export interface SecondStage {
  /** Whether its writer can say now that they are not satisfied: once, after it was answered or closed. */
  canBegin: boolean;
  /** When the second stage began, in milliseconds since the epoch; null in the first. */
  begunAt: number | null;
  /** Whether the second answer was sent, which is the agency's last one. */
  isAnswered: boolean;
  /** Whether it was answered or closed in its second stage, and not reopened since. Only the Ombudsman is left then. */
  isOver: boolean;
  /** The ids of those who owned, answered or closed the case in its first stage. Empty while it is in that stage. */
  barred: ReadonlySet<string>;
}

/** @param events in order. */
export function secondStageOf(events: readonly CaseEvent[]): SecondStage {
  const start = events.findIndex(({ kind }) => kind === 'not satisfied');
  if (start === -1)
    return { canBegin: isOver(events), begunAt: null, isAnswered: false, isOver: false, barred: new Set() };
  return {
    canBegin: false,
    begunAt: events[start]!.at,
    isOver: isOver(events),
    isAnswered: events.slice(start).some(({ kind }) => kind === 'answered'),
    barred: new Set(
      events
        .slice(0, start)
        .flatMap(handlersIn)
        .filter((id) => id !== null),
    ),
  };
}

/** How often a case changed desks, without the move with which the second stage begins, in the same commit. */
export function handOversIn(events: readonly CaseEvent[]): number {
  const begun = new Set(events.filter(({ kind }) => kind === 'not satisfied').map(({ at }) => at));
  return events.filter(({ kind, at }) => kind === 'moved' && !begun.has(at)).length;
}

function isOver(events: readonly CaseEvent[]): boolean {
  const last = events.findLast(({ kind }) => ['received', 'answered', 'closed', 'reopened'].includes(kind));
  return last?.kind === 'answered' || last?.kind === 'closed';
}

function handlersIn(event: CaseEvent): (string | null)[] {
  if (event.kind === 'handed') return [event.detail.from, event.detail.to];
  return event.kind === 'answered' || event.kind === 'closed' ? [event.personId] : [];
}
