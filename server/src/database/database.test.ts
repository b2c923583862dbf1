import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { aCollector } from '../../test/collector.ts';
import { contents } from '../../test/contents.ts';
import { aFolder } from '../../test/folder.ts';
import { heartProcess } from '../../test/processes.ts';
import { insertRows } from '../../test/rows.ts';
import { openDatabase, type Database } from './database.ts';
import { migrate, migrationsFolder } from './migrate.ts';

async function pragma({ $client }: Database, name: string): Promise<unknown> {
  return (await $client.execute(`PRAGMA ${name}`)).rows[0]![0];
}

/** Checks what every migrated and seeded database contains, whoever created it. */
async function expectOneOfEach(db: Database) {
  const journal = await readFile(new URL('meta/_journal.json', migrationsFolder), 'utf8');
  const { entries } = JSON.parse(journal) as { entries: { tag: string }[] };
  const { migration, department, region, setting } = await contents(db);
  expect(migration).toMatchObject(entries.map(({ tag }) => ({ name: tag })));
  expect(department).toMatchObject([{ slug: 'cws', zone: 'America/Los_Angeles', first_month: 7, target: 400 }]);
  expect(region).toHaveLength(8);
  expect(setting).toMatchObject([{ name: 'secret' }]);
}

test('every connection uses WAL, syncs commits to disk, and checks foreign keys', async () => {
  await using folder = await aFolder();
  const db = await openDatabase(`file:${folder.file('deep/er/heart.db')}`);
  const expectSafe = async () => {
    expect(await pragma(db, 'journal_mode')).toBe('wal');
    expect(await pragma(db, 'synchronous')).toBe(2);
    expect(await pragma(db, 'foreign_keys')).toBe(1);
  };
  await expectSafe();
  // A connection that hit another process's lock is replaced by a new one.
  db.$client.reconnect();
  await expectSafe();
  await migrate(db, () => 0);
  await expectSafe();
  const orphan = "INSERT INTO region (department_id, slug, name) VALUES (7, 'x', 'X')";
  await expect(db.$client.execute(orphan)).rejects.toThrow('FOREIGN KEY');
  db.$client.close();
});

test('processes that migrate an empty database at once create it only once', async () => {
  await using folder = await aFolder();
  const env = { DATABASE_URL: `file:${folder.file('heart.db')}` };
  const all = await Promise.all(Array.from({ length: 3 }, () => heartProcess(['migrate'], env)));
  for (const ended of all) expect(ended).toEqual({ code: 0, out: 'The database is up to date.\n', err: '' });
  const db = await openDatabase(env.DATABASE_URL);
  await expectOneOfEach(db);
  const before = await contents(db);
  expect((await heartProcess(['migrate'], env)).code).toBe(0);
  expect(await contents(db)).toEqual(before);
  db.$client.close();
});

test('if several find the same migration missing, one applies it and the others continue', async () => {
  await using folder = await aFolder();
  const open = () => openDatabase(`file:${folder.file('heart.db')}`);
  const all = [await open(), await open(), await open()];
  await Promise.all(all.map((db, index) => migrate(db, () => index)));
  const [one, ...others] = await Promise.all(all.map(contents));
  expect(one!['migration']!.length).toBeGreaterThan(0);
  expect(others).toEqual([one, one]);
  for (const db of all) db.$client.close();
});

test('finishes what another start left half done, once', async () => {
  await using collector = await aCollector();
  const { db } = collector;
  await expectOneOfEach(db);
  await db.$client.executeMultiple(
    'DELETE FROM desk WHERE department_id = 1; DELETE FROM region; DELETE FROM department',
  );
  await collector.restart();
  await expectOneOfEach(db);
  const before = await contents(db);
  await collector.restart();
  expect(await contents(db)).toEqual(before);
});

test('a rejected row is neither stored nor counted', async () => {
  await using collector = await aCollector();
  const { db } = collector;
  await insertRows(db, { responses: 10, rating: '4' });
  const before = await contents(db);
  const refused = [
    { rating: '6' },
    { rating: '0' },
    { rating: '4.5' },
    { rating: 'NULL' },
    { region: 'nowhere' },
    { rating: '1 + n % 6', responses: 6 },
  ];
  for (const rows of refused) {
    await expect(insertRows(db, { responses: 1, ids: 'bad', ...rows }), JSON.stringify(rows)).rejects.toThrow(
      'constraint failed',
    );
  }
  await expect(db.$client.execute('UPDATE response SET overall = 7')).rejects.toThrow('constraint failed');
  await expect(db.$client.execute("UPDATE department SET zone = 'UTC'")).rejects.toThrow('fixed once a response');
  await expect(db.$client.execute('UPDATE department SET first_month = 1')).rejects.toThrow('fixed once a response');
  expect(await contents(db)).toEqual(before);
});
