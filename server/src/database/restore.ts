import { existsSync, readdirSync } from 'node:fs';
import { chmod, copyFile, link, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Client, Row, Transaction } from '@libsql/client';
import * as v from 'valibot';
import { checkCopy, removeSignIns, reading, removeDatabase, requireFile, toDisk } from './backup.ts';
import { fileOf, openDatabase, requireWritableFile } from './database.ts';
import { lockDatabase, type Held } from './hold.ts';
import { knownMigrations, migrate } from './migrate.ts';
import { movedAway } from './moved.ts';
import { statement } from './statement.ts';
import { endings } from './writable.ts';

interface Restored {
  responses: number;
  /** Where the previous database is now. */
  movedTo: string | undefined;
  /** How many opt-outs from campaigns were taken over from it, or that they could not be. */
  optOuts: number | 'unreadable';
}

/**
 * The suffix of a database until it is restored completely, and the suffix of the previous one, followed by the time.
 */
const [unfinished, before] = ['.restoring', '.before-'];

/**
 * Replaces the database with a backup. Files that SQLite left beside a missing database are removed, since SQLite would
 * write them over the restored one. An existing database is moved aside if requested, never deleted. No one is signed
 * in to the restored database.
 * @throws Error with a plain message, with nothing changed.
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
    throw new Error(`A database already exists at ${url}. Use --overwrite to move it aside first.`);
  }
  const part = target + unfinished;
  await removeDatabase(part);
  const held = isThere ? await lockDatabase(target, url) : undefined;
  try {
    await copyFile(backup, part);
    // A backup may be read-only, and copying keeps its mode.
    await chmod(part, 0o600);
    const responses = await checkRestored(part, backup);
    // A copy from another tool or an older version may contain sessions: people who signed out since would be signed in
    // again. A mark that the database was moved is removed, since restoring means using it here.
    await removeSignIns(part, `DROP TABLE IF EXISTS ${movedAway};`);
    await holdInvitations(part, at);
    const optOuts = await keepOptOuts(part, held, at);
    // Reading a file in WAL mode may leave these.
    await Promise.all(endings.map((ending) => rm(part + ending, { force: true })));
    await toDisk(part);
    if (!isThere && existsSync(target)) throw new Error(`A collector was started on ${url}. Stop it first.`);
    const movedTo = isThere ? await keepAside(target, at) : undefined;
    await Promise.all(endings.map((ending) => rm(target + ending, { force: true })));
    await rename(part, target);
    await toDisk(dirname(target));
    return { responses, movedTo, optOuts };
  } finally {
    held?.release();
    await removeDatabase(part);
  }
}

/** Invitations that waited were probably sent after the backup was made, to many people. Sending them again is for a person to decide. */
async function holdInvitations(part: string, at: number): Promise<void> {
  await reading(part, async (client) => {
    const { rows } = await client.execute("SELECT name FROM sqlite_master WHERE name = 'campaign_recipient'");
    // An older version has no campaigns.
    if (rows.length === 0) return;
    const held = "UPDATE outbox SET state = 'unsure', problem = 'interrupted', final_at = :at";
    await client.execute({ sql: `${held} WHERE state = 'waiting' AND kind LIKE 'campaign-%'`, args: { at } });
  });
}

/**
 * Who was taken off a campaign's list after the backup was made is still not invited. The hashes fit only the same key.
 * @returns how many were taken over.
 */
async function keepOptOuts(part: string, replaced: Held | undefined, at: number): Promise<Restored['optOuts']> {
  if (replaced === undefined) return 0;
  const kept = await optOutsIn(replaced.transaction);
  if (kept === undefined) return 'unreadable';
  if (kept.length === 0) return 0;
  await addOptOutTable(part, at);
  return reading(part, async (client) => {
    const { rows: setting } = await client.execute(keyOf);
    if (!kept.some(({ key }) => key === setting[0]?.['value'])) return 'unreadable';
    const { rowsAffected } = await client.execute(
      statement(
        `INSERT INTO campaign_opt_out (department_id, address, at)
          SELECT value ->> 'department_id', value ->> 'address', value ->> 'at' FROM json_each(:kept)
          WHERE value ->> 'department_id' IN (SELECT id FROM department) ON CONFLICT DO NOTHING`,
        { kept: JSON.stringify(kept.map((row) => ({ ...row }))) },
      ),
    );
    // The copy is renamed without its log.
    const { rows: moved } = await client.execute('PRAGMA wal_checkpoint(TRUNCATE)');
    if (moved[0]?.['busy'] !== 0) throw new Error('the copy is in use.');
    return rowsAffected;
  });
}

