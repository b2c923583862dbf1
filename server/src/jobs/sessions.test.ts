import { expect, test } from 'vitest';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { aProvider, claims, invited, throughProvider } from '../../test/provider.ts';
import { aPerson } from '../../test/staff.ts';
import { statement } from '../database/statement.ts';
import { jobsOf } from './jobs.ts';

const minute = 60 * 1000;
const hour = 60 * minute;
const day = 24 * hour;

/** The scheduled deletion job. */
function purger({ db, clock }: TestCollector) {
  const log = { info: () => {}, error: () => {} };
  const job = jobsOf({ db, clock: () => clock.now, log }).find(({ name }) => name === 'purge')!;
  return () => job.run();
}

test('deletes an expired session with its ID token, even if its browser never comes back', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  const purge = purger(collector);
  await invited(collector);
  await throughProvider(collector);
  collector.clock.now += 2 * hour - 1;
  await purge();
  expect(await count(collector.db, 'session WHERE id_token IS NOT NULL')).toBe(1);
  collector.clock.now += 1;
  const staff = await aPerson(collector, 'ambassador');
  await purge();
  expect(await count(collector.db, 'session WHERE id_token IS NOT NULL')).toBe(0);
  expect((await staff.get('/console')).status).toBe(200);

  // A session ends after twelve hours, even in constant use.
  const startedAt = collector.clock.now;
  for (let hours = 1; hours < 12; hours += 1) {
    collector.clock.now = startedAt + hours * hour;
    expect((await staff.get('/console')).status).toBe(200);
  }
  collector.clock.now = startedAt + 12 * hour - 1;
  await purge();
  expect(await count(collector.db, 'session')).toBe(1);
  collector.clock.now += 1;
  await purge();
  expect(await count(collector.db, 'session')).toBe(0);
});

test('deletes sign-in attempts a day after they expire, but keeps used codes', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  const purge = purger(collector);
  await fetch(`${collector.url}/console/sign-in/provider`, { redirect: 'manual' });
  const at = collector.clock.now;
  const insert = 'INSERT INTO verification (id, identifier, value, expires_at, created_at, updated_at)';
  const row = (id: string, expires: number) =>
    collector.db.$client.execute(statement(`${insert} VALUES (?, ?, '', ?, ?, ?)`, [id, id, expires, at, at]));
  for (let n = 0; n < 1200; n += 1) await row(`old-${n}`, at);
  await row('spent-codes/somebody', Number.MAX_SAFE_INTEGER);
  collector.clock.now += day - 1;
  await purge();
  expect(await count(collector.db, "verification WHERE id LIKE 'old-%'")).toBe(1200);
  collector.clock.now += 1;
  await purge();
  expect(await count(collector.db, "verification WHERE id LIKE 'old-%'")).toBe(0);
  // The used code, and the attempt that has the real date, which is later than this collector's.
  expect(await count(collector.db, 'verification')).toBe(2);
});
