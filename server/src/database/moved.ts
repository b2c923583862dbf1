import type { Client, Transaction } from '@libsql/client';
import * as v from 'valibot';
import { type Database, withoutSecrets } from './database.ts';

/** The table that marks a file from which `heart move` copied everything: what it took now would be nowhere else. */
export const movedAway = 'moved_away';

/** Marks the file in the transaction that holds it. @param to the address of the server. */
export async function markMoved(source: Pick<Transaction, 'execute'>, to: string): Promise<void> {
  await source.execute(`CREATE TABLE IF NOT EXISTS ${movedAway} (url TEXT NOT NULL)`);
  await source.execute(`DELETE FROM ${movedAway}`);
  await source.execute({ sql: `INSERT INTO ${movedAway} (url) VALUES (?)`, args: [withoutSecrets(to)] });
}

/** The server to which that database was moved, without secrets; undefined where it was not. */
export async function movedTo(source: Pick<Transaction | Client, 'execute'>): Promise<string | undefined> {
  const { rows: tables } = await source.execute(`SELECT 1 FROM sqlite_master WHERE name = '${movedAway}'`);
  if (tables.length === 0) return undefined;
  const { rows } = await source.execute(`SELECT url FROM ${movedAway}`);
  return v.parse(v.array(v.object({ url: v.string() })), rows)[0]?.url;
}

/** Whether two addresses name one server: it may be called by `libsql:` as well as by `https:`. */
export function isSameServer(one: string, other: string): boolean {
  return new URL(one).host === new URL(other).host;
}

/** @throws Error in plain words where the database was moved to a server. */
export async function requireNotMoved({ $client }: Database): Promise<void> {
  const to = await movedTo($client);
  if (to !== undefined) throw wasMoved(to);
}

export function wasMoved(to: string): Error {
  return new Error(
    `This database was moved to ${to}. Set DATABASE_URL to that server; if the move was cut off, run heart move again. ` +
      'To go on with this file instead, make a backup of it and restore that.',
  );
}
