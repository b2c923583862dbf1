import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { LibsqlError, type Client as LibsqlClient, type ResultSet } from '@libsql/client/sqlite3';
import type { LibSQLDatabase } from 'drizzle-orm/libsql';
import { drizzle } from 'drizzle-orm/libsql/sqlite3';
import { changesOfFile, fileClient } from './file-client.ts';
import * as schema from './schema.ts';
import { Overloaded, Unavailable } from './outage.ts';
import { serverFetch, serverTimeout } from './server.ts';
import { compiled, type OutcomeOf, type RawStatement, type Statement } from './statement.ts';
import { folderNotMade, requireWritable } from './writable.ts';

/** The driver's client. It takes SQL with arguments only as a checked statement. */
interface Client extends Omit<LibsqlClient, 'execute' | 'batch' | 'migrate'> {
  execute(statement: RawStatement | string): Promise<ResultSet>;
  batch(statements: (RawStatement | string)[], mode?: 'write' | 'read' | 'deferred'): Promise<ResultSet[]>;
  migrate(statements: (RawStatement | string)[]): Promise<ResultSet[]>;
}

export type Database = LibSQLDatabase<typeof schema> & { $client: Client };

/**
 * How long a statement waits inside the driver for another process's commit, in milliseconds. The driver blocks the
 * event loop meanwhile, so this is short; the longer wait happens outside.
 */
const busyTimeout = 100;

/** How long a statement is retried while another process locks the database, in milliseconds. */
const maxBusyWait = 15_000;

/** Settings that SQLite forgets with each connection, so every new one gets them again. */
export const ofEveryConnection = [
  'PRAGMA synchronous = FULL',
  'PRAGMA foreign_keys = ON',
  // Deleted data is overwritten, so that no one can read it from the file's bytes.
  'PRAGMA secure_delete = ON',
  // The log shrinks to this size again after a long read, in bytes.
  `PRAGMA journal_size_limit = ${64 * 1024 * 1024}`,
];

/**
 * Opens the database at a `file:`, `libsql:` or `http(s):` address and creates a file's folder if needed. Files use
 * WAL, and every commit is on disk before it returns (`synchronous=FULL`).
 * @param timeout how long a server may take to answer, in milliseconds.
 * @param clock milliseconds since the epoch, to tell how long a server outage lasted.
 * @throws Error with a plain message if the folder, the file or the server cannot be used.
 */
export async function openDatabase(
  url: string,
  authToken?: string,
  timeout = serverTimeout,
  clock = Date.now,
): Promise<Database> {
  const file = fileOf(url);
  if (file !== undefined) requireWritableFile(file);
  try {
    const bare =
      file === undefined ? await serverClient(url, authToken, timeout, clock) : fileClient(file, busyTimeout);
    const settle = file === undefined ? async () => {} : settler(bare);
    const client = guarding(trying(bare, file === undefined ? settle : renewing(bare, settle)), file);
    const db = drizzle(client, { schema, casing: 'snake_case' });
    driverOf.set(db.$client, bare);
    await client.execute('SELECT 1');
    if (file !== undefined) {
      await client.execute('PRAGMA journal_mode = WAL');
      await whenNotBusy(settle, nothing, bare);
    }
    return db;
  } catch (error) {
    throw cannotOpen(url, error);
  }
}

/** The client of the driver itself. */
const driverOf = new WeakMap<Client, Client>();

/**
 * A text that differs after every change to the database, whoever made it. It can differ without a change. In a file, that is
 * a fraction of the cost of a small query.
 * @returns undefined if only a query can tell, as on a server.
 */
export async function changesOf({ $client }: Pick<Database, '$client'>): Promise<string | undefined> {
  const driver = driverOf.get($client);
  return driver && changesOfFile(driver);
}

async function serverClient(
  url: string,
  authToken: string | undefined,
  timeout: number,
  clock: () => number,
): Promise<LibsqlClient> {
  // Most installations use a file, so the modules for servers load only where they are needed.
  const { createClient } = await import('@libsql/client/http');
  // HTTP only: a lost web socket is not reopened and has no time limit.
  const http = url.replace(/^ws(s?):/, 'http$1:');
  return createClient({ url: http, fetch: serverFetch(timeout, clock), ...(authToken ? { authToken } : {}) });
}

/** Whether the address is an existing file, or a server, which is unknown until it is asked. */
export function databaseExists(url: string): boolean {
  const file = fileOf(url);
  if (file === undefined) return true;
  try {
    return statSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // In an unreadable folder it is not known to be missing.
    return true;
  }
}

/**
 * Commits the statements together or not at all: queries of the builder and raw SQL alike.
 * @returns what each of them did, in order.
 */
