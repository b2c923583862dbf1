import { eq } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { region } from '../database/schema.ts';
import { statement } from '../database/statement.ts';

/** A department's regions, in the order in which they were set up. */
export function regionsOf(db: Database, departmentId: number) {
  return db.select().from(region).where(eq(region.departmentId, departmentId)).orderBy(region.id);
}

/**
 * One page of a region's responses of a quarter in the order of storage, and where the next page starts. By region,
 * since an index has that order: every page costs the same, however many rows there are.
 */
export async function responsePage(db: Database, regionId: number, quarter: string, after: number, size: number) {
  const { rows } = await db.$client.execute(
    statement(
      `SELECT rowid AS position, *, EXISTS (SELECT 1 FROM comment_mark
        WHERE response_id = response.id AND kind = 'hidden' AND lifted_at IS NULL) AS is_hidden,
        (SELECT group_concat(kind, ' ') FROM response_flag WHERE response_id = response.id) AS flags
      FROM response
      WHERE quarter = ? AND region_id = ? AND rowid > ? ORDER BY rowid LIMIT ?`,
      [quarter, regionId, after, size],
    ),
  );
  return rows;
}
