import { asc, eq } from 'drizzle-orm';
import * as v from 'valibot';
import type { CaseFile } from '../cases/cases.ts';
import type { Database } from '../database/database.ts';
import { readRows } from '../database/read.ts';
import { caseHold } from '../database/schema.ts';
import { statement, type Statement } from '../database/statement.ts';

// A hold keeps a case whole: nothing of it is erased, not by age, not early, and no text of it. So every statement that
// erases has the condition `isFree`: a hold can begin at any moment.

/**
 * The SQL condition that a row of `case_file` has no hold, and its department has none. Nor does a case become free by being
 * moved to a department without one: its history does not say from which it came, so every hold from before that counts.
 */
export const isFree = `(NOT EXISTS (SELECT 1 FROM case_hold WHERE case_hold.case_id = case_file.id AND case_hold.lifted_at IS NULL)
  AND NOT EXISTS (SELECT 1 FROM legal_hold
    WHERE legal_hold.department_id = case_file.department_id AND legal_hold.lifted_at IS NULL)
  AND NOT EXISTS (SELECT 1 FROM legal_hold JOIN case_event ON case_event.case_id = case_file.id
    WHERE legal_hold.lifted_at IS NULL AND case_event.kind = 'office changed' AND case_event.at >= legal_hold.placed_at))`;

const identified = v.object({ id: v.number() });

/** Whether any hold keeps a case. */
export async function isCaseHeld(db: Database, caseId: number): Promise<boolean> {
  const sql = `SELECT id FROM case_file WHERE id = :caseId AND NOT ${isFree}`;
  return (await readRows(db, identified, sql, { caseId })).length > 0;
}

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

interface Placing {
  /** When, in milliseconds since the epoch, and the id of who does it. */
  at: number;
  by: string;
}

/** Places a hold on a case. Changes nothing if there is one. */
export function placeHold(
  { id, reference, version }: CaseFile,
  { at, by, reason }: Placing & { reason: string },
): [Statement, ...Statement[]] {
  return [
    statement(
      `INSERT INTO case_hold (case_id, reason, placed_at, placed_by) SELECT id, :reason, :at, :by FROM case_file
        WHERE id = :id AND reference = :reference AND version = :version
      ON CONFLICT DO NOTHING`,
      { id, reference, version, reason, at, by },
    ),
    holdEvent('held', 'lifted_at IS NULL', { id, at, by }),
  ];
}

/** Lifts the hold on a case. Changes nothing if there is none. */
export function liftHold(caseId: number, hold: number, { at, by }: Placing): [Statement, ...Statement[]] {
  return [
    statement(
      `UPDATE case_hold SET lifted_at = :at, lifted_by = :by WHERE id = :hold AND case_id = :caseId AND lifted_at IS NULL`,
      { hold, caseId, at, by },
    ),
    holdEvent('released', 'lifted_at IS NOT NULL', { id: caseId, at, by }),
  ];
}

/** What happened to the case's latest hold in that state, if the statement before changed something. */
function holdEvent(kind: 'held' | 'released', state: string, { id, at, by }: Placing & { id: number }): Statement {
  return statement(
    `INSERT INTO case_event (case_id, kind, at, person_id, detail)
      SELECT case_id, :kind, :at, :by, json_object('hold', max(id)) FROM case_hold
      WHERE case_id = :id AND ${state} GROUP BY case_id HAVING changes() > 0`,
    { id, at, by, kind },
  );
}
