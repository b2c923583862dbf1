import type { Client } from '@libsql/client';
import { expect, test } from 'vitest';
import { aFolder } from '../../test/folder.ts';
import { changesOfFile, fileClient } from './file-client.ts';

const insert = 'INSERT INTO fruit (name, price) VALUES (?, ?)';
const add = (client: Client, name: string | null) =>
  client.batch([{ sql: insert, args: [name, 3] }], 'write').then(
    ([result]) => result!.rowsAffected,
    ({ code }: { code: string }) => code,
  );
const names = async (client: Client) =>
  (await client.execute('SELECT name FROM fruit ORDER BY name')).rows.map(({ name }) => name);

async function twoClients() {
  const folder = await aFolder();
  const [client, other] = [1, 2].map(() => fileClient(folder.file('fruit.db'), 100)) as [Client, Client];
  await client.execute('CREATE TABLE fruit (name TEXT NOT NULL UNIQUE, price INTEGER)');
  const end = async () => {
    for (const one of [client, other]) one.close();
    await folder[Symbol.asyncDispose]();
  };
  return { client, other, [Symbol.asyncDispose]: end };
}

test('a kept statement works again after it failed', async () => {
  await using clients = await twoClients();
  const { client } = clients;
  expect(await add(client, 'apple')).toBe(1);
  expect(await add(client, null)).toBe('SQLITE_CONSTRAINT');
  expect(await add(client, 'apple')).toBe('SQLITE_CONSTRAINT');
  expect(await add(client, 'pear')).toBe(1);
  expect(await names(client)).toEqual(['apple', 'pear']);
});

test('a kept statement reads and fires what another connection changed in the schema', async () => {
  await using clients = await twoClients();
  const { client, other } = clients;
  await add(client, 'apple');
  await names(client);
  await other.execute("ALTER TABLE fruit ADD COLUMN color TEXT DEFAULT 'red'");
  await other.execute(
    "CREATE TRIGGER twice AFTER INSERT ON fruit WHEN NEW.name = 'pear' BEGIN INSERT INTO fruit VALUES ('plum', 1, 'blue'); END",
  );
  await add(client, 'pear');
  expect(await names(client)).toEqual(['apple', 'pear', 'plum']);
});

test.each(['SELECT * FROM fruit', 'SELECT fruit.* FROM fruit', 'UPDATE fruit SET price = 4 RETURNING *'])(
  'a star names the columns of the current schema: %s',
  async (sql) => {
    await using clients = await twoClients();
    const { client } = clients;
    await add(client, 'apple');
    expect((await client.execute(sql)).columns).toEqual(['name', 'price']);
    await client.execute('ALTER TABLE fruit ADD COLUMN color TEXT');
    expect((await client.execute(sql)).columns).toEqual(['name', 'price', 'color']);
  },
);

test('keeps no reader open: another connection can drop the table and empty the log', async () => {
  await using clients = await twoClients();
  const { client, other } = clients;
  await client.execute('PRAGMA journal_mode = WAL');
  await add(client, 'apple');
  await names(client);
  const { rows } = await other.execute('PRAGMA wal_checkpoint(TRUNCATE)');
  expect(rows[0]!['busy']).toBe(0);
  await other.execute('DROP TABLE fruit');
  await expect(names(client)).rejects.toThrow(/no such table/);
});

test('runs more different statements than it keeps', async () => {
  await using clients = await twoClients();
  const { client } = clients;
  for (let round = 0; round < 2; round += 1) {
    for (let value = 0; value < 500; value += 1) {
      const { rows } = await client.execute(`SELECT ${value} AS value`);
      expect(rows[0]!['value']).toBe(value);
    }
  }
});

test('tells that the file changed, whoever changed it, and not that it was read', async () => {
  await using clients = await twoClients();
  const { client, other } = clients;
  const changes = () => changesOfFile(client);
  const seen = [await changes()];
  await names(client);
  await names(other);
  expect(await changes()).toBe(seen[0]);
  for (const change of [
    () => add(client, 'apple'),
    () => add(other, 'pear'),
    () => client.execute("UPDATE fruit SET price = 4 WHERE name = 'apple'"),
    () => other.batch(["DELETE FROM fruit WHERE name = 'pear'"], 'write'),
    async () => client.reconnect(),
  ]) {
    await change();
    seen.push(await changes());
  }
  expect(new Set(seen).size).toBe(6);
});

test('other work goes on while a commit is written', async () => {
  await using clients = await twoClients();
  let isDone = false;
  const added = add(clients.client, 'apple').then(() => (isDone = true));
  // What needs no disk is over by then.
  for (let step = 0; step < 100; step += 1) await Promise.resolve();
  expect(isDone).toBe(false);
  const price = clients.client.execute('SELECT price FROM fruit');
  await added;
  expect((await price).rows).toHaveLength(1);
});

test('what fails at the commit is rolled back, with the code of its kind', async () => {
  await using clients = await twoClients();
  const { client } = clients;
  await client.execute('PRAGMA foreign_keys = ON');
  await client.execute('CREATE TABLE peel (of TEXT REFERENCES fruit (name) DEFERRABLE INITIALLY DEFERRED)');
  const peel = { sql: 'INSERT INTO peel VALUES (?)', args: ['plum'] };
  await expect(client.batch([peel], 'write')).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT' });
  expect(await add(client, 'apple')).toBe(1);
  expect((await client.execute('SELECT of FROM peel')).rows).toEqual([]);
});
