import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createClient, LibsqlError, type Client as LibsqlClient, type ResultSet } from '@libsql/client';
import { drizzle, type LibSQLDatabase } from 'drizzle-orm/libsql';
import * as schema from './schema.ts';
import { Overloaded, Unavailable } from './outage.ts';
import { serverFetch, serverPatience } from './server.ts';
import type { Statement } from './statement.ts';
import { folderNotMade, requireWritable } from './writable.ts';

/** The driver's client, which takes SQL with arguments only as a statement that was checked. */
interface Client extends Omit<LibsqlClient, 'execute' | 'batch' | 'migrate'> {
  execute(statement: Statement | string): Promise<ResultSet>;
  batch(statements: (Statement | string)[], mode?: 'write' | 'read' | 'deferred'): Promise<ResultSet[]>;
  migrate(statements: (Statement | string)[]): Promise<ResultSet[]>;
}

export type Database = LibSQLDatabase<typeof schema> & { $client: Client };

/**
 * How long a statement waits inside the driver for another process's commit, in milliseconds. The driver stops the
 * event loop meanwhile, so it is short, and the longer waiting is done outside.
 */
const busyTimeout = 100;

/** How long a statement is tried again where another process holds the database, in milliseconds. */
const patience = 15_000;

/** What SQLite forgets with every connection, and each one is told anew. */
const ofEveryConnection = [
  'PRAGMA synchronous = FULL',
  'PRAGMA foreign_keys = ON',
  // What is deleted is overwritten, rather than left in the file for whoever reads its bytes.
  'PRAGMA secure_delete = ON',
  // What a long read has made of the log is given back after it, in bytes.
  `PRAGMA journal_size_limit = ${64 * 1024 * 1024}`,
];

/**
 * Opens the database at a `file:`, `libsql:` or `http(s):` address; a file's folder is made where it is missing.
 * Files are written ahead (WAL) and every commit reaches the disk before it returns (`synchronous=FULL`).
 * @param patience how long a server may take for an answer, in milliseconds.
 * @param clock milliseconds since the epoch, for how long a server's outage lasted.
 * @throws Error with a plain sentence when the folder, the file or the server cannot be used.
 */
export async function openDatabase(
  url: string,
  authToken?: string,
  patience = serverPatience,
  clock = Date.now,
): Promise<Database> {
  const file = fileOf(url);
  if (file !== undefined) requireWritableFile(file);
  try {
    const bare = file === undefined ? serverClient(url, authToken, patience, clock) : fileClient(url);
    const settle = file === undefined ? async () => {} : settler(bare);
    const client = guarding(trying(bare, file === undefined ? settle : renewing(bare, settle)), file);
    const db = drizzle(client, { schema, casing: 'snake_case' });
    await client.execute('SELECT 1');
    if (file !== undefined) {
      await client.execute('PRAGMA journal_mode = WAL');
      await settle();
    }
    return db;
  } catch (error) {
    throw cannotOpen(url, error);
  }
}

/** One connection: the driver is synchronous on files, and a pragma holds for one connection only. */
function fileClient(url: string): LibsqlClient {
  return createClient({ url, timeout: busyTimeout, concurrency: 1 });
}

function serverClient(url: string, authToken: string | undefined, patience: number, clock: () => number): LibsqlClient {
  // By HTTP alone: a web socket that was lost is not opened again, and knows no patience.
  const http = url.replace(/^ws(s?):/, 'http$1:');
  return createClient({ url: http, fetch: serverFetch(patience, clock), ...(authToken ? { authToken } : {}) });
}

/** Whether the address is a file that is there, or a server, of which nothing is known before it is asked. */
export function databaseExists(url: string): boolean {
  const file = fileOf(url);
  if (file === undefined) return true;
  try {
    return statSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // In a folder that may not be read, it is not known to be missing.
    return true;
  }
}

/** Commits the statements together or not at all. */
export function commit(db: Database, statements: Statement[]): Promise<ResultSet[]> {
  return db.$client.batch(statements, 'write');
}

/** Whether a commit is on disk when it is acknowledged. Of a file always; a server has to be told (`synchronous=FULL`). */
export async function syncsCommits(db: Database): Promise<boolean> {
  const { rows } = await db.$client.execute('PRAGMA synchronous');
  return Number(rows[0]?.['synchronous']) >= 2;
}

/**
 * Takes what was deleted out of a file's write-ahead log too, where older pages wait to be written over.
 * @returns whether it could: not while somebody reads from it.
 */
export async function emptyLog(db: Database): Promise<boolean> {
  const { rows } = await db.$client.execute('PRAGMA wal_checkpoint(TRUNCATE)');
  return rows[0]?.['busy'] === 0;
}

/**
 * Refuses to write once the file is no longer the one that was opened: deleted or replaced under the running process,
 * it would take answers that nobody ever finds.
 */
