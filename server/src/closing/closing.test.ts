import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { aForm } from '../../test/bad-forms.ts';
import { aCollector, aResponse, count, midQuarter, send, sendForm, type TestCollector } from '../../test/collector.ts';
import { aFolder } from '../../test/folder.ts';
import { heartProcess } from '../../test/processes.ts';
import { aReader } from '../../test/reader.ts';
import { insertRows } from '../../test/rows.ts';
import { answerOf } from '../../test/wire.ts';
import { prepareDatabase } from '../database/prepare.ts';
import { talliesFrom, type StoredTallies } from '../database/tallies.ts';
import { whenClosed } from '../handoffs.ts';
import { createOrganization } from '../org/org.ts';
import { closeQuarter } from './closing.ts';

/** Midnight in California on October 1, 2026, a Thursday, in daylight saving time: the end of the quarter 2026-07. */
const end = Date.UTC(2026, 9, 1, 7);

const close = (collector: TestCollector, quarter: string) => collector.heart('close-quarter', '--quarter', quarter);

/** Prepares everything to close a quarter, then closes it when called. */
async function closer({ db, clock }: TestCollector, id: string) {
  const [department] = (await createOrganization(db)()).departments;
  const quarter = department!.calendar.byId(id)!;
  const options = { db, clock: () => clock.now, alongside: whenClosed };
  return () => closeQuarter(options, department!, quarter, 'a test');
}

async function snapshots({ db }: Pick<TestCollector, 'db'>) {
  const { rows } = await db.$client.execute('SELECT * FROM snapshot ORDER BY closed_at, rowid');
  return rows;
}

test('a quarter closes on request once it has ended, and only once', async () => {
  await using collector = await aCollector();
  await send(collector, aResponse({ rating: 5 }));
  for (const instant of [midQuarter, end - 1]) {
    collector.clock.now = instant;
    expect(await close(collector, '2026-07')).toEqual({
      code: 1,
      out: '',
      err: 'Child Welfare Services, FY 2026-27 Q1 (Jul–Sep 2026) has not ended yet. A quarter cannot close before it ends.',
    });
    expect(await snapshots(collector)).toEqual([]);
  }
  collector.clock.now = end;
  const closed = await close(collector, '2026-07');
  expect(closed).toMatchObject({ code: 0, out: 'Child Welfare Services, FY 2026-27 Q1 (Jul–Sep 2026) is closed.' });
  const [first] = await snapshots(collector);
  expect(first).toMatchObject({ quarter: '2026-07', version: 1, target: 400, closed_at: end, reason: null });
  expect(first).toMatchObject({ closed_by: 'heart close-quarter' });

  collector.clock.now += 1000;
  const again = await close(collector, '2026-07');
  expect(again).toMatchObject({ code: 0, out: expect.stringContaining('was already closed. Nothing changed.') });
  expect(await snapshots(collector)).toEqual([first]);
  expect((await close(collector, '2026-08')).code).toBe(1);
});

test('closed figures never change, whatever happens to the data, and can be checked by their hash', async () => {
  await using collector = await aCollector();
  await send(collector, aResponse({ rating: 5, comment: 'Thank you' }));
  await send(collector, aResponse({ rating: 3, region: 'east' }));
  const before = await collector.figures('2026-07');
  collector.clock.now = end;
  await close(collector, '2026-07');
  const read = await aReader(collector);
  const [json, csv] = [(await read('2026-07')).body, (await read('2026-07.csv')).body];
  const { quarter, ...figures } = JSON.parse(json);
  expect(quarter).toStrictEqual({
    id: '2026-07',
    label: 'FY 2026-27 Q1 (Jul–Sep 2026)',
    status: 'closed',
    version: 1,
    closedAt: '2026-10-01T07:00:00.000Z',
  });
  expect(figures).toMatchObject({ target: '4.00', total: before.total });
  expect(figures.regions.map(({ plan: _, ...scores }: { plan: unknown }) => scores)).toEqual(
    before.regions.map(({ plan: _, ...scores }) => scores),
  );

  await collector.db.$client.batch([
    'UPDATE response SET overall = 1',
    'DELETE FROM response WHERE comment IS NOT NULL',
    'UPDATE department SET target = 100',
    "UPDATE region SET name = 'Another name' WHERE slug = 'central'",
  ]);
  await insertRows(collector.db, { responses: 50 });
  await collector.restart();
  const readAgain = await aReader(collector);
  expect((await readAgain('2026-07')).body).toBe(json);
  expect((await readAgain('2026-07.csv')).body).toBe(csv);
  const [snapshot] = await snapshots(collector);
  expect(createHash('sha256').update(String(snapshot!['figures'])).digest('hex')).toBe(snapshot!['sha256']);
  const { regions, total, target } = JSON.parse(String(snapshot!['figures']));
  expect({ target, total }).toEqual({ target: '4.00', total: before.total });
  expect(regions[2]).toMatchObject({ region: 'central', name: 'Central Region', average: '5.00' });
});

