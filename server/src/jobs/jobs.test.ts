import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send } from '../../test/collector.ts';
import { jobsOf } from './jobs.ts';
import { startJobs } from './schedule.ts';

/** The second business day after 2026-09-30, and one after the tenth. */
const tooEarly = Date.UTC(2026, 9, 2, 19);
const due = Date.UTC(2026, 9, 16, 19);

test('the hourly job closes a quarter once its business days are over, however often it runs', async () => {
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
  await closing!.run();
  await closing!.run();
  expect(await count(collector.db, 'snapshot')).toBe(1);
  expect(logged).toEqual([{ department: 'cws', quarter: '2026-07' }]);
});

test('a job that fails is logged, and does not end the collector', async () => {
  const failed = Promise.withResolvers<unknown>();
  const log = { info: () => {}, error: (entry: unknown) => failed.resolve(entry) };
  const run = () => Promise.reject(new Error('no disk'));
  const jobs = startJobs([{ name: 'fails', when: '* * * * * *', run }], log);
  expect(await failed.promise).toMatchObject({ job: 'fails', err: { message: 'no disk' } });
  jobs.stop();
});
