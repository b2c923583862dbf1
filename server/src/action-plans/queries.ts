import { and, asc, desc, eq, getTableColumns, inArray, sql } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import {
  actionPlan,
  employee,
  person,
  planAction,
  planCheckIn,
  planEvent,
  planQuote,
  region,
  snapshot,
} from '../database/schema.ts';
import { sumAndCount, talliesAsJson } from '../database/tallies.ts';
import { statement, type Statement } from '../database/statement.ts';

/** Opens a plan at `watch` for each of these regions' quarters that is below target and has none (docs/design.md §3.8). */
export function openPlans(touched: { regionId: number; quarter: string }[], at: number): Statement {
  return statement(
    `INSERT INTO action_plan (region_id, quarter, stage, opened_at, target, opened_on)
      SELECT region.id, t.quarter, 'watch', :at, target, ${talliesAsJson('region.id', 't.quarter')}
      FROM (SELECT value->>'regionId' AS region_id, value->>'quarter' AS quarter FROM json_each(:touched)) AS t
      JOIN region ON region.id = t.region_id JOIN department ON department.id = region.department_id
      WHERE NOT EXISTS (SELECT 1 FROM action_plan WHERE region_id = region.id AND quarter = t.quarter)
        AND (SELECT 100 * sum < target * n FROM
          (${sumAndCount} WHERE response_tally.region_id = region.id AND response_tally.quarter = t.quarter))`,
    { at, touched: JSON.stringify(touched.map(({ regionId, quarter }) => ({ regionId, quarter }))) },
  );
}

const closedJustNow = 'EXISTS (SELECT 1 FROM snapshot WHERE id = :snapshot)';
const belowTarget = `(SELECT 100 * sum < :target * n FROM
  (${sumAndCount} WHERE response_tally.region_id = region.id AND response_tally.quarter = :quarter))`;

/** The region's first plan of an earlier quarter that is still open: the new plan continues it (docs/design.md §3.8). */
const firstOpenPlan = `(SELECT id FROM action_plan AS earlier WHERE earlier.region_id = region.id
  AND earlier.quarter < :quarter AND earlier.stage IN ('required', 'agreed') ORDER BY earlier.quarter LIMIT 1)`;

/** The plans of all departments that are needed and not completed: their departments, quarters, and regions by slug. */
export function plansUnderWay(db: Database) {
  return db
    .select({ departmentId: region.departmentId, quarter: actionPlan.quarter, region: region.slug })
    .from(actionPlan)
    .innerJoin(region, eq(region.id, actionPlan.regionId))
    .where(inArray(actionPlan.stage, ['required', 'agreed']));
}

/** The quarter that is closing. */
export interface ClosingDecision {
  snapshotId: string;
  departmentId: number;
  quarter: string;
  /** In hundredths, at close. */
  target: number;
  at: number;
  /** The last day for writing a plan that is required, such as `2027-02-12`. */
  dueOn: string;
}

/** At close, a plan at `watch` becomes `required` or `withdrawn`, and a region below target without a plan gets one. */
export function decidePlans(closing: ClosingDecision): Statement[] {
  const { snapshotId, departmentId, quarter, target, at, dueOn } = closing;
  const args = { snapshot: snapshotId, department: departmentId, quarter, target, at, dueOn };
  const tallies = talliesAsJson('region.id', ':quarter');
  return [
    statement(
      `UPDATE action_plan SET decided_target = :target, decided_at = :at, decided_on = ${tallies},
          stage = CASE WHEN ${belowTarget} THEN 'required' ELSE 'withdrawn' END,
          due_on = CASE WHEN ${belowTarget} THEN :dueOn END,
          continues = CASE WHEN ${belowTarget} THEN ${firstOpenPlan} END,
          closed_at = CASE WHEN ${belowTarget} THEN NULL ELSE :at END
        FROM region WHERE region.id = action_plan.region_id AND region.department_id = :department
          AND action_plan.quarter = :quarter AND stage = 'watch' AND ${closedJustNow}`,
      args,
    ),
    insertRequired(closing),
  ];
}

