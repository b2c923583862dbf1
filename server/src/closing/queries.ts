import { eq, min } from 'drizzle-orm';
import { departmentGroups, departmentTallies } from '../figures/figures.ts';
import type { Database } from '../database/database.ts';
import { region, responseTally, type snapshot } from '../database/schema.ts';
import { statement, type Statement } from '../database/statement.ts';

/** Freezes a quarter, unless it is already closed or its tallies changed since the figures were computed. */
export function insertSnapshot(row: Omit<typeof snapshot.$inferSelect, 'groups' | 'class' | 'reason'>): Statement {
  return statement(
    `INSERT INTO snapshot (id, department_id, quarter, version, target, figures, sha256, tallies, groups, closed_at,
        closed_by)
      SELECT :id, :departmentId, :quarter, :version, :target, :figures, :sha256, :tallies,
        ${departmentGroups(':departmentId', ':quarter')}, :closedAt, :closedBy
      WHERE NOT EXISTS (SELECT 1 FROM snapshot WHERE department_id = :departmentId AND quarter = :quarter)
        AND ${departmentTallies(':departmentId', ':quarter')} = :tallies`,
    row,
  );
}

/** The first quarter with a response of the department; undefined if there is none. */
export async function firstQuarter(db: Database, departmentId: number): Promise<string | undefined> {
  const [found] = await db
    .select({ quarter: min(responseTally.quarter) })
    .from(responseTally)
    .innerJoin(region, eq(responseTally.regionId, region.id))
    .where(eq(region.departmentId, departmentId));
  return found?.quarter ?? undefined;
}
