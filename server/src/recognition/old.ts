import { and, eq, exists, inArray, isNotNull, isNull, lte, notExists, or, type SQL } from 'drizzle-orm';
import { build } from '../database/builder.ts';
import { commit, type Database } from '../database/database.ts';
import { legalHold, recognition, recognitionLink, recognitionRecipient, region } from '../database/schema.ts';
import { statement } from '../database/statement.ts';
import { goneBefore } from './age.ts';

/**
 * Forgets who was thanked 12 months ago, and what the thank-you said. That a comment was answered stays, for the figures of the
 * program. A legal hold keeps everything.
 */
export async function forgetOldThankYous(db: Database, now: number): Promise<void> {
  const then = goneBefore(now);
  if ((await db.$count(recognition, hasSomething(then))) > 0) await forget(db, then);
  await forgetQuarters(db, then);
}

async function forget(db: Database, then: number): Promise<void> {
  const old = build.select({ id: recognition.id }).from(recognition).where(isOld(then));
  const isTheirs = inArray(recognitionRecipient.recognitionId, old);
  const recipients = build.select({ id: recognitionRecipient.id }).from(recognitionRecipient).where(isTheirs);
  const what = { letters: null, cuts: null, line: null, teamId: null, sendId: null };
  const forPublic = { publicDecision: null, publicBy: null, publicAt: null };
  await commit(db, [
    build.delete(recognitionLink).where(inArray(recognitionLink.recipientId, recipients)),
    build.delete(recognitionRecipient).where(isTheirs),
    build
      .update(recognition)
      .set({ ...what, ...forPublic })
      .where(isOld(then)),
  ]);
}

function isOld(then: number): SQL | undefined {
  const isHeld = and(
    eq(region.id, recognition.regionId),
    eq(legalHold.departmentId, region.departmentId),
    isNull(legalHold.liftedAt),
  );
  const holds = build.select({ id: legalHold.id }).from(legalHold).innerJoin(region, isHeld);
  return and(eq(recognition.stage, 'thanked'), lte(recognition.decidedAt, then), notExists(holds));
}

function hasSomething(then: number): SQL | undefined {
  const { letters, cuts, line, publicDecision, teamId, sendId } = recognition;
  const recipients = build
    .select({ id: recognitionRecipient.id })
    .from(recognitionRecipient)
    .where(eq(recognitionRecipient.recognitionId, recognition.id));
  return and(
    isOld(then),
    or(...[letters, cuts, line, publicDecision, teamId, sendId].map((column) => isNotNull(column)), exists(recipients)),
  );
}

/** Also that someone was thanked for all letters of HEART in a quarter: over the years, it would add up to a count. */
async function forgetQuarters(db: Database, then: number): Promise<void> {
  const held = `SELECT 1 FROM legal_hold JOIN region ON region.department_id = legal_hold.department_id
    WHERE lifted_at IS NULL AND region.id = coalesce(
      (SELECT region_id FROM employee WHERE employee.id = heart_quarter.employee_id),
      (SELECT region_id FROM team WHERE team.id = heart_quarter.team_id))`;
  await commit(db, [
    statement(`DELETE FROM heart_quarter WHERE reached_at <= :until AND NOT EXISTS (${held})`, { until: then }),
  ]);
}
