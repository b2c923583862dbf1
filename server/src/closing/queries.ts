import { departmentTallies } from '../figures/figures.ts';
import type { Database } from '../database/database.ts';
import { snapshot } from '../database/schema.ts';
import { statement, type Statement } from '../database/statement.ts';

/** Freezes a quarter, unless it is already closed or its tallies changed since the figures were computed. */
export function insertSnapshot(row: typeof snapshot.$inferSelect): Statement {
  return statement(
    `INSERT INTO snapshot (id, department_id, quarter, version, target, figures, sha256, tallies, closed_at, closed_by, reason)
      SELECT :id, :departmentId, :quarter, :version, :target, :figures, :sha256, :tallies, :closedAt, :closedBy, :reason
      WHERE NOT EXISTS (SELECT 1 FROM snapshot WHERE department_id = :departmentId AND quarter = :quarter)
        AND ${departmentTallies(':departmentId', ':quarter')} = :tallies`,
    row,
  );
}

/** The first quarter with a response of the department; undefined if there is none. */
export async function firstQuarter(db: Database, departmentId: number): Promise<string | undefined> {
  const { rows } = await db.$client.execute(
    statement(
      `SELECT min(quarter) AS quarter FROM response_tally JOIN region ON region.id = region_id WHERE department_id = ?`,
      [departmentId],
    ),
  );
  const quarter = rows[0]?.['quarter'];
  return typeof quarter === 'string' ? quarter : undefined;
}
