import type { InValue, Transaction } from '@libsql/client';
import * as v from 'valibot';
import { databaseExists, fileOf, openDatabase, reason, requireWritableFile, type Database } from './database.ts';
import { holdStill, isDamage } from './hold.ts';
import { knownMigrations, triggersAgree, unfinishedMove } from './migrate.ts';
import { isSameServer, markMoved, movedAway, movedTo, wasMoved } from './moved.ts';
import { statement } from './statement.ts';

/** How long the server may take for one step, in milliseconds: an index over millions of rows is one. */
const patience = 10 * 60_000;

/** The most rows in one request. */
const rowsAtOnce = 500;

/** The most values in one statement: SQLite's own limit is 32,766. */
const valuesAtOnce = 30_000;

export interface MoveOptions {
  /** The address of a file. */
  from: string;
  /** The address of a libSQL server whose database is empty. */
  to: string;
  authToken: string | undefined;
  /** Is told how many of all the rows are copied. */
  progress: (done: number, of: number) => void;
  /** Recounts the copy before it may be used. @throws Error in plain words where it is not right. */
  check: (copy: Database) => Promise<void>;
}

/** A table of the source. */
interface Table {
  name: string;
  sql: string;
  columns: string[];
  /** Whether a column of its own is the rowid. */
  hasOwnId: boolean;
  rows: number;
}

/**
 * Copies a database from a file to an empty libSQL server, and nothing else is written to the file meanwhile. Every table
 * is compared by its number of rows. Until all is there the server's database is marked, and no collector starts on it;
 * what a move that was cut off has left is removed by the next one. Then the file is marked, and none starts on it either.
 * @returns how many rows were copied. @throws Error in plain words.
 */
export async function moveDatabase({ from, to, authToken, progress, check }: MoveOptions): Promise<number> {
  const file = fileOf(from);
  if (file === undefined) throw new Error('DATABASE_URL is a server. heart move copies from a file.');
  if (fileOf(to) !== undefined) {
    throw new Error('--to must be a libSQL server. To copy to a file, use heart backup.');
  }
  if (!databaseExists(from)) throw new Error(`There is no database at ${from}.`);
  requireWritableFile(file);
  const target = await openDatabase(to, authToken, patience);
  try {
    const { transaction, problem, letGo } = await holdStill(file, from);
    try {
      if (transaction === undefined) {
        throw new Error(`${from} ${isDamage(problem) ? 'is damaged' : `cannot be read: ${reason(problem)}`}.`);
      }
      await requireThisVersion(transaction, from);
      const before = await movedTo(transaction);
      if (before !== undefined && !isSameServer(before, to)) throw wasMoved(before);
      await makeEmpty(target, before !== undefined);
      const total = await copy(transaction, target, progress, check);
      // First the file: a move that is cut off here leaves two that no collector starts on, rather than two that it does.
      await markMoved(transaction, to);
      await transaction.commit();
      await target.$client.migrate([`DROP TABLE ${unfinishedMove}`]);
      return total;
    } finally {
      letGo();
    }
  } finally {
    target.$client.close();
  }
}

const named = v.object({ name: v.string() });
const inSql = v.object({ sql: v.string() });
const counted = v.object({ n: v.number() });

/** The rows of a query, as they should be. */
async function read<Schema extends v.GenericSchema>(
  source: Pick<Transaction, 'execute'>,
  sql: string,
  row: Schema,
): Promise<v.InferOutput<Schema>[]> {
  const { rows } = await source.execute(sql);
  return v.parse(v.array(row), rows);
}

