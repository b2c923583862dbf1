import { createClient, LibsqlError, type Client, type Transaction } from '@libsql/client/sqlite3';
import { isBusy } from './database.ts';

/** A database file that no one else writes to. */
export interface Held {
  /** For reading; undefined if the file cannot be read. */
  transaction: Transaction | undefined;
  /** Why it cannot be read. */
  problem?: unknown;
  release: () => void;
}

/**
 * Locks a database that no one else can open, until it is released: anything stored meanwhile would be acknowledged and
 * left behind. This process must not open any of its files until then, since closing one of them ends the lock.
 * @throws Error if a collector is running.
 */
export async function lockDatabase(file: string, url: string): Promise<Held> {
  let client: Client | undefined;
  let transaction: Transaction | undefined;
  const isHeld = async () => {
    client = createClient({ url: `file:${file}`, concurrency: 1 });
    // Any process that has the database open keeps it from leaving WAL mode.
    await client.execute('PRAGMA journal_mode = DELETE');
    const hold = await client.transaction('write');
    const { rows } = await hold.execute('PRAGMA journal_mode');
    transaction = hold;
    // If it is in WAL mode again, someone opened it in between, and the lock would not keep them out for good.
    return rows[0]?.['journal_mode'] === 'delete';
  };
  let problem: unknown;
  // A file that cannot be read, which may be why it is restored, is not in use.
  const held = await isHeld().catch((error: unknown) => {
    problem = error;
    return !isBusy(error);
  });
  if (!held) {
    client?.close();
    throw new Error(`A collector is running on ${url}. Stop it first.`);
  }
  return { transaction, problem, release: () => client?.close() };
}

/** Whether the error is about the file's content. */
export function isDamage(error: unknown): boolean {
  return error instanceof LibsqlError && ['SQLITE_NOTADB', 'SQLITE_CORRUPT'].includes(error.code);
}
