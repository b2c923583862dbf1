import { expect, test } from 'vitest';
import { aCase } from '../../test/cases.ts';
import { aCollector, aResponse, count, send, type TestCollector } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { contents } from '../../test/contents.ts';
import { aMailServer, type MailServer, type Received } from '../../test/mail-server.ts';
import { aPlan } from '../../test/plans.ts';
import { aPerson, type Staff } from '../../test/staff.ts';
import { readConfig } from '../config.ts';
import { statement } from '../database/statement.ts';
import { jobsOf } from '../jobs/jobs.ts';
import { outgoingEmail } from '../outgoing-email.ts';

const account = '/console/account';
const hour = 60 * 60 * 1000;
const day = 24 * hour;
/** Tuesday, August 18, 2026, 7 a.m. in California. The collector starts on Monday at noon. */
const tuesday = Date.UTC(2026, 7, 18, 14);
/** The Saturday and the Monday after that. */
const saturday = tuesday + 4 * day;
const monday = tuesday + 6 * day;
/** October 1, 2026, 7 a.m. in California: a quarter begins. */
const newQuarter = Date.UTC(2026, 9, 1, 14);
/** November 1, 2026, 7 a.m. in California, where the clocks went back five hours before. */
const clocksBack = Date.UTC(2026, 10, 1, 15);
const log = { info: () => {}, error: () => {} };

const mailing = (mail: MailServer) => aCollector({ SMTP_URL: mail.url, MAIL_FROM: 'survey@example.gov' });

/** Runs the job at that time, as `count` collectors do, and waits until everything was sent. @returns the new emails. */
async function runAt(collector: TestCollector, mail: MailServer, at: number, collectors = 1): Promise<Received[]> {
  const { db, clock, env } = collector;
  const before = mail.emails.length;
  clock.now = at;
  const read = readConfig(env);
  if ('errors' in read) throw new Error(read.errors.join());
  const outbox = outgoingEmail({ db, config: read.config, clock: () => clock.now, log }, () => {});
  const jobs = Array.from({ length: collectors }, () =>
    jobsOf({ db, clock: () => clock.now, log, outbox }).find(({ name }) => name === 'remind')!,
  );
  await Promise.all(jobs.map((job) => job.run()));
  await outbox.sendDue();
  await expect.poll(() => count(db, "outbox WHERE state = 'waiting'")).toBe(0);
  return mail.emails.slice(before);
}

const choose = async (staff: Staff, fields: Record<string, string>) => {
  const answer = await staff.post(`${account}/digests`, fields);
  expect([answer.status, answer.headers.get('location')]).toEqual([303, `${account}?notice=digests`]);
};

const low = (region = 'central', given: object = {}) =>
  aResponse({ region, rating: 2, comment: 'They shouted at me.', ...given });

test('sends the number of new low ratings to those who chose it, by their regions, and no words', async () => {
  await using mail = await aMailServer();
  await using collector = await mailing(mail);
  const [ambassador, junior, other] = [
    await aPerson(collector, 'ambassador'),
    await aPerson(collector, 'junior'),
    await aPerson(collector, 'ambassador'),
  ];
  await send(collector, low());
  collector.clock.now += 1000;
  expect(text((await other.get(account)).body)).toContain('New low ratings in my regions');
  for (let sent = 0; sent < 2; sent += 1) await choose(ambassador, { 'low-ratings': 'daily' });
  await choose(junior, { 'low-ratings': 'weekly', due: 'hourly' });
  expect(await count(collector.db, 'digest_choice')).toBe(2);
  expect(await count(collector.db, "audit_event WHERE action = 'email summaries chosen'")).toBe(2);
  // Before the choice nothing counts; a 3 is not low.
  collector.clock.now += 1000;
  for (const response of [low(), low(), low('east'), aResponse({ rating: 3 })]) await send(collector, response);
  expect(await runAt(collector, mail, tuesday - 1)).toEqual([]);
  const [digest, ...more] = await runAt(collector, mail, tuesday, 3);
  expect(more).toEqual([]);
  expect([digest!.to, digest!.headers['subject']]).toEqual([[ambassador.email], ['3 new low ratings']]);
  expect(digest!.text).toContain('3 responses came in with an overall rating of 1 or 2');
  expect(digest!.text).toContain('Child Welfare Services: Central Region: 2; East Region: 1');
  expect(digest!.text).toContain('/console/departments/cws/comments?quarter=2026-07&rating=low');
  expect(digest!.text).toContain('/console/account#digests');
  expect(digest!.text + digest!.html).not.toContain('shouted');
  expect(JSON.stringify((await contents(collector.db))['outbox'])).not.toContain('shouted');
  // Nothing new, and no email on a weekend.
  expect(await runAt(collector, mail, tuesday + day)).toEqual([]);
  collector.clock.now = saturday - 12 * hour;
  await send(collector, low());
  expect(await runAt(collector, mail, saturday + hour)).toEqual([]);
  const atStart = await runAt(collector, mail, monday);
  expect(atStart.map(({ to, headers }) => `${to[0]} ${headers['subject']![0]}`).toSorted()).toEqual(
    [`${ambassador.email} 1 new low rating`, `${junior.email} 3 new low ratings`].toSorted(),
  );
});

