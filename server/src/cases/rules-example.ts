import { Temporal } from 'temporal-polyfill';
import type { CalendarAt } from '../org/org.ts';
import { clocksOf, type CaseClock } from './clocks.ts';
import type { PromiseRule } from './rule-packs.ts';

/** How the rules count a voicemail that came after closing time. */
export interface RulesExample {
  /** Milliseconds since the epoch. */
  receivedAt: number;
  clocks: CaseClock[];
}

/** After closing time, and of a length that nobody takes for a rule. */
const late = 'T17:10';

/**
 * A voicemail on a Friday evening before the next holiday Monday within a year, when the question is hardest; else on the next
 * Friday.
 */
export function exampleOf(rules: readonly PromiseRule[], current: CalendarAt, now: number): RulesExample {
  const { calendar } = current;
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(calendar.zone).toPlainDate();
  const friday = today.add({ days: (12 - today.dayOfWeek) % 7 });
  const fridays = Array.from({ length: 53 }, (_, weeks) => friday.add({ weeks }));
  const isBefore = (day: Temporal.PlainDate) =>
    calendar.day(day).isBusinessDay && !calendar.day(day.add({ days: 3 })).isBusinessDay;
  const chosen = fridays.find(isBefore) ?? friday;
  const receivedAt = Temporal.PlainDateTime.from(`${chosen.toString()}${late}`).toZonedDateTime(
    calendar.zone,
  ).epochMilliseconds;
  const events = [{ kind: 'received' as const, id: 1, at: receivedAt, personId: null, detail: null }];
  return { receivedAt, clocks: clocksOf({ channel: 'voicemail', rules, calendars: [current], events }, receivedAt) };
}
