import { eq, sql } from 'drizzle-orm';
import * as v from 'valibot';
import type { Database } from '../database/database.ts';
import { readRows } from '../database/read.ts';
import { caseFile } from '../database/schema.ts';
import { isAboutMe, isSeen, type Seer } from './sight.ts';

export type CaseFile = typeof caseFile.$inferSelect;

/** The case, whoever asks. Only for emails, the writer's own page, and jobs: console pages use {@link seenCase}. */
export async function caseByReference(db: Database, reference: string): Promise<CaseFile | undefined> {
  const [found] = await db.select().from(caseFile).where(eq(caseFile.reference, reference));
  return found;
}

const identified = v.object({ id: v.number() });

/** Whether the person may see a case. */
export async function isSeenBy(db: Database, seer: Seer, caseId: number): Promise<boolean> {
  const one = `SELECT id FROM case_file WHERE id = :caseId AND ${isSeen}`;
  return (await readRows(db, identified, one, { ...seer, caseId })).length > 0;
}

/** Whether a case is about that person. */
export async function isAboutPerson(
  db: Database,
  { id, email }: { id: string; email: string },
  caseId: number,
): Promise<boolean> {
  const one = `SELECT id FROM case_file WHERE id = :caseId AND ${isAboutMe}`;
  return (await readRows(db, identified, one, { me: id, myEmail: email.toLowerCase(), caseId })).length > 0;
}

/** The case with this reference, if the person may see it. */
export async function seenCase(db: Database, seer: Seer, reference: string): Promise<CaseFile | undefined> {
  const one = `SELECT id FROM case_file WHERE reference = :reference AND ${isSeen}`;
  const [seen] = await readRows(db, identified, one, { ...seer, reference });
  return (
    seen &&
    (
      await db
        .select()
        .from(caseFile)
        .where(eq(caseFile.id, sql`${seen.id}`))
    )[0]
  );
}

/** The case with this id, whoever asks. */
export async function caseById(db: Database, id: number): Promise<CaseFile | undefined> {
  const [found] = await db.select().from(caseFile).where(eq(caseFile.id, id));
  return found;
}
