import type { Quarter } from '@heart-survey/shared/quarters';
import Holidays from 'date-holidays';
import { Temporal } from 'temporal-polyfill';
import type { Department } from './directory.ts';

const saturday = 6;

/**
 * When a quarter closes on its own: once the department's business days after its end are over, at the first instant
 * of the day that follows (docs/design.md §3.9). Saturdays, Sundays and the department's public holidays are no business days.
 */
export function closingInstant(department: Department, quarter: Quarter): number {
  const isHoliday = holidaysOf(department.holidays);
  let day = Temporal.Instant.fromEpochMilliseconds(quarter.end).toZonedDateTimeISO(department.zone).toPlainDate();
  for (let left = department.closesAfter; left > 0; day = day.add({ days: 1 })) {
    if (day.dayOfWeek < saturday && !isHoliday(day)) left -= 1;
  }
  return day.toZonedDateTime(department.zone).epochMilliseconds;
}

/** @param place a country, or a country and state (`US-CA`); null knows no holidays. */
function holidaysOf(place: string | null): (day: Temporal.PlainDate) => boolean {
  if (place === null) return () => false;
  const [country = '', ...state] = place.split('-');
  const calendar = new Holidays(country, state.join('-'), { types: ['public'] });
  const byYear = new Map<number, Set<string>>();
  return (day) => {
    const dates = byYear.get(day.year) ?? new Set(calendar.getHolidays(day.year).map(({ date }) => date.slice(0, 10)));
    byYear.set(day.year, dates);
    return dates.has(day.toString());
  };
}
