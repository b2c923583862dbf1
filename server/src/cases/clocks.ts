import type { CalendarAt } from '../org/org.ts';
import { Clock, type CaseClock, type CasePause } from './clock.ts';
import { knownAt, type CaseEvent } from './events.ts';
import type { Channel } from './kinds.ts';
import { isFor, type PromiseRule } from './rule-packs.ts';

export type { CaseClock, ClockMove } from './clock.ts';

// The clocks of a case are counted from its events, its rules, and the versions of the calendar (docs/design.md §3.14). What
// was known at each moment decides: a pause or a calendar that is entered later does not undo a date that had passed.

/** What the clocks of a case depend on. */
export interface CaseFacts {
  channel: Channel;
  rules: readonly PromiseRule[];
  /** By `since`; at least one. */
  calendars: readonly CalendarAt[];
  events: readonly CaseEvent[];
}

/** Every clock that the case has had, as of `now`. */
export function clocksOf(facts: CaseFacts, now: number): CaseClock[] {
  const replay = new Replay(facts);
  const known = facts.events.map((event) => ({ at: knownAt(event), event, order: event.id }));
  // In the same millisecond, the calendar comes first.
  const changes = facts.calendars.slice(1).map((calendar) => ({ at: calendar.since, calendar, order: 0 }));
  const steps = [...known, ...changes]
    .filter(({ at }) => at <= now)
    .toSorted((one, other) => one.at - other.at || one.order - other.order);
  for (const step of steps) {
    replay.passUntil(step.at);
    if ('event' in step) replay.happen(step.event, step.at);
    else replay.changeCalendar(step.calendar);
  }
  replay.passUntil(now);
  return replay.clocks.map((clock) => clock.shownAt(now));
}

/** What the lists of cases sort by: the next due date, or the first one that was missed, and how many were missed. */
export function summaryOf(clocks: readonly CaseClock[]): { dueAt: number | null; breaches: number } {
  const due = clocks.flatMap(({ dueAt, endedAt }) => (dueAt === null || endedAt !== null ? [] : [dueAt]));
  return {
    dueAt: due.length === 0 ? null : Math.min(...due),
    breaches: clocks.reduce((sum, { breaches }) => sum + breaches.length, 0),
  };
}

/** The rule of a date that someone was given where no rule promises one. */
const promised: PromiseRule = {
  id: 'promised',
  name: 'Answer',
  channels: 'all',
  clock: { unit: 'end of the same day' },
  starts: 'received',
  stops: 'answered',
  source: 'The date that the writer was given',
};

/** A case as it was known at some moment. */
class Replay {
  readonly clocks: Clock[] = [];
  readonly #facts: CaseFacts;
  readonly #pauses: CasePause[] = [];
  #calendar: CalendarAt;
  /** It is open from when it is received or reopened until it is answered or closed. */
  #round: 'not received' | 'first' | 'second' | 'over' = 'not received';
  #wasAcknowledged = false;

  constructor(facts: CaseFacts) {
    this.#facts = facts;
    this.#calendar = facts.calendars[0]!;
  }

  passUntil(moment: number): void {
    for (const clock of this.clocks) clock.passUntil(moment);
  }

  changeCalendar(calendar: CalendarAt): void {
    this.#calendar = calendar;
    for (const clock of this.clocks) clock.changeCalendar(calendar);
  }

  happen(event: CaseEvent, at: number): void {
    if (event.kind === 'received' && this.#round === 'not received') this.#open('first', at);
    if (event.kind === 'reopened' && this.#round === 'over') this.#open('second', at);
    if (this.#round === 'not received' || this.#round === 'over') return;
    if (event.kind === 'acknowledged' || event.kind === 'message out') this.#end(at, 'acknowledged');
    // Whoever writes to the writer has acknowledged the case.
    if (event.kind === 'acknowledged' || event.kind === 'message out') this.#acknowledge(at);
    if (event.kind === 'answered' || event.kind === 'closed') this.#close(at, event.kind === 'answered');
    if (event.kind === 'extended') this.#extend(event.detail.until, at);
    if (event.kind === 'paused') this.#pause({ from: event.at, until: Infinity, category: event.detail.category }, at);
    if (event.kind === 'resumed') this.#resume(at);
  }

  #open(round: 'first' | 'second', at: number): void {
    this.#round = round;
    this.#start(round === 'first' ? 'received' : 'reopened', at);
  }

  #start(starts: PromiseRule['starts'], at: number): void {
    const rules = this.#facts.rules.filter((rule) => rule.starts === starts && isFor(rule, this.#facts.channel));
    // A date that the writer was given before replaces the rule's.
    const isPromised = this.#running('answered').some(({ rule }) => rule === promised);
    for (const rule of rules) {
      if (isPromised && rule.stops === 'answered') continue;
      this.clocks.push(new Clock(rule, at, this.#calendar, this.#pauses));
    }
  }

  #acknowledge(at: number): void {
    if (this.#wasAcknowledged || this.#round !== 'first') return;
    this.#wasAcknowledged = true;
    this.#start('acknowledged', at);
  }

  #close(at: number, isAnswered: boolean): void {
    this.#end(at, 'acknowledged', isAnswered);
    this.#end(at, 'answered', isAnswered);
    this.#endPause(at);
    this.#round = 'over';
  }

  #extend(until: string, at: number): void {
    if (this.#running('answered').length === 0) {
      this.clocks.push(new Clock(promised, at, this.#calendar, this.#pauses, until));
    } else {
      for (const clock of this.#running('answered')) clock.extend(until, at);
    }
  }

  #pause(pause: CasePause, at: number): void {
    if (this.#isPaused) return;
    this.#pauses.push(pause);
    for (const clock of this.clocks) clock.recount('paused', at);
  }

  #resume(at: number): void {
    if (!this.#isPaused) return;
    this.#endPause(at);
    for (const clock of this.clocks) clock.recount('resumed', at);
  }

  #endPause(at: number): void {
    for (const pause of this.#pauses) pause.until = Math.min(pause.until, at);
  }

  get #isPaused(): boolean {
    return this.#pauses.some(({ until }) => until === Infinity);
  }

  #end(at: number, stops: PromiseRule['stops'], isKept = true): void {
    for (const clock of this.#running(stops)) clock.end(at, isKept);
  }

  #running(stops: PromiseRule['stops']): Clock[] {
    return this.clocks.filter(({ endedAt, rule }) => endedAt === null && rule.stops === stops);
  }
}
