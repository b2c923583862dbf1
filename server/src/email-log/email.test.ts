import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send, type TestCollector } from '../../test/collector.ts';
import { aMailServer } from '../../test/mail-server.ts';
import { nextTry, outboxOf } from '../../test/outbox.ts';
import { aPerson, sendForm, signIn } from '../../test/staff.ts';
import { jobsOf } from '../jobs/jobs.ts';

const path = '/console/email';
const hour = 60 * 60 * 1000;
const day = 24 * hour;
const MAIL_FROM = 'survey@example.gov';
const textOf = (html: string) => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');

test('sends an administrator a test email, and shows that it was sent', async () => {
  await using mail = await aMailServer();
  await using collector = await aCollector({ SMTP_URL: mail.url, MAIL_FROM });
  await collector.heart('settings', '--agency', 'Example County');
  const admin = await aPerson(collector, 'administrator');
  const asked = await admin.post(`${path}/test`);
  expect(asked.headers.get('location')).toBe(`${path}?notice=test`);
  await expect.poll(() => mail.emails).toMatchObject([{ to: [admin.email], html: expect.stringContaining('County') }]);
  await expect.poll(() => outboxOf(collector)).toMatchObject([{ state: 'sent' }]);
  const { body } = await admin.get(asked.headers.get('location')!);
  const table = body.slice(body.indexOf('<table'));
  expect(textOf(table)).toMatch(/Test email .* a…@example\.gov Sent/);
  expect(table).not.toContain(admin.email);
});

test('lists emails without text, recipient or link, and shows the content only to people who can see its cause', async () => {
  await using mail = await aMailServer();
  await using collector = await aCollector({ SMTP_URL: mail.url, MAIL_FROM });
  await collector.db.$client.execute("UPDATE department SET contact_email = 'duty.desk@example.gov'");
  const response = aResponse({ comment: 'The child is being hurt' });
  await send(collector, response);
  const ambassador = await aPerson(collector, 'ambassador');
  const flag = () => ambassador.post(`/console/departments/cws/comments/${response.id}/flag`, { note: 'worried' });
  await flag();
  // The second flag changes nothing, so it queues no email.
  await flag();
  await sendForm(collector, '/console/forgotten', { email: ambassador.email });
  await expect.poll(() => mail.emails).toHaveLength(2);

  const admin = await aPerson(collector, 'administrator');
  const { body } = await admin.get(path);
  for (const { text, headers, to } of mail.emails) {
    for (const part of [
      to[0]!,
      headers['subject']![0]!,
      ...text.split('\n').filter((line) => line.trim().length > 30),
    ]) {
      expect(body, part).not.toContain(part.trim());
    }
  }
  expect(body).not.toContain(response.id);
  expect(textOf(body)).toContain('d…@example.gov');

  const rows = await outboxOf(collector);
  expect(rows).toHaveLength(2);
  const about = (kind: string) => `${path}/${rows.find((row) => row.kind === kind)!.id}`;
  const opens = async (person: typeof admin) =>
    Promise.all(['comment-flag', 'reset'].map(async (kind) => (await person.get(about(kind))).status));
  expect(await opens(admin)).toEqual([404, 200]);
  expect(await opens(ambassador)).toEqual([200, 404]);
  expect(await opens(await aPerson(collector, 'junior', 'south'))).toEqual([404, 404]);
  expect(await opens(await aPerson(collector, 'executive'))).toEqual([404, 404]);
  expect((await admin.post(`${about('comment-flag')}/draft`)).status).toBe(404);
  expect((await ambassador.get(about('comment-flag'))).body).toContain('duty.desk@example.gov');
  expect((await ambassador.get(path)).status).toBe(404);
  expect((await ambassador.post(`${path}/test`)).status).toBe(404);
});

test('sends an unsure email again only if an administrator asks, with a warning that it may arrive twice', async () => {
  await using mail = await aMailServer();
  await using collector = await aCollector({ SMTP_URL: mail.url, MAIL_FROM });
  const admin = await aPerson(collector, 'administrator');
  const ambassador = await aPerson(collector, 'ambassador');
  Object.assign(mail.faults, { at: 'content', does: 'die' });
  await sendForm(collector, '/console/forgotten', { email: ambassador.email });
  await expect.poll(() => outboxOf(collector)).toMatchObject([{ state: 'unsure' }]);
  mail.faults.at = undefined;
  expect(textOf((await admin.get(path)).body)).toMatch(/Unknown .* It may arrive twice/);
  const retry = `${path}/${(await outboxOf(collector))[0]!.id}/retry`;
  expect((await ambassador.post(retry)).status).toBe(404);
  expect((await admin.post(retry)).headers.get('location')).toBe(`${path}?notice=retried`);
  await expect.poll(() => outboxOf(collector)).toMatchObject([{ state: 'sent', problem: null }]);
  expect(mail.emails.map(({ headers }) => headers['message-id'])).toEqual([
    mail.emails[0]!.headers['message-id'],
    mail.emails[0]!.headers['message-id'],
  ]);
  expect((await admin.post(retry)).status).toBe(404);
  expect(await count(collector.db, "audit_event WHERE action = 'email retried'")).toBe(1);
});

