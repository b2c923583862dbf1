import { createClient, LibsqlError, type Client, type Transaction } from '@libsql/client';
import { isBusy } from './database.ts';

/** A database file that nobody else writes to. */
export interface Held {
  /** For reading; undefined for a file that cannot be read. */
  transaction: Transaction | undefined;
  /** Why it cannot be read. */
  problem?: unknown;
  letGo: () => void;
}

/**
 * Lets nobody write to the database, which nobody may have open, until it is let go: what they stored meanwhile would be
 * acknowledged and left behind. No file of it may be opened by this process until then, since the system takes the lock
 * from a process that closes one of them.
 * @throws Error where a collector runs.
 */
export async function holdStill(file: string, url: string): Promise<Held> {
  let client: Client | undefined;
  let transaction: Transaction | undefined;
  const isHeld = async () => {
    client = createClient({ url: `file:${file}`, concurrency: 1 });
    // Whoever has the database open keeps it from leaving the mode in which it is written ahead.
    await client.execute('PRAGMA journal_mode = DELETE');
    const hold = await client.transaction('write');
    const { rows } = await hold.execute('PRAGMA journal_mode');
    transaction = hold;
    // It is in that mode again where somebody opened it in between, whom the lock would not keep out for good.
    return rows[0]?.['journal_mode'] === 'delete';
  };
  let problem: unknown;
  // One that cannot be read, which may be why it is restored, is in nobody's use.
  const held = await isHeld().catch((error: unknown) => {
    problem = error;
    return !isBusy(error);
  });
  if (!held) {
    client?.close();
    throw new Error(`A collector runs on ${url}: stop it first.`);
  }
  return { transaction, problem, letGo: () => client?.close() };
}

/** Whether the error is about what the file contains. */
export function isDamage(error: unknown): boolean {
  return error instanceof LibsqlError && ['SQLITE_NOTADB', 'SQLITE_CORRUPT'].includes(error.code);
}
