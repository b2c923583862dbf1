import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send } from '../test/collector.ts';
import { closingOf, surviveClockJumps } from './clock.ts';
import { chance } from './chance.ts';

test('closes each quarter once and on time, wherever the clock jumps, and stores nothing in it afterward', async () => {
  const { quartersClosed, rows } = await surviveClockJumps(40, chance('clock jumps'));
  expect(quartersClosed).toBeGreaterThan(0);
  expect(rows).toBe(40 * 8);
});

test('a clock set back past a quarter’s end stores nothing in the closed quarter and closes it only once', async () => {
  await using collector = await aCollector();
  const { clock, db } = collector;
  const closing = closingOf(collector);
  expect((await send(collector, aResponse())).status).toBe(201);
  clock.now = Date.UTC(2026, 9, 20, 19);
  await closing.run();
  clock.now = Date.UTC(2026, 8, 30, 19);
  const late = await send(collector, aResponse());
  expect(await late.json()).toMatchObject({ quarter: '2026-10', receivedAt: '2026-09-30T19:00:00.000Z' });
  await closing.run();
  expect(closing.closed).toEqual(['2026-07']);
  expect(await count(db, 'snapshot')).toBe(1);
  expect((await collector.figures('2026-07')).total.responses).toBe(1);
  expect(await collector.heart('verify')).toMatchObject({ code: 0 });
});
