import { and, eq, exists, inArray, isNotNull, isNull, lt, notExists, sql, type SQL } from 'drizzle-orm';
import { build, changedBefore, insertIf } from '../database/builder.ts';
import { actionPlan, planAction, planCheckIn, planEvent, planQuote } from '../database/schema.ts';
import type { Statement } from '../database/statement.ts';
import { stagesBefore, writtenStages } from './steps.ts';

// What changes a plan. `commitChange` returns false if someone else changed the plan first.

/** A plan as someone saw it. */
export interface SeenPlan {
  id: number;
  version: number;
}

/** The words and the measure of a plan. */
export type PlanText = Pick<typeof actionPlan.$inferSelect, 'causeClass' | 'cause' | 'figure' | 'goal' | 'monitorId'>;

/** The fields of an action that a form sets. */
export type ActionText = Pick<typeof planAction.$inferSelect, 'text' | 'ownerId' | 'dueOn' | 'strength'>;

/** The maximum number of actions of a plan. */
export const maxActions = 5;
/** The maximum number of comments that a plan quotes. */
export const maxQuotes = 5;

const isSeen = ({ id, version }: SeenPlan) => and(eq(actionPlan.id, id), eq(actionPlan.version, version));
const canBeWritten = and(inArray(actionPlan.stage, writtenStages), isNull(actionPlan.sentAt));
const nextVersion = sql`${actionPlan.version} + 1`;

/** A condition: the plan with that id is as required. */
function planIs(id: number, condition: SQL | undefined): SQL {
  return exists(
    build
      .select({ one: sql`1` })
      .from(actionPlan)
      .where(and(eq(actionPlan.id, id), condition)),
  );
}

const countOf = (table: typeof planAction | typeof planQuote, planId: number) =>
  sql`(${build
    .select({ n: sql`count(*)` })
    .from(table)
    .where(eq(table.planId, planId))})`;

/** Counts the change just before it in the commit. */
function counted(id: number): Statement {
  return build
    .update(actionPlan)
    .set({ version: nextVersion })
    .where(and(eq(actionPlan.id, id), changedBefore));
}

/** Saves the words and the measure. */
export function saveText(seen: SeenPlan, text: PlanText): Statement {
  return build
    .update(actionPlan)
    .set({ ...text, version: nextVersion })
    .where(and(isSeen(seen), canBeWritten));
}

/**
 * Adds an action, unless that form was sent before or the plan has as many as it may have.
 * @param also another condition, such as `changedBefore`.
 */
export function addAction(
  planId: number,
  action: ActionText & { id: string; createdAt: number },
  also?: SQL,
): Statement[] {
  const isNew = notExists(
    build
      .select({ one: sql`1` })
      .from(planAction)
      .where(eq(planAction.id, action.id)),
  );
  const condition = and(also, planIs(planId, canBeWritten), isNew, lt(countOf(planAction, planId), maxActions));
  return [insertIf(planAction, { ...action, planId }, condition), counted(planId)];
}

/** Changes an action while the plan is being written; later, only who does it and by when. */
export function changeAction(seen: SeenPlan, id: string, changes: ActionText | Later): Statement[] {
  const isAllowed = 'text' in changes ? canBeWritten : eq(actionPlan.stage, 'agreed');
  return [
    build
      .update(actionPlan)
      .set({ version: nextVersion })
      .where(and(isSeen(seen), isAllowed)),
    build
      .update(planAction)
      .set(changes)
      .where(and(isAction(seen, id), eq(planAction.state, 'open'), changedBefore)),
  ];
}

type Later = Pick<ActionText, 'ownerId' | 'dueOn'>;

/** Removes an action while the plan is being written. */
export function removeAction(planId: number, id: string): Statement[] {
  return [
    build.delete(planAction).where(and(isAction({ id: planId }, id), planIs(planId, canBeWritten))),
    counted(planId),
  ];
}

/** Ends an action of an agreed plan: it was done, or dropped. */
export function endAction(
  planId: number,
  id: string,
  ended: { state: 'done' | 'dropped'; outcome: string; endedAt: number; endedBy: string },
): Statement[] {
  const isOpen = and(isAction({ id: planId }, id), eq(planAction.state, 'open'));
  return [
    build
      .update(planAction)
      .set(ended)
      .where(and(isOpen, planIs(planId, eq(actionPlan.stage, 'agreed')))),
    counted(planId),
  ];
}

