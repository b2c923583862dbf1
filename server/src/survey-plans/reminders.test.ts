import { expect, test } from 'vitest';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { aMailServer, type MailServer } from '../../test/mail-server.ts';
import { again } from '../../test/plans.ts';
import { aPerson } from '../../test/staff.ts';
import { savePlan } from '../../test/survey-plans.ts';
import { readConfig } from '../config.ts';
import { jobsOf } from '../jobs/jobs.ts';
import { dueSurveyPlanReminders, queueSurveyPlanReminders } from './survey-plans.ts';
import { outgoingEmail } from '../outgoing-email.ts';

const log = { info: () => {}, error: () => {} };
/** 10 a.m. in California. */
const at = (month: number, day: number) => Date.UTC(2027, month - 1, day, 18);

/** Runs the reminders as the schedule does, at that moment. @returns who got which email. */
function reminding({ db, clock, env }: TestCollector, mail: MailServer) {
  const read = readConfig(env);
  if ('errors' in read) throw new Error(read.errors.join());
  const outbox = outgoingEmail({ db, config: read.config, clock: () => clock.now, log }, () => {});
  const job = jobsOf({ db, clock: () => clock.now, log, outbox }).find(({ name }) => name === 'remind')!;
  let seen = 0;
  return async (now: number) => {
    clock.now = now;
    await job.run();
    await expect.poll(() => count(db, "outbox WHERE state = 'waiting'")).toBe(0);
    const fresh = mail.emails.slice(seen);
    seen = mail.emails.length;
    return fresh.map(({ to, headers }) => `${to[0]}: ${headers['subject']![0]}`).toSorted();
  };
}

test('reminds those who keep the plan 30 days before a survey or a review, and once after it, on business days', async () => {
  await using mail = await aMailServer();
  await using collector = await aCollector({ SMTP_URL: mail.url, MAIL_FROM: 'survey@example.gov' });
  const ambassador = await aPerson(collector, 'ambassador');
  await aPerson(collector, 'executive');
  // Monday, March 1, and Wednesday, June 30.
  await savePlan(ambassador);
  const remind = reminding(collector, mail);
  const { email } = ambassador;
  expect(await remind(at(1, 29))).toEqual([]);
  // A weekend.
  for (const day of [30, 31]) expect(await remind(at(1, day))).toEqual([]);
  expect(await remind(at(2, 1))).toEqual([`${email}: Child Welfare Services: the next survey is due on March 1, 2027`]);
  expect(mail.emails.at(-1)!.text).toContain('/console/departments/cws/survey-plan');
  for (const day of [2, 26]) expect(await remind(at(2, day))).toEqual([]);
  expect(await remind(at(3, 1))).toEqual([]);
  expect(await remind(at(3, 2))).toEqual([`${email}: Overdue: the next survey for Child Welfare Services`]);
  expect(await remind(at(3, 9))).toEqual([]);

  const renewed = await again(collector, ambassador);
  await savePlan(renewed, { seen: '1', next_on: '2028-03-01' });
  expect(await remind(at(6, 1))).toEqual([
    `${email}: Child Welfare Services: the review of the survey plan is due on June 30, 2027`,
  ]);
  expect(await remind(at(6, 2))).toEqual([]);
});

test('a reminder that waits is not sent once the plan has a new day', async () => {
  await using mail = await aMailServer();
  await using collector = await aCollector({ SMTP_URL: mail.url, MAIL_FROM: 'survey@example.gov' });
  const ambassador = await aPerson(collector, 'ambassador');
  await savePlan(ambassador);
  collector.clock.now = at(2, 1);

  expect(await dueSurveyPlanReminders(collector.db, at(2, 1))).toHaveLength(1);
  const read = readConfig(collector.env);
  if ('errors' in read) throw new Error(read.errors.join());
  const clock = () => collector.clock.now;
  const outbox = outgoingEmail({ db: collector.db, config: read.config, clock, log }, () => {});
  await queueSurveyPlanReminders(collector.db, { queue: outbox.queue, wake: () => {} }, at(2, 1));
  await savePlan(await again(collector, ambassador), { seen: '1', next_on: '2027-09-01' });
  await outbox.sendDue();
  expect(mail.emails).toEqual([]);
  expect(await count(collector.db, "outbox WHERE state = 'waiting'")).toBe(0);
});
