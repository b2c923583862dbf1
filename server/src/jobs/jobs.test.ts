import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send } from '../../test/collector.ts';
import { insertRows } from '../../test/rows.ts';
import { openDatabase } from '../database/database.ts';
import { jobsOf } from './jobs.ts';
import { startJobs } from './schedule.ts';

/** The second business day after 2026-09-30, and one after the tenth. */
const tooEarly = Date.UTC(2026, 9, 2, 19);
const due = Date.UTC(2026, 9, 16, 19);

test('the hourly job closes a quarter once, after its business days are over', async () => {
  await using collector = await aCollector();
  await send(collector, aResponse({ rating: 3 }));
  const logged: unknown[] = [];
  const log = { info: (entry: unknown) => void logged.push(entry), error: () => {} };
  const clock = () => collector.clock.now;
  const [closing] = jobsOf({ db: collector.db, clock, log });

  collector.clock.now = tooEarly;
  await closing!.run();
  expect(await count(collector.db, 'snapshot')).toBe(0);
  collector.clock.now = due;
  // The clock jumped by two weeks, so it waits for an hour.
  await closing!.run();
  expect(await count(collector.db, 'snapshot')).toBe(0);
  collector.clock.now += 60 * 60 * 1000;
  await closing!.run();
  await closing!.run();
  expect(await count(collector.db, 'snapshot')).toBe(1);
  expect(logged).toEqual([{ department: 'cws', quarter: '2026-07' }]);
});

test('logs a job that fails, and keeps running', async () => {
  const failed = Promise.withResolvers<unknown>();
  const log = { info: () => {}, error: (entry: unknown) => failed.resolve(entry) };
  const run = () => Promise.reject(new Error('no disk'));
  const jobs = startJobs([{ name: 'fails', when: '* * * * * *', run }], log);
  expect(await failed.promise).toMatchObject({ job: 'fails', err: { message: 'no disk' } });
  await jobs.stop();
});

test('deletion stops between two commits when the collector stops, and continues the next time', async () => {
  await using collector = await aCollector();
  const { db, env } = collector;
  await insertRows(db, { responses: 60_000 });
  collector.clock.now = due;
  expect((await collector.heart('close-quarter', '--quarter', '2026-07')).code).toBe(0);
  collector.clock.now = Date.UTC(2030, 9, 16, 19);
  const own = await openDatabase(env['DATABASE_URL']!);
  const log = { info: () => {}, error: (entry: unknown) => expect.fail(JSON.stringify(entry)) };
  const purge = jobsOf({ db: own, clock: () => collector.clock.now, log }).find(({ name }) => name === 'purge')!;
  const left = () => count(db, "response WHERE quarter = '2026-07'");

  const jobs = startJobs([{ ...purge, when: '* * * * * *' }], log);
  await expect.poll(() => count(db, 'purged_quarter'), { timeout: 30_000, interval: 1 }).toBe(1);
  await jobs.stop();
  own.$client.close();
  const remaining = await left();
  expect(remaining).toBeGreaterThan(0);
  expect(remaining).toBeLessThan(60_000);
  expect((await collector.heart('verify')).code).toBe(0);

  collector.clock.now += 60 * 60 * 1000;
  const again = jobsOf({ db, clock: () => collector.clock.now, log }).find(({ name }) => name === 'purge')!;
  expect(await left(), 'nothing is deleted after the stop').toBe(remaining);
  await again.run();
  expect(await left()).toBe(0);
});
