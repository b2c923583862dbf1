import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send, type TestCollector } from '../../test/collector.ts';
import { contents } from '../../test/contents.ts';
import { aFolder } from '../../test/folder.ts';
import { heartProcess } from '../../test/processes.ts';
import { insertRows } from '../../test/rows.ts';
import { openDatabase, type Database } from './database.ts';
import { migrate, migrationsFolder } from './migrate.ts';

async function pragma({ $client }: Database, name: string): Promise<unknown> {
  return (await $client.execute(`PRAGMA ${name}`)).rows[0]![0];
}

async function triggersOf({ $client }: Database) {
  const { rows } = await $client.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name");
  return rows.map(({ name, sql }) => ({ name, sql }));
}

/** How the collector answers `/readyz`. */
async function readiness({ url }: TestCollector) {
  const response = await fetch(`${url}/readyz`);
  return [response.status, await response.text()];
}

/** A copy of the migrations and one more that adds a column as drizzle-kit does: a new table, copied, renamed. */
async function aLaterVersion(folder: { file(name: string): string }): Promise<URL> {
  await cp(migrationsFolder, folder.file('migrations'), { recursive: true });
  const first = await readFile(folder.file('migrations/0000_first.sql'), 'utf8');
  const table = /CREATE TABLE `response` \(.*?\n\);/s.exec(first)![0];
  const columns = [...table.matchAll(/^\t`(\w+)`/gm)].map(([, name]) => `"${name}"`).join(', ');
  const made = table
    .replace('CREATE TABLE `response`', 'CREATE TABLE `__new_response`')
    .replaceAll('"response".', '"__new_response".')
    .replace('\t`wording`', '\t`seat` text,\n\t`wording`');
  const statements = [
    'PRAGMA foreign_keys=OFF;',
    made,
    `INSERT INTO \`__new_response\`(${columns}) SELECT ${columns} FROM \`response\`;`,
    'DROP TABLE `response`;',
    'ALTER TABLE `__new_response` RENAME TO `response`;',
    'PRAGMA foreign_keys=ON;',
    'CREATE INDEX `response_quarter` ON `response` (`quarter`,`region_id`);',
  ];
  await writeFile(folder.file('migrations/9999_seats.sql'), statements.join('--> statement-breakpoint\n'));
  const journal = folder.file('migrations/meta/_journal.json');
  const { entries, ...rest } = JSON.parse(await readFile(journal, 'utf8')) as { entries: object[] };
  await writeFile(journal, JSON.stringify({ ...rest, entries: [...entries, { idx: 9999, tag: '9999_seats' }] }));
  return pathToFileURL(`${folder.file('migrations')}/`);
}

test('every connection writes ahead, reaches the disk before it answers, and keeps its references', async () => {
  await using folder = await aFolder();
  const db = await openDatabase(`file:${folder.file('deep/er/heart.db')}`);
  const expectSafe = async () => {
    expect(await pragma(db, 'journal_mode')).toBe('wal');
    expect(await pragma(db, 'synchronous')).toBe(2);
    expect(await pragma(db, 'foreign_keys')).toBe(1);
  };
  await expectSafe();
  // A connection that met another process's lock is replaced by a new one.
  await db.$client.reconnect();
  await expectSafe();
  await migrate(db, () => 0);
  await expectSafe();
  await expect(
    db.$client.execute("INSERT INTO region (department_id, slug, name) VALUES (7, 'x', 'X')"),
  ).rejects.toThrow();
  db.$client.close();
});

test('processes that migrate an empty database at once make one of it', async () => {
  await using folder = await aFolder();
  const env = { DATABASE_URL: `file:${folder.file('heart.db')}` };
  const all = await Promise.all(Array.from({ length: 3 }, () => heartProcess(['migrate'], env)));
  for (const ended of all) expect(ended).toEqual({ code: 0, out: 'The database is up to date.\n', err: '' });
  const db = await openDatabase(env.DATABASE_URL);
  const { entries } = JSON.parse(await readFile(new URL('meta/_journal.json', migrationsFolder), 'utf8')) as {
    entries: { tag: string }[];
  };
  const before = await contents(db);
  expect(before['migration']!.map((row) => (row as { name: string }).name)).toEqual(entries.map(({ tag }) => tag));
  expect(before['department']).toHaveLength(1);
  expect(before['region']).toHaveLength(8);
  expect(before['setting']!.filter((row) => (row as { name: string }).name === 'secret')).toHaveLength(1);
  expect((await triggersOf(db)).length).toBeGreaterThan(2);

  expect((await heartProcess(['migrate'], env)).code).toBe(0);
  expect(await contents(db)).toEqual(before);
  db.$client.close();
});

