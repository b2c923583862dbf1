import { rename } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send } from '../../test/collector.ts';
import { aFolder } from '../../test/folder.ts';
import { heartProcess } from '../../test/processes.ts';
import { commit, openDatabase, type Database } from './database.ts';

async function pragmas({ $client }: Database) {
  const read = async (name: string) => Object.values((await $client.execute(`PRAGMA ${name}`)).rows[0]!)[0];
  return {
    journal_mode: await read('journal_mode'),
    synchronous: await read('synchronous'),
    foreign_keys: await read('foreign_keys'),
  };
}

/** Written ahead, on disk with every commit (2 is FULL), and no row that points nowhere. */
const safe = { journal_mode: 'wal', synchronous: 2, foreign_keys: 1 };
const aSetting = (name: string) => ({ sql: "INSERT INTO setting VALUES (?, '')", args: [name] });

test('a database file is opened so that what is committed is on disk and points nowhere wrong', async () => {
  await using collector = await aCollector();
  const { db } = collector;
  expect(await pragmas(db)).toEqual(safe);
  const orphan = `INSERT INTO response (id, region_id, quarter, received_at, overall, wording, fingerprint)
    VALUES ('x', 999, '2026-07', 1, 5, 1, 'x')`;
  await expect(db.$client.execute(orphan)).rejects.toThrow(/FOREIGN KEY/);
  expect(await count(db, 'response')).toBe(0);
});

test('a connection that found the database taken waits for it, and is as safe afterwards as before', async () => {
  await using collector = await aCollector();
  const other = await openDatabase(collector.env['DATABASE_URL']!);
  const transaction = await other.$client.transaction('write');
  await transaction.execute(aSetting('first'));
  const second = commit(collector.db, [aSetting('second')]);
  await transaction.commit();
  await second;
  other.$client.close();
  expect(await count(collector.db, "setting WHERE name IN ('first', 'second')")).toBe(2);
  expect(await pragmas(collector.db)).toEqual(safe);
});

test('statements are committed together or not at all', async () => {
  await using collector = await aCollector();
  const nonsense = { sql: 'INSERT INTO setting (name) VALUES (NULL)', args: [] };
  await expect(commit(collector.db, [aSetting('first'), nonsense])).rejects.toThrow(/NOT NULL/);
  expect(await count(collector.db, "setting WHERE name = 'first'")).toBe(0);
  expect((await send(collector, aResponse())).status).toBe(201);
});

test('three processes that make the same new database at once make it once', async () => {
  await using folder = await aFolder();
  const env = { DATABASE_URL: `file:${folder.file('deep/er/heart.db')}` };
  const ended = await Promise.all([1, 2, 3].map(() => heartProcess(['migrate'], env)));
  expect(ended).toEqual(ended.map(() => ({ code: 0, out: 'The database is up to date.\n', err: '' })));
  const db = await openDatabase(env.DATABASE_URL);
  const { rows } = await db.$client.execute('SELECT name, count(*) AS times FROM migration GROUP BY name');
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.map(({ times }) => times)).toEqual(rows.map(() => 1));
  expect([await count(db, 'department'), await count(db, 'region'), await count(db, 'setting')]).toEqual([1, 8, 1]);
  db.$client.close();
  expect((await heartProcess(['verify'], env)).code).toBe(0);
});

test('a file that was taken away under the collector takes no answers; the same file put back takes them again', async () => {
  await using collector = await aCollector();
  const file = collector.env['DATABASE_URL']!.slice('file:'.length);
  const ready = async () => (await fetch(`${collector.url}/readyz`)).status;
  await rename(file, `${file}.away`);
  expect([(await send(collector, aResponse())).status, await ready()]).toEqual([503, 503]);
  await rename(`${file}.away`, file);
  expect([(await send(collector, aResponse())).status, await ready()]).toEqual([201, 200]);
  expect(await count(collector.db, 'response')).toBe(1);
});