test('retries a failed email for three more days', async () => {
  await using mail = await aMailServer();
  await using collector = await aCollector({ SMTP_URL: mail.url, MAIL_FROM });
  const admin = await aPerson(collector, 'administrator');
  mail.faults.refused.add(admin.email);
  await admin.post(`${path}/test`);
  await expect.poll(() => outboxOf(collector)).toMatchObject([{ state: 'failed', problem: 'refused' }]);
  mail.faults.refused.clear();
  mail.faults.greylisted = 1;
  collector.clock.now += 4 * day;
  const again = await signIn(collector, admin.email);
  const retry = `${path}/${(await outboxOf(collector))[0]!.id}/retry`;
  await again.post(retry);
  await expect.poll(() => outboxOf(collector)).toMatchObject([{ state: 'waiting', problem: 'deferred', attempts: 1 }]);
  expect((await again.post(retry)).status).toBe(404);
  expect(await outboxOf(collector)).toMatchObject([{ state: 'waiting', problem: 'deferred', attempts: 1 }]);
  await nextTry(collector);
  await expect.poll(() => outboxOf(collector)).toMatchObject([{ state: 'sent' }]);
});

const runJob = async ({ db, clock }: TestCollector, name: string) => {
  const log = { info: () => {}, error: (entry: object) => expect.fail(JSON.stringify(entry)) };
  await jobsOf({ db, clock: () => clock.now, log })
    .find((job) => job.name === name)!
    .run();
};

test('erases the details of an email 30 days after it was sent, and not before', async () => {
  await using mail = await aMailServer();
  await using collector = await aCollector({ SMTP_URL: mail.url, MAIL_FROM });
  const admin = await aPerson(collector, 'administrator');
  await admin.post(`${path}/test`);
  await expect.poll(() => outboxOf(collector)).toMatchObject([{ state: 'sent' }]);
  const { id } = (await outboxOf(collector))[0]!;
  const known = () => count(collector.db, 'outbox WHERE cause IS NOT NULL OR made_by IS NOT NULL');
  collector.clock.now += 30 * day - 1;
  await runJob(collector, 'purge');
  expect(await known()).toBe(1);
  collector.clock.now += hour;
  await runJob(collector, 'purge');
  expect(await known()).toBe(0);

  const again = await signIn(collector, admin.email);
  expect(textOf((await again.get(path)).body)).toMatch(/Test email .* Erased Sent/);
  expect((await again.get(`${path}/${id}`)).status).toBe(404);
  expect((await again.post(`${path}/${id}/draft`)).status).toBe(404);
});

test('does not retry a failed email after its details were erased', async () => {
  await using mail = await aMailServer();
  await using collector = await aCollector({ SMTP_URL: mail.url, MAIL_FROM });
  const admin = await aPerson(collector, 'administrator');
  mail.faults.refused.add(admin.email);
  await admin.post(`${path}/test`);
  await expect.poll(() => outboxOf(collector)).toMatchObject([{ state: 'failed' }]);
  collector.clock.now += 30 * day;
  await runJob(collector, 'purge');
  const again = await signIn(collector, admin.email);
  expect((await again.get(path)).body).not.toContain('/retry"');
  expect((await again.post(`${path}/${(await outboxOf(collector))[0]!.id}/retry`)).status).toBe(404);
  expect(await outboxOf(collector)).toMatchObject([{ state: 'failed', attempts: 1 }]);
});

test('says that there is no mail server, and offers neither a test email nor a retry', async () => {
  await using collector = await aCollector();
  const admin = await aPerson(collector, 'administrator');
  await admin.post('/console/people/invite', {
    name: 'Rosa Diaz',
    email: 'rosa@example.gov',
    role: 'ambassador',
    scope: 'department/cws',
  });
  const { body } = await admin.get(path);
  expect(textOf(body)).toContain('No mail server is set up');
  expect(textOf(body)).toMatch(/Invitation .* r…@example\.gov Draft/);
  expect(body).not.toMatch(/\/test"|\/retry"/);
});
