import { Temporal } from 'temporal-polyfill';
import { readerById } from '../access/access.ts';
import { commit, type Database } from '../database/database.ts';
import { statement } from '../database/statement.ts';
import { pause } from '../limits/pauses.ts';
import { createOrganization, type BusinessCalendar, type Department, type Organization } from '../org/org.ts';
import { causeOf, type Outbox } from '../outbox/outbox.ts';
import { dayOf } from '../work/work.ts';
import type { CaseClock } from './clocks.ts';
import { handlersAt, managersOf } from './notices.ts';
import { isSeenBy } from './queries.ts';
import { dueUntil, pagesOfCases, type CountedCase } from './recount-queries.ts';
import { clocksAt, promisesReader } from './recount.ts';
import { seerOf } from './sight.ts';

// Warnings by email before a promised date, two business days and one business day ahead. Each goes out once: what was
// queued is recorded in the same commit, so that two collectors or a restart do not repeat it.

/** The name that the outbox keeps warnings under. */
export const warningKind = 'case-due';

/** So many business days before the date. */
const daysAhead: ReadonlySet<number> = new Set([2, 1]);
/** Two business days are never more than these calendar days, in milliseconds. */
const farthest = 21 * 24 * 60 * 60 * 1000;
/** Whoever was told just now that a case came in needs no warning yet, in milliseconds. */
const settling = 4 * 60 * 60 * 1000;

/** A warning that is due, and who gets it. */
interface Warning {
  caseId: number;
  reference: string;
  departmentId: number;
  ruleId: string;
  /** `2027-02-12`, in the department's zone. */
  dueOn: string;
  daysLeft: number;
  /** The ids of people. */
  to: string[];
}

/** Queues every warning that is due, and starts sending. */
export async function queueCaseWarnings(
  db: Database,
  outbox: Pick<Outbox, 'queue' | 'wake'>,
  now: number,
): Promise<void> {
  const warnings = await dueCaseWarnings(db, now);
  for (const warning of warnings) {
    const { caseId, reference, departmentId, ruleId, dueOn, to } = warning;
    const emails = to.map((personId) => {
      const cause = causeOf('case', [reference, personId, ruleId, dueOn].join('/'));
      return outbox.queue({ kind: warningKind, cause, departmentId }, now, 'unchanged').statement;
    });
    const recorded = statement(
      `INSERT INTO case_reminder (case_id, kind, at) SELECT case_file.id, :record, :now FROM case_file
          WHERE case_file.id = :caseId AND reference = :reference AND closed_at IS NULL
        ON CONFLICT DO NOTHING`,
      { caseId, reference, record: recordOf(warning), now },
    );
    // Each email is queued only if the statement before it changed something: the record, and then the email before.
    await commit(db, [recorded, ...emails]);
  }
  if (warnings.length > 0) outbox.wake();
}

/** The warnings that are due and were not queued before. Without anyone to get it, a warning waits. */
export async function dueCaseWarnings(db: Database, now: number): Promise<Warning[]> {
  const organization = await createOrganization(db)();
  const readPromises = promisesReader(db);
  const due: Warning[] = [];
  for (const department of organization.departments) {
    for await (const page of pagesOfCases(db, dueUntil(department.id, now + farthest))) {
      for (const one of page) {
        await pause();
        const promises = await readPromises(department, one.rulesId);
        const { calendar } = promises.calendars.at(-1)!;
        const warnings = clocksAt(one, promises, now).flatMap((clock) => warningOf(one, clock, calendar, now));
        due.push(...(await addressed(db, organization, one, department, warnings)));
      }
    }
  }
  return due;
}

type Unaddressed = Omit<Warning, 'to'>;

/** The warning that a clock needs today, if it needs one. */
function warningOf(one: CountedCase, clock: CaseClock, calendar: BusinessCalendar, now: number): Unaddressed[] {
  const { dueAt, startedAt, endedAt, rule } = clock;
  if (endedAt !== null || dueAt === null || dueAt <= now || now < startedAt + settling) return [];
  const [today, dueOn] = [dayOf(calendar, now), dayOf(calendar, dueAt - 1)];
  const daysLeft = businessDaysUntil(calendar, today, dueOn);
  if (!isBusinessDay(calendar, today) || !daysAhead.has(daysLeft)) return [];
  return [
    { caseId: one.id, reference: one.reference, departmentId: one.departmentId, ruleId: rule.id, dueOn, daysLeft },
  ];
}

/** How many business days before the date it is; 1 on the last one, and 0 on the date itself. */
function businessDaysUntil(calendar: BusinessCalendar, today: string, dueOn: string): number {
  if (today >= dueOn) return 0;
  let days = 1;
  for (let day = Temporal.PlainDate.from(today).add({ days: 1 }); day.toString() < dueOn; day = day.add({ days: 1 })) {
    if (calendar.day(day).isBusinessDay) days += 1;
  }
  return days;
}

function isBusinessDay(calendar: BusinessCalendar, day: string): boolean {
  return calendar.day(Temporal.PlainDate.from(day)).isBusinessDay;
}

async function addressed(
  db: Database,
  organization: Organization,
  one: CountedCase,
  { id: departmentId }: Department,
  warnings: Unaddressed[],
): Promise<Warning[]> {
  if (warnings.length === 0) return [];
  const queued = await db.query.caseReminder.findMany({ where: (reminder, { eq }) => eq(reminder.caseId, one.id) });
  const fresh = warnings.filter((warning) => !queued.some(({ kind }) => kind === recordOf(warning)));
  if (fresh.length === 0) return [];
  const responsible = one.ownerId === null ? await handlersAt(db, one.deskId) : [{ id: one.ownerId }];
  const ids = new Set([...responsible, ...(await managersOf(db, departmentId))].map(({ id }) => id));
  const to: string[] = [];
  for (const id of ids) if (await sees(db, organization, id, one.id)) to.push(id);
  return to.length === 0 ? [] : fresh.map((warning) => ({ ...warning, to }));
}

/** Whether that person may see the case now: not someone whom it is about, and only its desk where the desk is restricted. */
export async function sees(
  db: Database,
  organization: Organization,
  personId: string,
  caseId: number,
): Promise<boolean> {
  const reader = await readerById(db, personId);
  return reader !== undefined && isSeenBy(db, seerOf(reader, organization), caseId);
}

/** Under which a warning is recorded. A date that moved needs a warning of its own. */
function recordOf({ ruleId, daysLeft, dueOn }: Unaddressed): string {
  return `${ruleId} ${daysLeft} ${dueOn}`;
}
