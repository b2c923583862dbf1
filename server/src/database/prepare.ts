import { fileOf, openDatabase, type Database } from './database.ts';
import { fillMonths } from './fill-months.ts';
import { migrate } from './migrate.ts';
import { requireNotMoved } from './moved.ts';
import { seed } from './seed.ts';
import { serverTimeout } from './server.ts';

/** How long a server may take for a migration, in milliseconds: it may rebuild a large table. */
const migrationTimeout = 10 * 60_000;

/**
 * Opens the database, creates it if needed, and migrates it to the newest schema, existing responses included.
 * @param timeout how long a server may take to answer afterwards, in milliseconds.
 * @throws Error with a plain message.
 */
export async function prepareDatabase(
  url: string,
  clock: () => number,
  authToken?: string,
  timeout = serverTimeout,
): Promise<Database> {
  const db = await openDatabase(url, authToken, fileOf(url) === undefined ? migrationTimeout : timeout);
  await requireNotMoved(db).catch((error: unknown) => {
    db.$client.close();
    throw error;
  });
  await migrate(db, clock);
  await seed(db);
  await fillMonths(db);
  if (fileOf(url) !== undefined) return db;
  db.$client.close();
  return openDatabase(url, authToken, timeout, clock);
}