/**
 * After a restatement, a region that is below target and has no plan gets one, and a plan that was withdrawn is required
 * after all. Plans that exist stay, with the figures that they were decided on.
 */
export function reopenPlans(restated: ClosingDecision): Statement[] {
  const { snapshotId, departmentId, quarter, target, at, dueOn } = restated;
  const args = { snapshot: snapshotId, department: departmentId, quarter, target, at, dueOn };
  return [
    statement(
      `UPDATE action_plan SET decided_target = :target, decided_at = :at, stage = 'required', due_on = :dueOn,
          decided_on = ${talliesAsJson('region.id', ':quarter')}, continues = ${firstOpenPlan}, closed_at = NULL,
          version = version + 1
        FROM region WHERE region.id = action_plan.region_id AND region.department_id = :department
          AND action_plan.quarter = :quarter AND stage = 'withdrawn' AND ${closedJustNow} AND ${belowTarget}`,
      args,
    ),
    insertRequired(restated),
  ];
}

/** A region below target without a plan gets one that is required. */
function insertRequired({ snapshotId, departmentId, quarter, target, at, dueOn }: ClosingDecision): Statement {
  const tallies = talliesAsJson('region.id', ':quarter');
  return statement(
    `INSERT INTO action_plan (region_id, quarter, stage, opened_at, target, opened_on, decided_at, decided_target,
          decided_on, due_on, continues)
        SELECT region.id, :quarter, 'required', :at, :target, ${tallies}, :at, :target, ${tallies}, :dueOn,
          ${firstOpenPlan}
        FROM region WHERE region.department_id = :department AND ${closedJustNow} AND ${belowTarget}
        ON CONFLICT DO NOTHING`,
    { snapshot: snapshotId, department: departmentId, quarter, target, at, dueOn },
  );
}

/** The current tallies of a region whose plan is at `watch`, as JSON: its focus follows them (docs/design.md §3.8). */
const current = sql<string | null>`CASE WHEN ${actionPlan.stage} = 'watch'
  THEN ${sql.raw(talliesAsJson('action_plan.region_id', 'action_plan.quarter'))} END`;
const planColumns = { ...getTableColumns(actionPlan), current };

/** The plans of a department's quarter, with their regions' slugs. */
export function plansOfQuarter(db: Database, departmentId: number, quarter: string) {
  return db
    .select({ region: region.slug, plan: planColumns })
    .from(actionPlan)
    .innerJoin(region, eq(actionPlan.regionId, region.id))
    .where(and(eq(region.departmentId, departmentId), eq(actionPlan.quarter, quarter)));
}

/** A plan as it is worked on, with its owner's name. */
export type Plan = typeof actionPlan.$inferSelect & { owner: string | null; current: string | null };

/** The plans of these regions, those of the latest quarter first. */
export async function plansOfRegions(db: Database, regionIds: number[]): Promise<Plan[]> {
  const rows = await db
    .select({ plan: planColumns, owner: person.name })
    .from(actionPlan)
    .leftJoin(person, eq(actionPlan.ownerId, person.id))
    .where(inArray(actionPlan.regionId, regionIds))
    .orderBy(desc(actionPlan.quarter), asc(actionPlan.regionId));
  return rows.map(({ plan, owner }) => ({ ...plan, owner }));
}

/** A region's plan for a quarter. */
export async function planOf(
  db: Database,
  { regionId, quarter }: { regionId: number; quarter: string },
): Promise<Plan | undefined> {
  const { id } = actionPlan;
  const isAsked = and(eq(actionPlan.regionId, regionId), eq(actionPlan.quarter, quarter));
  const [found] = await db.select({ id }).from(actionPlan).where(isAsked);
  return found && planById(db, found.id, [regionId]);
}

/** One plan, if it is of one of these regions. */
export async function planById(db: Database, id: number, regionIds: number[]): Promise<Plan | undefined> {
  const [found] = await db
    .select({ plan: planColumns, owner: person.name })
    .from(actionPlan)
    .leftJoin(person, eq(actionPlan.ownerId, person.id))
    .where(and(eq(actionPlan.id, id), inArray(actionPlan.regionId, regionIds)));
  return found && { ...found.plan, owner: found.owner };
}

