import { rename } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send } from '../../test/collector.ts';
import { commit, openDatabase, type Database } from './database.ts';
import { statement } from './statement.ts';

async function pragmas({ $client }: Database) {
  const names = ['journal_mode', 'synchronous', 'foreign_keys'];
  return Promise.all(names.map(async (name) => (await $client.execute(`PRAGMA ${name}`)).rows[0]![0]));
}

const aSetting = (name: string) => statement("INSERT INTO setting VALUES (?, '')", [name]);

test('a connection waits for a locked database, and has the same safety settings afterwards', async () => {
  await using collector = await aCollector();
  const safe = await pragmas(collector.db);
  const other = await openDatabase(collector.env['DATABASE_URL']!);
  const transaction = await other.$client.transaction('write');
  await transaction.execute(aSetting('first'));
  const second = commit(collector.db, [aSetting('second')]);
  // By the next turn of the event loop it has hit the other connection's lock.
  await new Promise(setImmediate);
  await transaction.commit();
  await second;
  other.$client.close();
  expect(await count(collector.db, "setting WHERE name IN ('first', 'second')")).toBe(2);
  expect(await pragmas(collector.db)).toEqual(safe);
});

test('commits statements together or not at all', async () => {
  await using collector = await aCollector();
  const nonsense = statement('INSERT INTO setting (name) VALUES (NULL)');
  await expect(commit(collector.db, [aSetting('first'), nonsense])).rejects.toThrow(/NOT NULL/);
  expect(await count(collector.db, "setting WHERE name = 'first'")).toBe(0);
  expect((await send(collector, aResponse())).status).toBe(201);
});

test('accepts no responses if its file is moved away, and accepts them again once the file is back', async () => {
  await using collector = await aCollector();
  const file = collector.env['DATABASE_URL']!.slice('file:'.length);
  const ready = async () => (await fetch(`${collector.url}/readyz`)).status;
  await rename(file, `${file}.away`);
  expect([(await send(collector, aResponse())).status, await ready()]).toEqual([503, 503]);
  await rename(`${file}.away`, file);
  expect([(await send(collector, aResponse())).status, await ready()]).toEqual([201, 200]);
  expect(await count(collector.db, 'response')).toBe(1);
});