/** Asked of the connection that holds the file: the driver leaves one that was closed open, and so would be in its way. */
async function requireThisVersion(source: Transaction, from: string): Promise<void> {
  const applied = await read(source, 'SELECT name FROM migration', named).catch(() => []);
  const names = applied.map(({ name }) => name);
  const known = await knownMigrations();
  if (names.length !== known.length || !known.every((name) => names.includes(name))) {
    throw new Error(`The database at ${from} is not that of this version. heart migrate brings it up to date.`);
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
  await target.$client.migrate([`CREATE TABLE ${unfinishedMove} (since INTEGER)`, ...tables.map(({ sql }) => sql)]);
  let done = 0;
  for (const table of tables) {
    await copyRows(source, target, table, (rows) => progress((done += rows), total));
  }
  await copySequences(source, target);
  // After the rows: an index is made faster so, and a trigger would count them a second time.
  await target.$client.migrate([...(await sqlOf(source, 'index')), ...(await sqlOf(source, 'trigger'))]);
  await compare(target, tables);
  await check(target);
  return total;
}

/**
 * Takes away what a move that was cut off has left.
 * @param wasMovedThere whether the file is marked as moved to that server.
 * @throws Error where there is anything else.
 */
async function makeEmpty({ $client }: Database, wasMovedThere: boolean): Promise<void> {
  const { rows } = await $client.execute(
    `SELECT name FROM sqlite_master
      WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND name NOT LIKE 'libsql!_%' ESCAPE '!'`,
  );
  const names = v.parse(v.array(named), rows).map(({ name }) => name);
  if (names.length === 0) return;
  if (!names.includes(unfinishedMove)) {
    if (wasMovedThere) throw new Error('This database was moved there already. Set DATABASE_URL to that server.');
    throw new Error('The database on the server is not empty. Nothing was changed.');
  }
  // The mark goes last.
  const others = names.filter((name) => name !== unfinishedMove);
  await $client.migrate([...others, unfinishedMove].map((name) => `DROP TABLE "${name}"`));
}

async function tablesOf(source: Transaction): Promise<Table[]> {
  const found = await read(
    source,
    "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY rowid",
    v.object({ ...named.entries, ...inSql.entries }),
  );
  const column = v.object({ ...named.entries, type: v.string(), pk: v.number() });
  const tables: Table[] = [];
  for (const { name, sql } of found) {
    if (name === movedAway) continue;
    const columns = await read(source, `PRAGMA table_info("${name}")`, column);
    const keys = columns.filter(({ pk }) => pk !== 0);
    const [rows] = await read(source, `SELECT count(*) AS n FROM "${name}"`, counted);
    tables.push({
      name,
      sql,
      columns: columns.map((one) => one.name),
      hasOwnId: keys.length === 1 && keys[0]!.type.toUpperCase() === 'INTEGER',
      rows: rows!.n,
    });
  }
  return tables;
}

/** With their rowids, which say in which order they came. */
async function copyRows(
  source: Transaction,
  { $client }: Database,
  { name, columns, hasOwnId }: Table,
  copied: (rows: number) => void,
): Promise<void> {
  const quoted = columns.map((column) => `"${column}"`);
  const into = [...(hasOwnId ? [] : ['rowid']), ...quoted];
  const most = Math.min(rowsAtOnce, Math.floor(valuesAtOnce / into.length));
  const one = `(${into.map(() => '?').join(', ')})`;
  for (let after: InValue = Number.MIN_SAFE_INTEGER; ;) {
    const { rows } = await source.execute({
      sql: `SELECT rowid, ${quoted.join(', ')} FROM "${name}" WHERE rowid > ? ORDER BY rowid LIMIT ${most}`,
      args: [after],
    });
    if (rows.length === 0) return;
    after = rows.at(-1)![0]!;
    const values = rows.flatMap((row) =>
      Array.from({ length: columns.length + 1 }, (_, at) => row[at]!).slice(hasOwnId ? 1 : 0),
    );
    const sql = `INSERT INTO "${name}" (${into.join(', ')}) VALUES ${rows.map(() => one).join(', ')}`;
    // Without foreign keys, since a row may point to one that comes later.
    await $client.migrate([statement(sql, values)]);
    copied(rows.length);
  }
}

/** Where a number is never given twice, also after the last row is gone. */
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
    if (n !== rows) throw new Error(`Of the ${rows} rows of ${name}, ${n} are on the server. Run heart move again.`);
  }
  const { rows: broken } = await target.$client.execute('PRAGMA foreign_key_check');
  if (broken.length > 0) throw new Error(`${broken.length} rows point to rows that are not there.`);
  if (!(await triggersAgree(target))) throw new Error('The triggers on the server are not those of this version.');
}
