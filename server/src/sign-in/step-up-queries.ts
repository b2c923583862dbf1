import { and, eq, inArray, isNull, lte } from 'drizzle-orm';
import { build } from '../database/builder.ts';
import { commit, type Database } from '../database/database.ts';
import { stepUp } from '../database/schema.ts';
import type { Statement } from '../database/statement.ts';

/** A new sign-in that a person was sent to. */
export type StepUpRow = typeof stepUp.$inferSelect;

/** Stores a step-up. */
export async function insertStepUp(db: Database, row: Omit<StepUpRow, 'usedAt'>): Promise<void> {
  await commit(db, [build.insert(stepUp).values(row)]);
}

/** The step-up with that hash of its state. */
export async function findStepUp(db: Database, sha256: string): Promise<StepUpRow | undefined> {
  const [found] = await db.select().from(stepUp).where(eq(stepUp.sha256, sha256));
  return found;
}

/** Uses up a step-up. @returns false if it was used before. */
export async function spendStepUp(db: Database, sha256: string, at: number): Promise<boolean> {
  const [spent] = await commit(db, [
    build
      .update(stepUp)
      .set({ usedAt: at })
      .where(and(eq(stepUp.sha256, sha256), isNull(stepUp.usedAt))),
  ]);
  return spent.rowsAffected === 1;
}

/** Deletes up to `limit` of the step-ups that began by that time. */
export function deleteStepUps(until: number, limit: number): Statement {
  const isOver = lte(stepUp.createdAt, until);
  return build
    .delete(stepUp)
    .where(inArray(stepUp.sha256, build.select({ sha256: stepUp.sha256 }).from(stepUp).where(isOver).limit(limit)));
}
