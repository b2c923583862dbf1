import { isoDay } from '@heart-survey/shared/dates';
import { commitChange, type AuditEntry } from '../audit/audit.ts';
import type { Console, Visit } from '../console/console.ts';
import { closedQuarters } from '../database/closed-quarters.ts';
import type { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import {
  businessCalendar,
  departmentDays,
  holidaysOf,
  keepCalendar,
  keepFirstCalendar,
  openingHours,
  type BusinessCalendar,
  type Department,
} from '../org/org.ts';
import type { FieldError } from '../pages/fields.ts';
import { closingClock } from '../work/work.ts';
import { hoursChanged, readListedDay, readWeek, weekFields } from './calendar-form.ts';
import { calendarPage, calendarPath } from './calendar-page.ts';
import { listDay, removeDay, setOpeningHours } from './calendar-queries.ts';
import { anyDepartment, rules } from './paths.ts';
import type { Fields } from './records.ts';

const path = `${anyDepartment}/calendar`;

type DepartmentVisit = Visit & { department: Department };
type ShowCalendar = (visit: DepartmentVisit, typed?: Typed, status?: 200 | 400 | 409) => Response | Promise<Response>;

interface Typed {
  /** What was typed to add a day, if it was rejected. */
  field?: Fields;
  /** The opening hours that were typed, if they were rejected. */
  hours?: Fields;
  errors?: FieldError[];
}

/** A department's calendar of business days: the days it lists as closed or open, and its opening hours. */
export function calendarRoutes(frame: Console, db: Database): void {
  const show = calendarShower(frame, db);
  frame.get(path, rules.department, (visit) => show(visit));
  dayRoutes(frame, db, show);
  hoursRoutes(frame, db, show);
}

function calendarShower(frame: Console, db: Database): ShowCalendar {
  return async (visit, typed = {}, status = 200) => {
    const { c, now, department } = visit;
    const [listed, closed] = await Promise.all([departmentDays(db, department.id), closedQuarters(db)]);
    const isClosed = (id: string) => closed.has(`${department.id}/${id}`);
    const page = calendarPage({
      department,
      today: isoDay(now, department.zone),
      listed,
      holidays: comingHolidays(department, now),
      closing: nextClosing(businessCalendar(department, listed), department, now, isClosed),
      field: typed.field ?? (() => ''),
      hours: typed.hours ?? weekFields(openingHours(department.openingHours)),
      errors: typed.errors ?? [],
      notice: c.req.query('notice'),
    });
    return frame.page(visit, page, status);
  };
}

function dayRoutes(frame: Console, db: Database, show: ShowCalendar): void {
  frame.post(`${path}/days`, rules.department, async (visit) => {
    const { c, form, person, now, department } = visit;
    const field: Fields = (name) => form.text(name);
    const read = readListedDay(field);
    if ('errors' in read) return show(visit, { field, errors: read.errors }, 400);
    const { day, kind, reason } = read.record;
    const listed = { departmentId: department.id, ...read.record, createdAt: now, createdBy: person.id };
    const isNew = await changeCalendar(db, department, listDay(listed), {
      at: now,
      personId: person.id,
      action: 'calendar day added',
      subject: `${department.slug} ${day}`,
      departmentId: department.id,
      detail: { kind, reason },
    });
    const errors = [{ at: 'day', message: 'This day is already on the list. Remove it first to change it.' }];
    return isNew ? c.redirect(`${calendarPath(department)}?notice=added`, 303) : show(visit, { field, errors }, 400);
  });

  frame.post(`${path}/days/:day/removal`, rules.department, async (visit) => {
    const { c, person, now, department } = visit;
    const listed = await departmentDays(db, department.id);
    const removed = listed.find(({ id }) => String(id) === c.req.param('day'));
    if (removed) {
      await changeCalendar(db, department, removeDay(removed.id), {
        at: now,
        personId: person.id,
        action: 'calendar day removed',
        subject: `${department.slug} ${removed.day}`,
        departmentId: department.id,
        detail: { kind: removed.kind, reason: removed.reason },
      });
    }
    return c.redirect(`${calendarPath(department)}?notice=removed`, 303);
  });
}

function hoursRoutes(frame: Console, db: Database, show: ShowCalendar): void {
  frame.post(`${path}/hours`, rules.department, async (visit) => {
    const { c, form, person, now, department } = visit;
    const hours: Fields = (name) => form.text(name);
    const read = readWeek(hours);
    if ('errors' in read) return show(visit, { hours, errors: read.errors }, 400);
    const detail = hoursChanged(openingHours(department.openingHours), read.record);
    if (Object.keys(detail).length > 0) {
      const change = setOpeningHours(department.id, form.text('before') || null, JSON.stringify(read.record));
      const isFirst = await changeCalendar(db, department, change, {
        at: now,
        personId: person.id,
        action: 'opening hours changed',
        subject: department.slug,
        departmentId: department.id,
        detail,
      });
      if (!isFirst) return show(visit, { hours, errors: [changedByOther] }, 409);
    }
    return c.redirect(`${calendarPath(department)}?notice=hours`, 303);
  });
}

/** Commits a change of the calendar with its audit entry and its version. @returns whether it took effect. */
function changeCalendar(db: Database, { id }: Department, change: Statement, entry: AuditEntry & { at: number }) {
  return commitChange(db, [keepFirstCalendar(id), change], entry, keepCalendar(id, entry.at));
}

const changedByOther = {
  at: '',
  message: 'Someone else changed the opening hours after you opened this page. Check them and save again.',
};

/** The quarter that closes next, and how its closing day is counted. */
function nextClosing(
  calendar: BusinessCalendar,
  department: Department,
  now: number,
  isClosed: (quarter: string) => boolean,
) {
  const current = department.calendar.at(now);
  const past = department.calendar.previous(current);
  const clock = closingClock(calendar, department, past);
  // A representative may have closed it earlier.
  return clock.at > now && !isClosed(past.id)
    ? { quarter: past, ...clock }
    : { quarter: current, ...closingClock(calendar, department, current) };
}

const year = 365 * 24 * 60 * 60 * 1000;

/** The public holidays of the next twelve months. */
function comingHolidays({ holidays, zone }: Department, now: number): { day: string; name: string }[] {
  const [from, until] = [isoDay(now, zone), isoDay(now + year, zone)];
  const namesIn = holidaysOf(holidays);
  return [from, until]
    .flatMap((day) => [...namesIn(Number(day.slice(0, 4)))])
    .map(([day, name]) => ({ day, name }))
    .filter(({ day }) => from <= day && day < until)
    .toSorted((one, other) => (one.day < other.day ? -1 : 1));
}
