import { expect, test } from 'vitest';
import { contents } from '../../test/contents.ts';
import { aFolder } from '../../test/folder.ts';
import { aDatabaseWithoutMonths, expectedMonths, insertWithoutMonth, monthsIn } from '../../test/without-months.ts';
import { readTallies, verify } from '../figures/figures.ts';
import { openDatabase, type Database } from './database.ts';
import { fillMonths } from './fill-months.ts';
import { migrate } from './migrate.ts';
import { prepareDatabase } from './prepare.ts';
import { talliesFrom, type StoredTallies } from './tallies.ts';
import { statement } from './statement.ts';

const now = () => Date.UTC(2026, 10, 1);

type Stored = { region: string; tallies: StoredTallies };

/** The department's figures of both quarters, without their months. */
async function quarters(db: Database) {
  const texts = await Promise.all(['2026-07', '2026-10'].map((quarter) => readTallies(db, 1, quarter)));
  return texts.map((text) =>
    (JSON.parse(text) as Stored[]).map(({ tallies, ...rest }) => ({ ...rest, tallies: talliesFrom(tallies) })),
  );
}

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

test('an upgrade that gives each response its month resumes after being killed, with correct figures at every step', async () => {
  await using folder = await aFolder();
  const url = `file:${folder.file('heart.db')}`;
  await aDatabaseWithoutMonths(url);
  const db = await openDatabase(url);
  await migrate(db, now);
  const figures = await quarters(db);
  const expectRight = async () => {
    expect((await verify(db)).differences).toEqual([]);
    expect(await quarters(db)).toEqual(figures);
  };
  await expectRight();
  expect(figures[0]!.find(({ region }) => region === 'central')).toMatchObject({
    tallies: {
      ratings: { helpfulness: [0, 0, 6, 0, 0], overall: [0, 0, 0, 0, 6] },
      responses: [{ k: 2, s: 8, responses: 6 }],
    },
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
    expect(Object.values(await monthsIn(db)).filter((month) => month !== null)).toHaveLength(2 * commits);
    await expectRight();
  }
  db.$client.close();

  const upgraded = await prepareDatabase(url, now);
  expect(await monthsIn(upgraded)).toEqual(expectedMonths);
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

test('an upgrade corrects tallies that were wrong before it', async () => {
  await using folder = await aFolder();
  const url = `file:${folder.file('heart.db')}`;
  await aDatabaseWithoutMonths(url);
  const old = await openDatabase(url);
  await old.$client.batch(
    [
      'UPDATE rating_tally SET n = 1',
      'UPDATE response_tally SET responses = 1',
      'UPDATE origin_tally SET responses = 1',
    ],
    'write',
  );
  old.$client.close();
  const db = await openDatabase(url);
  await migrate(db, now);
  expect((await verify(db)).differences).not.toEqual([]);
  await fillMonths(db, 2);
  expect(await monthsIn(db)).toEqual(expectedMonths);
  expect((await verify(db)).differences).toEqual([]);
  db.$client.close();
});

test('a response that is stored without a month counts in the first month of its quarter', async () => {
  await using folder = await aFolder();
  const url = `file:${folder.file('heart.db')}`;
  const db = await prepareDatabase(url, now);
  const row = { id: 'x', region: 'central', quarter: '2026-07', at: Date.UTC(2026, 8, 9), paperDate: null };
  await db.$client.execute(statement(insertWithoutMonth, { ...row, excludedAt: null }));
  const { rows } = await db.$client.execute(responsesByMonth);
  expect(rows.map(({ month, responses }) => [month, responses])).toEqual([['2026-07', 1]]);
  expect((await verify(db)).differences).toEqual([]);
  await db.$client.execute("UPDATE response SET month = '2026-09'");
  expect((await verify(db)).differences).toEqual([]);
  db.$client.close();
});