/** Opens an ended action again, while the plan is not completed. */
export function reopenAction(planId: number, id: string): Statement[] {
  const isEnded = and(isAction({ id: planId }, id), inArray(planAction.state, ['done', 'dropped']));
  return [
    build
      .update(planAction)
      .set({ state: 'open', outcome: null, endedAt: null, endedBy: null })
      .where(and(isEnded, planIs(planId, eq(actionPlan.stage, 'agreed')))),
    counted(planId),
  ];
}

const isAction = ({ id }: Pick<SeenPlan, 'id'>, actionId: string) =>
  and(eq(planAction.id, actionId), eq(planAction.planId, id));

/** Quotes a comment, unless the plan quotes it already or quotes as many as it may. */
export function addQuote(quote: typeof planQuote.$inferInsert): Statement[] {
  const { planId, responseId } = quote;
  const isNew = notExists(
    build
      .select({ one: sql`1` })
      .from(planQuote)
      .where(and(eq(planQuote.planId, planId), eq(planQuote.responseId, responseId))),
  );
  const condition = and(planIs(planId, canBeWritten), isNew, lt(countOf(planQuote, planId), maxQuotes));
  return [insertIf(planQuote, quote, condition), counted(planId)];
}

/** Removes a quoted comment. */
export function removeQuote(planId: number, responseId: string): Statement[] {
  const isQuote = and(eq(planQuote.planId, planId), eq(planQuote.responseId, responseId));
  return [build.delete(planQuote).where(and(isQuote, planIs(planId, canBeWritten))), counted(planId)];
}

/** Sends a required plan for approval. */
export function sendPlan(seen: SeenPlan, { at, by }: { at: number; by: string }): Statement {
  return build
    .update(actionPlan)
    .set({ sentAt: at, sentBy: by, version: nextVersion })
    .where(and(isSeen(seen), eq(actionPlan.stage, 'required'), isNull(actionPlan.sentAt)));
}

/** Returns a plan that was sent. */
export function returnPlan(seen: SeenPlan): Statement {
  return build
    .update(actionPlan)
    .set({ sentAt: null, sentBy: null, version: nextVersion })
    .where(and(isSeen(seen), eq(actionPlan.stage, 'required'), isNotNull(actionPlan.sentAt)));
}

/** Approves a plan that was sent. */
export function agreeToPlan(seen: SeenPlan, at: number): Statement {
  return build
    .update(actionPlan)
    .set({ stage: 'agreed', agreedAt: at, version: nextVersion })
    .where(and(isSeen(seen), inArray(actionPlan.stage, stagesBefore('agreed')), isNotNull(actionPlan.sentAt)));
}

/** What a plan is completed on. */
export interface Completion {
  at: number;
  /** The verdict with the figures behind it, as JSON. */
  verdict: string | null;
  /** Why there is no verdict of two quarters. */
  noVerdictReason: string | null;
}

/** Completes a plan whose actions have all ended. */
export function completePlan(seen: SeenPlan, { at, verdict, noVerdictReason }: Completion): Statement {
  const hasOpen = build
    .select({ one: sql`1` })
    .from(planAction)
    .where(and(eq(planAction.planId, seen.id), eq(planAction.state, 'open')));
  return build
    .update(actionPlan)
    .set({ stage: 'completed', closedAt: at, verdict, noVerdictReason, version: nextVersion })
    .where(and(isSeen(seen), inArray(actionPlan.stage, stagesBefore('completed')), notExists(hasOpen)));
}

/** Records a step in the history of a plan, if the statement just before it in the commit changed something. */
export function addEvent(event: typeof planEvent.$inferInsert): Statement {
  return insertIf(planEvent, event, changedBefore);
}

/** Says how the plan is going, with the note that was added just before it in the commit. */
export function addCheckIn(checkIn: typeof planCheckIn.$inferInsert): Statement {
  return insertIf(planCheckIn, checkIn, changedBefore);
}
