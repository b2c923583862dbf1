import type { Database } from './database.ts';
import { snapshot } from './schema.ts';

// A quarter is closed when it has a snapshot. This is known on the ground floor, since no door may store into one.

/** The quarters that are closed, as `department id/quarter`. */
export async function closedQuarters(db: Database): Promise<Set<string>> {
  const { departmentId, quarter } = snapshot;
  const rows = await db.selectDistinct({ departmentId, quarter }).from(snapshot);
  return new Set(rows.map((row) => `${row.departmentId}/${row.quarter}`));
}

/** An SQL condition: the quarter is not closed in the region's department. */
export function notClosed(region: string, quarter: string): string {
  return `NOT EXISTS (SELECT 1 FROM snapshot JOIN region USING (department_id)
    WHERE region.id = ${region} AND snapshot.quarter = ${quarter})`;
}
