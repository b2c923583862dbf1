import { sql, type SQL } from 'drizzle-orm';
import * as v from 'valibot';
import type { Database } from '../database/database.ts';
import { readRows } from '../database/read.ts';

/**
 * The condition, on `response`, that staff may be thanked for it and that its comment may be quoted: the comment is there and
 * neither hidden nor flagged, the response counts, and it is not from the employee themselves. Nothing is copied, so a
 * thank-you ends everywhere when one of these changes.
 */
export const isEligible = `response.comment IS NOT NULL AND response.excluded_at IS NULL
  AND response.id NOT IN (SELECT response_id FROM comment_mark WHERE lifted_at IS NULL)
  AND NOT EXISTS (SELECT 1 FROM response_flag WHERE response_id = response.id AND kind = 'self')`;

/** The same for the query builder. */
export const mayBeQuoted = (): SQL => sql.raw(isEligible);

/** Whether staff may be thanked for that response now. */
export async function isThankable(db: Database, responseId: string): Promise<boolean> {
  const found = v.object({ n: v.number() });
  const [counted] = await readRows(db, found, `SELECT count(*) AS n FROM response WHERE id = ? AND ${isEligible}`, [
    responseId,
  ]);
  return counted!.n > 0;
}
