import type { Temporal } from 'temporal-polyfill';
import type { Database } from '../database/database.ts';
import type { departmentDay } from '../database/schema.ts';
import type { Department } from './organization.ts';
import { holidaysOf } from './holidays.ts';
import { openingHours, usualHours, workdays, type Hours } from './opening-hours.ts';
import { departmentDays } from './queries.ts';

/** Whether one day is a business day, and which part of the calendar decided that. */
export interface CalendarDay {
  isBusinessDay: boolean;
  /** `listed` is the department's own list of closed and open days. */
  decidedBy: 'listed' | 'holiday' | 'week';
  /** The holiday's name, or the reason on the list. */
  reason: string | null;
  /** When the office is open, if this is a business day. */
  hours: Hours;
}

/** A department's business days, in which every clock counts (docs/design.md §3.14). */
export interface BusinessCalendar {
  /** IANA. */
  zone: string;
  day(day: Temporal.PlainDate): CalendarDay;
}

type CalendarSettings = Pick<Department, 'zone' | 'holidays' | 'openingHours'>;
type ListedDay = Pick<typeof departmentDay.$inferSelect, 'day' | 'kind' | 'reason'>;

/** The calendar of these settings and listed days. The list wins over a holiday, and a holiday over the week. */
export function businessCalendar(settings: CalendarSettings, listedDays: readonly ListedDay[]): BusinessCalendar {
  const listed = new Map(listedDays.map((one) => [one.day, one]));
  const holidays = holidaysOf(settings.holidays);
  const week = openingHours(settings.openingHours);
  return {
    zone: settings.zone,
    day(day) {
      const date = day.toString();
      const weekday = day.dayOfWeek - 1;
      const hours = week[weekday] ?? usualHours;
      const own = listed.get(date);
      if (own) return { isBusinessDay: own.kind === 'open', decidedBy: 'listed', reason: own.reason, hours };
      const holiday = holidays(day.year).get(date);
      const isWorkday = weekday < workdays && week[weekday] !== null;
      if (holiday !== undefined && isWorkday)
        return { isBusinessDay: false, decidedBy: 'holiday', reason: holiday, hours };
      return { isBusinessDay: isWorkday, decidedBy: 'week', reason: null, hours };
    },
  };
}

/** Reads a department's current calendar. */
export async function readCalendar(db: Database, department: CalendarSettings & { id: number }) {
  return businessCalendar(department, await departmentDays(db, department.id));
}
