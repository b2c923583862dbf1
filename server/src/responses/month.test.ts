import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { aCollector, aResponse, send, sendForm } from '../../test/collector.ts';

/** The quarter and the month of each response, in the order in which they were stored. */
const stored = `SELECT quarter, month FROM response ORDER BY rowid`;

test('counts a response in the month in which it was received, in the department’s time zone', async () => {
  await using collector = await aCollector();
  const { clock, db } = collector;
  const times = ['2026-07-31T23:59:59-07:00', '2026-08-01T00:00:00-07:00', '2026-09-30T23:59:59-07:00'];
  for (const time of times) {
    clock.now = Date.parse(time);
    expect((await send(collector, aResponse())).status).toBe(201);
    expect((await sendForm(collector, { id: randomUUID(), overall: '5' })).status).toBe(303);
  }
  const { rows } = await db.$client.execute(stored);
  expect(rows.map(({ quarter, month }) => [quarter, month])).toEqual(
    ['2026-07', '2026-07', '2026-08', '2026-08', '2026-09', '2026-09'].map((month) => ['2026-07', month]),
  );
  expect((await collector.heart('verify')).code).toBe(0);
});

test('counts a response to a closed quarter in the first month of the next one', async () => {
  await using collector = await aCollector();
  const { clock, db } = collector;
  clock.now = Date.UTC(2026, 9, 2, 19);
  expect((await collector.heart('close-quarter', '--quarter', '2026-07')).code).toBe(0);
  // As if this collector's clock was behind that of the one that closed the quarter.
  clock.now = Date.UTC(2026, 8, 30, 19);
  expect((await send(collector, aResponse())).status).toBe(201);
  const { rows } = await db.$client.execute(stored);
  expect(rows.map(({ quarter, month }) => [quarter, month])).toEqual([['2026-10', '2026-10']]);
});
