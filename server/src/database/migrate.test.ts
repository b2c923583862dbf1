import { cp, readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send, type TestCollector } from '../../test/collector.ts';
import { contents } from '../../test/contents.ts';
import { aFolder } from '../../test/folder.ts';
import { migrationsUpTo } from '../../test/migrations.ts';
import { insertRows } from '../../test/rows.ts';
import { openDatabase, type Database } from './database.ts';
import { migrate, migrationsFolder } from './migrate.ts';

const later = () => Date.UTC(2027, 0, 1);

/** A folder with every migration and one more, which can be rewritten. */
async function aFolderWithOneMore(statements: string[]) {
  const folder = await aFolder();
  await cp(migrationsFolder, folder.path, { recursive: true });
  const journal = folder.file('meta/_journal.json');
  const { entries, ...rest } = JSON.parse(await readFile(journal, 'utf8')) as { entries: object[] };
  await writeFile(
    journal,
    JSON.stringify({ ...rest, entries: [...entries, { idx: entries.length, tag: '9999_more' }] }),
  );
  const write = (statements: string[]) =>
    writeFile(folder.file('9999_more.sql'), statements.join(';--> statement-breakpoint\n'));
  await write(statements);
  return { ...folder, write, url: pathToFileURL(`${folder.path}/`) };
}

async function schema({ $client }: Database) {
  const { rows } = await $client.execute('SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name');
  return rows.map((row) => ({ ...row }));
}

/** How drizzle-kit changes a table that SQLite cannot alter: it rebuilds it, which silently drops its triggers. */
async function rebuildOfResponse(db: Database): Promise<string[]> {
  const all = await schema(db);
  const table = all.find(({ name }) => name === 'response')!['sql'] as string;
  const indexes = all.filter((row) => row['tbl_name'] === 'response' && row['type'] === 'index' && row['sql'] !== null);
  const { columns } = await db.$client.execute('SELECT * FROM response LIMIT 0');
  const names = columns.map((column) => `"${column}"`).join(', ');
  return [
    'PRAGMA foreign_keys=OFF',
    table.replace('`response` (', '`__new_response` (\n`stars` text,').replaceAll('"response".', '"__new_response".'),
    `INSERT INTO \`__new_response\`(${names}) SELECT ${names} FROM \`response\``,
    'DROP TABLE `response`',
    'ALTER TABLE `__new_response` RENAME TO `response`',
    'PRAGMA foreign_keys=ON',
    ...indexes.map(({ sql }) => sql as string),
  ];
}

const ready = async ({ url }: TestCollector) => (await fetch(`${url}/readyz`)).status;

test('a migration that rebuilds the response table keeps the rows, and later responses are counted as before', async () => {
  await using collector = await aCollector();
  const { db } = collector;
  await insertRows(db, { responses: 100 });
  const before = (await contents(db))['response']!;
  await using folder = await aFolderWithOneMore(await rebuildOfResponse(db));
  await migrate(db, later, folder.url);
  expect((await contents(db))['response']).toEqual(before.map((row) => ({ stars: null, ...(row as object) })));
  expect(await count(db, `migration WHERE name = '9999_more' AND applied_at = ${later()}`)).toBe(1);
  expect((await db.$client.execute('PRAGMA foreign_keys')).rows[0]).toMatchObject({ foreign_keys: 1 });
  expect((await schema(db)).map(({ name }) => name)).toContain('response_quarter');

  expect((await send(collector, aResponse({ rating: 5 }))).status).toBe(201);
  await db.$client.execute("DELETE FROM response WHERE id LIKE '%-7'");
  expect(await collector.heart('verify')).toEqual({
    ...{ code: 0, err: '' },
    out: 'Recounted 100 responses: every tally agrees.',
  });
  expect((await collector.figures('2026-07')).total.responses).toBe(100);
  expect(await ready(collector)).toBe(200);
  // It must not run twice: a second run would fail.
  await migrate(db, later, folder.url);
});