test('a later migration that rebuilds the table of the responses keeps them, their tallies, and what keeps those', async () => {
  await using folder = await aFolder();
  await using collector = await aCollector();
  const { db } = collector;
  for (const rating of [1, 3, 5]) await send(collector, aResponse({ rating, comment: `Rated ${rating}` }));
  await insertRows(db, { responses: 500, region: 'south' });
  const [triggers, before] = [await triggersOf(db), await contents(db)];
  const later = await aLaterVersion(folder);
  await migrate(db, () => 7, later);

  expect(await triggersOf(db)).toEqual(triggers);
  const after = await contents(db);
  expect(after['response']).toEqual(before['response']!.map((row) => ({ ...(row as object), seat: null })));
  expect(after['rating_tally']).toEqual(before['rating_tally']);
  expect(after['response_tally']).toEqual(before['response_tally']);
  expect(after['migration']!.at(-1)).toEqual({ name: '9999_seats', applied_at: 7 });
  expect(await pragma(db, 'foreign_keys')).toBe(1);

  expect((await send(collector, aResponse({ rating: 2 }))).status).toBe(201);
  await db.$client.execute("DELETE FROM response WHERE comment = 'Rated 3'");
  expect((await collector.heart('verify')).out).toBe('Recounted 503 responses: every tally agrees.');
  await migrate(db, () => 8, later);
  expect((await contents(db))['migration']).toEqual(after['migration']);

  const older = await collector.heart('migrate');
  expect(older).toMatchObject({ code: 1, err: 'The database is of a newer version of HEART Survey (9999_seats).' });
});

test('a migration that fails leaves everything as it was', async () => {
  await using folder = await aFolder();
  await using collector = await aCollector();
  const { db } = collector;
  await send(collector, aResponse());
  const later = await aLaterVersion(folder);
  await mkdir(folder.file('x'));
  const file = folder.file('migrations/9999_seats.sql');
  await writeFile(file, `${await readFile(file, 'utf8')}--> statement-breakpoint\nSELECT nonsense`);
  const [triggers, before] = [await triggersOf(db), await contents(db)];
  await expect(migrate(db, () => 7, later)).rejects.toThrow('nonsense');
  expect(await contents(db)).toEqual(before);
  expect(await triggersOf(db)).toEqual(triggers);
  expect(await pragma(db, 'foreign_keys')).toBe(1);
  expect((await send(collector, aResponse())).status).toBe(201);
  expect((await collector.heart('verify')).out).toBe('Recounted 2 responses: every tally agrees.');
});

test.each([
  ['is gone', 'DROP TRIGGER tally_insert'],
  ['is another', 'DROP TRIGGER tally_update; CREATE TRIGGER tally_update AFTER UPDATE ON response BEGIN SELECT 1; END'],
  ['is one too many', 'CREATE TRIGGER extra AFTER INSERT ON response BEGIN SELECT 1; END'],
])('a collector with a trigger that %s is not ready until it was started again', async (_, sql) => {
  await using collector = await aCollector();
  expect(await readiness(collector)).toEqual([200, 'ready']);
  const triggers = await triggersOf(collector.db);
  await collector.db.$client.executeMultiple(sql);
  expect(await readiness(collector)).toEqual([503, 'not ready']);
  await send(collector, aResponse());
  expect((await fetch(`${collector.url}/healthz`)).status).toBe(200);

  await collector.restart();
  expect(await readiness(collector)).toEqual([200, 'ready']);
  expect(await triggersOf(collector.db)).toEqual(triggers);
  await send(collector, aResponse());
  expect((await collector.heart('verify')).out).toBe('Recounted 2 responses: every tally agrees.');
  expect(await count(collector.db, "rating_tally WHERE item = 'overall' AND n = 2")).toBe(1);
});
