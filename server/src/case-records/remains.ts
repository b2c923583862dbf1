import { eq } from 'drizzle-orm';
import { emptyLog, fileOf, type Database } from '../database/database.ts';
import { setting } from '../database/schema.ts';
import { statement, type Statement } from '../database/statement.ts';

// Erased data is overwritten in the file (`secure_delete`), but two places can keep some of it for a while: the write-ahead log,
// until it is emptied, and the unused part of a page whose rows were spread over two. Rewriting the file removes that.

const erasedName = 'case data erased';
const rewrittenName = 'file rewritten';
/** The file is rewritten at most this often, in milliseconds. */
const rewriteAfter = 20 * 60 * 60 * 1000;

/** Records that something was erased, if the statement before it in the commit changed something. */
export function leavesRemains(at: number): Statement {
  return statement(
    `INSERT INTO setting (name, value) SELECT :name, :at WHERE changes() > 0
      ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    { name: erasedName, at: String(at) },
  );
}

/** @returns undefined if something was never erased, or the file never rewritten. */
async function moment(db: Database, name: string): Promise<number | undefined> {
  const [found] = await db.select({ value: setting.value }).from(setting).where(eq(setting.name, name));
  return found && Number(found.value);
}

/** What is left to do after something was erased: to empty the log, or to rewrite the file, which takes longer. */
export async function remainsAt(db: Database, now: number): Promise<'none' | 'log' | 'file'> {
  const [erasedAt, rewrittenAt = 0] = [await moment(db, erasedName), await moment(db, rewrittenName)];
  if (erasedAt === undefined || erasedAt <= rewrittenAt) return 'none';
  return now - rewrittenAt >= rewriteAfter ? 'file' : 'log';
}

/** Records that the file was rewritten. @param at when that began: what was erased later waits for the next time. */
export async function recordRewriting(db: Database, at: number): Promise<void> {
  const values = { name: rewrittenName, value: String(at) };
  await db
    .insert(setting)
    .values(values)
    .onConflictDoUpdate({ target: setting.name, set: { value: values.value } });
}

/**
 * Removes what was just erased from the write-ahead log of a database file. A server does that by itself.
 * @returns false if someone is reading from it. The hourly job tries again.
 */
export async function emptyLogOf(db: Database, databaseUrl: string): Promise<boolean> {
  return fileOf(databaseUrl) === undefined || emptyLog(db);
}
