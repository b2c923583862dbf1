import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { aCollector, aResponse, send, type TestCollector } from '../../test/collector.ts';
import { everyFigure } from '../../test/every-figure.ts';
import { closeQuarter, personId, plansPath, take, versionOf, writePlan } from '../../test/plans.ts';
import { aPerson } from '../../test/staff.ts';

const page = `${plansPath}/1`;

async function respond(collector: TestCollector, region: string, ratings: number[]) {
  for (const rating of ratings) {
    const response = aResponse({ region, rating, comment: 'Nobody called me back' });
    expect((await send(collector, response)).status).toBe(201);
  }
}

test('nothing that people do with plans changes a figure of a closed quarter anywhere', async () => {
  await using collector = await aCollector();
  await respond(
    collector,
    'central',
    Array.from({ length: 20 }, (_, n) => 2 + (n % 3)),
  );
  await respond(
    collector,
    'east',
    Array.from({ length: 20 }, (_, n) => 4 + (n % 2)),
  );
  await closeQuarter(collector);
  const before = await everyFigure(collector);
  expect(JSON.stringify(before)).toContain('2.95');

  const ambassador = await aPerson(collector, 'ambassador');
  const representative = await aPerson(collector, 'representative');
  await writePlan(collector, ambassador, representative);
  const { rows } = await collector.db.$client.execute('SELECT id FROM response WHERE region_id = 3 LIMIT 1');
  await ambassador.post(`${page}/comments`, { response: String(rows[0]!['id']) });
  await ambassador.post(`${page}/notes`, { id: randomUUID(), note: 'Looked at the phones.' });
  await take(collector, ambassador, 'submission');
  await take(collector, representative, 'return', { reason: 'Add a date.' });
  await take(collector, ambassador, 'submission');
  expect((await take(collector, representative, 'agreement')).status).toBe(303);
  const action = String((await collector.db.$client.execute('SELECT id FROM plan_action')).rows[0]!['id']);
  const owner = await personId(collector, representative);
  const moved = { version: await versionOf(collector), owner, dueOn: '2027-02-01' };
  expect((await ambassador.post(`${page}/actions/${action}`, moved)).status).toBe(303);
  await ambassador.post(`${page}/actions/${action}/end`, { state: 'done', outcome: 'The new menu is in use.' });
  await ambassador.post(`${page}/actions/${action}/reopening`);
  await ambassador.post(`${page}/actions/${action}/end`, { state: 'dropped', outcome: 'Replaced.' });
  await ambassador.post(`${page}/notes`, { id: randomUUID(), note: 'All is well.', state: 'on track' });
  for (const [next, during, end] of [
    ['2026-10', Date.UTC(2026, 10, 1), Date.UTC(2027, 0, 2)],
    ['2027-01', Date.UTC(2027, 1, 1), Date.UTC(2027, 3, 2)],
    ['2027-04', Date.UTC(2027, 4, 1), Date.UTC(2027, 6, 2)],
  ] as const) {
    collector.clock.now = during;
    await respond(collector, 'central', [5, 4, 5, 5, 4, 5, 3]);
    await closeQuarter(collector, next, end);
  }
  const later = await aPerson(collector, 'representative');
  expect((await take(collector, later, 'completion')).status).toBe(303);
  expect(await everyFigure(collector)).toEqual(before);
  expect(await collector.heart('verify')).toMatchObject({ code: 0 });
});
