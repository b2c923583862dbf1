import { dayOf, deadline, endOf, promisedDeadline, type CountedDay, type Pause } from '../work/work.ts';
import type { BusinessCalendar, CalendarAt } from '../org/org.ts';
import type { pauseCategories } from './events.ts';
import type { PromiseRule } from './rule-packs.ts';

/** Why and when a due date moved. */
export interface ClockMove {
  at: number;
  because: 'extended' | 'calendar' | 'paused' | 'resumed';
  /** Null while the clock is paused. */
  from: number | null;
  to: number | null;
  /** The version of the calendar, if that moved it. */
  calendarId: number | null;
}

/** A time in which the clocks of a case stand still. */
export interface CasePause extends Pause {
  /** Infinite while it lasts. */
  until: number;
  category: (typeof pauseCategories)[number];
}

/** One promise of a case. All moments are milliseconds since the epoch. */
export interface CaseClock {
  rule: PromiseRule;
  startedAt: number;
  /** The first moment after the promised date; null while the clock is paused. A missed date stays until it is extended. */
  dueAt: number | null;
  state: 'running' | 'paused' | 'kept' | 'late' | 'dropped';
  /** The due dates that passed. */
  breaches: number[];
  /** Null while it runs. */
  endedAt: number | null;
  /** From the start to the due date, or to today while it is paused. */
  days: CountedDay[];
  pauses: CasePause[];
  moves: ClockMove[];
}

/** A moment that was promised, and since when. */
interface Promised {
  at: number;
  since: number;
}

/** One clock while the events of its case are replayed. */
export class Clock {
  readonly rule: PromiseRule;
  readonly startedAt: number;
  endedAt: number | null = null;
  #dueAt: number | null = null;
  /** Since its date passed, until it is extended. */
  #isLate = false;
  readonly #breaches: number[] = [];
  readonly #moves: ClockMove[] = [];
  /** Replaces what the rule says. */
  #extension: Promised | null = null;
  /** A change of the calendar moves no date to before these. */
  #earliest: Promised[] = [];
  #isDropped = false;
  #calendar: CalendarAt;
  readonly #pauses: readonly CasePause[];
  /** With what the due date was counted. */
  #counted: { calendar: BusinessCalendar; pauses: CasePause[] };

  /** @param until the day that was promised instead of the rule's, such as `2027-02-12`. */
  constructor(rule: PromiseRule, at: number, calendar: CalendarAt, pauses: readonly CasePause[], until?: string) {
    this.rule = rule;
    this.startedAt = at;
    this.#calendar = calendar;
    this.#pauses = pauses;
    if (until !== undefined) this.#extension = { at: endOf(calendar.calendar, until), since: at };
    this.#counted = this.#count();
  }

  passUntil(moment: number): void {
    if (this.endedAt !== null || this.#isLate || this.#dueAt === null || this.#dueAt > moment) return;
    this.#isLate = true;
    if (!this.#breaches.includes(this.#dueAt)) this.#breaches.push(this.#dueAt);
  }

  /** @param isKept false if the case was closed before anyone did what was promised. */
  end(at: number, isKept: boolean): void {
    this.endedAt = at;
    this.#isDropped = !isKept;
  }

  extend(until: string, at: number): void {
    this.#extension = { at: endOf(this.#calendar.calendar, until), since: at };
    this.#earliest = [];
    this.#isLate = false;
    this.recount('extended', at);
  }

  changeCalendar(version: CalendarAt): void {
    if (this.endedAt !== null) return;
    const { calendar, since } = version;
    this.#calendar = version;
    const today = endOf(calendar, dayOf(calendar, since));
    if (!this.#isLate) this.#earliest.push({ at: Math.min(today, this.#dueAt ?? today), since });
    this.recount('calendar', since);
  }

  /** Counts again, unless its date has passed. */
  recount(because: ClockMove['because'], at: number): void {
    if (this.endedAt !== null || this.#isLate) return;
    const from = this.#dueAt;
    this.#counted = this.#count();
    if (from === this.#dueAt && because !== 'extended') return;
    const calendarId = because === 'calendar' ? this.#calendar.id : null;
    this.#moves.push({ at, because, from, to: this.#dueAt, calendarId });
  }

  shownAt(now: number): CaseClock {
    const { rule, startedAt, endedAt } = this;
    const daysUntil = () => this.#days(endedAt ?? now);
    return {
      rule,
      startedAt,
      dueAt: this.#dueAt,
      state: this.#state(),
      breaches: this.#breaches,
      endedAt,
      // Counting them takes longer than all the rest, and most readers need only the dates.
      get days() {
        return daysUntil();
      },
      pauses: this.#counted.pauses.filter(({ from, until }) => startedAt < until && from < (endedAt ?? Infinity)),
      moves: this.#moves,
    };
  }

  #state(): CaseClock['state'] {
    if (this.endedAt !== null) return this.#breaches.length > 0 ? 'late' : this.#isDropped ? 'dropped' : 'kept';
    if (this.#isLate) return 'late';
    return this.#dueAt === null ? 'paused' : 'running';
  }

  #count() {
    const counted = { calendar: this.#calendar.calendar, pauses: this.#pauses.map((pause) => ({ ...pause })) };
    const isPaused = counted.pauses.some(({ until }) => until === Infinity);
    this.#dueAt = isPaused ? null : Math.max(...this.#deadlines(counted).map(({ at }) => at));
    return counted;
  }

  /** What the rule says or what was promised instead, and the earliest date after each change of the calendar. */
  #deadlines({ calendar, pauses }: { calendar: BusinessCalendar; pauses: readonly Pause[] }) {
    const first = this.#extension
      ? promisedDeadline(calendar, this.#extension, pauses)
      : deadline(calendar, this.rule.clock, this.startedAt, pauses);
    return [first, ...this.#earliest.map((promised) => promisedDeadline(calendar, promised, pauses))];
  }

  #days(now: number): CountedDay[] {
    const { calendar } = this.#counted;
    const today = dayOf(calendar, now);
    const tonight = endOf(calendar, today);
    // While it is paused, the days are known until today.
    const pauses = this.#counted.pauses.map((pause) => ({ ...pause, until: Math.min(pause.until, tonight) }));
    const isRuled = this.#extension !== null && this.#extension.since > this.startedAt;
    const before = isRuled ? deadline(calendar, this.rule.clock, this.startedAt, pauses).days : [];
    const last = this.#dueAt === null ? today : dayOf(calendar, this.#dueAt - 1);
    const days = new Map<string, CountedDay>();
    for (const one of [...before, ...this.#deadlines({ calendar, pauses }).flatMap((deadline) => deadline.days)]) {
      if (one.day <= last && (!days.has(one.day) || one.isCounted || one.isPaused)) days.set(one.day, one);
    }
    return [...days.values()].toSorted((one, other) => (one.day < other.day ? -1 : 1));
  }
}
