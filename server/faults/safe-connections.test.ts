import { expect, test } from 'vitest';
import { startCollector } from '../src/cli/collector.ts';
import { readConfig } from '../src/config.ts';
import { openDatabase, type Database } from '../src/database/database.ts';
import { prepareDatabase } from '../src/database/prepare.ts';
import { aForm } from '../test/bad-forms.ts';
import { aResponse, count, send, sendForm } from '../test/collector.ts';
import { aFolder } from '../test/folder.ts';
import { expectIntact } from './accounts.ts';
import { print } from './chance.ts';

const operations = 400;
/** Another process locks the database once per this many operations. */
const every = 50;

async function safety({ $client }: Database) {
  const names = ['journal_mode', 'synchronous', 'foreign_keys', 'secure_delete', 'journal_size_limit'];
  return Promise.all(names.map(async (name) => (await $client.execute(`PRAGMA ${name}`)).rows[0]![0]));
}
/**
 * WAL mode, commits synced to disk (FULL), foreign keys on, deleted data overwritten, and at most 64 MiB of log after a
 * long read.
 */
const safe = ['wal', 2, 1, 1, 64 * 1024 * 1024];

/** A database that counts its new connections. */
async function counting(url: string) {
  const db = await prepareDatabase(url, Date.now);
  const reconnect = db.$client.reconnect.bind(db.$client);
  const made = { connections: 1 };
  db.$client.reconnect = () => {
    made.connections += 1;
    return reconnect();
  };
  return { db, made };
}

test('every connection keeps its safety settings through hundreds of mixed operations and another process’s locks', async () => {
  await using folder = await aFolder();
  const env = { DATABASE_URL: `file:${folder.file('heart.db')}`, PORT: '0', RATE_LIMIT: 'off' };
  const { db, made } = await counting(env.DATABASE_URL);
  const other = await openDatabase(env.DATABASE_URL);
  const read = readConfig(env);
  if ('errors' in read) throw new Error(read.errors.join());
  const log = { info: () => {}, error: () => {} };
  const { port, load, stop } = await startCollector({ db, config: read.config, clock: Date.now, log });
  await load();
  const collector = { url: `http://127.0.0.1:${port}` };
  const again = aResponse();
  const mixed = [
    () => send(collector, aResponse()),
    () => sendForm(collector, aForm()),
    () => send(collector, again),
    () => send(collector, { ...again, comment: 'other' }),
    () => send(collector, aResponse({ rating: 6 })),
    () => fetch(`${collector.url}/s/east`),
    () => fetch(`${collector.url}/readyz`),
    () => db.$client.execute("INSERT INTO region (department_id, slug, name) VALUES (7, 'x', 'X')").catch(() => {}),
  ];
  for (let operation = 0; operation < operations; operation += 1) {
    const work = mixed[operation % mixed.length]!;
    if (operation % every !== 0) {
      await work();
      continue;
    }
    const before = made.connections;
    const inTheWay = await other.$client.transaction('write');
    const waiting = send(collector, aResponse());
    await expect.poll(() => made.connections, { timeout: 10_000 }).toBeGreaterThan(before);
    await inTheWay.rollback();
    expect((await waiting).status).toBe(201);
    expect(await safety(db)).toEqual(safe);
  }
  expect(await safety(db)).toEqual(safe);
  expect(await safety(other)).toEqual(safe);
  expect(await count(db, "region WHERE slug = 'x'")).toBe(0);
  await expectIntact(other);
  print(`${operations} mixed operations over ${made.connections} connections`);
  await stop();
  for (const { $client } of [db, other]) $client.close();
});
