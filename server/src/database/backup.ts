import { existsSync } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createClient, type Client } from '@libsql/client';
import { databaseExists, fileOf, openDatabase } from './database.ts';
import { statement } from './statement.ts';
import { endings } from './writable.ts';

export interface Copy {
  responses: number;
  bytes: number;
}

/** What a copy is called while it is being written: nobody takes half of one for a whole one. */
const unfinished = (file: string) => `${file}.part`;

/**
 * Copies the database of that address into a file, while collectors go on writing to it: the copy is that of one moment.
 * It holds nothing of what was deleted before, not even between the rows, and signs nobody in. The file has its name only
 * once all of it is on disk and was checked. The driver holds the event loop for seconds a million responses: run it in a process of its own.
 * @throws Error in plain words.
 */
export async function backUp(url: string, file: string, { overwrite = false } = {}): Promise<Copy> {
  requireFile(url);
  if (!databaseExists(url)) throw new Error(`There is no database at ${url}.`);
  if (fileOf(url) === file) throw new Error(`${file} is the database itself.`);
  if (!overwrite && existsSync(file)) throw new Error(`${file} is there already; --overwrite replaces it.`);
  const part = unfinished(file);
  try {
    await removeDatabase(part);
    const db = await openDatabase(url);
    try {
      // In WAL mode this reads from one moment and keeps no writer waiting; the WAL only grows until it is done.
      await db.$client.execute(statement('VACUUM INTO ?', [part]));
    } finally {
      db.$client.close();
    }
    await endWaysIn(part);
    const responses = await checkCopy(part);
    await toDisk(part);
    await rename(part, file);
    await toDisk(dirname(file));
    return { responses, bytes: (await stat(file)).size };
  } catch (error) {
    await removeDatabase(part).catch(() => {});
    throw new Error(`No backup was made: ${sentence(error)}`, { cause: error });
  }
}

/**
 * What opens a door by itself: a browser that is signed in, a step of signing in, a link to set a password. With the
 * installation's key, which is in the copy too, whoever holds it could make the cookies and links of all of these.
 */
const waysIn = ['session', 'verification', 'one_time_link'];

/**
 * Takes out of a copy that nobody uses what would let its holder in: into the installation, or once it is restored.
 * @param also what else is done to it, in SQL.
 */
export async function endWaysIn(file: string, also = ''): Promise<void> {
  await reading(file, async (client) => {
    const { rows } = await client.execute("SELECT name FROM sqlite_master WHERE type = 'table'");
    // One of an older version has not all of them.
    const there = waysIn.filter((table) => rows.some(({ name }) => name === table));
    // The pages as they were before go into no file that stays. Where this is cut off, the copy is thrown away.
    const mode = (await client.execute('PRAGMA journal_mode')).rows[0]?.['journal_mode'];
    // One that is written ahead, such as Litestream's, leaves that mode only where nothing else has it open.
    const first = mode === 'wal' ? '' : 'PRAGMA journal_mode = MEMORY;';
    const deletes = there.map((table) => `DELETE FROM ${table};`).join('');
    await client.executeMultiple(`${first} PRAGMA secure_delete = ON; ${deletes} ${also}`);
    const { rows: moved } = await client.execute('PRAGMA wal_checkpoint(TRUNCATE)');
    if (moved[0]?.['busy'] !== 0) throw new Error('the copy is in use.');
  });
}

/** @throws Error where the database is not a file of this machine. */
export function requireFile(url: string): string {
  const file = fileOf(url);
  if (file !== undefined) return file;
  throw new Error(
    'The database is on a server of its own: back it up and restore it there, with what that server offers.',
  );
}

/** Looks whether all of a database that nobody uses can be read. @returns how many responses it holds. @throws Error */
export async function checkCopy(file: string): Promise<number> {
  return reading(file, async (client) => {
    const { rows } = await client.execute('PRAGMA integrity_check(1)');
    const found = rows[0]?.['integrity_check'] as string;
    if (found !== 'ok') throw new Error(`the copy is damaged (${found}).`);
    const { rows: counted } = await client.execute('SELECT count(*) AS n FROM response');
    return Number(counted[0]!['n']);
  });
}

/** Opens a file without making it one that is written ahead. */
export async function reading<T>(file: string, read: (client: Client) => Promise<T>): Promise<T> {
  const client = createClient({ url: `file:${file}`, concurrency: 1 });
  try {
    return await read(client);
  } finally {
    client.close();
  }
}

export async function removeDatabase(file: string): Promise<void> {
  await Promise.all([...endings, ''].map((ending) => rm(file + ending, { force: true })));
}

/** Waits until a file, or what a folder lists, would survive a power loss. */
export async function toDisk(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function sentence(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'SQLITE_FULL' || /disk I\/O error|disk is full/.test(message)) {
    return 'the disk is full, or cannot be written to.';
  }
  if (['SQLITE_CANTOPEN', 'ENOENT', 'ENOTDIR', 'EACCES', 'EROFS'].includes(code ?? '')) {
    return 'its folder is not there, or may not be written to.';
  }
  return message;
}
