import { expect, test } from 'vitest';
import { contents } from '../../test/contents.ts';
import { aFolder } from '../../test/folder.ts';
import { migrationsUpTo } from '../../test/migrations.ts';
import { countAsBefore } from '../../test/old-tallies.ts';
import { readTallies, verify } from '../figures/figures.ts';
import { openDatabase, type Database } from './database.ts';
import { fillMonths } from './fill-months.ts';
import { migrate } from './migrate.ts';
import { prepareDatabase } from './prepare.ts';
import { seed } from './seed.ts';
import { statement } from './statement.ts';
import { triggers } from './triggers.ts';

const now = () => Date.UTC(2026, 10, 1);

/** What a version without months stored, and the month that each response counts in. California is at UTC-7. */
const stored = [
  { id: 'july', at: '2026-07-10T12:00Z', month: '2026-07' },
  { id: 'last of july', at: '2026-08-01T06:59Z', month: '2026-07' },
  { id: 'first of august', at: '2026-08-01T07:00Z', month: '2026-08' },
  { id: 'september', at: '2026-09-30T12:00Z', month: '2026-09' },
  { id: 'paper of august', at: '2026-10-05T12:00Z', paperDate: '2026-08-20', month: '2026-08' },
  { id: 'rolled over', at: '2026-06-25T12:00Z', month: '2026-07' },
  { id: 'excluded', at: '2026-09-09T12:00Z', excludedAt: 1, month: '2026-09' },
  { id: 'first of august in New York', at: '2026-08-01T04:30Z', region: 'harbor', month: '2026-08' },
  { id: 'october', at: '2026-10-20T12:00Z', quarter: '2026-10', month: '2026-10' },
];

const insert = `INSERT INTO response (id, region_id, quarter, received_at, helpfulness, overall, paper_date, excluded_at,
    channel, wording, fingerprint)
  VALUES (:id, (SELECT id FROM region WHERE slug = :region), :quarter, :at, 3, 5, :paperDate, :excludedAt, 'page', 1, 'x')`;

/** A database of the last version without months. */
async function anOldDatabase(url: string): Promise<void> {
  await using before = await migrationsUpTo('0009_plans-as-work');
  const db = await openDatabase(url);
  await migrate(db, now, before.url);
  await seed(db);
  await db.$client.batch(triggers.map(({ name }) => `DROP TRIGGER IF EXISTS ${name}`));
  await db.$client.executeMultiple(`
    INSERT INTO department (slug, name, zone, first_month) VALUES ('other', 'Other Services', 'America/New_York', 1);
    INSERT INTO region (department_id, slug, name) VALUES (2, 'harbor', 'Harbor Office');`);
  for (const { id, at, region = 'central', quarter = '2026-07', paperDate = null, excludedAt = null } of stored) {
    await db.$client.execute(statement(insert, { id, region, quarter, at: Date.parse(at), paperDate, excludedAt }));
  }
  await countAsBefore(db, 'last');
  await db.$client.executeMultiple(`
    INSERT INTO purged_quarter VALUES (1, '2023-07', 1);
    INSERT INTO rating_tally VALUES (3, '2023-07', 'overall', 5, 0);
    INSERT INTO response_tally VALUES (3, '2023-07', 6, 30, 0);
    INSERT INTO origin_tally VALUES (3, '2023-07', 'page', 'en', 0);`);
  db.$client.close();
}

async function months({ $client }: Database) {
  const { rows } = await $client.execute('SELECT id, month FROM response');
  return Object.fromEntries(rows.map(({ id, month }) => [id, month]));
}

/** The department's figures of both quarters, without their months. */
async function quarters(db: Database) {
  const texts = await Promise.all(['2026-07', '2026-10'].map((quarter) => readTallies(db, 1, quarter)));
  return texts.map((text) => (JSON.parse(text) as { months: unknown }[]).map(({ months: _, ...rest }) => rest));
}

const expected = Object.fromEntries(stored.map(({ id, month }) => [id, month]));
const responsesByMonth = `SELECT month, sum(responses) AS responses FROM response_tally
  WHERE region_id = 3 AND quarter = '2026-07' GROUP BY month`;

/** A client whose next commits fail after that many, as if the process was killed. */
function dyingAfter({ $client }: Database, commits: number) {
  const batch = $client.batch.bind($client);
  let left = commits;
  $client.batch = (...args) => {
    left -= 1;
    if (left < 0) throw new Error('killed');
    return batch(...args);
  };
  return () => void ($client.batch = batch);
}

test('an upgrade gives each response its month, with right figures at every moment, killed and continued', async () => {
  await using folder = await aFolder();
  const url = `file:${folder.file('heart.db')}`;
  await anOldDatabase(url);
  const db = await openDatabase(url);
  await migrate(db, now);
  const figures = await quarters(db);
  const expectRight = async () => {
    expect((await verify(db)).differences).toEqual([]);
    expect(await quarters(db)).toEqual(figures);
  };
  await expectRight();
  expect(figures[0]!.find(({ region }: { region?: string }) => region === 'central')).toMatchObject({
    tallies: { ratings: { helpfulness: [0, 0, 6, 0, 0], overall: [0, 0, 0, 0, 6] }, responses: [[2, 8, 6]] },
    origins: [['page', '', 6]],
    excluded: 1,
  });
  expect((await contents(db))['response_tally']).toContainEqual(
    expect.objectContaining({ quarter: '2023-07', month: '2023-07', responses: 0 }),
  );
  for (let commits = 0; commits < 4; commits += 1) {
    const revive = dyingAfter(db, commits === 0 ? 0 : 1);
    await expect(fillMonths(db, 2)).rejects.toThrow('killed');
    revive();
    expect(Object.values(await months(db)).filter((month) => month !== null)).toHaveLength(2 * commits);
    await expectRight();
  }
  db.$client.close();

  const upgraded = await prepareDatabase(url, now);
  expect(await months(upgraded)).toEqual(expected);
  expect((await verify(upgraded)).differences).toEqual([]);
  expect(await quarters(upgraded)).toEqual(figures);
  const { rows } = await upgraded.$client.execute(responsesByMonth);
  expect(rows.map(({ month, responses }) => [month, responses])).toEqual([
    ['2026-07', 3],
    ['2026-08', 2],
    ['2026-09', 1],
  ]);
  const before = await contents(upgraded);
  await fillMonths(upgraded);
  expect(await contents(upgraded)).toEqual(before);
  upgraded.$client.close();
});

test('a response that is stored without a month counts in the first month of its quarter', async () => {
  await using folder = await aFolder();
  const url = `file:${folder.file('heart.db')}`;
  const db = await prepareDatabase(url, now);
  const row = { id: 'x', region: 'central', quarter: '2026-07', at: Date.UTC(2026, 8, 9), paperDate: null };
  await db.$client.execute(statement(insert, { ...row, excludedAt: null }));
  const { rows } = await db.$client.execute(responsesByMonth);
  expect(rows.map(({ month, responses }) => [month, responses])).toEqual([['2026-07', 1]]);
  expect((await verify(db)).differences).toEqual([]);
  await db.$client.execute("UPDATE response SET month = '2026-09'");
  expect((await verify(db)).differences).toEqual([]);
  db.$client.close();
});
