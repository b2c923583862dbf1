import { and, desc, eq, inArray, isNull } from 'drizzle-orm';
import { build } from '../database/builder.ts';
import type { Database } from '../database/database.ts';
import { actionPlan, planEvent, planReminder } from '../database/schema.ts';

/** The columns of a plan, without its owner's name. */
export type StoredPlan = typeof actionPlan.$inferSelect;

/** The plan with that id, of any region: for emails, whose recipients are checked one by one. */
export async function anyPlan(db: Database, id: number): Promise<StoredPlan | undefined> {
  const [found] = await db.select().from(actionPlan).where(eq(actionPlan.id, id));
  return found;
}

/** The last time that this happened to the plan. */
export async function lastEvent(db: Database, planId: number, kind: 'sent' | 'returned' | 'agreed') {
  const [found] = await db
    .select()
    .from(planEvent)
    .where(and(eq(planEvent.planId, planId), eq(planEvent.kind, kind)))
    .orderBy(desc(planEvent.id))
    .limit(1);
  return found;
}

/** Every plan that someone may have to be reminded of, without its figures. */
export function plansAtWork(db: Database) {
  const { id, regionId, quarter, stage, ownerId, dueOn, decidedAt, sentAt } = actionPlan;
  return db
    .select({ id, regionId, quarter, stage, ownerId, dueOn, decidedAt, sentAt })
    .from(actionPlan)
    .where(and(isNull(actionPlan.closedAt), inArray(stage, ['watch', 'required', 'agreed'])));
}

/** The reminders of these plans that were queued, as `plan id/kind`. */
export async function remindersOf(db: Database, planIds: number[]): Promise<Set<string>> {
  const rows = await db
    .select({ planId: planReminder.planId, kind: planReminder.kind })
    .from(planReminder)
    .where(inArray(planReminder.planId, planIds));
  return new Set(rows.map(({ planId, kind }) => `${planId}/${kind}`));
}

/** Records that a reminder is queued; changes nothing if it was queued before. */
export function insertReminder(planId: number, kind: string, at: number) {
  return build.insert(planReminder).values({ planId, kind, at }).onConflictDoNothing();
}
