import { isoDay } from '@heart-survey/shared/dates';
import type { SQL } from 'drizzle-orm';
import { commit, type Database } from '../database/database.ts';
import { pause } from '../limits/pauses.ts';
import { createOrganization, readCalendars, type CalendarAt, type Department } from '../org/org.ts';
import { clocksOf, summaryOf, type CaseClock } from './clocks.ts';
import { promisesOf, type Promises } from './promises.ts';
import {
  countedOtherwise,
  dueUntil,
  hasCase,
  lastAt,
  pagesOfCases,
  storeCount,
  type Cache,
  type CountedCase,
} from './recount-queries.ts';
import { insertEvent, type NewEvent } from './take-step.ts';

// The due date and the missed dates of a case are counted from its events, and stored beside them so that lists can sort by
// them. They change without an event when the calendar changes and when a date passes.

/** Whether a department's calendar changed after one of its open cases was counted. */
export async function isCalendarNew(db: Database): Promise<boolean> {
  for (const { department, latest } of await latestCalendars(db)) {
    if (await hasCase(db, countedOtherwise(department.id, latest))) return true;
  }
  return false;
}

/** Counts the open cases of changed calendars again, and adds to the history of each whose date moved. */
export async function recountForCalendar(db: Database, now: number, signal?: AbortSignal): Promise<void> {
  for (const { department, latest } of await latestCalendars(db)) {
    await recount(db, department, countedOtherwise(department.id, latest), now, signal);
  }
}

/** Counts the open cases again whose date has passed. */
export async function raiseBreaches(db: Database, now: number, signal?: AbortSignal): Promise<void> {
  const { departments } = await createOrganization(db)();
  for (const department of departments) await recount(db, department, dueUntil(department.id, now), now, signal);
}

/**
 * Counts every case again. Whether a date that has passed since the last event was noticed yet makes no difference, nor whether
 * the calendar's last change was.
 * @returns how many there are, and the references of those for which something else is stored.
 */
export async function verifyCases(db: Database, now: number): Promise<{ cases: number; wrong: string[] }> {
  const { departments } = await createOrganization(db)();
  const readPromises = promisesReader(db);
  const wrong: string[] = [];
  let cases = 0;
  for await (const page of pagesOfCases(db)) {
    for (const one of page) {
      const department = departments.find(({ id }) => id === one.departmentId)!;
      const promises = await readPromises(department, one.rulesId);
      const known = promises.calendars.filter(({ id }) => id === null || id <= (one.calendarId ?? 0));
      const possible = [
        promises,
        { ...promises, calendars: known.length > 0 ? known : promises.calendars.slice(0, 1) },
      ];
      if (!possible.some((each) => isRight(one, each, department, now))) wrong.push(one.reference);
    }
    cases += page.length;
  }
  return { cases, wrong };
}

function isRight(one: CountedCase, promises: Promises, department: Department, now: number): boolean {
  const countedAt = (moment: number) => cacheOf(department, promises, clocksAt(one, promises, moment));
  const { dueAt, dueOn, breaches } = countedAt(now);
  const fewest = countedAt(Math.min(now, lastAt(one.events))).breaches;
  return one.dueAt === dueAt && one.dueOn === dueOn && fewest <= one.breaches && one.breaches <= breaches;
}

async function recount(db: Database, department: Department, condition: SQL, now: number, signal?: AbortSignal) {
  const readPromises = promisesReader(db);
  for await (const page of pagesOfCases(db, condition)) {
    for (const one of page) {
      await pause();
      signal?.throwIfAborted();
      const promises = await readPromises(department, one.rulesId);
      const clocks = clocksAt(one, promises, now);
      const cache = cacheOf(department, promises, clocks);
      if (isSame(one, cache)) continue;
      const events = clocks.flatMap((clock) => movesOf(clock, one.calendarId, now));
      // The events are added one by one, each only if what is before it was.
      await commit(db, [storeCount(one, cache), ...events.map((event) => insertEvent(one.id, event))]);
    }
  }
}

/** The clocks of a case that was read with its events. */
export function clocksAt(
  { channel, events }: Pick<CountedCase, 'channel' | 'events'>,
  promises: Promises,
  now: number,
): CaseClock[] {
  return clocksOf({ ...promises, channel, events }, now);
}

function cacheOf({ zone }: Pick<Department, 'zone'>, { calendars }: Promises, clocks: CaseClock[]): Cache {
  const { dueAt, breaches } = summaryOf(clocks);
  const calendarId = calendars.at(-1)!.id;
  return { dueAt, dueOn: dueAt === null ? null : isoDay(dueAt - 1, zone), breaches, calendarId };
}

function isSame(one: Cache, other: Cache): boolean {
  return (['dueAt', 'dueOn', 'breaches', 'calendarId'] as const).every((name) => one[name] === other[name]);
}

/** The dates that newer versions of the calendar moved. @param counted the last version that was counted with. */
function movesOf({ rule, moves }: CaseClock, counted: number | null, now: number): NewEvent[] {
  return moves
    .filter(({ because, calendarId }) => because === 'calendar' && (calendarId ?? 0) > (counted ?? 0))
    .map(({ from, to }) => ({ kind: 'due moved', detail: { clock: rule.id, from, to }, at: now, personId: null }));
}

/** Reads the promises of each department and version of its rules once. */
export function promisesReader(db: Database) {
  const known = new Map<string, Promise<Promises>>();
  return (department: Department, rulesId: number | null) => {
    const key = `${department.id}/${rulesId}`;
    const promises = known.get(key) ?? promisesOf(db, department, rulesId);
    known.set(key, promises);
    return promises;
  };
}

async function latestCalendars(db: Database): Promise<{ department: Department; latest: CalendarAt['id'] }[]> {
  const { departments } = await createOrganization(db)();
  return Promise.all(
    departments.map(async (department) => ({
      department,
      latest: (await readCalendars(db, department)).at(-1)!.id,
    })),
  );
}
