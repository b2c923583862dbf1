import type { InValue, Transaction } from '@libsql/client';
import * as v from 'valibot';
import { databaseExists, fileOf, openDatabase, reason, requireWritableFile, type Database } from './database.ts';
import { lockDatabase, isDamage } from './hold.ts';
import { knownMigrations, triggersAgree, unfinishedMove } from './migrate.ts';
import { isSameServer, markMoved, movedAway, movedTo, wasMoved } from './moved.ts';
import { statement, type RawStatement } from './statement.ts';

/** How long the server may take for one step, in milliseconds: creating an index over millions of rows is one. */
const timeout = 10 * 60_000;

/** The maximum number of rows in one request. */
const maxRows = 500;

/** The maximum number of values in one statement: SQLite's limit is 32,766. */
const maxValues = 30_000;

export interface MoveOptions {
  /** The address of a file. */
  from: string;
  /** The address of a libSQL server whose database is empty. */
  to: string;
  authToken: string | undefined;
  /** Called with the number of rows copied so far. */
  progress: (done: number, of: number) => void;
  /** Recounts the copy before it may be used. @throws Error with a plain message if it is wrong. */
  check: (copy: Database) => Promise<void>;
}

/** A table of the source. */
interface Table {
  name: string;
  sql: string;
  /** The columns to copy, with the rowid if no column is the rowid. */
  columns: string[];
  /** The settings of a full-text index, such as that nothing deleted stays in it. */
  settings: RawStatement[];
  /** What its rows are ordered by: the rowid, or the primary key of a table without one. */
  order: string[];
  rows: number;
}

/**
 * Copies a database from a file to an empty libSQL server, while nothing else writes to the file, and compares the row
 * count of every table. Until everything is copied, the server's database is marked and no collector starts on it; the
 * next move removes what an interrupted one left. Then the file is marked, so that no collector starts on it either.
 * @returns how many rows were copied.
 * @throws Error with a plain message.
 */
export async function moveDatabase({ from, to, authToken, progress, check }: MoveOptions): Promise<number> {
  const file = fileOf(from);
  if (file === undefined) throw new Error('DATABASE_URL is a server. heart move copies only from a file.');
  if (fileOf(to) !== undefined) {
    throw new Error('--to must be a libSQL server. To copy to a file, use heart backup.');
  }
  if (!databaseExists(from)) throw new Error(`No database found at ${from}.`);
  requireWritableFile(file);
  const target = await openDatabase(to, authToken, timeout);
  try {
    const { transaction, problem, release } = await lockDatabase(file, from);
    try {
      if (transaction === undefined) {
        throw new Error(`${from} ${isDamage(problem) ? 'is damaged' : `cannot be read: ${reason(problem)}`}.`);
      }
      await requireThisVersion(transaction, from);
      const before = await movedTo(transaction);
      if (before !== undefined && !isSameServer(before, to)) throw wasMoved(before);
      await makeEmpty(target, before !== undefined);
      const total = await copy(transaction, target, progress, check);
      // The file is marked first: an interruption here leaves two databases that no collector starts on, rather than
      // two that it does.
      await markMoved(transaction, to);
      await transaction.commit();
      await target.$client.migrate([`DROP TABLE ${unfinishedMove}`]);
      return total;
    } finally {
      release();
    }
  } finally {
    target.$client.close();
  }
}

const named = v.object({ name: v.string() });
const inSql = v.object({ sql: v.string() });
const counted = v.object({ n: v.number() });

/** The rows of a query, checked against a schema. */
async function read<Schema extends v.GenericSchema>(
  source: Pick<Transaction, 'execute'>,
  sql: string,
  row: Schema,
): Promise<v.InferOutput<Schema>[]> {
  const { rows } = await source.execute(sql);
  return v.parse(v.array(row), rows);
}

/**
 * Uses the connection that holds the lock, since the driver leaves closed connections open, where they would block it.
 */
async function requireThisVersion(source: Transaction, from: string): Promise<void> {
  const applied = await read(source, 'SELECT name FROM migration', named).catch(() => []);
  const names = applied.map(({ name }) => name);
  const known = await knownMigrations();
  if (names.length !== known.length || !known.every((name) => names.includes(name))) {
    throw new Error(`The database at ${from} is from a different version. Run heart migrate to update it.`);
  }
}

async function copy(
  source: Transaction,
  target: Database,
  progress: MoveOptions['progress'],
  check: MoveOptions['check'],
): Promise<number> {
  const tables = await tablesOf(source);
  const total = tables.reduce((sum, { rows }) => sum + rows, 0);
  await target.$client.migrate([
    `CREATE TABLE ${unfinishedMove} (started_at INTEGER)`,
    ...tables.flatMap(({ sql, settings }) => [sql, ...settings]),
  ]);
  let done = 0;
  for (const table of tables) {
    await copyRows(source, target, table, (rows) => progress((done += rows), total));
  }
  await copySequences(source, target);
  // After the rows: creating an index is faster then, and a trigger would count the rows twice.
  await target.$client.migrate([...(await sqlOf(source, 'index')), ...(await sqlOf(source, 'trigger'))]);
  await compare(target, tables);
  await check(target);
  return total;
}

/**
 * Removes what an interrupted move has left.
 * @param wasMovedThere whether the file is marked as moved to that server.
 * @throws Error if the database contains anything else.
 */
