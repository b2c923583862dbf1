import { asc, eq } from 'drizzle-orm';
import * as v from 'valibot';
import type { Database } from '../database/database.ts';
import { calendarVersion } from '../database/schema.ts';
import { statement, type Statement } from '../database/statement.ts';
import { businessCalendar, readCalendar, type BusinessCalendar } from './calendar.ts';
import type { Department } from './organization.ts';

// Clocks that have run are counted again as they were, so each change of a department's calendar is kept as a version
// (docs/design.md §3.14). Department by department, the versions begin with the calendar before the first change.

/** A department's calendar from a moment on. */
export interface CalendarAt {
  /** Milliseconds since the epoch. The first one counts for the time before, too. */
  since: number;
  calendar: BusinessCalendar;
  /** Null for the calendar of a department that has never changed it. */
  id: number | null;
}

/** What a department's business days depend on, as JSON. The same settings are always the same text. */
const currentSettings = `json_object('zone', d.zone, 'holidays', d.holidays, 'openingHours', d.opening_hours, 'days', (
  SELECT json_group_array(json_object('day', day, 'kind', kind, 'reason', reason))
    FROM (SELECT day, kind, reason FROM department_day WHERE department_id = d.id ORDER BY day)))`;

const settings = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    zone: v.string(),
    holidays: v.nullable(v.string()),
    openingHours: v.nullable(v.string()),
    days: v.array(v.object({ day: v.string(), kind: v.picklist(['closed', 'open']), reason: v.string() })),
  }),
);

/** Which department, or null for all of them. */
type Which = number | null;

/** Keeps the calendar as it is before its first change. It goes before the change in the same commit. */
export function keepFirstCalendar(departmentId: Which): Statement {
  return statement(
    `INSERT INTO calendar_version (department_id, since, settings)
      SELECT d.id, 0, ${currentSettings} FROM department AS d
        WHERE d.id = coalesce(:departmentId, d.id)
          AND NOT EXISTS (SELECT 1 FROM calendar_version WHERE department_id = d.id)`,
    { departmentId },
  );
}

/** Keeps the calendar as it is after a change in the same commit; nothing if it did not change. */
export function keepCalendar(departmentId: Which, at: number): Statement {
  return statement(
    `INSERT INTO calendar_version (department_id, since, settings)
      SELECT d.id, max(:at, latest.since), ${currentSettings}
        FROM department AS d JOIN calendar_version AS latest
          ON latest.id = (SELECT max(id) FROM calendar_version WHERE department_id = d.id)
        WHERE d.id = coalesce(:departmentId, d.id) AND latest.settings <> ${currentSettings}`,
    { departmentId, at },
  );
}

/** A department's calendars from the beginning to the current one. */
export async function readCalendars(
  db: Database,
  department: Pick<Department, 'id' | 'zone' | 'holidays' | 'openingHours'>,
): Promise<CalendarAt[]> {
  const versions = await db
    .select()
    .from(calendarVersion)
    .where(eq(calendarVersion.departmentId, department.id))
    .orderBy(asc(calendarVersion.id));
  if (versions.length === 0) return [{ since: 0, calendar: await readCalendar(db, department), id: null }];
  return versions.map(({ id, since, settings: stored }) => {
    const { days, ...own } = v.parse(settings, stored);
    return { id, since, calendar: businessCalendar(own, days) };
  });
}
