import { and, eq } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { actionPlan, region } from '../database/schema.ts';
import { talliesAsJson } from '../database/tallies.ts';
import { statement, type Statement } from '../database/statement.ts';

const sumAndCount = 'SELECT sum(n * value) AS sum, sum(n) AS n FROM rating_tally';

/** Opens a plan at `watch` for each of these regions' quarters that is below target and has none (docs/design.md §3.8). */
export function openPlans(touched: { regionId: number; quarter: string }[], at: number): Statement {
  return statement(
    `INSERT INTO action_plan (region_id, quarter, stage, opened_at, target, opened_on)
      SELECT region.id, t.quarter, 'watch', :at, target, ${talliesAsJson('region.id', 't.quarter')}
      FROM (SELECT value->>'regionId' AS region_id, value->>'quarter' AS quarter FROM json_each(:touched)) AS t
      JOIN region ON region.id = t.region_id JOIN department ON department.id = region.department_id
      WHERE NOT EXISTS (SELECT 1 FROM action_plan WHERE region_id = region.id AND quarter = t.quarter)
        AND (SELECT 100 * sum < target * n FROM
          (${sumAndCount} WHERE rating_tally.region_id = region.id AND rating_tally.quarter = t.quarter))`,
    { at, touched: JSON.stringify(touched.map(({ regionId, quarter }) => ({ regionId, quarter }))) },
  );
}

const closedJustNow = 'EXISTS (SELECT 1 FROM snapshot WHERE id = :snapshot)';
const belowTarget = `(SELECT 100 * sum < :target * n FROM
  (${sumAndCount} WHERE rating_tally.region_id = region.id AND rating_tally.quarter = :quarter))`;

/** The quarter that is closing. */
export interface ClosingDecision {
  snapshotId: string;
  departmentId: number;
  quarter: string;
  /** In hundredths, at close. */
  target: number;
  at: number;
}

/** At close, a plan at `watch` becomes `required` or `withdrawn`, and a region below target without a plan gets one. */
export function decidePlans(closing: ClosingDecision): Statement[] {
  const { snapshotId, departmentId, quarter, target, at } = closing;
  const args = { snapshot: snapshotId, department: departmentId, quarter, target, at };
  const tallies = talliesAsJson('region.id', ':quarter');
  return [
    statement(
      `UPDATE action_plan SET decided_target = :target, decided_at = :at, decided_on = ${tallies},
          stage = CASE WHEN ${belowTarget} THEN 'required' ELSE 'withdrawn' END
        FROM region WHERE region.id = action_plan.region_id AND region.department_id = :department
          AND action_plan.quarter = :quarter AND stage = 'watch' AND ${closedJustNow}`,
      args,
    ),
    statement(
      `INSERT INTO action_plan (region_id, quarter, stage, opened_at, target, opened_on, decided_at, decided_target, decided_on)
        SELECT region.id, :quarter, 'required', :at, :target, ${tallies}, :at, :target, ${tallies}
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
