import type { Client, Transaction } from '@libsql/client';
import * as v from 'valibot';
import { type Database, withoutSecrets } from './database.ts';
import { statement } from './statement.ts';

/** Marks a file that `heart move` has copied completely: anything it stored now would exist nowhere else. */
export const movedAway = 'moved_away';

/** Marks the file in the transaction that holds its lock. @param to the address of the server. */
export async function markMoved(source: Pick<Transaction, 'execute'>, to: string): Promise<void> {
  await source.execute(`CREATE TABLE IF NOT EXISTS ${movedAway} (url TEXT NOT NULL)`);
  await source.execute(`DELETE FROM ${movedAway}`);
  await source.execute(statement(`INSERT INTO ${movedAway} (url) VALUES (?)`, [withoutSecrets(to)]));
}

/** The server that the database was moved to, without secrets; undefined if it was not moved. */
export async function movedTo(source: Pick<Transaction | Client, 'execute'>): Promise<string | undefined> {
  const { rows: tables } = await source.execute(`SELECT 1 FROM sqlite_master WHERE name = '${movedAway}'`);
  if (tables.length === 0) return undefined;
  const { rows } = await source.execute(`SELECT url FROM ${movedAway}`);
  return v.parse(v.array(v.object({ url: v.string() })), rows)[0]?.url;
}

/** Whether two addresses name the same server, such as by `libsql:` and by `https:`. */
export function isSameServer(one: string, other: string): boolean {
  return new URL(one).host === new URL(other).host;
}

/** @throws Error with a plain message if the database was moved to a server. */
export async function requireNotMoved({ $client }: Database): Promise<void> {
  const to = await movedTo($client);
  if (to !== undefined) throw wasMoved(to);
}

export function wasMoved(to: string): Error {
  return new Error(
    `This database was moved to ${to}. Set DATABASE_URL to that server. If the move was interrupted, run heart move again. ` +
      'To keep using this file instead, back it up and restore the backup.',
  );
}
