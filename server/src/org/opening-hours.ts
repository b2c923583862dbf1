import * as v from 'valibot';

/** When an office opens and closes on one day, in local time: `08:00` to `17:00`. */
export interface Hours {
  opens: string;
  closes: string;
}

/** The hours of each weekday from Monday to Sunday; null where the office is closed on that weekday. */
export type WeekHours = readonly (Hours | null)[];

/** The hours of a department that has not set any, and of a listed open day on a weekday without hours. */
export const usualHours: Hours = { opens: '08:00', closes: '17:00' };

/** Weekdays come first in a {@link WeekHours}; Saturday and Sunday are business days only on listed dates. */
export const workdays = 5;

const usualWeek: WeekHours = [...Array.from({ length: workdays }, () => usualHours), null, null];

const time = v.pipe(v.string(), v.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/));
const hours = v.pipe(
  v.object({ opens: time, closes: time }),
  v.check(({ opens, closes }) => opens < closes),
);
// Without any open weekday, no clock would ever end.
const week = v.pipe(
  v.array(v.nullable(hours)),
  v.length(7),
  v.check((days) => days.slice(0, workdays).some((day) => day !== null)),
);

/** Reads stored opening hours. @param stored as in the department's row; null for the usual ones. */
export function openingHours(stored: string | null): WeekHours {
  return stored === null ? usualWeek : v.parse(week, JSON.parse(stored));
}

/** Whether these are valid hours for one day: two times such as `08:00`, the first before the second. */
export function areHours(given: Hours): boolean {
  return v.is(hours, given);
}
