import { dayFrom, isoDay } from '@heart-survey/shared/dates';
import { lowVolume } from '@heart-survey/shared/scores';
import { commit, type Database } from '../database/database.ts';
import { computeFigures, readTallies, type FrozenFigures } from '../figures/figures.ts';
import { createOrganization, readCalendar, type BusinessCalendar, type Department, type Region } from '../org/org.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { deadline } from '../work/work.ts';
import { insertReminder, plansAtWork, remindersOf } from './email-queries.ts';
import type { PlanMessage } from './email-texts.ts';
import { planCause, planEmailKind } from './plan-emails.ts';
import { actionsOf, type PlanAction } from './queries.ts';
import { approversAmong, planPeople, writersAmong, type PlanPerson } from './recipients.ts';

// Reminders of action plans by email (docs/design.md §3.8). Each goes out once: what was queued is recorded in the same
// commit, so that two collectors or a restart do not repeat it. All days are business days.

/** A plan that is not sent for approval is announced this many days before it is due. */
const soon = 5;
/** An open action is announced this many days before it is due. */
const actionSoon = 3;
/** Overdue plans are announced on these days after the due date. */
const overdueDays = [1, 6, 11, 16];
/** Nothing is announced anymore from this day after the due date on. */
const planTooLate = 21;
const actionTooLate = 11;

/** A reminder that is due, and who gets it. */
interface Reminder {
  planId: number;
  departmentId: number;
  /** Under which it is recorded. */
  kind: string;
  message: PlanMessage;
  to: PlanPerson[];
  actionId?: string;
}

type Plan = Awaited<ReturnType<typeof plansAtWork>>[number];

/** What one region's reminders depend on. */
interface RegionContext {
  region: Region;
  people: PlanPerson[];
  calendar: BusinessCalendar;
  /** `2027-02-12`, in the department's zone. */
  today: string;
  now: number;
}

/** Queues every reminder that is due, and starts sending. */
export async function queueReminders(db: Database, outbox: Pick<Outbox, 'queue' | 'wake'>, now: number): Promise<void> {
  const reminders = await dueReminders(db, now);
  for (const { planId, departmentId, kind, message, to, actionId } of reminders) {
    const emails = to.map(({ id }) => {
      const cause = planCause(planId, message, id, actionId);
      return outbox.queue({ kind: planEmailKind, cause, departmentId }, now, 'unchanged').statement;
    });
    // Each email is queued only if the statement before it changed something: the record, and then the email before.
    await commit(db, [insertReminder(planId, kind, now), ...emails]);
  }
  if (reminders.length > 0) outbox.wake();
}

/** The reminders that are due and were not queued before. Without anyone to get it, a reminder waits. */
export async function dueReminders(db: Database, now: number): Promise<Reminder[]> {
  const plans = await plansAtWork(db);
  if (plans.length === 0) return [];
  const ids = plans.map(({ id }) => id);
  const [queued, actions, { regions }] = await Promise.all([
    remindersOf(db, ids),
    actionsOf(db, ids),
    createOrganization(db)(),
  ]);
  const isNew = ({ planId, kind }: Pick<Reminder, 'planId' | 'kind'>) => !queued.has(`${planId}/${kind}`);
  const scoresOf = scoresReader(db);
  const due: Reminder[] = [];
  for (const [regionId, own] of Map.groupBy(plans, (plan) => plan.regionId)) {
    const context = await contextOf(
      db,
      regions.find(({ id }) => id === regionId)!,
      now,
    );
    for (const plan of own) {
      if (plan.stage === 'watch' && isNew({ planId: plan.id, kind: 'watch' })) {
        due.push(...(await watchReminder(scoresOf, plan, context)));
      }
      if (plan.stage === 'required') due.push(...requiredReminders(plan, context).filter(isNew));
      if (plan.stage === 'agreed') {
        const open = actions.filter(({ planId, state }) => planId === plan.id && state === 'open');
        due.push(...open.flatMap((action) => actionReminders(plan, action, context)).filter(isNew));
      }
    }
  }
  return due.filter(({ to }) => to.length > 0);
}

