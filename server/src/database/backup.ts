import { existsSync } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createClient, type Client } from '@libsql/client/sqlite3';
import * as v from 'valibot';
import { databaseExists, fileOf, openDatabase } from './database.ts';
import { statement } from './statement.ts';
import { endings } from './writable.ts';

export interface Copy {
  responses: number;
  bytes: number;
}

/** The name of a copy while it is being written, so that no one takes half a copy for a whole one. */
const unfinished = (file: string) => `${file}.part`;

/**
 * Copies the database to a file as it stood at a single moment, while collectors keep writing to it. The copy contains
 * no deleted data, not even leftovers in unused space, and no sessions or sign-in links. It gets its final name once all
 * of it is on disk and checked. The driver blocks the event loop for seconds per million responses, so run this in its
 * own process.
 * @throws Error with a plain message.
 */
export async function backUp(url: string, file: string, { overwrite = false } = {}): Promise<Copy> {
  requireFile(url);
  if (!databaseExists(url)) throw new Error(`No database found at ${url}.`);
  if (fileOf(url) === file) throw new Error(`${file} is the database itself.`);
  if (!overwrite && existsSync(file)) throw new Error(`${file} already exists. Use --overwrite to replace it.`);
  const part = unfinished(file);
  try {
    await removeDatabase(part);
    const db = await openDatabase(url);
    try {
      // In WAL mode this reads from one snapshot and blocks no writer; the WAL only grows until it is done.
      await db.$client.execute(statement('VACUUM INTO ?', [part]));
    } finally {
      db.$client.close();
    }
    await removeSignIns(part);
    const responses = await checkCopy(part);
    await toDisk(part);
    await rename(part, file);
    await toDisk(dirname(file));
    return { responses, bytes: (await stat(file)).size };
  } catch (error) {
    await removeDatabase(part).catch(() => {});
    throw new Error(`The backup failed: ${sentence(error)}`, { cause: error });
  }
}

/**
 * Tables that let people sign in or prove who they are: sessions, pending sign-ins, links, step-ups. The installation's
 * key is in the copy too, so anyone with a copy of these tables could forge cookies and links.
 */
const signInTables = ['session', 'verification', 'one_time_link', 'step_up'];

/**
 * Removes from a copy that no one uses everything that would sign its holder in, here or where it is restored.
 * @param also more SQL to run on it.
 */
export async function removeSignIns(file: string, also = ''): Promise<void> {
  await reading(file, async (client) => {
    const { rows } = await client.execute("SELECT name FROM sqlite_master WHERE type = 'table'");
    // An older version lacks some of them.
    const there = signInTables.filter((table) => rows.some(({ name }) => name === table));
    // Keeps the old pages out of any file that stays. If this is interrupted, the copy is thrown away.
    const mode = (await client.execute('PRAGMA journal_mode')).rows[0]?.['journal_mode'];
    // A copy in WAL mode, such as Litestream's, can leave that mode only while nothing else has it open.
    const first = mode === 'wal' ? '' : 'PRAGMA journal_mode = MEMORY;';
    const deletes = there.map((table) => `DELETE FROM ${table};`).join('');
    await client.executeMultiple(`${first} PRAGMA secure_delete = ON; ${deletes} ${also}`);
    const { rows: moved } = await client.execute('PRAGMA wal_checkpoint(TRUNCATE)');
    if (moved[0]?.['busy'] !== 0) throw new Error('the copy is in use.');
  });
}

/** @throws Error if the database is not a file on this machine. */
export function requireFile(url: string): string {
  const file = fileOf(url);
  if (file !== undefined) return file;
  throw new Error('The database is on a database server. Back it up and restore it with that server’s own tools.');
}

/**
 * Checks that all of an unused database can be read.
 * @returns how many responses it has.
 * @throws Error
 */
export async function checkCopy(file: string): Promise<number> {
  return reading(file, async (client) => {
    const { rows } = await client.execute('PRAGMA integrity_check(1)');
    const [{ integrity_check: found }] = v.parse(checked, rows);
    if (found !== 'ok') throw new Error(`the copy is damaged (${found}).`);
    const { rows: responses } = await client.execute('SELECT count(*) AS n FROM response');
    return v.parse(counted, responses)[0].n;
  });
}

const checked = v.tuple([v.object({ integrity_check: v.string() })]);
const counted = v.tuple([v.object({ n: v.number() })]);

/** Opens a file without switching it to WAL mode. */
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

/** Waits until a file, or a folder's list of files, would survive a power loss. */
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
    return 'the disk is full or not writable.';
  }
  if (['SQLITE_CANTOPEN', 'ENOENT', 'ENOTDIR', 'EACCES', 'EROFS'].includes(code ?? '')) {
    return 'its folder does not exist or is not writable.';
  }
  return message;
}
