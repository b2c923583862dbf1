import { asc, eq } from 'drizzle-orm';
import * as v from 'valibot';
import type { Database } from '../database/database.ts';
import { readRows } from '../database/read.ts';
import { caseHold } from '../database/schema.ts';

// A hold keeps a case whole: nothing of it is erased, not by age, not early, and no text of it. So every statement that
// erases has the condition `isFree`: a hold can begin at any moment.

/** The SQL condition that a row of `case_file` has no hold, and its department has none. */
export const isFree = `(NOT EXISTS (SELECT 1 FROM case_hold WHERE case_hold.case_id = case_file.id AND case_hold.lifted_at IS NULL)
  AND NOT EXISTS (SELECT 1 FROM legal_hold
    WHERE legal_hold.department_id = case_file.department_id AND legal_hold.lifted_at IS NULL))`;

export type CaseHold = typeof caseHold.$inferSelect;

/** The holds of a case, oldest first. */
export function holdsOf(db: Database, caseId: number): Promise<CaseHold[]> {
  return db.select().from(caseHold).where(eq(caseHold.caseId, caseId)).orderBy(asc(caseHold.id));
}

const departmentHold = v.object({ at: v.number() });

/** When the hold on all of a department's records was placed, in milliseconds since the epoch; undefined without one. */
export async function departmentHeldSince(db: Database, departmentId: number): Promise<number | undefined> {
  const sql = `SELECT placed_at AS at FROM legal_hold
    WHERE department_id = :departmentId AND lifted_at IS NULL ORDER BY placed_at LIMIT 1`;
  return (await readRows(db, departmentHold, sql, { departmentId }))[0]?.at;
}