const keyOf = "SELECT value FROM setting WHERE name = 'secret'";
const optOutTable = "SELECT 1 FROM sqlite_master WHERE name = 'campaign_opt_out'";

/** The opt-outs of a database, none in an older version. @returns undefined if it is damaged. */
async function optOutsIn(transaction: Transaction | undefined): Promise<Row[] | undefined> {
  if (transaction === undefined) return undefined;
  try {
    if ((await transaction.execute(optOutTable)).rows.length === 0) return [];
    return (await transaction.execute(`SELECT department_id, address, at, (${keyOf}) AS key FROM campaign_opt_out`))
      .rows;
  } catch {
    return undefined;
  }
}

/** Migrates a copy from before there were opt-outs, as the next start would. */
async function addOptOutTable(part: string, at: number): Promise<void> {
  const has = await reading(part, async (client) => (await client.execute(optOutTable)).rows.length > 0);
  if (has) return;
  const db = await openDatabase(`file:${part}`);
  try {
    await migrate(db, () => at);
  } finally {
    db.$client.close();
  }
}

async function requireBackup(backup: string): Promise<void> {
  const found = await stat(backup).catch(() => undefined);
  if (!found?.isFile()) throw new Error(`File not found: ${backup}.`);
  const ahead = await stat(`${backup}-wal`).catch(() => undefined);
  if (ahead && ahead.size > 0) {
    throw new Error(`${backup} has a -wal file beside it and is incomplete without it. Use heart backup to copy it.`);
  }
}

async function migrationsIn(client: Client): Promise<string[]> {
  const { rows } = await client.execute('SELECT name FROM migration');
  return v.parse(v.array(v.object({ name: v.string() })), rows).map(({ name }) => name);
}

async function checkRestored(part: string, backup: string): Promise<number> {
  const known = await knownMigrations();
  const names = await reading(part, migrationsIn).catch(() => {
    throw new Error(`${backup} is not a HEART Survey backup.`);
  });
  const newer = names.find((name) => !known.includes(name));
  if (newer !== undefined) throw new Error(`${backup} is from a newer version of HEART Survey (${newer}).`);
  return checkCopy(part).catch((error: unknown) => {
    throw new Error(`${backup} is damaged.`, { cause: error });
  });
}

/**
 * Gives a database a second name before it loses its own, so that it exists at every moment, even if the power fails.
 */
async function keepAside(file: string, at: number): Promise<string> {
  const aside = `${file}${before}${new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '')}`;
  if (existsSync(aside)) throw new Error(`${aside} already exists.`);
  for (const ending of ['', ...endings]) {
    if (existsSync(file + ending)) await nameToo(file + ending, aside + ending);
  }
  await toDisk(dirname(file));
  return aside;
}

/**
 * Some disks allow only one name per file. There a restore may leave none for a moment, which `requireNoRestore`
 * checks.
 */
async function nameToo(file: string, other: string): Promise<void> {
  await link(file, other).catch(async (error: NodeJS.ErrnoException) => {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(error.code ?? '')) throw error;
    await rename(file, other);
  });
}

/**
 * Prevents creating an empty database where a restore is running or was interrupted.
 * @throws Error with a plain message.
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
    `No database found at ${url}, only ${files}: a restore is running or was interrupted. ` +
      'Run heart restore again, or rename the .before- file back. For an empty database, move these files away.',
  );
}

/** The files in the folder. Opening the database reports what is wrong with an unreadable one. */
function listOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
