import { Temporal } from 'temporal-polyfill';
import type { BusinessCalendar, CalendarDay } from '../org/org.ts';

/**
 * How a deadline is counted from its start event (docs/design.md §3.14). Business days count from the day after the event.
 * `afterHours` decides which day an event belongs to if the office is already closed. Open hours count only while the
 * office is open, unlike "within 24 hours". The end of the same day is closing time, or closing time of the next business
 * day if the office is already closed.
 */
export type ClockRule =
  | { unit: 'business days'; count: number; afterHours: 'same day' | 'next business day' }
  | { unit: 'open hours'; count: number }
  | { unit: 'end of the same day' };

/** One day in the explanation of how a deadline was counted. */
export interface CountedDay extends CalendarDay {
  /** `2026-10-01`, in the calendar's zone. */
  day: string;
  /** Whether the clock ran on this day. */
  isCounted: boolean;
  /** Whether the clock would have run on this day, but stood still. */
  isPaused: boolean;
}

/** When a clock ends, and the days from start to end. */
export interface Deadline {
  /** The first moment after the deadline, in milliseconds since the epoch. */
  at: number;
  days: CountedDay[];
}

/** A time in which a clock stands still, in milliseconds since the epoch. */
export interface Pause {
  from: number;
  /** The first moment after it. */
  until: number;
}

/**
 * Counts a deadline. A day does not count if the clock is paused at its end; open hours do not while it is paused.
 * @param start the time of the start event, in milliseconds since the epoch.
 */
export function deadline(
  calendar: BusinessCalendar,
  rule: ClockRule,
  start: number,
  pauses: readonly Pause[] = [],
): Deadline {
  if (rule.unit === 'business days') return afterBusinessDays(calendar, rule, start, pauses);
  if (rule.unit === 'open hours') return afterOpenTime(calendar, rule.count * 60 * 60 * 1000, start, pauses);
  return endOfTheDay(calendar, start, pauses);
}

/**
 * A promised moment, moved by as many business days as were paused before it. Nothing else moves it.
 * @param promised.since the time of the promise: its own day is not counted, unless it is the last one.
 */
export function promisedDeadline(
  calendar: BusinessCalendar,
  { at, since }: { at: number; since: number },
  pauses: readonly Pause[],
): Deadline {
  const days: CountedDay[] = [];
  if (at <= since) return { at, days };
  /** How many business days were paused and not made up for. */
  let owed = 0;
  for (const day of daysFrom(calendar, since)) {
    const [start, end] = [startOf(calendar, day.day), endOf(calendar, day.day)];
    const [isBefore, isLast] = [end < at, start < at && at <= end];
    const isPaused = isPausedAt(end, pauses);
    const isDue = isLast && owed === 0 && !isPausedAt(at, pauses);
    const isOwed = isPaused && day.isBusinessDay && !isDue && ((isBefore && days.length > 0) || isLast);
    const isCounted = !isPaused && day.isBusinessDay && !isBefore && !isLast && owed > 0;
    owed += Number(isOwed) - Number(isCounted);
    days.push({ ...day, isCounted, isPaused: isPaused && day.isBusinessDay && !isDue });
    if (isDue) return { at, days };
    if (!isBefore && owed === 0 && !isPaused) return { at: end, days };
  }
  throw new Error(endless);
}

function afterBusinessDays(
  calendar: BusinessCalendar,
  { count, afterHours }: Extract<ClockRule, { unit: 'business days' }>,
  start: number,
  pauses: readonly Pause[],
): Deadline {
  const days: CountedDay[] = [];
  // The day that the event belongs to is not counted, nor is any day before it.
  let hasBegun = false;
  let left = count;
  for (const day of daysFrom(calendar, start)) {
    const end = endOf(calendar, day.day);
    const isInTime = hasBegun && left > 0 && day.isBusinessDay;
    const isPaused = isInTime && isPausedAt(end, pauses);
    days.push({ ...day, isCounted: isInTime && !isPaused, isPaused });
    if (isInTime && !isPaused) left -= 1;
    hasBegun ||= afterHours === 'same day' || (day.isBusinessDay && start < openTime(calendar, day).closes);
    if (hasBegun && left === 0) return { at: end, days };
  }
  throw new Error(endless);
}

