import { fileOf, openDatabase, type Database } from './database.ts';
import { migrate } from './migrate.ts';
import { requireNotMoved } from './moved.ts';
import { seed } from './seed.ts';
import { serverPatience } from './server.ts';

/** How long a server may take for a migration, in milliseconds: it may build a large table anew. */
const migrationPatience = 10 * 60_000;

/**
 * Opens the database, makes it where there is none, and brings it to the newest schema.
 * @param patience how long a server may take for an answer afterwards, in milliseconds.
 * @throws Error in plain words.
 */
export async function prepareDatabase(
  url: string,
  clock: () => number,
  authToken?: string,
  patience = serverPatience,
): Promise<Database> {
  const db = await openDatabase(url, authToken, fileOf(url) === undefined ? migrationPatience : patience);
  await requireNotMoved(db).catch((error: unknown) => {
    db.$client.close();
    throw error;
  });
  await migrate(db, clock);
  await seed(db);
  if (fileOf(url) !== undefined) return db;
  db.$client.close();
  return openDatabase(url, authToken, patience, clock);
}
