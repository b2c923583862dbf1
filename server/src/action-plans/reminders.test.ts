import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send, type TestCollector } from '../../test/collector.ts';
import { aMailServer, type MailServer } from '../../test/mail-server.ts';
import { outboxOf } from '../../test/outbox.ts';
import { aPerson, type Staff } from '../../test/staff.ts';
import { commitChange } from '../audit/audit.ts';
import { readConfig } from '../config.ts';
import { statement } from '../database/statement.ts';
import { jobsOf } from '../jobs/jobs.ts';
import { outgoingEmail } from '../outgoing-email.ts';
import { planEmails, type PlanEmailEvent } from './plan-emails.ts';
import { queueReminders } from './reminders.ts';

const hour = 60 * 60 * 1000;
const day = 24 * hour;
/** Midnight in California on Thursday, October 1, 2026: the end of the quarter 2026-07. */
const end = Date.UTC(2026, 9, 1, 7);
const MAIL_FROM = 'survey@example.gov';
const log = { info: () => {}, error: () => {} };

const mailing = (mail: MailServer) => aCollector({ SMTP_URL: mail.url, MAIL_FROM });

function outboxFor({ env, db, clock }: TestCollector) {
  const read = readConfig(env);
  if ('errors' in read) throw new Error(read.errors.join());
  return outgoingEmail({ db, config: read.config, clock: () => clock.now, log }, () => {});
}

/** The job of a collector's schedule. */
function remindJob(collector: TestCollector) {
  const { db, clock } = collector;
  const jobs = jobsOf({ db, clock: () => clock.now, log, outbox: outboxFor(collector) });
  return jobs.find(({ name }) => name === 'remind')!;
}

/** Waits until every email was sent or given up. @returns recipients and subjects, in order, of those since last time. */
function sentBy(mail: MailServer, collector: TestCollector) {
  let seen = 0;
  return async () => {
    await expect.poll(() => count(collector.db, "outbox WHERE state = 'waiting'")).toBe(0);
    const fresh = mail.emails.slice(seen);
    seen = mail.emails.length;
    return fresh.map(({ to, headers }) => `${to[0]}: ${headers['subject']![0]}`).toSorted();
  };
}

/** Runs the job an hour later, when the lease of the last run has expired. */
async function runAnHourLater(collector: TestCollector, job = remindJob(collector)) {
  collector.clock.now += hour;
  await job.run();
}

const idOf = async ({ db }: TestCollector, { email }: Staff) =>
  String((await db.$client.execute(statement('SELECT id FROM person WHERE email = ?', [email]))).rows[0]!['id']);

async function respond(collector: TestCollector, responses: number, region = 'central') {
  for (let n = 0; n < responses; n += 1) {
    const answer = await send(collector, aResponse({ region, rating: 2, comment: 'Nobody called me back' }));
    expect(answer.status).toBe(201);
  }
}

/** Closes the quarter with Central below target, so that it needs a plan. */
async function close(collector: TestCollector) {
  await respond(collector, 3);
  collector.clock.now = end;
  expect((await collector.heart('close-quarter', '--quarter', '2026-07')).code).toBe(0);
  // The same job reminds of quarters that are not submitted.
  await collector.db.$client
    .execute(`INSERT INTO submission_event (department_id, quarter, kind, snapshot_id, at, person_id, position)
    SELECT department_id, quarter, 'received', id, closed_at, 'command line', 0 FROM snapshot`);
}

test('tells a region’s ambassadors once that it is below target, from 11 responses on', async () => {
  await using mail = await aMailServer();
  await using collector = await mailing(mail);
  const sent = sentBy(mail, collector);
  const ambassador = await aPerson(collector, 'ambassador');
  const junior = await aPerson(collector, 'junior', 'central');
  await aPerson(collector, 'junior', 'east');
  await aPerson(collector, 'representative');
  await respond(collector, 10);
  const job = remindJob(collector);
  await job.run();
  expect(await outboxOf(collector)).toEqual([]);
  expect(await count(collector.db, 'job_lease'), 'without anything to do there is no lease').toBe(0);
  await respond(collector, 1);
  await job.run();
  const subject = 'Central Region is below target this quarter';
  expect(await sent()).toEqual([`${ambassador.email}: ${subject}`, `${junior.email}: ${subject}`]);
  const { text, html } = mail.emails[0]!;
  expect(text).toContain('its average is 2.00 (n 66, 11 responses), and the target is 4.00');
  expect(text).toMatch(/\/console\/departments\/cws\/action-plans\/1\r\n/);
  expect(text).toContain('You are receiving this email because you are an ambassador for Central Region.');
  expect(text + html).not.toContain('called');
  await respond(collector, 5);
  await runAnHourLater(collector, job);
  expect(await sent()).toEqual([]);
});

