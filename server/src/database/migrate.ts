import { readFile } from 'node:fs/promises';
import { isConstraint, whenNotBusy, type Database } from './database.ts';
import { tallyTriggers } from './tallies.ts';

/** The folder that drizzle-kit writes; its journal names the migrations in their order. */
export const migrationsFolder = new URL('migrations/', import.meta.url);

const dropTriggers = tallyTriggers.map(({ name }) => `DROP TRIGGER IF EXISTS ${name}`);
const makeTriggers = [...dropTriggers, ...tallyTriggers.map(({ sql }) => sql)];

/**
 * Brings the database to the newest schema, each migration in one transaction with the triggers of the tallies.
 * The transaction begins by claiming the migration's name, so that of several processes that start at once one
 * migrates and the others wait and go on.
 */
export async function migrate(db: Database, clock: () => number, folder = migrationsFolder): Promise<void> {
  const client = db.$client;
  await whenNotBusy(db, () =>
    client.execute('CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, applied_at INTEGER NOT NULL)'),
  );
  const { rows } = await client.execute('SELECT name FROM migration');
  const applied = new Set(rows.map((row) => row['name']));
  for (const name of await migrationNames(folder)) {
    if (applied.has(name)) continue;
    const claim = { sql: 'INSERT INTO migration (name, applied_at) VALUES (?, ?)', args: [name, clock()] };
    const statements = [...dropTriggers, ...(await readMigration(folder, name)), ...makeTriggers];
    await whenNotBusy(db, () => client.migrate([claim, ...statements])).catch(async (error: unknown) => {
      if (!isConstraint(error) || !(await isApplied(db, name))) throw error;
    });
  }
  if (!(await triggersAgree(db))) await whenNotBusy(db, () => client.batch(makeTriggers, 'write'));
}

/** Whether every migration is applied and the triggers are those of this version. */
export async function isMigrated(db: Database): Promise<boolean> {
  const names = await migrationNames(migrationsFolder);
  const applied = await Promise.all(names.map((name) => isApplied(db, name)));
  return applied.every(Boolean) && (await triggersAgree(db));
}

async function isApplied(db: Database, name: string): Promise<boolean> {
  const { rows } = await db.$client.execute({ sql: 'SELECT 1 FROM migration WHERE name = ?', args: [name] });
  return rows.length === 1;
}

async function triggersAgree(db: Database): Promise<boolean> {
  const { rows } = await db.$client.execute(
    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'response'",
  );
  const found = new Map(rows.map((row) => [row['name'], row['sql']]));
  return found.size === tallyTriggers.length && tallyTriggers.every(({ name, sql }) => found.get(name) === sql);
}

async function migrationNames(folder: URL): Promise<string[]> {
  const journal = JSON.parse(await readFile(new URL('meta/_journal.json', folder), 'utf8')) as {
    entries: { tag: string }[];
  };
  return journal.entries.map(({ tag }) => tag);
}

/** The migration's statements; its own PRAGMAs are left out, since they do nothing inside a transaction. */
async function readMigration(folder: URL, name: string): Promise<string[]> {
  const text = await readFile(new URL(`${name}.sql`, folder), 'utf8');
  return text
    .split('--> statement-breakpoint')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '' && !statement.toUpperCase().startsWith('PRAGMA'));
}