function guarding(client: LibsqlClient, file: string | undefined): LibsqlClient {
  if (file === undefined) return client;
  const opened = statSync(file).ino;
  const batch = client.batch.bind(client);
  client.batch = (statements, mode) => {
    if (mode === 'write' && statSync(file, { throwIfNoEntry: false })?.ino !== opened) {
      return Promise.reject(new LibsqlError(`The file ${file} was taken away.`, 'FILE_GONE'));
    }
    return batch(statements, mode);
  };
  return client;
}

/** Tells the client's connection what each is told: at once when it is called, before anybody else's statement. */
function settler(client: LibsqlClient): () => Promise<void> {
  const execute: (statement: string) => Promise<ResultSet> = client.execute.bind(client);
  return async () => void (await Promise.all(ofEveryConnection.map((pragma) => execute(pragma))));
}

/** Gives a file's client a new connection, which has to be told everything again. */
function renewing(client: LibsqlClient, settle: () => Promise<void>): () => Promise<void> {
  return () => {
    client.reconnect();
    return settle();
  };
}

/** The client, whose calls are made again where another process was in the way. */
function trying(client: LibsqlClient, renew: () => Promise<void>): LibsqlClient {
  const again =
    <Args extends unknown[], Result>(call: (...args: Args) => Promise<Result>) =>
    (...args: Args) =>
      whenNotBusy(() => call(...args), renew, client);
  return Object.assign(client, {
    execute: again(client.execute.bind(client) as (...args: unknown[]) => Promise<ResultSet>),
    batch: again(client.batch.bind(client)),
    migrate: again(client.migrate.bind(client)),
  });
}

async function whenNotBusy<T>(work: () => Promise<T>, renew: () => Promise<void>, client: LibsqlClient): Promise<T> {
  const deadline = performance.now() + patience;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      // Whoever closed it on purpose wants no more of it.
      if (!isBusy(error) || client.closed || performance.now() > deadline) throw error;
      // A connection that met SQLITE_BUSY may be left inside a transaction.
      await renew();
      await wait(10 + Math.random() * 40);
    }
  }
}

/** Whether the database refused the content of a row, rather than being out of order itself. */
export function isConstraint(error: unknown): boolean {
  return error instanceof LibsqlError && error.code.startsWith('SQLITE_CONSTRAINT');
}

/** Whether the storage, or the way to it, cannot serve just now: full or failing disk, read-only file, overload, no server. */
export function isOutOfOrder(error: unknown): boolean {
  if (error instanceof LibsqlError || error instanceof Overloaded || error instanceof Unavailable) return true;
  return error instanceof Error && (cannotConnect(error) || isOutOfOrder(error.cause));
}

/** The address as it may be shown: without user and password, and without a query, where some keep a token. */
export function withoutSecrets(address: string): string {
  if (fileOf(address) !== undefined || !URL.canParse(address)) return address.replace(/\?.*$/s, '');
  const { protocol, host } = new URL(address);
  return `${protocol}//${host}`;
}

/** The path of a `file:` address; undefined for a server's. */
export function fileOf(url: string): string | undefined {
  return url.startsWith('file:') ? url.slice('file:'.length) : undefined;
}

/**
 * Sees that a database's file and its folder, which is made where it is missing, may be written.
 * @throws Error with a plain sentence.
 */
export function requireWritableFile(file: string): void {
  try {
    makeFolder(dirname(file));
    requireWritable(file);
  } catch (error) {
    throw cannotOpen(`file:${file}`, error);
  }
}

function cannotOpen(url: string, error: unknown): Error {
  return new Error(`The database ${withoutSecrets(url)} cannot be opened: ${reason(error)}.`, { cause: error });
}

/** Makes the folder and those it lies in. Step by step: Node's own `recursive` never returns below /proc. */
function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have made it in the meantime.
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
    const { code = '' } = error as NodeJS.ErrnoException;
    throw ['EACCES', 'EPERM', 'EROFS'].includes(code) ? folderNotMade(path) : error;
  }
}

/** Whether another process, or another connection, is in the way. */
export function isBusy(error: unknown): boolean {
  return error instanceof LibsqlError && ['SQLITE_BUSY', 'SQLITE_LOCKED', 'CLIENT_CLOSED'].includes(error.code);
}

/** Where a file cannot be opened at all, the driver throws an Error of its own kind, without a code. */
function cannotConnect({ message }: Error): boolean {
  return message.startsWith('ConnectionFailed(');
}

/** Why the database cannot be used, in a few plain words. */
export function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (error instanceof Unavailable) return error.reason;
  if (code === 'EACCES' || code === 'SQLITE_READONLY') return 'it may not be written to';
  if (code === 'ENOTDIR' || code === 'EEXIST') return 'a part of its path is not a folder';
  if (code === 'ENOENT') return 'its folder cannot be made';
  if (code === 'SQLITE_NOTADB') return 'it is no database';
  if (/ConnectionFailed|SQLITE_CANTOPEN/.test(`${code} ${message}`))
    return 'it is no file that can be read and written';
  return message.replace(/\.$/, '');
}
