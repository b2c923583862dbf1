import { and, asc, desc, eq, inArray, isNull, or } from 'drizzle-orm';
import { rolesFor } from '../access/access.ts';
import type { Database } from '../database/database.ts';
import { actionPlan, person, region, roleGrant } from '../database/schema.ts';
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
          closed_at = CASE WHEN ${belowTarget} THEN NULL ELSE :at END
        FROM region WHERE region.id = action_plan.region_id AND region.department_id = :department
          AND action_plan.quarter = :quarter AND stage = 'watch' AND ${closedJustNow}`,
      args,
    ),
    statement(
      `INSERT INTO action_plan (region_id, quarter, stage, opened_at, target, opened_on, decided_at, decided_target,
          decided_on, due_on)
        SELECT region.id, :quarter, 'required', :at, :target, ${tallies}, :at, :target, ${tallies}, :dueOn
        FROM region WHERE region.department_id = :department AND ${closedJustNow} AND ${belowTarget}
        ON CONFLICT DO NOTHING`,
      args,
    ),
  ];
}

/** The plans of a department's quarter, with their regions' slugs. */
export function plansOfQuarter(db: Database, departmentId: number, quarter: string) {
  return db
    .select({ region: region.slug, plan: actionPlan })
    .from(actionPlan)
    .innerJoin(region, eq(actionPlan.regionId, region.id))
    .where(and(eq(region.departmentId, departmentId), eq(actionPlan.quarter, quarter)));
}

/** A plan as it is worked on, with its owner's name. */
export type Plan = typeof actionPlan.$inferSelect & { owner: string | null };

/** The plans of these regions, those of the latest quarter first. */
export async function plansOfRegions(db: Database, regionIds: number[]): Promise<Plan[]> {
  const rows = await db
    .select({ plan: actionPlan, owner: person.name })
    .from(actionPlan)
    .leftJoin(person, eq(actionPlan.ownerId, person.id))
    .where(inArray(actionPlan.regionId, regionIds))
    .orderBy(desc(actionPlan.quarter), asc(actionPlan.regionId));
  return rows.map(({ plan, owner }) => ({ ...plan, owner }));
}

/** One plan, if it is of one of these regions. */
export async function planById(db: Database, id: number, regionIds: number[]): Promise<Plan | undefined> {
  const [found] = await db
    .select({ plan: actionPlan, owner: person.name })
    .from(actionPlan)
    .leftJoin(person, eq(actionPlan.ownerId, person.id))
    .where(and(eq(actionPlan.id, id), inArray(actionPlan.regionId, regionIds)));
  return found && { ...found.plan, owner: found.owner };
}

/** People who may own a plan of that region: those who work on action plans in the department or in the region itself. */
export function possibleOwners(db: Database, { departmentId, regionId }: { departmentId: number; regionId: number }) {
  return db
    .selectDistinct({ id: person.id, name: person.name, email: person.email })
    .from(person)
    .innerJoin(roleGrant, eq(roleGrant.personId, person.id))
    .where(
      and(
        inArray(roleGrant.role, rolesFor('action plans')),
        eq(roleGrant.departmentId, departmentId),
        or(isNull(roleGrant.regionId), eq(roleGrant.regionId, regionId)),
        isNull(roleGrant.endedAt),
        isNull(person.leftAt),
      ),
    )
    .orderBy(asc(person.name));
}

/** Sets the owner; changes nothing where the owner is not `before` any more. */
export function setOwner(id: number, { before, after }: { before: string | null; after: string | null }): Statement {
  return statement(
    `UPDATE action_plan SET owner_id = :after WHERE id = :id AND owner_id IS :before AND owner_id IS NOT :after`,
    { id, before, after },
  );
}