test('sends nothing to people who left, lost their role, or changed their mind', async () => {
  await using mail = await aMailServer();
  await using collector = await mailing(mail);
  const people = [
    await aPerson(collector, 'ambassador'),
    await aPerson(collector, 'ambassador'),
    await aPerson(collector, 'junior'),
    await aPerson(collector, 'representative'),
  ];
  for (const person of people) await choose(person, { 'low-ratings': 'daily', 'quarter-end': 'quarterly' });
  const administrator = await aPerson(collector, 'administrator');
  expect(text((await administrator.get(account)).body)).not.toContain('Email summaries');
  await choose(administrator, { 'low-ratings': 'daily' });
  collector.clock.now += 1000;
  await send(collector, low());
  const [left, lost, changed, stays] = people;
  const { db } = collector;
  await db.$client.execute(statement('UPDATE person SET left_at = 1 WHERE email = ?', [left!.email]));
  const ended = 'UPDATE role_grant SET ended_at = 1 WHERE person_id = (SELECT id FROM person WHERE email = ?)';
  await db.$client.execute(statement(ended, [lost!.email]));
  await choose(changed!, {});
  const sent = await runAt(collector, mail, tuesday);
  expect(sent.map(({ to }) => to)).toEqual([[stays!.email]]);
  const atEnd = await runAt(collector, mail, newQuarter);
  expect(atEnd.map(({ to, headers }) => [...to, ...headers['subject']!])).toEqual([
    [stays!.email, 'The quarter has ended'],
  ]);
  expect(atEnd[0]!.text).toContain(
    'Child Welfare Services: July to September 2026 has ended. 1 response came in. It closes on October 15, 2026.',
  );
});

test('counts what is due for each person, and only of cases that they see', async () => {
  await using mail = await aMailServer();
  await using collector = await mailing(mail);
  const [ambassador, handler] = [await aPerson(collector, 'ambassador'), await aPerson(collector, 'handler')];
  for (const person of [ambassador, handler]) await choose(person, { due: 'daily' });
  expect(await runAt(collector, mail, tuesday)).toEqual([]);
  await aPlan(collector.db, { region: 'central', stage: 'required', dueOn: '2026-08-20' });
  await aCase(collector);
  // The same job reminds of the plan and warns of the case.
  const sent = (await runAt(collector, mail, tuesday + day)).filter(({ headers }) =>
    headers['subject']![0]!.startsWith('Plans and cases'),
  );
  const textTo = (person: Staff) => sent.find(({ to }) => to[0] === person.email)!.text;
  expect(textTo(ambassador)).toContain('1 action plan to write, due within a week or overdue');
  expect(textTo(ambassador)).not.toContain('case');
  expect(textTo(handler)).toMatch(/1 case (past the promised date|due within a week)/);
  expect(textTo(handler)).not.toContain('action plan');
  expect(sent).toHaveLength(2);
});

test('makes the summary at 7 a.m. on a day on which the clocks change, and one that fails stops no other', async () => {
  await using mail = await aMailServer();
  await using collector = await mailing(mail);
  const { db } = collector;
  await db.$client.execute("UPDATE department SET first_month = 11 WHERE slug = 'cws'");
  const people = [await aPerson(collector, 'ambassador'), await aPerson(collector, 'ambassador')];
  for (const person of people) await choose(person, { 'quarter-end': 'quarterly' });
  const { rows } = await db.$client.execute('SELECT min(person_id) AS id FROM digest_choice');
  await db.$client.execute(`CREATE TRIGGER broken BEFORE UPDATE ON digest_choice
    WHEN old.person_id = '${String(rows[0]!['id'])}' BEGIN SELECT raise(ABORT, 'broken'); END`);
  expect(await runAt(collector, mail, clocksBack - 1)).toEqual([]);
  await expect(runAt(collector, mail, clocksBack)).rejects.toThrow('broken');
  expect(await count(db, 'outbox')).toBe(1);
  await db.$client.execute('DROP TRIGGER broken');
  const sent = await runAt(collector, mail, clocksBack + hour);
  expect(sent.map(({ to }) => to[0]).toSorted()).toEqual(people.map(({ email }) => email).toSorted());
});
