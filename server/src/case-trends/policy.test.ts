import { expect, test } from 'vitest';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { aPerson, signIn } from '../../test/staff.ts';
import { readConfig } from '../config.ts';
import { jobsOf } from '../jobs/jobs.ts';
import { outgoingEmail } from '../outgoing-email.ts';

const day = 24 * 60 * 60 * 1000;
const log = { info: () => {}, error: () => {} };

/** Runs the reminders as two collectors do at once, and again a little later. @returns how many emails were queued so far. */
async function remind({ db, clock, env }: TestCollector): Promise<number> {
  const read = readConfig(env);
  if ('errors' in read) throw new Error(read.errors.join('\n'));
  const outbox = outgoingEmail({ db, config: read.config, clock: () => clock.now, log }, () => {});
  const jobs = () => jobsOf({ db, clock: () => clock.now, log, outbox: { ...outbox, wake: () => {} } });
  const run = () =>
    jobs()
      .find(({ name }) => name === 'remind')!
      .run();
  await Promise.all([run(), run()]);
  clock.now += day / 24;
  await run();
  await outbox.stop();
  return count(db, "outbox WHERE kind = 'policy-review'");
}

test('the policy’s review is announced on the home page, and executives get each email once', async () => {
  await using collector = await aCollector({ SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'survey@example.gov' });
  const { clock } = collector;
  const administrator = await aPerson(collector, 'administrator');
  const executive = await aPerson(collector, 'executive');
  await aPerson(collector, 'executive');
  const manager = await aPerson(collector, 'manager');
  const set = (on: string, was: string) => administrator.post('/console/policy-review/policy-review', { was, on });
  expect((await set('2026-08-01', '')).status).toBe(400);
  expect((await set('2027-02-30', '')).status).toBe(400);
  expect((await set('2027-02-01', '')).status).toBe(303);
  // It was set by someone else in the meantime.
  expect(
    (await executive.post('/console/agency/case-trends/policy-review', { was: '', on: '2030-01-01' })).status,
  ).toBe(400);
  expect((await manager.post('/console/agency/case-trends/policy-review', { was: '2027-02-01', on: '' })).status).toBe(
    404,
  );
  expect(await count(collector.db, "audit_event WHERE action = 'settings changed'")).toBe(1);
  expect(text((await executive.get('/console/agency/case-trends')).body)).toContain('Next review of the policy');
  expect(text((await executive.get('/console')).body)).not.toContain('due for review');
  expect(await remind(collector)).toBe(0);

  const sentence = 'The policy on complaints is due for review on February 1, 2027.';
  // A day after the 90th before: the collector was off.
  clock.now = Date.UTC(2026, 10, 4, 20);
  for (const email of [executive.email, administrator.email]) {
    expect(text((await (await signIn(collector, email)).get('/console')).body), email).toContain(sentence);
  }
  expect(text((await (await signIn(collector, manager.email)).get('/console')).body)).not.toContain('due for review');
  expect(await remind(collector)).toBe(2);
  clock.now += 10 * day;
  expect(await remind(collector)).toBe(2);
  clock.now = Date.UTC(2027, 1, 3, 20);
  expect(await remind(collector)).toBe(4);
  clock.now += 20 * day;
  expect(await remind(collector)).toBe(4);
  // The next review has reminders of its own.
  const again = await signIn(collector, executive.email);
  expect(text((await again.get('/console')).body)).toContain('was due for review on February 1, 2027');
  const moved = await again.post('/console/agency/case-trends/policy-review', { was: '2027-02-01', on: '2027-03-15' });
  expect(moved.status).toBe(303);
  expect(await remind(collector)).toBe(6);
});
