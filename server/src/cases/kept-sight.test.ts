import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { aCase, versionIn } from '../../test/cases.ts';
import { aCollector, type TestCollector } from '../../test/collector.ts';
import { aMailServer } from '../../test/mail-server.ts';
import { aPerson, type Staff } from '../../test/staff.ts';
import { employee } from '../database/schema.ts';

const versionAt = async (person: Staff, path: string) => versionIn((await person.get(path)).body);

async function act(person: Staff, reference: string, what: string, fields: Record<string, string> = {}) {
  const path = `/console/cases/${reference}`;
  const { status, body } = await person.post(`${path}/${what}`, { version: await versionAt(person, path), ...fields });
  expect(status, body).toBe(303);
}

const opens = async (person: Staff, reference: string) =>
  (await person.get(`/console/cases/${reference}`)).status === 200;

const harmless = {
  'danger-outcome': 'not reportable',
  'danger-on': '2026-08-17',
  'danger-text': 'A figure of speech',
};

async function employs({ db }: TestCollector, name: string, email: string | null): Promise<string> {
  const row = { regionId: 1, name, email, code: randomUUID().slice(0, 8), createdAt: 0 };
  const [added] = await db.insert(employee).values(row).returning();
  return String(added!.id);
}

test('what is about someone whom nobody knows stays with the managers, whatever else happens to it', async () => {
  await using collector = await aCollector();
  const [handler, manager] = [await aPerson(collector, 'handler'), await aPerson(collector, 'manager')];
  const { reference } = await aCase(collector);
  await act(handler, reference, 'about', { about: await employs(collector, 'Unknown', null) });
  expect(await opens(handler, reference)).toBe(false);
  await act(manager, reference, 'kind', { kind: 'level' });
  expect(await opens(handler, reference)).toBe(false);
  await act(manager, reference, 'danger-new');
  await act(manager, reference, 'dangers/1', harmless);
  expect(await opens(handler, reference)).toBe(false);
});

test('danger keeps a case from a desk after someone unknown is named, and after it leaves a restricted desk', async () => {
  await using collector = await aCollector();
  const [handler, manager] = [await aPerson(collector, 'handler'), await aPerson(collector, 'manager')];
  const clerk = await aPerson(collector, 'handler', 'clerk');
  const { reference } = await aCase(collector, { text: 'He hits my child.' });
  await act(manager, reference, 'about', { about: await employs(collector, 'Unknown', null) });
  await act(manager, reference, 'dangers/1', harmless);
  expect(await opens(handler, reference)).toBe(false);
  const secret = await aCase(collector, { text: 'He hits my child.', kind: 'privacy' });
  await act(clerk, secret.reference, 'kind', { kind: 'courtesy' });
  expect(await opens(manager, secret.reference)).toBe(true);
  expect(await opens(handler, secret.reference)).toBe(false);
});

test('tells of danger whoever can open the case, and never someone whom it is about', async () => {
  await using mail = await aMailServer();
  await using collector = await aCollector({ SMTP_URL: mail.url, MAIL_FROM: 'heart@example.gov' });
  const [handler, manager] = [await aPerson(collector, 'handler'), await aPerson(collector, 'manager')];
  const officer = await aPerson(collector, 'handler', 'administration');
  const clerk = await aPerson(collector, 'handler', 'clerk');
  const { reference } = await aCase(collector, { flags: ['many'] });
  await act(handler, reference, 'about', { about: await employs(collector, 'The Head', manager.email) });
  await act(officer, reference, 'danger-new');
  await expect.poll(() => mail.emails.map(({ to }) => to[0])).toEqual([officer.email]);
  const secret = await aCase(collector, { flags: ['many'], kind: 'privacy' });
  await act(clerk, secret.reference, 'danger-new');
  const alerts = () => mail.emails.filter(({ headers }) => headers['subject']?.[0]?.includes('danger'));
  await expect.poll(() => alerts().map(({ to }) => to[0])).toEqual([officer.email, clerk.email]);
  expect(alerts()[1]!.text).toContain('someone at the Clerk desk');
  expect(alerts()[1]!.text).not.toContain(secret.reference);
});

test('the owner of a case who handles none anymore reads neither it nor its emails', async () => {
  await using collector = await aCollector();
  const clerk = await aPerson(collector, 'handler', 'clerk');
  const contact = { title: null, name: null, email: 'ada@example.org', phone: null, post: null };
  const { reference } = await aCase(collector, { kind: 'privacy', contact });
  await act(clerk, reference, 'steps/message', {
    'message-text': 'We found your file.',
    'message-way': 'email',
    'message-message': randomUUID(),
  });
  const { db } = collector;
  const [email] = (await db.$client.execute("SELECT id FROM outbox WHERE kind = 'case-message'")).rows;
  const path = `/console/email/${String(email!['id'])}`;
  expect((await clerk.get(path)).body).toContain('We found your file.');
  await db.$client.execute("UPDATE role_grant SET role = 'administrator', desk_id = NULL WHERE role = 'handler'");
  expect((await clerk.get(path)).body).not.toContain('We found your file.');
});

test('tells administrators where no one would be told of danger', async () => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  const isSaid = async () => (await administrator.get('/console')).body.includes('No one would be told of danger');
  expect(await isSaid()).toBe(true);
  await aPerson(collector, 'manager');
  expect(await isSaid()).toBe(false);
});
