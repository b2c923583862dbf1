import { expect } from 'vitest';
import { openDatabase } from '../src/database/database.ts';
import { aForm } from '../test/bad-forms.ts';
import { sendForm } from '../test/collector.ts';
import { aFolder } from '../test/folder.ts';
import { aServingProcess, heartProcess, type ServingProcess } from '../test/processes.ts';
import { aPerson, type Staff } from '../test/staff.ts';
import { expectNothingLost } from './accounts.ts';
import type { StorageFault } from './storage-faults.ts';
import { startWriters, type Writers } from './writers.ts';

/** The longest wait for a condition, in milliseconds: after that, it will not happen. */
const polling = { timeout: 30_000, interval: 10 };

/**
 * Puts a collector under load through the fault. Meanwhile no one gets a false thank-you, and everything that only
 * reads keeps working.
 * @returns how many senders were asked to try again, and the milliseconds until the first response after the fault.
 */
export async function surviveStorageFault({ prepare, begin }: StorageFault) {
  await using folder = await aFolder();
  const tidy = await prepare?.(folder.path);
  try {
    const env = { DATABASE_URL: `file:${folder.file('heart.db')}` };
    const { writers, resumedAfter } = await meet(env, (collector) => begin(collector, folder.path));
    // The collector was killed, so everything that only it knew is gone.
    const rows = await expectNothingLost(env.DATABASE_URL, writers);
    expect(rows).toBe(writers.remembered.length);
    return { rows, ...writers.troubles, resumedAfter };
  } finally {
    await tidy?.();
  }
}

async function meet(
  env: Record<string, string>,
  begin: (collector: ServingProcess) => ReturnType<StorageFault['begin']>,
) {
  await using collector = await aServingProcess(env, 5 * 60_000);
  const staff = await aPerson({ url: collector.url, heart: (...args) => heartProcess(args, env) }, 'ambassador');
  await makeSeenLongAgo(env['DATABASE_URL']!);
  using writers = startWriters({ whereTo: () => collector.url });
  await acknowledges(writers, 100);

  const end = await begin(collector);
  const { refused } = writers.troubles;
  await expect.poll(() => writers.troubles.refused, polling).toBeGreaterThan(refused + 32);
  await expectReadersServed(collector, staff);
  // On a full disk the write-ahead log has room again whenever it restarts, so the collector is ready for a moment.
  await expect.poll(() => answers(collector, '/readyz'), polling).toBe(503);
  const form = await sendForm(collector, aForm());
  expect([form.status, Number(form.headers.get('retry-after')) > 0]).toEqual([503, true]);
  await end();

  const before = performance.now();
  await acknowledges(writers, 1);
  const resumedAfter = performance.now() - before;
  expect(await answers(collector, '/readyz')).toBe(200);
  await writers.stop();
  return { writers, resumedAfter };
}

/** Waits until that many more responses are acknowledged. */
async function acknowledges({ remembered }: Writers, more: number): Promise<void> {
  const count = () => remembered.filter(({ receipt }) => receipt).length;
  await expect.poll(count, polling).toBeGreaterThanOrEqual(count() + more);
}

async function expectReadersServed(collector: ServingProcess, staff: Staff): Promise<void> {
  const quarter = await staff.get('/console/departments/cws');
  const paths = ['/console', quarter.headers.get('location')!, '/console/departments/cws/comments', '/console/account'];
  for (const path of paths) expect((await staff.get(path)).status, path).toBeLessThan(400);
  for (const path of ['/console/sign-in', '/s/central', '/healthz', '/openapi.json']) {
    expect(await answers(collector, path), path).toBe(200);
  }
}

async function answers({ url }: { url: string }, path: string): Promise<number> {
  return (await fetch(url + path)).status;
}

/** Makes the next page view record when its reader was last seen. */
async function makeSeenLongAgo(url: string): Promise<void> {
  const db = await openDatabase(url);
  await db.$client.execute('UPDATE session SET seen_at = seen_at - 600000');
  db.$client.close();
}