test('writes to the owner alone, and to the representatives if a region has no ambassador', async () => {
  await using mail = await aMailServer();
  await using collector = await mailing(mail);
  const sent = sentBy(mail, collector);
  const representative = await aPerson(collector, 'representative');
  await respond(collector, 11);
  await remindJob(collector).run();
  expect(await sent()).toEqual([expect.stringContaining(representative.email)]);

  const ambassador = await aPerson(collector, 'ambassador');
  await aPerson(collector, 'junior', 'east');
  await respond(collector, 11, 'east');
  await collector.db.$client.execute(
    statement("UPDATE action_plan SET owner_id = ? WHERE region_id = (SELECT id FROM region WHERE slug = 'east')", [
      await idOf(collector, ambassador),
    ]),
  );
  await runAnHourLater(collector);
  expect(await sent()).toEqual([`${ambassador.email}: East Region is below target this quarter`]);
  expect(mail.emails.at(-1)!.text).toContain('because you own this plan.');
});

test('without anyone to write to, a reminder waits', async () => {
  await using mail = await aMailServer();
  await using collector = await mailing(mail);
  await respond(collector, 11);
  const job = remindJob(collector);
  await job.run();
  expect(await count(collector.db, 'plan_reminder')).toBe(0);
  await aPerson(collector, 'ambassador');
  await runAnHourLater(collector, job);
  expect(await sentBy(mail, collector)()).toHaveLength(1);
});

// Counted on a paper calendar. The plan is due on October 29, 2026: October 2 · 5–9 · 12–16 · 19–23 · 26–29. Five business days
// before it is October 22. After it come October 30, November 2–6, 9, 10, 12 and 13 (November 11 is Veterans Day), 16–20, 23.
test('reminds of a required plan at close, before it is due, and up to four times after that', async () => {
  await using mail = await aMailServer();
  await using collector = await mailing(mail);
  const sent = sentBy(mail, collector);
  await close(collector);
  const ambassador = await aPerson(collector, 'ambassador');
  const representative = await aPerson(collector, 'representative');
  const job = remindJob(collector);
  const all: [date: string, emails: string[]][] = [];
  collector.clock.now += 12 * hour;
  for (let days = 0; days < 90; days += 1) {
    await job.run();
    const emails = await sent();
    if (emails.length > 0) all.push([new Date(collector.clock.now - 7 * hour).toISOString().slice(0, 10), emails]);
    collector.clock.now += day;
  }
  const to = (person: Staff, subject: string) => `${person.email}: ${subject}`;
  const overdue = [ambassador, representative].map((one) => to(one, 'The action plan for Central Region is overdue'));
  expect(all).toEqual([
    ['2026-10-01', [to(ambassador, 'Central Region needs an action plan by October 29, 2026')]],
    ['2026-10-22', [to(ambassador, 'The action plan for Central Region is due on October 29, 2026')]],
    ...['2026-10-30', '2026-11-06', '2026-11-16', '2026-11-23'].map((date) => [date, overdue]),
  ]);
  const { text } = mail.emails[0]!;
  expect(text).toContain('its average is 2.00 (n 18, 3 responses), and the target is 4.00');
  const lastTo = ({ email }: Staff) => mail.emails.findLast(({ to }) => to.includes(email))!.text;
  expect(lastTo(ambassador)).toContain('It has not been sent for approval yet. Write it and send it for approval:');
  expect(lastTo(representative)).toContain('It has not been sent to you for approval yet:');
});

