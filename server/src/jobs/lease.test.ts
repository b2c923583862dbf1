import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send } from '../../test/collector.ts';
import { readConfig } from '../config.ts';
import { commit, openDatabase } from '../database/database.ts';
import { createMeter } from '../metrics/metrics.ts';
import { outgoingEmail } from '../outgoing-email.ts';
import { jobsOf } from './jobs.ts';
import { leaseOf, underLease } from './lease.ts';

const hour = 60 * 60 * 1000;
const day = 24 * hour;

/** Two collectors on one file with the same hourly job. `ran` lists who ran it, in order. */
async function twoCollectors() {
  const first = await aCollector();
  const second = await aCollector({ DATABASE_URL: first.env['DATABASE_URL']! });
  const ran: string[] = [];
  const jobOf = (holder: string, { db, clock }: typeof first) => {
    const job = { name: 'hourly', when: '7 * * * *', run: () => Promise.resolve(void ran.push(holder)) };
    return underLease(job, { db, clock: () => clock.now, holder });
  };
  return {
    ran,
    clocks: [first.clock, second.clock] as const,
    jobs: [jobOf('first', first), jobOf('second', second)] as const,
    [Symbol.asyncDispose]: async () => {
      await second[Symbol.asyncDispose]();
      await first[Symbol.asyncDispose]();
    },
  };
}

test('only one of two collectors runs a job each time, even if the other’s clock is behind', async () => {
  await using both = await twoCollectors();
  const { ran, clocks, jobs } = both;
  for (const behind of [0, 1, 2000, 5 * 60_000]) {
    clocks[1].now = clocks[0].now - behind;
    await Promise.all(jobs.map(({ run }) => run()));
    clocks[1].now += behind;
    await jobs[1].run();
    expect(ran.splice(0), `${behind} ms behind`).toHaveLength(1);
    clocks[0].now += hour;
  }
});

test('another collector takes over from one that died when its lease expires, and not before', async () => {
  await using both = await twoCollectors();
  const { ran, clocks, jobs } = both;
  await jobs[0].run();
  expect(ran).toEqual(['first']);
  clocks[1].now += hour / 2 - 1;
  await jobs[1].run();
  expect(ran, 'the lease is still valid').toEqual(['first']);
  clocks[1].now += 1;
  await jobs[1].run();
  expect(ran).toEqual(['first', 'second']);
});

test('a collector without the lease counts no run', async () => {
  await using first = await aCollector();
  await using second = await aCollector({ DATABASE_URL: first.env['DATABASE_URL']! });
  const log = { info: () => {}, error: () => {} };
  const meters = [first, second].map(({ db, clock }) => {
    const now = () => clock.now;
    const meter = createMeter({ clock: now, databaseUrl: 'libsql://heart.example.gov', isRead: false });
    return { meter, job: jobsOf({ db, clock: now, log, watched: meter.watched })[0]! };
  });
  for (const { job } of meters) await job.run();
  const runs = await Promise.all(
    meters.map(
      async ({ meter }) => /runs_total\{task="close-quarters",outcome="succeeded"\} (\d)/.exec(await meter.text())?.[1],
    ),
  );
  expect(runs).toEqual(['1', '0']);
});

test('counts a failed run if the database is unavailable', async () => {
  await using collector = await aCollector();
  const own = await openDatabase(collector.env['DATABASE_URL']!);
  const now = () => collector.clock.now;
  const meter = createMeter({ clock: now, databaseUrl: 'libsql://heart.example.gov', isRead: false });
  const log = { info: () => {}, error: () => {} };
  const [job] = jobsOf({ db: own, clock: now, log, watched: meter.watched });
  own.$client.close();
  await expect(job!.run()).rejects.toThrow(/closed/);
  expect(await meter.text()).toContain('runs_total{task="close-quarters",outcome="failed"} 1');
});

