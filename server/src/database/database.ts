import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createClient, LibsqlError, type Client, type InStatement, type ResultSet } from '@libsql/client';
import { drizzle, type LibSQLDatabase } from 'drizzle-orm/libsql';
import * as schema from './schema.ts';

export type Database = LibSQLDatabase<typeof schema> & { $client: Client };

/** One SQL statement with its arguments, to be committed together with others. */
export type Statement = Exclude<InStatement, string>;

/** How long a statement waits for another process's commit, in milliseconds. */
const busyTimeout = 5000;

/**
 * Opens the database at a `file:`, `libsql:` or `http(s):` address; a file's folder is made where it is missing.
 * Files are written ahead (WAL) and every commit reaches the disk before it returns (`synchronous=FULL`).
 * @throws Error with a plain sentence when the folder or the file cannot be used.
 */
export async function openDatabase(url: string, authToken?: string): Promise<Database> {
  try {
    if (url.startsWith('file:')) makeFolder(dirname(url.slice('file:'.length)));
    // One connection: the driver is synchronous on files, and a pragma holds for one connection only.
    const client = createClient({ url, timeout: busyTimeout, concurrency: 1, ...(authToken ? { authToken } : {}) });
    const db = drizzle(client, { schema, casing: 'snake_case' });
    await client.execute('SELECT 1');
    if (url.startsWith('file:')) {
      await whenNotBusy(db, () => client.execute('PRAGMA journal_mode = WAL'));
      await client.execute('PRAGMA synchronous = FULL');
      await client.execute('PRAGMA foreign_keys = ON');
    }
    return db;
  } catch (error) {
    throw new Error(`The database ${url} cannot be opened: ${reason(error)}.`, { cause: error });
  }
}

/** Commits the statements together or not at all, and again where another process was in the way. */
export function commit(db: Database, statements: Statement[]): Promise<ResultSet[]> {
  return whenNotBusy(db, () => db.$client.batch(statements, 'write'));
}

/** Runs the work; while another process holds the database, on a fresh connection again, for a minute at most. */
export async function whenNotBusy<T>(db: { $client: Client }, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || attempt === 12) throw error;
      // A connection that met SQLITE_BUSY may be left inside a transaction.
      db.$client.reconnect();
      await wait(20 * attempt);
    }
  }
}

/** Whether the database refused the content of a row, rather than being out of order itself. */
export function isConstraint(error: unknown): boolean {
  return error instanceof LibsqlError && error.code.startsWith('SQLITE_CONSTRAINT');
}

/** Too much is waiting to be written: come back later. */
export class Overloaded extends Error {}

/** Whether the storage, or the way to it, cannot serve just now: full or failing disk, read-only file, overload, no server. */
export function isOutOfOrder(error: unknown): boolean {
  if (error instanceof LibsqlError || error instanceof Overloaded) return true;
  return error instanceof Error && (cannotConnect(error) || isOutOfOrder(error.cause));
}

/** Makes the folder and those it lies in. Step by step: Node's own `recursive` never returns below /proc. */
function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have made it in the meantime.
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof LibsqlError && ['SQLITE_BUSY', 'SQLITE_LOCKED', 'CLIENT_CLOSED'].includes(error.code);
}

/** Where a file cannot be opened at all, the driver throws an Error of its own kind, without a code. */
function cannotConnect({ message }: Error): boolean {
  return message.startsWith('ConnectionFailed(');
}

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EROFS' || code === 'SQLITE_READONLY') return 'it may not be written to';
  if (code === 'ENOTDIR' || code === 'EEXIST') return 'a part of its path is not a folder';
  if (code === 'ENOENT') return 'its folder cannot be made';
  if (code === 'SQLITE_NOTADB') return 'it is no database';
  if (/ConnectionFailed|SQLITE_CANTOPEN/.test(`${code} ${message}`))
    return 'it is no file that can be read and written';
  if (/fetch failed|ECONNREFUSED|ENOTFOUND|websocket/i.test(message)) return 'nothing answers there';
  return message.replace(/\.$/, '');
}