test('a plan that was sent for approval is not due soon, and only representatives hear that it is overdue', async () => {
  await using mail = await aMailServer();
  await using collector = await mailing(mail);
  const sent = sentBy(mail, collector);
  await close(collector);
  await aPerson(collector, 'ambassador');
  const representative = await aPerson(collector, 'representative');
  await collector.db.$client.execute("UPDATE action_plan SET sent_at = 1 WHERE stage = 'required'");
  const job = remindJob(collector);
  await job.run();
  expect(await sent()).toHaveLength(1);
  collector.clock.now = Date.UTC(2026, 9, 28, 19);
  await job.run();
  expect(await sent()).toEqual([]);
  collector.clock.now = Date.UTC(2026, 9, 30, 19);
  await job.run();
  expect(await sent()).toEqual([`${representative.email}: The action plan for Central Region is overdue`]);
  expect(mail.emails.at(-1)!.text).toContain('It was sent for approval. Approve it, or return it with a reason:');
});

test('says nothing about plans that were due long ago, or are agreed, completed or withdrawn', async () => {
  await using mail = await aMailServer();
  await using collector = await mailing(mail);
  await close(collector);
  await aPerson(collector, 'ambassador');
  const job = remindJob(collector);
  for (const change of [
    "stage = 'agreed'",
    "stage = 'completed', closed_at = 1",
    "stage = 'withdrawn', closed_at = 1",
    "stage = 'required', closed_at = NULL, due_on = '2026-08-03'",
  ]) {
    await collector.db.$client.execute(`UPDATE action_plan SET ${change}`);
    await runAnHourLater(collector, job);
    expect(await outboxOf(collector), change).toEqual([]);
  }
  expect(await job.isDue!()).toBe(false);
});

test('reminds the owner of an open action three business days before it is due, and once when it is overdue', async () => {
  await using mail = await aMailServer();
  await using collector = await mailing(mail);
  const sent = sentBy(mail, collector);
  await close(collector);
  const owner = await aPerson(collector, 'junior', 'central');
  const ambassador = await aPerson(collector, 'ambassador');
  const ownerId = await idOf(collector, owner);
  const everyone = (subject: string) => [ambassador, owner].map(({ email }) => `${email}: ${subject}`);
  // Due on Friday, November 13. Three business days before it is Monday, November 9, since the 11th is Veterans Day.
  const action = (id: string, state: string, person: string | null, dueOn = '2026-11-13') =>
    statement(
      `INSERT INTO plan_action (id, plan_id, text, owner_id, due_on, strength, created_at, state)
        VALUES (?, 1, 'Open a second counter', ?, ?, 'strong', 1, ?)`,
      [id, person, dueOn, state],
    );
  await collector.db.$client.batch([
    "UPDATE action_plan SET stage = 'agreed'",
    action('own', 'open', ownerId),
    action('done', 'done', ownerId),
    action('dropped', 'dropped', ownerId),
    action('nobody', 'open', null, '2026-12-01'),
    action('old', 'open', ownerId, '2026-09-01'),
  ]);
  const job = remindJob(collector);
  const all: [date: string, emails: string[]][] = [];
  collector.clock.now += 12 * hour;
  for (let days = 0; days < 90; days += 1) {
    await job.run();
    const emails = await sent();
    if (emails.length > 0) all.push([new Date(collector.clock.now - 7 * hour).toISOString().slice(0, 10), emails]);
    collector.clock.now += day;
  }
  expect(all).toEqual([
    ['2026-11-09', [`${owner.email}: Your action for Central Region is due on November 13, 2026`]],
    ['2026-11-16', [`${owner.email}: Your action for Central Region is overdue`]],
    // November 26 and 27 are Thanksgiving and the day after it.
    ['2026-11-24', everyone('An action for Central Region is due on December 1, 2026')],
    ['2026-12-02', everyone('An action for Central Region is overdue')],
  ]);
  expect(mail.emails[0]!.text).toContain('Open a second counter');
  // A new date needs a reminder of its own.
  await collector.db.$client.execute("UPDATE plan_action SET due_on = '2027-02-12' WHERE id = 'own'");
  collector.clock.now = Date.UTC(2027, 1, 9, 20);
  await job.run();
  expect(await sent()).toEqual([`${owner.email}: Your action for Central Region is due on February 12, 2027`]);
  expect(mail.emails[0]!.text).toContain('because the action is yours.');
});