test.each([hour, day, 400 * day])('a lease taken with a clock that was ahead by %d ms blocks no one', async (ahead) => {
  await using both = await twoCollectors();
  const { ran, clocks, jobs } = both;
  clocks[0].now += ahead;
  await jobs[0].run();
  await jobs[1].run();
  expect(ran).toEqual(['first', 'second']);
});

test('another collector can run a failed job at its next time', async () => {
  await using collector = await aCollector();
  const { db, clock } = collector;
  const given = { db, clock: () => clock.now };
  const fails = { name: 'hourly', when: '7 * * * *', run: () => Promise.reject(new Error('no disk')) };
  await expect(underLease(fails, { ...given, holder: 'first' }).run()).rejects.toThrow('no disk');
  clock.now += hour;
  let ran = 0;
  await underLease({ ...fails, run: () => Promise.resolve(void ran++) }, { ...given, holder: 'second' }).run();
  expect(ran).toBe(1);
});

test('two collectors close a quarter once, even at the same moment', async () => {
  await using first = await aCollector();
  await using second = await aCollector({ DATABASE_URL: first.env['DATABASE_URL']! });
  await send(first, aResponse({ rating: 3 }));
  first.clock.now = second.clock.now = Date.UTC(2026, 9, 16, 19);
  const logged: unknown[] = [];
  const log = { info: (entry: unknown) => void logged.push(entry), error: () => {} };
  const closing = [first, second].map(({ db, clock }) => jobsOf({ db, clock: () => clock.now, log })[0]!);
  await Promise.all(closing.map(({ run }) => run()));
  expect(await count(first.db, 'snapshot')).toBe(1);
  expect(await count(first.db, 'job_lease')).toBe(1);
  expect(logged).toEqual([{ department: 'cws', quarter: '2026-07' }]);
});

test('a lease lasts half the time between two runs', () => {
  expect(leaseOf({ when: '7 * * * *' })).toBe(hour / 2);
  expect(leaseOf({ when: '* * * * * *' })).toBe(500);
  expect(leaseOf({ when: '0 3 * * *' })).toBe(day / 2);
});

test('a job takes the lease and runs only if something is due', async () => {
  await using collector = await aCollector();
  const { db, clock } = collector;
  let due = false;
  let runs = 0;
  const job = { name: 'often', when: '* * * * *', isDue: async () => due, run: async () => void runs++ };
  const leased = underLease(job, { db, clock: () => clock.now, holder: 'first' });
  await leased.run();
  expect([runs, await count(db, 'job_lease')]).toEqual([0, 0]);
  due = true;
  await leased.run();
  expect([runs, await count(db, 'job_lease')]).toEqual([1, 1]);
});

const withServer = { SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'heart-survey@example.gov' };
/** How long an email waits before it expires. */
const threeDays = 3 * day;

test.each([
  ['with a mail server, has nothing to do until an email waits', withServer, 0, 1],
  ['without a mail server, leaves drafts alone until they expire', {}, threeDays - 1, 0],
  ['without a mail server, ends a draft that expired', {}, threeDays, 1],
])('the email job, %s', async (_, settings, later, leases) => {
  await using collector = await aCollector();
  const { db, clock } = collector;
  const now = () => clock.now;
  const log = { info: () => {}, error: () => {} };
  const read = readConfig({ ...collector.env, ...settings });
  if ('errors' in read) throw new Error(read.errors.join('\n'));
  const outbox = outgoingEmail({ db, config: read.config, clock: now, log }, () => {});
  const job = jobsOf({ db, clock: now, log, outbox }).find(({ name }) => name === 'send-email')!;
  await job.run();
  expect(await count(db, 'job_lease')).toBe(0);
  await commit(db, [outbox.queue({ kind: 'test', cause: 'person:nobody' }, clock.now).statement]);
  clock.now += later;
  await job.run();
  expect(await count(db, 'job_lease')).toBe(leases);
  await outbox.stop();
});