export async function commit<const List extends readonly Statement[]>(
  db: Database,
  statements: List,
): Promise<{ -readonly [Index in keyof List]: OutcomeOf<List[Index]> }> {
  const all = statements.map(compiled);
  const raw = all.map(({ raw }) => raw);
  const results = await db.$client.batch(raw, 'write');
  const outcomes = results.map((result, index) => all[index]!.outcomeOf(result));
  return outcomes as { -readonly [Index in keyof List]: OutcomeOf<List[Index]> };
}

/**
 * Whether a commit is on disk when it is acknowledged. Always for a file; a server must be configured
 * (`synchronous=FULL`).
 */
export async function syncsCommits(db: Database): Promise<boolean> {
  const { rows } = await db.$client.execute('PRAGMA synchronous');
  return Number(rows[0]?.['synchronous']) >= 2;
}

/**
 * Removes deleted data from a file's write-ahead log too, where older pages wait to be overwritten.
 * @returns false if someone is reading from it.
 */
export async function emptyLog(db: Database): Promise<boolean> {
  const { rows } = await db.$client.execute('PRAGMA wal_checkpoint(TRUNCATE)');
  return rows[0]?.['busy'] === 0;
}

/** Refuses to write once the opened file was deleted or replaced: responses written to it would be lost. */
function guarding(client: LibsqlClient, file: string | undefined): LibsqlClient {
  if (file === undefined) return client;
  const opened = statSync(file).ino;
  const batch = client.batch.bind(client);
  client.batch = (statements, mode) => {
    if (mode === 'write' && statSync(file, { throwIfNoEntry: false })?.ino !== opened) {
      return Promise.reject(new LibsqlError(`The file ${file} was moved or deleted.`, 'FILE_GONE'));
    }
    return batch(statements, mode);
  };
  return client;
}

/** Applies the settings to the client's connection, right when called and before any other statement. */
function settler(client: LibsqlClient): () => Promise<void> {
  const execute: (statement: string) => Promise<ResultSet> = client.execute.bind(client);
  return async () => void (await Promise.all(ofEveryConnection.map((pragma) => execute(pragma))));
}

/** Gives a file's client a new connection with the same settings. */
function renewing(client: LibsqlClient, settle: () => Promise<void>): () => Promise<void> {
  return () => {
    client.reconnect();
    return settle();
  };
}

/** The client, with calls retried while another process locks the database. */
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
  const deadline = performance.now() + maxBusyWait;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      // It was closed on purpose.
      if (!isBusy(error) || client.closed || performance.now() > deadline) throw error;
      // A connection that got SQLITE_BUSY may still be inside a transaction. Its replacement may get SQLITE_BUSY too.
      await whenNotBusy(renew, nothing, client);
      await wait(10 + Math.random() * 40);
    }
  }
}

const nothing = async () => {};

/** Whether the database rejected a row's content, rather than being unavailable. */
export function isConstraint(error: unknown): boolean {
  return error instanceof LibsqlError && error.code.startsWith('SQLITE_CONSTRAINT');
}

/** Whether the database is unavailable: a full or failing disk, a read-only file, overload, or no server. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof LibsqlError || error instanceof Overloaded || error instanceof Unavailable) return true;
  return error instanceof Error && (cannotConnect(error) || isUnavailable(error.cause));
}

/** The address without secrets: no user, no password, and no query, where some keep a token. */
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
 * Checks that a database's file and folder are writable, and creates the folder if needed.
 * @throws Error with a plain message.
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

/** Creates a folder and its parents. One by one, since Node's own `recursive` never returns below /proc. */
export function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have created it meanwhile.
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
    const { code = '' } = error as NodeJS.ErrnoException;
    throw ['EACCES', 'EPERM', 'EROFS'].includes(code) ? folderNotMade(path) : error;
  }
}

/** Whether another process or connection holds the lock. */
export function isBusy(error: unknown): boolean {
  return error instanceof LibsqlError && ['SQLITE_BUSY', 'SQLITE_LOCKED', 'CLIENT_CLOSED'].includes(error.code);
}

/** If a file cannot be opened at all, the driver throws its own kind of Error without a code. */
function cannotConnect({ message }: Error): boolean {
  return message.startsWith('ConnectionFailed(');
}

/** Why the database cannot be used, in a few plain words. */
export function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (error instanceof Unavailable) return error.reason;
  if (code === 'EACCES' || code === 'SQLITE_READONLY') return 'it is not writable';
  if (code === 'ENOTDIR' || code === 'EEXIST') return 'a part of its path is not a folder';
  if (code === 'ENOENT') return 'its folder cannot be created';
  if (code === 'SQLITE_NOTADB') return 'it is not a database';
  if (/ConnectionFailed|SQLITE_CANTOPEN/.test(`${code} ${message}`))
    return 'it is not a file that can be read and written';
  return message.replace(/\.$/, '');
}