test('a response received in a closed quarter counts in the earliest open one', async () => {
  await using collector = await aCollector();
  await send(collector, aResponse());
  collector.clock.now = end;
  await close(collector, '2026-07');
  const closed = await collector.figures('2026-07');
  // The clock was set back, or another machine's clock is slow.
  collector.clock.now = end - 1000;
  const late = aResponse({ rating: 2 });
  const answer = await answerOf(await send(collector, late));
  expect(answer.status).toBe(201);
  const receipt = { id: late.id, quarter: '2026-10', receivedAt: '2026-10-01T06:59:59.000Z' };
  expect(JSON.parse(answer.body)).toEqual(receipt);
  expect((await sendForm(collector, aForm())).status).toBe(303);
  expect(JSON.parse(await (await send(collector, late)).text())).toEqual(receipt);
  expect(await collector.figures('2026-07')).toEqual(closed);
  collector.clock.now = end;
  expect((await collector.figures('2026-10')).total.responses).toBe(2);
  expect((await collector.heart('verify')).code).toBe(0);

  collector.clock.now = Date.UTC(2027, 0, 2);
  await close(collector, '2026-10');
  collector.clock.now = end - 1000;
  expect(JSON.parse(await (await send(collector, aResponse())).text())).toMatchObject({ quarter: '2027-01' });
});

test('a response stored while a quarter closes is in all of its figures or in none', async () => {
  await using collector = await aCollector();
  const { db, clock } = collector;
  await insertRows(db, { responses: 20, rating: '3' });
  clock.now = end;
  const [department] = (await createOrganization(db)()).departments;
  const quarter = department!.calendar.byId('2026-07')!;
  const closing = closeQuarter({ db, clock: () => clock.now, alongside: whenClosed }, department!, quarter, 'a test');
  for (let row = 1; row <= 60; row += 1) {
    await insertRows(db, { responses: 1, rating: '3', ids: `meanwhile-${row}`, unlessClosed: true });
  }
  expect(await closing).toMatchObject({ outcome: 'closed' });
  const responses = await count(db, 'response');
  expect(responses).toBeGreaterThan(20);
  expect((await collector.figures('2026-07')).total).toMatchObject({
    responses,
    sum: 18 * responses,
    n: 6 * responses,
  });
  const { rows } = await db.$client.execute('SELECT decided_on, tallies FROM action_plan, snapshot');
  const decidedOn = JSON.parse(String(rows[0]!['decided_on'])) as StoredTallies;
  const frozen = JSON.parse(String(rows[0]!['tallies'])) as { tallies: StoredTallies }[];
  for (const stored of [decidedOn, frozen[2]!.tallies]) {
    expect(talliesFrom(stored).responses).toEqual([{ k: 6, s: 18, responses }]);
  }
});

test('only one of many simultaneous requests closes the quarter', async () => {
  await using collector = await aCollector();
  await insertRows(collector.db, { responses: 20 });
  collector.clock.now = end;
  const closeIt = await closer(collector, '2026-07');
  const outcomes = await Promise.all(Array.from({ length: 4 }, closeIt));
  const results = outcomes.map(({ outcome }) => outcome);
  expect(results.toSorted()).toEqual(['already-closed', 'already-closed', 'already-closed', 'closed']);
  expect(await snapshots(collector)).toHaveLength(1);
});

test('many processes that close a quarter at once create one snapshot', async () => {
  await using folder = await aFolder();
  const env = { DATABASE_URL: `file:${folder.file('heart.db')}` };
  const db = await prepareDatabase(env.DATABASE_URL, () => 0);
  await insertRows(db, { responses: 3000, quarter: '2020-07' });
  const closings = Array.from({ length: 4 }, () => heartProcess(['close-quarter', '--quarter', '2020-07'], env));
  const results = await Promise.all(closings);
  expect(results.map(({ code, err }) => `${code}${err}`)).toEqual(['0', '0', '0', '0']);
  expect(results.filter(({ out }) => out.includes('is closed.'))).toHaveLength(1);
  expect(results.filter(({ out }) => out.includes('was already closed. Nothing changed.'))).toHaveLength(3);
  expect(await snapshots({ db })).toHaveLength(1);
  expect(await count(db, "action_plan WHERE stage = 'required' AND quarter = '2020-07'")).toBe(1);
  db.$client.close();
});
