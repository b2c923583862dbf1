import type { Database } from './database.ts';
import { snapshot } from './schema.ts';

// A quarter is closed when it has a snapshot. This is a ground-floor rule, since nothing may store a response into a
// closed quarter.

/** The closed quarters, as `department id/quarter`. */
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