/** @param left how much open time must pass, in milliseconds. */
function afterOpenTime(calendar: BusinessCalendar, left: number, start: number, pauses: readonly Pause[]): Deadline {
  const days: CountedDay[] = [];
  for (const day of daysFrom(calendar, start)) {
    const { opens, closes } = openTime(calendar, day);
    const open = { from: Math.max(start, opens), until: closes };
    const isOpen = day.isBusinessDay && open.from < closes;
    const running = isOpen ? withoutPauses(open, pauses) : [];
    days.push({ ...day, isCounted: running.length > 0, isPaused: isOpen && running.length === 0 });
    for (const { from, until } of running) {
      if (left <= until - from) return { at: from + left, days };
      left -= until - from;
    }
  }
  throw new Error(endless);
}

function endOfTheDay(calendar: BusinessCalendar, start: number, pauses: readonly Pause[]): Deadline {
  const days: CountedDay[] = [];
  for (const day of daysFrom(calendar, start)) {
    const { closes } = openTime(calendar, day);
    const isOpen = day.isBusinessDay && start < closes;
    const isPaused = isOpen && isPausedAt(closes, pauses);
    days.push({ ...day, isCounted: isOpen && !isPaused, isPaused });
    if (isOpen && !isPaused) return { at: closes, days };
  }
  throw new Error(endless);
}

/** Whether a clock stands still just before a moment. */
function isPausedAt(moment: number, pauses: readonly Pause[]): boolean {
  return pauses.some(({ from, until }) => from < moment && moment <= until);
}

/** The parts of a time that are not paused, in order. */
function withoutPauses(time: Pause, pauses: readonly Pause[]): Pause[] {
  let parts = [time];
  for (const pause of pauses) {
    parts = parts.flatMap(({ from, until }) => [
      { from, until: Math.min(until, pause.from) },
      { from: Math.max(from, pause.until), until },
    ]);
    parts = parts.filter(({ from, until }) => from < until);
  }
  return parts;
}

/** The day of that moment and the days after it, without days that the zone skipped, such as December 30, 2011, in Samoa. */
function* daysFrom(calendar: BusinessCalendar, start: number): Generator<Omit<CountedDay, 'isCounted' | 'isPaused'>> {
  let name = dayOf(calendar, start);
  for (let ahead = 0; ahead < maxDays; ahead += 1) {
    const day = localDay(calendar.zone, name);
    if (day.exists) yield { day: name, ...calendarDay(calendar, name, day) };
    name = day.next;
  }
}

/** Ten years. A calendar that is always closed would be counted forever. */
const maxDays = 3660;
const endless = 'The calendar has too few business days for this clock.';

/** The local day of a moment. */
export function dayOf({ zone }: BusinessCalendar, moment: number): string {
  return Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone).toPlainDate().toString();
}

function startOf({ zone }: BusinessCalendar, day: string): number {
  return localDay(zone, day).start;
}

/** The first moment after that day. */
export function endOf({ zone }: BusinessCalendar, day: string): number {
  return localDay(zone, day).end;
}

/** When a day begins and ends in a zone, and whether it is not one that the zone skipped. */
interface LocalDay {
  start: number;
  /** The first moment after it. */
  end: number;
  exists: boolean;
  date: Temporal.PlainDate;
  /** The day after it, `2027-02-12`. */
  next: string;
}

/** Days that were asked for: the calendar of a zone is slow, and every clock asks for the same few days. */
const knownDays = new Map<string, LocalDay>();
const maxKnownDays = 20_000;

/** What each calendar said of the days that it was asked for. A calendar never changes. */
const calendarDays = new WeakMap<BusinessCalendar, Map<string, CalendarDay>>();

function calendarDay(calendar: BusinessCalendar, name: string, { date }: LocalDay): CalendarDay {
  const known = calendarDays.get(calendar) ?? new Map<string, CalendarDay>();
  calendarDays.set(calendar, known);
  const found = known.get(name) ?? calendar.day(date);
  known.set(name, found);
  return found;
}

function localDay(zone: string, day: string): LocalDay {
  const key = `${zone} ${day}`;
  const known = knownDays.get(key);
  if (known) return known;
  const date = Temporal.PlainDate.from(day);
  const [first, after] = [date.toZonedDateTime(zone), date.add({ days: 1 })];
  const found = {
    date,
    next: after.toString(),
    start: first.epochMilliseconds,
    end: after.toZonedDateTime(zone).epochMilliseconds,
    exists: first.toPlainDate().equals(date),
  };
  if (knownDays.size >= maxKnownDays) knownDays.clear();
  knownDays.set(key, found);
  return found;
}

/** When the office opens and closes on that day, in milliseconds since the epoch. */
function openTime({ zone }: BusinessCalendar, { day, hours }: Pick<CountedDay, 'day' | 'hours'>) {
  const at = (plainTime: string) =>
    Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: zone, plainTime }).epochMilliseconds;
  return { opens: at(hours.opens), closes: at(hours.closes) };
}
