import { expect, test } from 'vitest';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { aMailServer } from '../../test/mail-server.ts';
import { nextTry, outboxOf } from '../../test/outbox.ts';
import { aPerson, sendForm } from '../../test/staff.ts';
import { mailTimeouts } from './smtp.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const MAIL_FROM = 'survey@example.gov';
/** Short enough to wait for, and long enough for a slow machine. */
const short = { mailTimeouts: { ...mailTimeouts, answer: 3000 } };

/** A collector with a person who asks for a password reset. */
async function aForgetfulPerson(SMTP_URL: string) {
  const collector = await aCollector({ SMTP_URL, MAIL_FROM }, short);
  const { email } = await aPerson(collector, 'ambassador');
  return {
    collector,
    email,
    ask: () => sendForm(collector, '/console/forgotten', { email }),
    [Symbol.asyncDispose]: () => collector[Symbol.asyncDispose](),
  };
}

/** Waits until the only email has that state and problem. */
const expectState = (collector: TestCollector, state: string, problem: string | null) =>
  expect.poll(async () => outboxOf(collector), { timeout: 10_000 }).toMatchObject([{ state, problem }]);

test('sends an email once, with its own Message-ID', async () => {
  await using mail = await aMailServer();
  await using scene = await aForgetfulPerson(mail.url);
  const { collector, email, ask } = scene;
  await ask();
  await expectState(collector, 'sent', null);
  await nextTry(collector);
  await expectState(collector, 'sent', null);
  const { id } = (await outboxOf(collector))[0]!;
  expect(mail.emails).toMatchObject([{ to: [email], headers: { 'message-id': [`<${id}@example.gov>`] } }]);
});

test('sends both emails after the mail server was down for an hour', async () => {
  const down = await aMailServer();
  await down[Symbol.asyncDispose]();
  await using scene = await aForgetfulPerson(down.url);
  const { collector, email, ask } = scene;
  await ask();
  await expectState(collector, 'waiting', 'unreachable');
  await sendForm(collector, '/console/forgotten', { email: (await aPerson(collector, 'junior')).email });
  // A restart during this try would delay it by a minute.
  await expect.poll(async () => (await outboxOf(collector))[1]).toMatchObject({ problem: 'unreachable' });
  const until = collector.clock.now + 60 * minute;
  while (collector.clock.now < until) {
    const [before] = await outboxOf(collector);
    await nextTry(collector);
    const tried = { attempts: before!.attempts + 1, problem: 'unreachable' };
    await expect.poll(async () => (await outboxOf(collector))[0]).toMatchObject(tried);
  }
  expect(await count(collector.db, "one_time_link WHERE kind = 'reset'")).toBe(0);
  await using mail = await aMailServer({ port: down.port });
  await nextTry(collector);
  await expect.poll(() => mail.emails.map(({ to }) => to[0])).toEqual(expect.arrayContaining([email]));
  await expect.poll(() => mail.emails).toHaveLength(2);
  const link = /\/console\/link\/[\w-]{43}/.exec(mail.emails.find(({ to }) => to[0] === email)!.text)![0];
  expect((await fetch(collector.url + link)).status).toBe(200);
});

test('fails immediately for a recipient that the mail server refuses, and sends the other emails', async () => {
  await using mail = await aMailServer();
  await using scene = await aForgetfulPerson(mail.url);
  const { collector, email, ask } = scene;
  mail.faults.refused.add(email);
  await ask();
  await expectState(collector, 'failed', 'refused');
  const other = await aPerson(collector, 'junior');
  await sendForm(collector, '/console/forgotten', { email: other.email });
  await expect.poll(() => mail.emails.map(({ to }) => to)).toEqual([[other.email]]);
  await nextTry(collector);
  expect((await outboxOf(collector))[0]).toMatchObject({ state: 'failed', attempts: 1 });
});

