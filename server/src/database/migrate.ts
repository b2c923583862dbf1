import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { fileBesideCode } from '../files.ts';
import { isConstraint, type Database } from './database.ts';
import { readRows } from './read.ts';
import { recountTallies } from './tallies.ts';
import { isUnfilled } from './fill-months.ts';
import { triggers } from './triggers.ts';
import { statement } from './statement.ts';

/** The folder that drizzle-kit writes; its journal lists the migrations in order. */
export const migrationsFolder = fileBesideCode('database/migrations/');

/** Marks a database that `heart move` has not finished copying. */
export const unfinishedMove = 'unfinished_move';

const named = v.object({ name: v.string() });

/**
 * Migrates the database to the newest schema. Each migration runs in one transaction with this version's triggers. The
 * transaction starts by claiming the migration's name: of several processes that start at once, one migrates and the
 * others wait and continue. Rows that a migration changes are not counted, since the triggers are dropped meanwhile.
 */
export async function migrate(db: Database, clock: () => number, folder = migrationsFolder): Promise<void> {
  const client = db.$client;
  if (await has(db, unfinishedMove)) throw new Error('This database was only partly copied. Run heart move again.');
  await client.execute('CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, applied_at INTEGER NOT NULL)');
  const applied = new Set((await readRows(db, named, 'SELECT name FROM migration')).map(({ name }) => name));
  const names = await migrationNames(folder);
  const newer = [...applied].find((name) => !names.includes(name));
  const triggersAfter = (applied: string[]) =>
    triggers.filter(({ migration }) => migration === undefined || applied.includes(migration));
  if (newer !== undefined) throw new Error(`The database is from a newer version of HEART Survey (${newer}).`);
  for (const [index, name] of names.entries()) {
    if (applied.has(name)) continue;
    const claim = statement('INSERT INTO migration (name, applied_at) VALUES (?, ?)', [name, clock()]);
    const made = triggersAfter(names.slice(0, index + 1)).map(({ sql }) => sql);
    const statements = [...(await dropTriggers(db)), ...(await readMigration(folder, name)), ...made];
    await client.migrate([claim, ...statements]).catch(async (error: unknown) => {
      if (!isConstraint(error) || !(await isApplied(db, name))) throw error;
    });
  }
  const expected = triggersAfter(names);
  if (!(await triggersAgree(db, expected))) {
    // While the triggers were missing or different, rows may have been stored without being counted.
    const made = expected.map(({ sql }) => sql);
    await client.batch([...(await dropTriggers(db)), ...made, ...recountTallies], 'write');
  }
}

/** Whether every migration of this version is applied, and every response has its month. */
export async function isMigrated(db: Database): Promise<boolean> {
  if (!(await has(db, 'migration')) || (await has(db, unfinishedMove))) return false;
  const names = await knownMigrations();
  const applied = await Promise.all(names.map((name) => isApplied(db, name)));
  return applied.every(Boolean) && !(await isUnfilled(db));
}

async function has(db: Database, table: string): Promise<boolean> {
  const { rows } = await db.$client.execute(statement('SELECT 1 FROM sqlite_master WHERE name = ?', [table]));
  return rows.length === 1;
}

async function isApplied(db: Database, name: string): Promise<boolean> {
  const { rows } = await db.$client.execute(statement('SELECT 1 FROM migration WHERE name = ?', [name]));
  return rows.length === 1;
}

async function foundTriggers(db: Database): Promise<Map<string, string>> {
  const row = v.object({ ...named.entries, sql: v.string() });
  const found = await readRows(db, row, "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'");
  return new Map(found.map(({ name, sql }) => [name, sql]));
}

/** Whether the triggers are exactly these, by default this version's: otherwise the tallies go wrong. */
export async function triggersAgree(db: Database, expected = triggers): Promise<boolean> {
  const found = await foundTriggers(db);
  return found.size === expected.length && expected.every(({ name, sql }) => found.get(name) === sql);
}

/** Drops this version's triggers and all others, even those of another process that may be creating them now. */
async function dropTriggers(db: Database): Promise<string[]> {
  const names = new Set([...(await foundTriggers(db)).keys(), ...triggers.map(({ name }) => name)]);
  return [...names].map((name) => `DROP TRIGGER IF EXISTS "${name}"`);
}

let known: string[] | undefined;

/** This version's migrations, in order. Read once, since readiness checks ask often. */
export async function knownMigrations(): Promise<string[]> {
  known ??= await migrationNames(migrationsFolder);
  return known;
}

async function migrationNames(folder: URL): Promise<string[]> {
  const text = await readFile(new URL('meta/_journal.json', folder), 'utf8');
  const journal = v.parse(v.object({ entries: v.array(v.object({ tag: v.string() })) }), JSON.parse(text));
  return journal.entries.map(({ tag }) => tag);
}

/** The migration's statements without its PRAGMAs, which do nothing inside a transaction. */
async function readMigration(folder: URL, name: string): Promise<string[]> {
  const text = await readFile(new URL(`${name}.sql`, folder), 'utf8');
  return text
    .split('--> statement-breakpoint')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '' && !statement.toUpperCase().startsWith('PRAGMA'));
}