test('two collectors at the same moment send each reminder once', async () => {
  await using mail = await aMailServer();
  await using first = await mailing(mail);
  await using second = await aCollector({ ...first.env, PORT: '0' });
  await close(first);
  second.clock.now = first.clock.now;
  await aPerson(first, 'ambassador');
  // The job without its lease.
  await Promise.all(
    [first, second].map((collector) => queueReminders(collector.db, outboxFor(collector), collector.clock.now)),
  );
  expect(await sentBy(mail, first)()).toHaveLength(1);
  expect(await outboxOf(first)).toHaveLength(1);
});

test('a collector that dies before the commit sends it next time, and one that dies after it sends it once', async () => {
  await using mail = await aMailServer();
  await using collector = await mailing(mail);
  await close(collector);
  await aPerson(collector, 'ambassador');
  const { db } = collector;
  await db.$client.execute("CREATE TRIGGER dies BEFORE INSERT ON outbox BEGIN SELECT raise(ABORT, 'killed'); END");
  const outbox = outboxFor(collector);
  await outbox.stop();
  await expect(queueReminders(db, outbox, collector.clock.now)).rejects.toThrow('killed');
  expect(await count(db, 'plan_reminder')).toBe(0);
  await db.$client.execute('DROP TRIGGER dies');
  // This outbox has stopped, as if the process had been killed right after the commit.
  await queueReminders(db, outbox, collector.clock.now);
  expect(await outboxOf(collector)).toMatchObject([{ state: 'waiting', attempts: 0 }]);
  await collector.restart();
  expect(await sentBy(mail, collector)()).toHaveLength(1);
  await runAnHourLater(collector);
  expect(await outboxOf(collector)).toHaveLength(1);
});

test('does not write to people who left or lost their role, even if the email was queued before', async () => {
  await using mail = await aMailServer();
  await using collector = await mailing(mail);
  const { db } = collector;
  await close(collector);
  const [gone, demoted] = [await aPerson(collector, 'ambassador'), await aPerson(collector, 'ambassador')];
  const stays = await aPerson(collector, 'junior', 'central');
  const endRole = statement(
    'UPDATE role_grant SET ended_at = 1 WHERE person_id = (SELECT id FROM person WHERE email = ?)',
    [demoted.email],
  );
  await db.$client.execute(statement('UPDATE person SET left_at = 1 WHERE email = ?', [gone.email]));
  const outbox = outboxFor(collector);
  await outbox.stop();
  await queueReminders(db, outbox, collector.clock.now);
  expect(await outboxOf(collector)).toHaveLength(2);
  await db.$client.execute(endRole);
  await collector.restart();
  expect(await sentBy(mail, collector)()).toEqual([expect.stringContaining(stays.email)]);
  expect((await outboxOf(collector)).map(({ state, problem }) => problem ?? state).toSorted()).toEqual([
    'obsolete',
    'sent',
  ]);
});

test('sends nothing by a clock that jumped', async () => {
  await using mail = await aMailServer();
  await using collector = await mailing(mail);
  const { db, clock } = collector;
  await close(collector);
  await aPerson(collector, 'ambassador');
  const job = remindJob(collector);
  await db.$client.execute(
    statement('INSERT INTO setting (name, value) VALUES (?, ?)', ['closing clock', `{"seenAt":${clock.now}}`]),
  );
  clock.now += 2 * day;
  await job.run();
  expect(await outboxOf(collector)).toEqual([]);
  clock.now -= 2 * day;
  await job.run();
  expect(await sentBy(mail, collector)()).toHaveLength(1);
});

test('without a mail server there are no reminders', async () => {
  await using collector = await aCollector();
  await close(collector);
  await aPerson(collector, 'ambassador');
  const { db, clock } = collector;
  const names = jobsOf({ db, clock: () => clock.now, log, outbox: outboxFor(collector) }).map(({ name }) => name);
  expect(names).not.toContain('remind');
  expect(await planEmails(db, outboxFor(collector), { kind: 'sent', planId: 1, by: 'x', at: 1 })).toEqual([]);
});