async function contextOf(db: Database, region: Region, now: number): Promise<RegionContext> {
  const [people, calendar] = await Promise.all([planPeople(db, region), readCalendar(db, region.department)]);
  return { region, people, calendar, today: isoDay(now, region.department.zone), now };
}

/** Reads the current figures of a department's quarter once, for all of its regions. */
function scoresReader(db: Database) {
  const known = new Map<string, Promise<FrozenFigures['regions']>>();
  const read = async ({ id, target }: Department, quarter: string) =>
    computeFigures(await readTallies(db, id, quarter), target).regions;
  return (department: Department, quarter: string) => {
    const key = `${department.id}/${quarter}`;
    const scores = known.get(key) ?? read(department, quarter);
    known.set(key, scores);
    return scores;
  };
}

/** From 11 responses on, once for each plan: fewer may be chance, and notify no one. */
async function watchReminder(
  scoresOf: ReturnType<typeof scoresReader>,
  plan: Plan,
  { region, people }: RegionContext,
): Promise<Reminder[]> {
  const { department } = region;
  const scores = (await scoresOf(department, plan.quarter)).find((one) => one.region === region.slug);
  if (scores?.status !== 'below' || scores.responses < lowVolume) return [];
  const to = writersAmong(people, plan.ownerId);
  return [{ planId: plan.id, departmentId: department.id, kind: 'watch', message: 'watch', to }];
}

function requiredReminders(plan: Plan, { region, people, calendar, today, now }: RegionContext): Reminder[] {
  const { id: planId, dueOn, decidedAt, sentAt, ownerId } = plan;
  if (dueOn === null || decidedAt === null) return [];
  const reminder = (message: PlanMessage, to: PlanPerson[], kind: string = message): Reminder => ({
    planId,
    departmentId: region.department.id,
    kind,
    message,
    to,
  });
  const writers = writersAmong(people, ownerId);
  if (today <= dueOn) {
    // A plan that is due within these days of the close was announced just now.
    const isSoon = dueOn <= dayAfter(calendar, now, soon) && dueOn > dayAfter(calendar, decidedAt, soon);
    return [reminder('required', writers), ...(isSoon && sentAt === null ? [reminder('due soon', writers)] : [])];
  }
  const start = startOf(dueOn, region);
  const days = [...overdueDays, planTooLate].map((count) => dayAfter(calendar, start, count));
  const round = days.findLastIndex((day) => day <= today);
  if (round === -1 || round === overdueDays.length) return [];
  const approvers = approversAmong(people);
  const to = sentAt === null ? [...new Set([...writers, ...approvers])] : approvers;
  return [reminder('overdue', to, `overdue ${round + 1}`)];
}

function actionReminders(plan: Plan, action: PlanAction, context: RegionContext): Reminder[] {
  const { region, people, calendar, today, now } = context;
  const { id: actionId, dueOn, ownerId } = action;
  const to = writersAmong(people, people.some(({ id }) => id === ownerId) ? ownerId : plan.ownerId);
  const reminder = (message: PlanMessage): Reminder => {
    return {
      planId: plan.id,
      departmentId: region.department.id,
      // A new owner or due date needs a reminder of its own.
      kind: [message, actionId, dueOn, ownerId].join(' '),
      message,
      to,
      actionId,
    };
  };
  if (today <= dueOn) return dueOn <= dayAfter(calendar, now, actionSoon) ? [reminder('action due')] : [];
  const start = startOf(dueOn, region);
  const isTime = dayAfter(calendar, start, 1) <= today && today < dayAfter(calendar, start, actionTooLate);
  return isTime ? [reminder('action overdue')] : [];
}

/** The business day that is this many business days after that moment's day. */
function dayAfter(calendar: BusinessCalendar, from: number, count: number): string {
  return deadline(calendar, { unit: 'business days', count, afterHours: 'same day' }, from).days.at(-1)!.day;
}

function startOf(day: string, { department }: Region): number {
  return dayFrom(day)!.startIn(department.zone);
}
