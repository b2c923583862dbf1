import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send, type TestCollector } from '../../test/collector.ts';
import { aMailServer, type MailServer } from '../../test/mail-server.ts';
import { aPerson, type Staff } from '../../test/staff.ts';
import { handIn, submitted } from '../../test/submissions.ts';
import { readConfig } from '../config.ts';
import { jobsOf } from '../jobs/jobs.ts';
import { outgoingEmail } from '../outgoing-email.ts';

const hour = 60 * 60 * 1000;
/** Midnight in California on Thursday, October 1, 2026: the end of the quarter 2026-07. */
const end = Date.UTC(2026, 9, 1, 7);
/** 10 a.m. in California on that day in October. */
const october = (day: number) => Date.UTC(2026, 9, day, 17);
const log = { info: () => {}, error: () => {} };
const months = 'July to September 2026';

async function aClosedQuarter(mail: MailServer) {
  const collector = await aCollector({ SMTP_URL: mail.url, MAIL_FROM: 'survey@example.gov' });
  await send(collector, aResponse({ rating: 4 }));
  collector.clock.now = end;
  expect(await collector.heart('close-quarter', '--quarter', '2026-07')).toMatchObject({ code: 0 });
  return collector;
}

/** Runs the reminders as the schedule does, at that moment. @returns who got which email. */
function reminding(collector: TestCollector, mail: MailServer) {
  const { db, clock, env } = collector;
  const read = readConfig(env);
  if ('errors' in read) throw new Error(read.errors.join());
  const outbox = outgoingEmail({ db, config: read.config, clock: () => clock.now, log }, () => {});
  const job = jobsOf({ db, clock: () => clock.now, log, outbox }).find(({ name }) => name === 'remind')!;
  let seen = 0;
  return async (at: number) => {
    clock.now = at;
    await job.run();
    await expect.poll(() => count(db, "outbox WHERE state = 'waiting'")).toBe(0);
    const fresh = mail.emails.slice(seen);
    seen = mail.emails.length;
    return fresh.map(({ to, headers }) => `${to[0]}: ${headers['subject']![0]}`).toSorted();
  };
}

test('reminds the ambassador of a closed quarter, and then the representative, on business days and once each', async () => {
  await using mail = await aMailServer();
  await using collector = await aClosedQuarter(mail);
  const { email } = await aPerson(collector, 'ambassador');
  const representative = await aPerson(collector, 'representative');
  const remind = reminding(collector, mail);
  // Saturday and Sunday.
  for (const day of [3, 4]) expect(await remind(october(day))).toEqual([]);
  expect(await remind(october(5))).toEqual([`${email}: ${months} is closed: hand it in by October 8, 2026`]);
  expect(await remind(october(5) + hour)).toEqual([]);
  expect(await remind(october(6))).toEqual([`${email}: Hand in ${months} by October 8, 2026`]);
  for (const day of [7, 8]) expect(await remind(october(day))).toEqual([]);
  expect(await remind(october(9))).toEqual([`${email}: Overdue: hand in ${months}`]);
  expect(mail.emails.at(-1)!.text).toContain('The executive office expects it by October 15, 2026');
  await handIn(collector, '2026-07');
  expect(await remind(october(13))).toEqual([`${representative.email}: Submit ${months} by October 15, 2026`]);
  expect(await remind(october(16))).toEqual([`${representative.email}: Overdue: submit ${months}`]);
  // After a long outage there is one email, and later none.
  expect(await remind(october(30))).toEqual([`${representative.email}: Overdue: submit ${months}`]);
  expect(await remind(Date.UTC(2026, 10, 30, 18))).toEqual([]);
});

test('a quarter that was submitted is not announced anymore', async () => {
  await using mail = await aMailServer();
  await using collector = await aClosedQuarter(mail);
  await aPerson(collector, 'ambassador');
  await aPerson(collector, 'representative');
  await submitted(collector, '2026-07');
  expect(await reminding(collector, mail)(october(20))).toEqual([]);
});

const seenBy = async (person: Staff, page: string) => {
  const { body } = await person.get(page);
  const field = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(body)![1]!;
  return { version: field('version'), steps: field('steps') };
};

test('emails each step to the person who acts next', async () => {
  await using mail = await aMailServer();
  await using collector = await aClosedQuarter(mail);
  const ambassador = await aPerson(collector, 'ambassador');
  const representative = await aPerson(collector, 'representative');
  const sent = async () => {
    await expect.poll(() => count(collector.db, "outbox WHERE state = 'waiting'")).toBe(0);
    return mail.emails.splice(0).map(({ to, headers, text }) => ({ to: to[0], subject: headers['subject']![0], text }));
  };
  const path = '/console/departments/cws/quarters/2026-07/submission';
  await ambassador.post(`${path}/hand-in`, { ...(await seenBy(ambassador, path)), note: '' });
  const [review] = await sent();
  expect(review).toMatchObject({ to: representative.email, subject: `${months} is waiting for your review` });
  await representative.post(`${path}/return`, { ...(await seenBy(representative, path)), reason: 'Forms are missing' });
  const [returned] = await sent();
  expect(returned).toMatchObject({ to: ambassador.email, subject: `${months} was returned` });
  expect(returned!.text).toContain('Forms are missing');
});