/** A required plan with everyone who may hear of it. */
async function aPlanWithPeople(collector: TestCollector) {
  await close(collector);
  const people = {
    sender: await aPerson(collector, 'ambassador'),
    owner: await aPerson(collector, 'junior', 'central'),
    monitor: await aPerson(collector, 'ambassador'),
    actionOwner: await aPerson(collector, 'ambassador'),
    representative: await aPerson(collector, 'representative'),
    other: await aPerson(collector, 'representative'),
    elsewhere: await aPerson(collector, 'junior', 'east'),
  };
  const ids = Object.fromEntries(
    await Promise.all(Object.entries(people).map(async ([name, one]) => [name, await idOf(collector, one)] as const)),
  ) as Record<keyof typeof people, string>;
  await collector.db.$client.batch([
    statement('UPDATE action_plan SET owner_id = ?, monitor_id = ?', [ids.owner, ids.monitor]),
    statement(
      `INSERT INTO plan_action (id, plan_id, text, owner_id, due_on, strength, created_at)
        VALUES ('a', 1, 'Call back', ?, '2026-12-01', 'strong', 1)`,
      [ids.actionOwner],
    ),
  ]);
  /** What the plan's pages do: a change, its audit entry, and the emails, in one commit. */
  const happens = async (change: string, event: Pick<PlanEmailEvent, 'kind' | 'by'>) => {
    const outbox = outboxFor(collector);
    const { db, clock } = collector;
    const emails = await planEmails(db, outbox, { ...event, planId: 1, at: clock.now });
    const entry = { at: clock.now, personId: event.by, action: `action plan ${event.kind}`, subject: 'action plan 1' };
    const isDone = await commitChange(db, statement(`UPDATE action_plan SET ${change}`), entry, ...emails);
    outbox.wake();
    return isDone;
  };
  return { people, ids, happens };
}

test('tells representatives that a plan waits, the sender and owner that it was returned and why, and all that it is agreed', async () => {
  await using mail = await aMailServer();
  await using collector = await mailing(mail);
  const { people, ids, happens } = await aPlanWithPeople(collector);
  const sent = sentBy(mail, collector);
  const { sender, owner, monitor, actionOwner, representative, other } = people;
  const to = (list: Staff[], subject: string) => list.map(({ email }) => `${email}: ${subject}`).toSorted();

  const sending = `sent_at = 1, sent_by = '${ids.sender}' WHERE sent_at IS NULL`;
  expect(await happens(sending, { kind: 'sent', by: ids.sender })).toBe(true);
  const waiting = 'The action plan for Central Region is waiting for your approval';
  expect(await sent()).toEqual(to([representative, other], waiting));
  const { text } = mail.emails[0]!;
  expect(text).toContain(`${sender.email} sent the action plan for Central Region`);
  expect(text).toContain('(n 18, 3 responses)');
  expect(text).not.toContain('called');
  // A second press changes nothing, and so sends nothing.
  expect(await happens(sending, { kind: 'sent', by: ids.sender })).toBe(false);
  expect(await sent()).toEqual([]);

  await collector.db.$client.execute(
    statement("INSERT INTO plan_event (plan_id, kind, at, person_id, reason) VALUES (1, 'returned', 1, ?, ?)", [
      ids.representative,
      'Name one action that someone can start this month.',
    ]),
  );
  await happens('sent_at = NULL, sent_by = NULL', { kind: 'returned', by: ids.representative });
  expect(await sent()).toEqual(to([sender, owner], 'The action plan for Central Region was returned'));
  expect(mail.emails.at(-1)!.text).toContain('Name one action that someone can start this month.');

  await happens("stage = 'agreed', agreed_at = 1", { kind: 'agreed', by: ids.representative });
  const agreed = 'The action plan for Central Region was approved';
  expect(await sent()).toEqual(to([owner, monitor, actionOwner], agreed));
});

test('an email about a plan opens only for people who work on the region’s plans', async () => {
  await using mail = await aMailServer();
  await using collector = await mailing(mail);
  const { people, ids, happens } = await aPlanWithPeople(collector);
  await happens('sent_at = 1', { kind: 'sent', by: ids.sender });
  await sentBy(mail, collector)();
  const [row] = await outboxOf(collector);
  const administrator = await aPerson(collector, 'administrator');
  const path = `/console/email/${row!.id}`;
  expect((await people.owner.get(path)).status).toBe(200);
  for (const person of [people.elsewhere, administrator]) expect((await person.get(path)).status).toBe(404);
  expect((await administrator.get('/console/email')).body).toContain('Action plan');
});
