import { existsSync, readdirSync } from 'node:fs';
import { chmod, copyFile, link, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { checkCopy, endWaysIn, reading, removeDatabase, requireFile, toDisk } from './backup.ts';
import { fileOf, requireWritableFile } from './database.ts';
import { holdStill } from './hold.ts';
import { knownMigrations } from './migrate.ts';
import { movedAway } from './moved.ts';
import { endings } from './writable.ts';

interface Restored {
  responses: number;
  /** Where the database is now that was there before. */
  movedTo: string | undefined;
}

/** What is being restored is called so until it is whole, and what was there before so afterwards, with the time behind it. */
const [unfinished, before] = ['.restoring', '.before-'];

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
  requireWritableFile(target);
  const isThere = existsSync(target);
  if (isThere && !overwrite) {
    throw new Error(`There is a database at ${url} already; --overwrite moves it aside first.`);
  }
  const part = target + unfinished;
  await removeDatabase(part);
  const { letGo } = isThere ? await holdStill(target, url) : { letGo: () => {} };
  try {
    await copyFile(backup, part);
    // A backup may be kept read-only, and its mode is copied too.
    await chmod(part, 0o600);
    const responses = await checkRestored(part, backup);
    // Of a copy that was made otherwise, or before copies were without: whoever was signed out since would be in again.
    // Whoever restores it wants to go on with it, wherever it was moved to before.
    await endWaysIn(part, `DROP TABLE IF EXISTS ${movedAway};`);
    // Reading a file that is written ahead may leave these.
    await Promise.all(endings.map((ending) => rm(part + ending, { force: true })));
    await toDisk(part);
    if (!isThere && existsSync(target)) throw new Error(`A collector was started on ${url}: stop it first.`);
    const movedTo = isThere ? await keepAside(target, at) : undefined;
    await Promise.all(endings.map((ending) => rm(target + ending, { force: true })));
    await rename(part, target);
    await toDisk(dirname(target));
    return { responses, movedTo };
  } finally {
    letGo();
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

/** Gives a database another name before it loses its own, so that there is one at every moment, whenever the power fails. */
async function keepAside(file: string, at: number): Promise<string> {
  const aside = `${file}${before}${new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '')}`;
  if (existsSync(aside)) throw new Error(`${aside} is there already.`);
  for (const ending of ['', ...endings]) {
    if (existsSync(file + ending)) await nameToo(file + ending, aside + ending);
  }
  await toDisk(dirname(file));
  return aside;
}

/** Some disks know one name a file. There a restore may leave none for a moment, and `requireNoRestore` minds that. */
async function nameToo(file: string, other: string): Promise<void> {
  await link(file, other).catch(async (error: NodeJS.ErrnoException) => {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(error.code ?? '')) throw error;
    await rename(file, other);
  });
}

/**
 * Minds that no empty database is made where one is being restored, or was when the power failed.
 * @throws Error in plain words.
 */
export function requireNoRestore(url: string): void {
  const file = fileOf(url);
  if (file === undefined || existsSync(file)) return;
  const [folder, name] = [dirname(file), basename(file)];
  const left = listOf(folder).filter(
    (other) =>
      other === name + unfinished ||
      (other.startsWith(name + before) && !endings.some((ending) => other.endsWith(ending))),
  );
  if (left.length === 0) return;
  const files = left.map((other) => join(folder, other)).join(' and ');
  throw new Error(
    `There is no database at ${url}, but beside it ${files}: a restore is under way or was cut off. ` +
      'Run heart restore once more, or give what was there before its name back; for an empty database, move these away.',
  );
}

/** What lies in the folder. What is wrong with one that cannot be read is said where the database is opened. */
function listOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
