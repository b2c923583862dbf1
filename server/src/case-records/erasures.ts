import { and, desc, eq, isNull } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { caseErasure, person } from '../database/schema.ts';
import { statement, type Statement } from '../database/statement.ts';
import type { CaseFile } from '../cases/cases.ts';
import { isFree } from './holds.ts';

export type CaseErasure = typeof caseErasure.$inferSelect & {
  /** Who asked. */
  name: string;
};

/** Someone's wish to erase a case before its time, that nobody has decided yet. */
export async function openErasure(db: Database, caseId: number): Promise<CaseErasure | undefined> {
  const [found] = await db
    .select({ erasure: caseErasure, name: person.name })
    .from(caseErasure)
    .innerJoin(person, eq(person.id, caseErasure.askedBy))
    .where(and(eq(caseErasure.caseId, caseId), isNull(caseErasure.refusedAt)))
    .orderBy(desc(caseErasure.askedAt))
    .limit(1);
  return found && { ...found.erasure, name: found.name };
}

/** Asks to erase a closed case. Changes nothing under a hold, or if someone has asked already. */
export function askToErase(
  { id: caseId, reference, version }: CaseFile,
  asked: { id: string; reason: string; at: number; by: string },
): Statement {
  return statement(
    `INSERT INTO case_erasure (id, case_id, reason, asked_at, asked_by)
      SELECT :id, case_file.id, :reason, :at, :by FROM case_file
      WHERE case_file.id = :caseId AND reference = :reference AND version = :version AND closed_at IS NOT NULL AND ${isFree}
      ON CONFLICT DO NOTHING`,
    { ...asked, caseId, reference, version },
  );
}

/** Refuses it, or takes it back. Changes nothing if that was done before. */
export function refuseToErase(id: string, caseId: number, { at, by }: { at: number; by: string }): Statement {
  return statement(
    `UPDATE case_erasure SET refused_at = :at, refused_by = :by
      WHERE id = :id AND case_id = :caseId AND refused_at IS NULL`,
    { id, caseId, at, by },
  );
}

/** The condition that someone else asked to erase the case, and nobody has refused. */
export function isAgreed(erasure: string, agreedBy: string) {
  return {
    sql: `EXISTS (SELECT 1 FROM case_erasure WHERE case_erasure.id = :erasure AND case_erasure.case_id = case_file.id
      AND case_erasure.refused_at IS NULL AND case_erasure.asked_by <> :other)`,
    args: { erasure, other: agreedBy },
  };
}