async function makeEmpty({ $client }: Database, wasMovedThere: boolean): Promise<void> {
  const names = (await tableNames($client)).filter((name) => !name.startsWith('libsql_'));
  if (names.length === 0) return;
  if (!names.includes(unfinishedMove)) {
    if (wasMovedThere) throw new Error('This database was already moved to that server. Set DATABASE_URL to it.');
    throw new Error('The database on the server is not empty. Nothing was changed.');
  }
  // The mark is removed last.
  const others = names.filter((name) => name !== unfinishedMove);
  await $client.migrate([...others, unfinishedMove].map((name) => `DROP TABLE "${name}"`));
}

/** In the order in which they were created, without those that a full-text index keeps and makes by itself. */
async function tableNames(database: Pick<Transaction, 'execute'>): Promise<string[]> {
  const all = `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'
    AND name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow') ORDER BY rowid`;
  return (await read(database, all, named)).map(({ name }) => name);
}

async function tablesOf(source: Transaction): Promise<Table[]> {
  const column = v.object({ ...named.entries, type: v.string(), pk: v.number() });
  const tables: Table[] = [];
  for (const name of await tableNames(source)) {
    if (name === movedAway) continue;
    const [created] = await read(source, `SELECT sql FROM sqlite_master WHERE name = '${name}'`, inSql);
    const { sql } = created!;
    const isIndex = /^CREATE VIRTUAL TABLE .* USING fts5/i.test(sql);
    const columns = await read(source, `PRAGMA table_info("${name}")`, column);
    const keys = columns.filter(({ pk }) => pk !== 0).toSorted((a, b) => a.pk - b.pk);
    const [rows] = await read(source, `SELECT count(*) AS n FROM "${name}"`, counted);
    const isWithoutRowid = /WITHOUT ROWID$/i.test(sql);
    const hasOwnId = keys.length === 1 && keys[0]!.type.toUpperCase() === 'INTEGER';
    tables.push({
      name,
      sql,
      settings: isIndex ? await settingsOf(source, name) : [],
      columns: [...(isWithoutRowid || hasOwnId ? [] : ['rowid']), ...columns.map((one) => one.name)],
      order: isWithoutRowid ? keys.map((key) => key.name) : ['rowid'],
      rows: rows!.n,
    });
  }
  return tables;
}

/** What was set for a full-text index, as statements that set it. */
async function settingsOf(source: Transaction, name: string): Promise<RawStatement[]> {
  const settings = await read(
    source,
    `SELECT k, v FROM "${name}_config" WHERE k <> 'version'`,
    v.object({ k: v.string(), v: v.union([v.number(), v.string()]) }),
  );
  return settings.map(({ k, v: value }) =>
    // A number is sent to a server as a float, which the index refuses.
    statement(`INSERT INTO "${name}" ("${name}", rank) VALUES (?, ?)`, [
      k,
      typeof value === 'number' ? BigInt(value) : value,
    ]),
  );
}

/** With their rowids, which keep the order of storage. */
async function copyRows(
  source: Transaction,
  { $client }: Database,
  { name, columns, order }: Table,
  copied: (rows: number) => void,
): Promise<void> {
  const rowLimit = Math.min(maxRows, Math.floor(maxValues / columns.length));
  const [into, by] = [columns, order].map((names) => names.map((column) => `"${column}"`).join(', '));
  const one = `(${columns.map(() => '?').join(', ')})`;
  let after: InValue[] = [];
  for (;;) {
    const later = after.length === 0 ? '' : `WHERE (${by}) > (${after.map(() => '?').join(', ')})`;
    const next = `SELECT ${by}, ${into} FROM "${name}" ${later} ORDER BY ${by} LIMIT ${rowLimit}`;
    const { rows } = await source.execute(statement(next, after));
    if (rows.length === 0) return;
    const all = rows.map((row) => Array.from({ length: row.length }, (_, at) => row[at]!));
    after = all.at(-1)!.slice(0, order.length);
    const values = all.flatMap((row) => row.slice(order.length));
    const sql = `INSERT INTO "${name}" (${into}) VALUES ${rows.map(() => one).join(', ')}`;
    // With foreign keys off, since a row may refer to a later one.
    await $client.migrate([statement(sql, values)]);
    copied(rows.length);
  }
}

/** For tables that never reuse a number, even after the last row is deleted. */
async function copySequences(source: Transaction, { $client }: Database): Promise<void> {
  const { rows } = await source.execute('SELECT name, seq FROM sqlite_sequence');
  await $client.batch(
    rows.flatMap(({ name, seq }) => [
      statement('DELETE FROM sqlite_sequence WHERE name = ?', [name!]),
      statement('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)', [name!, seq!]),
    ]),
    'write',
  );
}

async function sqlOf(source: Transaction, type: 'index' | 'trigger'): Promise<string[]> {
  const all = `SELECT sql FROM sqlite_master WHERE type = '${type}' AND sql IS NOT NULL ORDER BY rowid`;
  return (await read(source, all, inSql)).map(({ sql }) => sql);
}

async function compare(target: Database, tables: Table[]): Promise<void> {
  for (const { name, rows } of tables) {
    const found = await target.$client.execute(`SELECT count(*) AS n FROM "${name}"`);
    const { n } = v.parse(counted, found.rows[0]);
    if (n !== rows) throw new Error(`The server has ${n} of the ${rows} rows of ${name}. Run heart move again.`);
  }
  const { rows: broken } = await target.$client.execute('PRAGMA foreign_key_check');
  if (broken.length > 0) throw new Error(`${broken.length} rows refer to rows that do not exist.`);
  if (!(await triggersAgree(target))) throw new Error('The triggers on the server do not match this version.');
}
