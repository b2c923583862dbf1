import { dayAfter, isoDay } from '@heart-survey/shared/dates';
import { Temporal } from 'temporal-polyfill';
import { build } from '../database/builder.ts';
import { commit, type Database } from '../database/database.ts';
import { surveyPlanReminder } from '../database/schema.ts';
import { createOrganization, readCalendar, type Department } from '../org/org.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { dueIn, type Due } from './due.ts';
import { reminderCause, surveyPlanEmailKind, type Reminder, type Round } from './emails.ts';
import { currentPlans, planKeepers, queuedReminders, type Keeper, type SurveyPlan } from './queries.ts';

// Reminders before a survey or the review of its plan is due, and one after the day. They go out on business days only, and
// each once: what was queued is recorded in the same commit.

/** In days after the day that was due: later, no one is reminded anymore. */
const tooLate = 90;

interface PlanReminder extends Omit<Reminder, 'personId'> {
  to: Keeper[];
}

/** Queues every reminder that is due, and starts sending. */
export async function queueSurveyPlanReminders(
  db: Database,
  outbox: Pick<Outbox, 'queue' | 'wake'>,
  now: number,
): Promise<void> {
  const reminders = await dueSurveyPlanReminders(db, now);
  for (const { to, ...reminder } of reminders) {
    const departmentId = reminder.department.id;
    const row = { departmentId, kind: recordedAs(reminder), dueOn: reminder.dueOn, at: now };
    const emails = to.map(({ id }) => {
      const cause = reminderCause({ ...reminder, personId: id });
      return outbox.queue({ kind: surveyPlanEmailKind, cause, departmentId }, now, 'unchanged').statement;
    });
    await commit(db, [build.insert(surveyPlanReminder).values(row).onConflictDoNothing(), ...emails]);
  }
  if (reminders.length > 0) outbox.wake();
}

/** The reminders that are due and were not queued before. Without anyone to get it, a reminder waits. */
export async function dueSurveyPlanReminders(db: Database, now: number): Promise<PlanReminder[]> {
  const plans = await currentPlans(db);
  if (plans.size === 0) return [];
  const { departments } = await createOrganization(db)();
  const due = await Promise.all(
    departments
      .filter(({ id }) => plans.has(id))
      .map((department) => remindersFor(db, department, plans.get(department.id)!, now)),
  );
  return due.flat();
}

async function remindersFor(
  db: Database,
  department: Department,
  plan: SurveyPlan,
  now: number,
): Promise<PlanReminder[]> {
  const today = isoDay(now, department.zone);
  const due = dueIn(plan, today)
    .filter(({ dueOn }) => today <= dayAfter(dueOn, tooLate))
    .map((one) => ({ department, kind: one.kind, dueOn: one.dueOn, round: roundOf(one) }));
  if (due.length === 0) return [];
  const queued = await queuedReminders(db, department.id);
  const open = due.filter((one) => !queued.has(`${recordedAs(one)}/${one.dueOn}`));
  if (open.length === 0) return [];
  const calendar = await readCalendar(db, department);
  if (!calendar.day(Temporal.PlainDate.from(today)).isBusinessDay) return [];
  const to = await planKeepers(db, department.id);
  return to.length === 0 ? [] : open.map((one) => ({ ...one, to }));
}

const roundOf = ({ isOverdue }: Due): Round => (isOverdue ? 'overdue' : 'soon');

/** The name that a reminder is recorded under. */
const recordedAs = ({ kind, round }: Pick<Reminder, 'kind' | 'round'>): string =>
  round === 'soon' ? kind : `${kind} ${round}`;