test('a migration that fails at its last statement leaves nothing behind, and runs once it is fixed', async () => {
  await using collector = await aCollector();
  const { db } = collector;
  await insertRows(db, { responses: 10 });
  const rebuild = await rebuildOfResponse(db);
  await using folder = await aFolderWithOneMore([...rebuild, 'INSERT INTO nowhere VALUES (1)']);
  const before = [await schema(db), await contents(db)];
  await expect(migrate(db, later, folder.url)).rejects.toThrow(/no such table: nowhere/);
  expect([await schema(db), await contents(db)]).toEqual(before);
  expect((await db.$client.execute('PRAGMA foreign_keys')).rows[0]).toMatchObject({ foreign_keys: 1 });
  expect((await send(collector, aResponse())).status).toBe(201);
  expect(await ready(collector)).toBe(200);

  await folder.write(rebuild);
  await migrate(db, later, folder.url);
  expect((await send(collector, aResponse())).status).toBe(201);
  expect((await collector.heart('verify')).out).toBe('Recounted 12 responses: every tally agrees.');
});

test('leaves a database of a newer version alone', async () => {
  await using collector = await aCollector();
  await using folder = await aFolderWithOneMore(['CREATE TABLE newer (id INTEGER)']);
  await migrate(collector.db, later, folder.url);
  const before = await schema(collector.db);
  expect(await collector.heart('migrate')).toEqual({
    ...{ code: 1, out: '' },
    err: 'The database is from a newer version of HEART Survey (9999_more).',
  });
  expect(await schema(collector.db)).toEqual(before);
});

test('a thousand readiness checks at once cost one commit, and more within a second cost none', async () => {
  await using collector = await aCollector();
  const batch = collector.db.$client.batch.bind(collector.db.$client);
  let commits = 0;
  collector.db.$client.batch = (...args) => {
    commits += 1;
    return batch(...args);
  };
  const statuses = await Promise.all(Array.from({ length: 1000 }, () => ready(collector)));
  expect(new Set(statuses)).toEqual(new Set([200]));
  // The thousand checks may take longer than a second.
  expect(commits).toBeLessThan(20);
});

test.each([
  ['was dropped', 'DROP TRIGGER tally_insert'],
  [
    'was changed',
    'DROP TRIGGER tally_insert; CREATE TRIGGER tally_insert AFTER INSERT ON response BEGIN SELECT 1; END',
  ],
  ['was added', 'CREATE TRIGGER another AFTER INSERT ON response BEGIN DELETE FROM rating_tally; END'],
])(
  'a trigger that %s makes the collector unready; after a restart everything is counted again',
  async (_, statements) => {
    await using collector = await aCollector();
    await send(collector, aResponse());
    expect(await ready(collector)).toBe(200);
    await collector.db.$client.executeMultiple(statements);
    // A result is repeated for a second.
    await expect.poll(() => ready(collector), { timeout: 10_000 }).toBe(503);
    // Responses stored meanwhile are kept, although nothing counts them correctly.
    expect((await send(collector, aResponse({ rating: 2 }))).status).toBe(201);

    await collector.restart();
    expect(await ready(collector)).toBe(200);
    expect((await send(collector, aResponse({ rating: 3 }))).status).toBe(201);
    expect((await collector.heart('verify')).out).toBe('Recounted 3 responses: every tally agrees.');
    expect((await collector.figures('2026-07')).total).toMatchObject({ responses: 3, sum: 54, n: 18 });
  },
);

test('people linked to a provider stay linked, once each', async () => {
  await using folder = await aFolder();
  await using before = await migrationsUpTo('0003_nothing-lost-nobody-in');
  const db = await openDatabase(`file:${folder.file('heart.db')}`);
  await migrate(db, later, before.url);
  const account = (id: string, person: string, provider: string, subject: string) =>
    `INSERT INTO account (id, account_id, provider_id, user_id, created_at, updated_at) VALUES ('${id}', '${subject}', '${provider}', '${person}', 1, 1)`;
  await db.$client.batch([
    "INSERT INTO person (id, name, email, created_at, updated_at) VALUES ('p', 'P', 'p@example.gov', 1, 1), ('q', 'Q', 'q@example.gov', 1, 1)",
    account('1', 'p', 'credential', 'p'),
    account('2', 'p', 'oidc', 'first-subject'),
    account('3', 'p', 'oidc', 'second-subject'),
    account('4', 'q', 'oidc', 'other-subject'),
  ]);
  await migrate(db, later);
  const { rows } = await db.$client.execute('SELECT id, account_id, issuer, subject FROM account ORDER BY id');
  expect(rows.map((row) => Object.values(row))).toEqual([
    ['1', 'p', null, null],
    ['2', 'p', null, 'first-subject'],
    ['4', 'q', null, 'other-subject'],
  ]);
  db.$client.close();
});
