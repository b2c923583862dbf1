import { existsSync } from 'node:fs';
import { copyFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { checkCopy, endWaysIn, endings, reading, removeDatabase, requireFile, toDisk } from './backup.ts';
import { makeFolder } from './database.ts';
import { knownMigrations } from './migrate.ts';

interface Restored {
  responses: number;
  /** Where the database is now that was there before. */
  movedTo: string | undefined;
}

/**
 * Puts a backup in the place of the database. What SQLite left beside a database that is gone goes too: it would be
 * written over the restored one. A database that is there is moved aside, if that was asked for, and never deleted.
 * Nobody is signed in to what is restored.
 * @throws Error in plain words, having changed nothing.
 */
export async function restore(
  backup: string,
  url: string,
  { overwrite = false, at }: { overwrite?: boolean; at: number },
): Promise<Restored> {
  const target = requireFile(url);
  await requireBackup(backup);
  makeFolder(dirname(target));
  if (existsSync(target)) {
    if (!overwrite) throw new Error(`There is a database at ${url} already; --overwrite moves it aside first.`);
    if (await isInUse(target)) throw new Error(`A collector runs on ${url}: stop it first.`);
  }
  const part = `${target}.restoring`;
  await removeDatabase(part);
  try {
    await copyFile(backup, part);
    const responses = await checkRestored(part, backup);
    // Of a copy that was made otherwise, or before copies were without: whoever was signed out since would be in again.
    await endWaysIn(part);
    // Reading a file that is written ahead may leave these.
    await Promise.all(endings.map((ending) => rm(part + ending, { force: true })));
    await toDisk(part);
    const movedTo = existsSync(target) ? await moveAside(target, at) : undefined;
    await removeDatabase(target);
    await rename(part, target);
    await toDisk(dirname(target));
    return { responses, movedTo };
  } finally {
    await removeDatabase(part);
  }
}

async function requireBackup(backup: string): Promise<void> {
  const found = await stat(backup).catch(() => undefined);
  if (!found?.isFile()) throw new Error(`There is no file ${backup}.`);
  const ahead = await stat(`${backup}-wal`).catch(() => undefined);
  if (ahead && ahead.size > 0) {
    throw new Error(`${backup} is a database with a -wal file beside it, and not whole without: make a backup of it.`);
  }
}

async function checkRestored(part: string, backup: string): Promise<number> {
  const known = await knownMigrations();
  const names = await reading(part, async (client) => (await client.execute('SELECT name FROM migration')).rows).catch(
    () => {
      throw new Error(`${backup} is no backup of HEART Survey.`);
    },
  );
  const newer = names.find(({ name }) => !known.includes(name as string));
  if (newer) throw new Error(`${backup} is of a newer version of HEART Survey (${newer['name'] as string}).`);
  return checkCopy(part).catch((error: unknown) => {
    throw new Error(`${backup} is damaged.`, { cause: error });
  });
}

/** Whoever has the database open keeps it from leaving the mode in which it is written ahead. */
async function isInUse(file: string): Promise<boolean> {
  try {
    await reading(file, (client) => client.execute('PRAGMA journal_mode = DELETE'));
    return false;
  } catch (error) {
    // One that is damaged, which may be why it is restored, is in nobody's use.
    return /busy|locked/i.test(`${(error as { code?: string }).code} ${(error as Error).message}`);
  }
}

async function moveAside(file: string, at: number): Promise<string> {
  const aside = `${file}.before-${new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '')}`;
  if (existsSync(aside)) throw new Error(`${aside} is there already.`);
  for (const ending of ['', ...endings]) {
    if (existsSync(file + ending)) await rename(file + ending, aside + ending);
  }
  return aside;
}
