import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';
import { openDatabase } from '../src/database/database.ts';
import { count } from '../test/collector.ts';
import { aFolder } from '../test/folder.ts';
import { aServingProcess, heartProcess } from '../test/processes.ts';
import { expectIntact } from './accounts.ts';
import { print, type Chance } from './chance.ts';
import { purging, restating } from './mixed-closed.ts';
import { beCustomer } from './mixed-customers.ts';
import { aLedger } from './mixed-ledger.ts';
import { campaigning, enteringPaper, excluding, forgetting, interviewing, type Work } from './mixed-staff.ts';

const hour = 60 * 60_000;
const customers = 32;
/** How often `heart verify` runs meanwhile. */
const checks = 4;

/** What staff do beside the customers, and how many times for that many operations. */
const staff: { begin: (work: Work) => Promise<() => Promise<void>>; times: (operations: number) => number }[] = [
  { begin: excluding, times: (operations) => operations / 2500 },
  { begin: enteringPaper, times: (operations) => operations / 1000 },
  { begin: interviewing, times: (operations) => operations / 250 },
  { begin: campaigning, times: (operations) => 2 + operations / 50_000 },
  { begin: restating, times: (operations) => 2 + operations / 20_000 },
  { begin: forgetting, times: (operations) => 2 + operations / 10_000 },
  { begin: purging, times: () => 120 },
];

/**
 * Customers and staff use a collector with some years of responses at the same time in every way there is, until that
 * much was done. `heart verify` must agree meanwhile and at the end, and every response must be accounted for.
 * @returns the counts.
 */
export async function mix(operations: number, chance: Chance) {
  await using folder = await aFolder();
  const env = { DATABASE_URL: `file:${folder.file('heart.db')}`, TRUST_PROXY: '1' };
  const heart = async (...args: string[]) => {
    const { code, out, err } = await heartProcess(args, env, undefined, hour);
    return { code, out: out.trimEnd(), err };
  };
  let verified = 0;
  const verify = async () => {
    const { code, out, err } = await heart('verify');
    expect({ code, err }, out).toEqual({ code: 0, err: '' });
    verified += 1;
    print(out);
  };
  const before = Math.max(2000, Math.round(operations / 20));
  expect(await heart('demo', '--responses', String(before))).toMatchObject({ code: 0 });
  await using collector = await aServingProcess(env, 2 * hour);
  const { url } = collector;
  const db = await openDatabase(env.DATABASE_URL);
  const ledger = aLedger(await count(db, 'response'));
  const shared = { chance, ledger, recent: [], erased: new Set<string>(), flagged: [], campaigns: [] };
  const begun = performance.now();
  await workTogether({ url, workplace: { url, heart }, db, ...shared }, operations, verify);
  const seconds = Math.round((performance.now() - begun) / 1000);
  await verify();
  await expectIntact(db);
  const rows = await count(db, 'response');
  expect(rows, 'as many responses as were stored and not deleted').toBe(ledger.rows);
  db.$client.close();
  return { operations: ledger.total, rows, purged: ledger.purged, verified, seconds, did: ledger.counts };
}

/** Everyone does their part at the same time, in proportion to what all did so far. The first problem ends it. */
async function workTogether(work: Work, operations: number, verify: () => Promise<void>): Promise<void> {
  const { ledger, recent } = work;
  const problems: unknown[] = [];
  const isOver = () => problems.length > 0 || ledger.total >= operations;
  const share = () => Math.min(1, ledger.total / operations);
  const repeat = async (act: () => Promise<void>, times: number) => {
    for (let done = 0; done < times && problems.length === 0;) {
      if (recent.length === 0 || done >= share() * times) await wait(20);
      else {
        await act();
        done += 1;
      }
    }
  };
  const check = async () => {
    await verify();
    print(`  ${ledger.total} operations: ${JSON.stringify(ledger.counts)}`);
  };
  const everyone = [
    ...Array.from({ length: customers }, () => beCustomer(work, isOver)),
    ...staff.map(async ({ begin, times }) => repeat(await begin(work), times(operations))),
    repeat(check, checks),
  ];
  await Promise.all(everyone.map((one) => one.catch((problem: unknown) => problems.push(problem))));
  if (problems.length > 0) throw problems[0];
}
