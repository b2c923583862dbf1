import { and, inArray } from 'drizzle-orm';
import { dayFrom, isoDay } from '@heart-survey/shared/dates';
import { Temporal } from 'temporal-polyfill';
import { build } from '../database/builder.ts';
import { commit, type Database } from '../database/database.ts';
import { submissionReminder } from '../database/schema.ts';
import { createOrganization, readCalendar, type BusinessCalendar, type Department } from '../org/org.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { SubmissionMessage } from './email-texts.ts';
import { submissionCause, submissionEmailKind } from './emails.ts';
import { handInAmong, receiversAmong, submissionPeople, submittersAmong, type SubmissionPerson } from './recipients.ts';
import { dayAfter, readStates, type SubmissionState } from './state.ts';

// Reminders of quarters that are to be handed in or submitted (docs/design.md §3.13). They go out on business days only,
// and each once: what was queued is recorded in the same commit.

/** What is due is announced this many business days before. */
const soon = 2;
/** What is overdue is announced on these business days after the due date. */
const overdueDays = [1, 6, 11];
/** Nothing is announced anymore from this business day after the submission was due: the quarter is history. */
const tooLate = 21;

interface SubmissionReminder {
  state: SubmissionState;
  /** Under which it is recorded. */
  kind: string;
  message: SubmissionMessage;
  to: SubmissionPerson[];
}

/** Queues every reminder that is due, and starts sending. */
export async function queueSubmissionReminders(
  db: Database,
  outbox: Pick<Outbox, 'queue' | 'wake'>,
  now: number,
): Promise<void> {
  const reminders = await dueSubmissionReminders(db, now);
  for (const { state, kind, message, to } of reminders) {
    const departmentId = state.department.id;
    const row = { departmentId, quarter: state.quarter.id, kind, at: now };
    const emails = to.map(({ id }) => {
      const cause = submissionCause(state, message, id);
      return outbox.queue({ kind: submissionEmailKind, cause, departmentId }, now, 'unchanged').statement;
    });
    await commit(db, [build.insert(submissionReminder).values(row).onConflictDoNothing(), ...emails]);
  }
  if (reminders.length > 0) outbox.wake();
}

/** The reminders that are due and were not queued before. Without anyone to get it, a reminder waits. */
export async function dueSubmissionReminders(db: Database, now: number): Promise<SubmissionReminder[]> {
  const { departments } = await createOrganization(db)();
  const due = await Promise.all(departments.map((department) => remindersFor(db, department, now)));
  return due.flat();
}

async function remindersFor(db: Database, department: Department, now: number): Promise<SubmissionReminder[]> {
  const calendar = await readCalendar(db, department);
  const today = isoDay(now, department.zone);
  if (!calendar.day(Temporal.PlainDate.from(today)).isBusinessDay) return [];
  const states = (await readStates(db, department)).filter((state) => !isHistory(state, calendar, today));
  if (states.length === 0) return [];
  const [people, queued] = await Promise.all([
    submissionPeople(db, department.id),
    queuedFor(
      db,
      department.id,
      states.map(({ quarter }) => quarter.id),
    ),
  ]);
  return states
    .flatMap((state) => announcements(state, calendar, today).map((one) => ({ ...one, state })))
    .filter(({ state, kind }) => !queued.has(`${state.quarter.id}/${kind}`))
    .map(({ state, kind, message }) => ({ state, kind, message, to: recipients(message, people) }))
    .filter(({ to }) => to.length > 0);
}

function recipients(message: SubmissionMessage, people: SubmissionPerson[]): SubmissionPerson[] {
  if (message === 'replaced') return receiversAmong(people);
  return message === 'submit soon' || message === 'submit overdue' ? submittersAmong(people) : handInAmong(people);
}

const start = (day: string, { zone }: Department) => dayFrom(day)!.startIn(zone);
const after = ({ department }: SubmissionState, calendar: BusinessCalendar, day: string, count: number) =>
  dayAfter(calendar, start(day, department), count);

function isHistory(state: SubmissionState, calendar: BusinessCalendar, today: string): boolean {
  return today >= after(state, calendar, state.submitBy, tooLate);
}

type Announcement = Pick<SubmissionReminder, 'kind' | 'message'>;

/** What is to be announced on that day. */
function announcements(state: SubmissionState, calendar: BusinessCalendar, today: string): Announcement[] {
  const { stage, latest, handInBy, submitBy } = state;
  if (stage === 'submitted' || stage === 'received') return [];
  const wasSubmitted = state.steps.some(({ kind }) => kind === 'submitted');
  const once = (message: SubmissionMessage, kind: string = message): Announcement => ({ kind, message });
  if (stage === 'handed in') {
    return [...soonFor(submitBy, 'submit soon'), ...overdueFor(submitBy, 'submit overdue')];
  }
  return [
    ...(stage === 'closed' ? [once('hand in')] : []),
    ...(stage === 'restated' ? [once('restated', `restated ${latest.version}`)] : []),
    ...(stage === 'restated' && wasSubmitted ? [once('replaced', `replaced ${latest.version}`)] : []),
    ...(stage === 'closed' ? soonFor(handInBy, 'hand in soon') : []),
    ...overdueFor(handInBy, 'hand in overdue'),
    ...overdueFor(submitBy, 'submit overdue'),
  ];

  function soonFor(day: string, message: SubmissionMessage): Announcement[] {
    // What became due within these days was announced just now.
    const isNew = day <= dayAfter(calendar, state.steps.at(-1)?.at ?? latest.closedAt, soon);
    const isSoon = today <= day && day <= after(state, calendar, today, soon) && !isNew;
    return isSoon ? [once(message)] : [];
  }

  /** Only the last round that was reached: a collector that was off does not send several at once. */
  function overdueFor(day: string, message: SubmissionMessage): Announcement[] {
    const round = overdueDays.findLastIndex((count) => after(state, calendar, day, count) <= today);
    return round === -1 ? [] : [once(message, `${message} ${round + 1}`)];
  }
}

async function queuedFor(db: Database, departmentId: number, quarters: string[]): Promise<Set<string>> {
  const { quarter, kind } = submissionReminder;
  const isAsked = and(inArray(submissionReminder.departmentId, [departmentId]), inArray(quarter, quarters));
  const rows = await db.select({ quarter, kind }).from(submissionReminder).where(isAsked);
  return new Set(rows.map((row) => `${row.quarter}/${row.kind}`));
}
