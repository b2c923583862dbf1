import { expect, test } from 'vitest';
import { aCase } from '../../test/cases.ts';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { aPerson } from '../../test/staff.ts';
import { statement } from '../database/statement.ts';
import { jobsOf } from '../jobs/jobs.ts';

const day = 24 * 60 * 60 * 1000;
const log = { info: () => {}, error: () => {} };

/** Runs a job now, if it has something to do. @returns whether it had. */
async function runJob({ db, clock }: TestCollector, name: string): Promise<boolean> {
  const job = jobsOf({ db, clock: () => clock.now, log }).find((one) => one.name === name)!;
  const before = await count(db, 'job_lease');
  await job.run();
  return (await count(db, 'job_lease')) > before;
}

async function stored({ db }: TestCollector, reference: string) {
  const one = statement('SELECT due_on, breaches FROM case_file WHERE reference = :reference', { reference });
  return { ...(await db.$client.execute(one)).rows[0] };
}

test('a day that is closed later moves the dates of open cases, and their pages say so', async () => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  const manager = await aPerson(collector, 'manager');
  const { reference } = await aCase(collector);
  const other = await aCase(collector, { departmentId: 1, channel: 'letter' });
  expect(await stored(collector, reference)).toEqual({ due_on: '2026-08-18', breaches: 0 });
  expect(await runJob(collector, 'recount-cases')).toBe(false);

  collector.clock.now += 60_000;
  const closed = { day: '2026-08-18', kind: 'closed', reason: 'Power outage' };
  await administrator.post('/console/directory/departments/cws/calendar/days', closed);
  // A crash before the job leaves the old date, and the job finds it.
  expect(await stored(collector, reference)).toEqual({ due_on: '2026-08-18', breaches: 0 });
  expect((await collector.heart('verify')).out).toContain('Recounted the due dates of 2 cases: all agree.');
  expect(await runJob(collector, 'recount-cases')).toBe(true);
  expect(await stored(collector, reference)).toEqual({ due_on: '2026-08-19', breaches: 0 });
  expect(await stored(collector, other.reference)).toEqual({ due_on: '2026-08-21', breaches: 0 });
  const page = text((await manager.get(`/console/cases/${reference}`)).body);
  expect(page).toContain('The calendar changed, so a promised date moved from August 18, 2026 to August 19, 2026.');
  // Two clocks of each case moved, and they are told of once.
  collector.clock.now += 10 * 60_000;
  expect(await runJob(collector, 'recount-cases')).toBe(false);
  expect(await count(collector.db, "case_event WHERE kind = 'due moved'")).toBe(4);
  expect((await collector.heart('verify')).code).toBe(0);
});

test('a date that passes is counted once, and heart verify names the cases whose numbers were changed', async () => {
  await using collector = await aCollector();
  const [late, other] = [await aCase(collector), await aCase(collector)];
  collector.clock.now += 3 * day;
  expect((await collector.heart('verify')).code).toBe(0);
  for (const run of ['first', 'second']) {
    await runJob(collector, 'raise-breaches');
    expect(await stored(collector, late.reference), run).toEqual({ due_on: '2026-08-18', breaches: 1 });
    collector.clock.now += day / 24;
  }
  expect((await collector.heart('verify')).code).toBe(0);
  for (const change of ['due_at = due_at + 86400000', 'breaches = 2', "due_on = '2026-08-20'"]) {
    await collector.db.$client.execute(
      statement(`UPDATE case_file SET ${change} WHERE reference = :reference`, { reference: other.reference }),
    );
    expect(await collector.heart('verify'), change).toMatchObject({
      code: 1,
      err: `Case ${other.reference}: its due date or its missed dates are not those that its events give.`,
    });
    collector.clock.now += day;
    await runJob(collector, 'raise-breaches');
    expect((await collector.heart('verify')).code).toBe(0);
  }
});
