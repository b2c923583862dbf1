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
}

/** When a clock ends, and the days from start to end. */
export interface Deadline {
  /** The first moment after the deadline, in milliseconds since the epoch. */
  at: number;
  days: CountedDay[];
}

/** Counts a deadline. @param start the time of the start event, in milliseconds since the epoch. */
export function deadline(calendar: BusinessCalendar, rule: ClockRule, start: number): Deadline {
  if (rule.unit === 'business days') return afterBusinessDays(calendar, rule, start);
  if (rule.unit === 'open hours') return afterOpenTime(calendar, rule.count * 60 * 60 * 1000, start);
  // One millisecond of open time finds the day that counts.
  const { days } = afterOpenTime(calendar, 1, start);
  return { at: openTime(calendar, days.at(-1)!).closes, days };
}

function afterBusinessDays(
  calendar: BusinessCalendar,
  { count, afterHours }: Extract<ClockRule, { unit: 'business days' }>,
  start: number,
): Deadline {
  const days: CountedDay[] = [];
  // The day that the event belongs to is not counted, nor is any day before it.
  let hasBegun = false;
  let left = count;
  for (const day of daysFrom(calendar, start)) {
    const counts = hasBegun && left > 0 && day.isBusinessDay;
    days.push({ ...day, isCounted: counts });
    if (counts) left -= 1;
    hasBegun ||= afterHours === 'same day' || (day.isBusinessDay && start < openTime(calendar, day).closes);
    if (hasBegun && left === 0) return { at: startOf(calendar, nextDay(day)), days };
  }
  throw new Error(endless);
}

/** @param left how much open time must pass, in milliseconds. */
function afterOpenTime(calendar: BusinessCalendar, left: number, start: number): Deadline {
  const days: CountedDay[] = [];
  for (const day of daysFrom(calendar, start)) {
    const { opens, closes } = openTime(calendar, day);
    const from = Math.max(start, opens);
    const isCounted = day.isBusinessDay && from < closes;
    days.push({ ...day, isCounted });
    if (!isCounted) continue;
    if (left <= closes - from) return { at: from + left, days };
    left -= closes - from;
  }
  throw new Error(endless);
}

/** The day of that moment and the days after it, without days that the zone skipped, such as December 30, 2011, in Samoa. */
function* daysFrom(calendar: BusinessCalendar, start: number): Generator<Omit<CountedDay, 'isCounted'>> {
  const { zone } = calendar;
  const first = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(zone).toPlainDate();
  for (let ahead = 0; ahead < maxDays; ahead += 1) {
    const day = first.add({ days: ahead });
    if (!day.toZonedDateTime(zone).toPlainDate().equals(day)) continue;
    yield { day: day.toString(), ...calendar.day(day) };
  }
}

/** Ten years. A calendar that is always closed would be counted forever. */
const maxDays = 3660;
const endless = 'The calendar has too few business days for this clock.';

function nextDay({ day }: { day: string }): Temporal.PlainDate {
  return Temporal.PlainDate.from(day).add({ days: 1 });
}

function startOf({ zone }: BusinessCalendar, day: Temporal.PlainDate): number {
  return day.toZonedDateTime(zone).epochMilliseconds;
}

/** When the office opens and closes on that day, in milliseconds since the epoch. */
function openTime({ zone }: BusinessCalendar, { day, hours }: Pick<CountedDay, 'day' | 'hours'>) {
  const at = (plainTime: string) =>
    Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: zone, plainTime }).epochMilliseconds;
  return { opens: at(hours.opens), closes: at(hours.closes) };
}