test('tries a greylisted recipient again two minutes later, and sends one email', async () => {
  await using mail = await aMailServer();
  await using scene = await aForgetfulPerson(mail.url);
  const { collector, email, ask } = scene;
  mail.faults.greylisted = 1;
  const asked = collector.clock.now;
  await ask();
  await expectState(collector, 'waiting', 'deferred');
  await collector.restart();
  expect(await outboxOf(collector)).toMatchObject([{ nextAt: asked + 2 * minute, attempts: 1 }]);
  await nextTry(collector);
  await expectState(collector, 'sent', null);
  expect(mail.emails.map(({ to }) => to)).toEqual([[email]]);
});

test('tries again if the mail server hangs or closes the connection before the content', async () => {
  await using mail = await aMailServer();
  await using scene = await aForgetfulPerson(mail.url);
  const { collector, ask } = scene;
  Object.assign(mail.faults, { at: 'recipient', does: 'hang' });
  await ask();
  await expectState(collector, 'waiting', 'unreachable');
  mail.faults.does = 'die';
  await nextTry(collector);
  const tried = { state: 'waiting', problem: 'unreachable', attempts: 2 };
  await expect.poll(() => outboxOf(collector)).toMatchObject([tried]);
  mail.faults.at = undefined;
  await nextTry(collector);
  await expectState(collector, 'sent', null);
  expect(mail.emails).toHaveLength(1);
});

test.for(['hang', 'die'] as const)(
  'leaves an email unsure, and does not send it again, if the mail server %ss after the content',
  async (does) => {
    await using mail = await aMailServer();
    await using scene = await aForgetfulPerson(mail.url);
    const { collector, ask } = scene;
    Object.assign(mail.faults, { at: 'content', does });
    await ask();
    await expectState(collector, 'unsure', 'connection lost');
    mail.faults.at = undefined;
    const admin = await aPerson(collector, 'administrator');
    collector.clock.now += 2 * day;
    await collector.restart();
    // Another email is sent meanwhile, so the first one was not just waiting for its turn.
    await sendForm(collector, '/console/forgotten', { email: admin.email });
    await expect.poll(() => mail.emails).toHaveLength(2);
    expect((await outboxOf(collector))[0]).toMatchObject({ state: 'unsure', attempts: 1 });
  },
);

test('fails after twelve tries within three days', async () => {
  await using mail = await aMailServer();
  await using scene = await aForgetfulPerson(mail.url);
  const { collector, ask } = scene;
  mail.faults.greylisted = Infinity;
  const asked = collector.clock.now;
  await ask();
  for (let attempts = 1; attempts < 12; attempts++) {
    await expect.poll(() => outboxOf(collector)).toMatchObject([{ problem: 'deferred', attempts }]);
    await nextTry(collector);
  }
  await expectState(collector, 'failed', 'deferred');
  expect(await outboxOf(collector)).toMatchObject([{ attempts: 12 }]);
  expect(collector.clock.now - asked).toBeLessThan(3 * day);
  expect(collector.clock.now - asked).toBeGreaterThan(2 * day);
});

test('fails after three days without a mail server', async () => {
  await using collector = await aCollector();
  const { email } = await aPerson(collector, 'ambassador');
  await sendForm(collector, '/console/forgotten', { email });
  await collector.restart();
  await expectState(collector, 'waiting', null);
  collector.clock.now += 3 * day;
  await collector.restart();
  await expectState(collector, 'failed', 'expired');
  expect(await outboxOf(collector)).toMatchObject([{ attempts: 0 }]);
});

test('does not send an email that is no longer needed', async () => {
  const down = await aMailServer();
  await down[Symbol.asyncDispose]();
  await using scene = await aForgetfulPerson(down.url);
  const { collector, email, ask } = scene;
  await ask();
  await expectState(collector, 'waiting', 'unreachable');
  await collector.db.$client.execute(`UPDATE person SET left_at = 1 WHERE email = '${email}'`);
  await using mail = await aMailServer({ port: down.port });
  await nextTry(collector);
  await expectState(collector, 'failed', 'obsolete');
  expect(mail.emails).toEqual([]);
});
