import { asc, eq } from 'drizzle-orm';
import * as v from 'valibot';
import type { Database } from '../database/database.ts';
import { caseLetter } from '../database/schema.ts';
import { letterContent, type Letter } from './letter.ts';

/** A letter whose content may have been erased. */
export type StoredLetter = Omit<Letter, 'content'> & { content: Letter['content'] | null };

const stored = v.pipe(v.string(), v.parseJson(), letterContent);

const read = ({ content, ...row }: typeof caseLetter.$inferSelect): StoredLetter => ({
  ...row,
  content: content === null ? null : v.parse(stored, content),
});

/** The letter with this id, whoever asks: the caller checks that its case may be seen. */
export async function letterById(db: Database, id: string): Promise<StoredLetter | undefined> {
  const [found] = await db.select().from(caseLetter).where(eq(caseLetter.id, id));
  return found && read(found);
}

/** The letters about a case, oldest first. */
export async function lettersOf(db: Database, caseId: number): Promise<StoredLetter[]> {
  const rows = await db
    .select()
    .from(caseLetter)
    .where(eq(caseLetter.caseId, caseId))
    .orderBy(asc(caseLetter.madeAt), asc(caseLetter.id));
  return rows.map(read);
}
