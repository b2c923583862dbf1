import { Temporal } from 'temporal-polyfill';
import type { BusinessCalendar } from '../org/org.ts';

/**
 * The moment that stands for a message whose time is not kept, so that it cannot be joined to a survey answer of the same
 * minute: opening time if the office was open, otherwise the start of that day. It tells the date and one of the two, and is
 * never later than `now`. Outside opening hours the writer gains: a clock that starts the next day after closing time starts
 * on this one.
 * @param now in milliseconds since the epoch.
 */
export function hiddenTime(calendar: BusinessCalendar, now: number): number {
  const { zone } = calendar;
  const local = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone);
  const date = local.toPlainDate();
  const { isBusinessDay, hours } = calendar.day(date);
  const at = (plainTime: string) => date.toZonedDateTime({ timeZone: zone, plainTime }).epochMilliseconds;
  const isOpen = isBusinessDay && at(hours.opens) <= now && now < at(hours.closes);
  return isOpen ? at(hours.opens) : date.toZonedDateTime(zone).epochMilliseconds;
}
