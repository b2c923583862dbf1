import { openDatabase, type Database } from './database.ts';
import { migrate } from './migrate.ts';
import { seed } from './seed.ts';

/** Opens the database, makes it where there is none, and brings it to the newest schema. @throws Error in plain words. */
export async function prepareDatabase(url: string, clock: () => number, authToken?: string): Promise<Database> {
  const db = await openDatabase(url, authToken);
  await migrate(db, clock);
  await seed(db);
  return db;
}
