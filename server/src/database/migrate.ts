import { readFile } from 'node:fs/promises';
import { fileBesideCode } from '../files.ts';
import { isConstraint, type Database } from './database.ts';
import { recountTallies } from './tallies.ts';
import { triggers } from './triggers.ts';
import { statement } from './statement.ts';

/** The folder that drizzle-kit writes; its journal names the migrations in their order. */
export const migrationsFolder = fileBesideCode('database/migrations/');

/** The table that marks a database to which `heart move` has not copied everything. */
export const unfinishedMove = 'unfinished_move';

const makeTriggers = triggers.map(({ sql }) => sql);

/**
 * Brings the database to the newest schema, each migration in one transaction with the triggers of this version.
 * The transaction begins by claiming the migration's name, so that of several processes that start at once one
 * migrates and the others wait and go on. Rows that a migration itself changes are not counted: the triggers are away.
 */
export async function migrate(db: Database, clock: () => number, folder = migrationsFolder): Promise<void> {
  const client = db.$client;
  if (await has(db, unfinishedMove)) throw new Error('This database was only partly copied. Run heart move again.');
  await client.execute('CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, applied_at INTEGER NOT NULL)');
  const { rows } = await client.execute('SELECT name FROM migration');
  const applied = new Set(rows.map((row) => row['name']));
  const names = await migrationNames(folder);
  const newer = [...applied].find((name) => !names.includes(name as string));
  const triggersAt = (place: number) =>
    triggers.filter(({ since }) => since === undefined || names.indexOf(since) <= place).map(({ sql }) => sql);
  if (newer !== undefined) throw new Error(`The database is of a newer version of HEART Survey (${newer as string}).`);
  for (const [place, name] of names.entries()) {
    if (applied.has(name)) continue;
    const claim = statement('INSERT INTO migration (name, applied_at) VALUES (?, ?)', [name, clock()]);
    const statements = [...(await dropTriggers(db)), ...(await readMigration(folder, name)), ...triggersAt(place)];
    await client.migrate([claim, ...statements]).catch(async (error: unknown) => {
      if (!isConstraint(error) || !(await isApplied(db, name))) throw error;
    });
  }
  if (!(await triggersAgree(db))) {
    // While they were away or others, something may have been stored that nothing counted.
    await client.batch([...(await dropTriggers(db)), ...makeTriggers, ...recountTallies], 'write');
  }
}

/** Whether every migration of this version is applied. */
export async function isMigrated(db: Database): Promise<boolean> {
  if (!(await has(db, 'migration')) || (await has(db, unfinishedMove))) return false;
  const names = await knownMigrations();
  const applied = await Promise.all(names.map((name) => isApplied(db, name)));
  return applied.every(Boolean);
}

async function has(db: Database, table: string): Promise<boolean> {
  const { rows } = await db.$client.execute(statement('SELECT 1 FROM sqlite_master WHERE name = ?', [table]));
  return rows.length === 1;
}

async function isApplied(db: Database, name: string): Promise<boolean> {
  const { rows } = await db.$client.execute(statement('SELECT 1 FROM migration WHERE name = ?', [name]));
  return rows.length === 1;
}

async function foundTriggers(db: Database): Promise<Map<unknown, unknown>> {
  const { rows } = await db.$client.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'");
  return new Map(rows.map((row) => [row['name'], row['sql']]));
}

/** Whether the triggers are those of this version, and no others: without them the tallies go wrong. */
export async function triggersAgree(db: Database): Promise<boolean> {
  const found = await foundTriggers(db);
  return found.size === triggers.length && triggers.every(({ name, sql }) => found.get(name) === sql);
}

/** Those of this version and of every other that was here before; of another process's making too, since it may just be at it. */
async function dropTriggers(db: Database): Promise<string[]> {
  const names = new Set([...(await foundTriggers(db)).keys(), ...triggers.map(({ name }) => name)]);
  return [...names].map((name) => `DROP TRIGGER IF EXISTS "${String(name)}"`);
}

let known: string[] | undefined;

/** The migrations of this version, in their order. Read once: whoever asks whether the collector is ready asks often. */
export async function knownMigrations(): Promise<string[]> {
  known ??= await migrationNames(migrationsFolder);
  return known;
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