/** The restatement that opened a plan. */
export interface PlanRestatement {
  version: number;
  /** Such as `late paper`. */
  class: string;
  at: number;
}

/** The restatement that opened the plan: a version of its quarter made when the plan was decided, and not at the close. */
export async function restatementBehind(
  db: Database,
  departmentId: number,
  { quarter, decidedAt }: Pick<Plan, 'quarter' | 'decidedAt'>,
): Promise<PlanRestatement | undefined> {
  if (decidedAt === null) return undefined;
  const [first] = await db
    .select({ version: snapshot.version, class: snapshot.class, at: snapshot.closedAt })
    .from(snapshot)
    .where(
      and(eq(snapshot.departmentId, departmentId), eq(snapshot.quarter, quarter), eq(snapshot.closedAt, decidedAt)),
    )
    .orderBy(asc(snapshot.version));
  return first?.class ? { ...first, class: first.class } : undefined;
}

/** Sets the owner; changes nothing where the owner is not `before` anymore. */
export function setOwner(id: number, { before, after }: { before: string | null; after: string | null }): Statement {
  return statement(
    `UPDATE action_plan SET owner_id = :after, version = version + 1
      WHERE id = :id AND owner_id IS :before AND owner_id IS NOT :after`,
    { id, before, after },
  );
}

/** An action of a plan, with its owner's name. */
export type PlanAction = Awaited<ReturnType<typeof actionsOf>>[number];

/** The actions of these plans, in the order in which they were added. */
export function actionsOf(db: Database, planIds: number[]) {
  return db
    .select({ ...getTableColumns(planAction), owner: person.name })
    .from(planAction)
    .leftJoin(person, eq(planAction.ownerId, person.id))
    .where(inArray(planAction.planId, planIds))
    .orderBy(asc(planAction.createdAt), asc(planAction.id));
}

/** A step in the history of a plan, with the person's name. */
export type PlanEvent = Awaited<ReturnType<typeof eventsOf>>[number];

/** The kinds of steps in a plan's history. */
export type PlanEventKind = PlanEvent['kind'];

/** The history of a plan, oldest first. */
export function eventsOf(db: Database, planId: number) {
  return db
    .select({ ...getTableColumns(planEvent), name: person.name })
    .from(planEvent)
    .innerJoin(person, eq(planEvent.personId, person.id))
    .where(eq(planEvent.planId, planId))
    .orderBy(asc(planEvent.id));
}

/** The responses whose comments a plan quotes, in the order in which they were picked. */
export async function quotedResponses(db: Database, planId: number): Promise<string[]> {
  const rows = await db
    .select({ id: planQuote.responseId })
    .from(planQuote)
    .where(eq(planQuote.planId, planId))
    .orderBy(asc(planQuote.quotedAt), asc(planQuote.responseId));
  return rows.map(({ id }) => id);
}

/** How the plan was going at each of these notes, by the note's id. */
export async function checkInsOf(db: Database, noteIds: string[]) {
  const rows = await db.select().from(planCheckIn).where(inArray(planCheckIn.noteId, noteIds));
  return new Map(rows.map(({ noteId, state }) => [noteId, state]));
}

/** The names of everyone in the department who may be thanked: no plan names one of them as a cause. */
export async function employeeNames(db: Database, departmentId: number): Promise<string[]> {
  const rows = await db
    .selectDistinct({ name: employee.name })
    .from(employee)
    .innerJoin(region, eq(employee.regionId, region.id))
    .where(eq(region.departmentId, departmentId));
  return rows.map(({ name }) => name);
}

/** The names of these people, by id. */
export async function namesOf(db: Database, personIds: string[]): Promise<Map<string, string>> {
  const rows = await db.select({ id: person.id, name: person.name }).from(person).where(inArray(person.id, personIds));
  return new Map(rows.map(({ id, name }) => [id, name]));
}
