import { expect, test } from 'vitest';
import { aCase, versionIn } from '../../test/cases.ts';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { aMailServer } from '../../test/mail-server.ts';
import { nextTry } from '../../test/outbox.ts';
import { aPerson, type Staff } from '../../test/staff.ts';
import { employee } from '../database/schema.ts';

const words = 'My file was mailed to my neighbor.';

/** Everything that lists, counts or opens cases, and what administrators and the API read besides. */
const places = (reference: string) => [
  '/console',
  '/console/cases',
  '/console/cases?view=mine',
  '/console/cases?view=closed',
  '/console/cases?kind=privacy',
  '/console/cases?desk=clerk',
  '/console/cases?q=mailed',
  '/console/cases?q=Marlowe',
  `/console/cases?q=${reference}`,
  `/console/cases?after=${reference}`,
  `/console/cases/${reference}`,
  '/console/audit',
  '/console/email',
  '/metrics',
  '/openapi.json',
  '/api/v1/departments',
];

async function seesNothing(person: Staff, reference: string): Promise<void> {
  for (const path of places(reference)) {
    const { status, body } = await person.get(path);
    const shown = body
      .replaceAll(`value="${reference}"`, '')
      .replaceAll('value="Marlowe"', '')
      .replaceAll('value="mailed"', '');
    expect(shown, path).not.toMatch(new RegExp(`${reference}|mailed|Marlowe`));
    expect(status, path).not.toBe(303);
  }
  expect((await person.get(`/console/cases/${reference}`)).status).toBe(404);
  for (const path of ['steps/answer', 'owner', 'desk', 'kind', 'about', 'danger-new', 'dangers/1', 'note']) {
    expect((await person.post(`/console/cases/${reference}/${path}`, { version: '1' })).status, path).toBe(404);
  }
}

const contact = { title: null, name: 'Ada Marlowe', email: null, phone: null, post: null };

test('a breach of privacy is seen at the Clerk’s desk and by its owner, and nowhere else', async () => {
  await using mail = await aMailServer();
  await using collector = await aCollector({ SMTP_URL: mail.url, MAIL_FROM: 'heart@example.gov' });
  const clerk = await aPerson(collector, 'handler', 'clerk');
  const manager = await aPerson(collector, 'manager');
  const others = [manager];
  for (const role of ['administrator', 'ambassador', 'junior', 'representative', 'executive', 'handler'] as const) {
    others.push(await aPerson(collector, role));
  }
  others.push(await aPerson(collector, 'handler', 'treasury'));
  const { reference } = await aCase(collector, { kind: 'privacy', text: words, contact });
  for (const person of others) await seesNothing(person, reference);
  expect(text((await clerk.get('/console/cases')).body)).toContain(reference);
  expect(text((await clerk.get('/console')).body)).toContain('1 case is new');
  expect(text((await clerk.get(`/console/cases/${reference}`)).body)).toContain(words);
  // The manager is told the date, the time and the nature, and no more.
  await nextTry(collector);
  await expect.poll(() => mail.emails.length).toBe(2);
  const told = mail.emails.find(({ to }) => to[0] === manager.email)!;
  expect(told.text).toContain('When: August 17, 2026, 12:00 p.m.');
  expect(told.text).toContain('What it is about: Breach of privacy');
  const desk = mail.emails.find(({ to }) => to[0] === clerk.email)!;
  for (const email of [told, desk]) expect(email.text).not.toMatch(new RegExp(`${reference}|mailed|Marlowe`));
});

test('a complaint that turns out to be about privacy is gone from everyone else at once', async () => {
  await using collector = await aCollector();
  const handler = await aPerson(collector, 'handler');
  const manager = await aPerson(collector, 'manager');
  const clerk = await aPerson(collector, 'handler', 'clerk');
  const { reference } = await aCase(collector, { text: words, contact });
  await seesNothing(clerk, reference);
  const path = `/console/cases/${reference}`;
  const moved = await manager.post(`${path}/kind`, { version: await versionAt(handler, path), kind: 'privacy' });
  expect(moved.headers.get('location')).toBe('/console/cases?notice=gone');
  for (const person of [handler, manager]) await seesNothing(person, reference);
  expect(text((await clerk.get(path)).body)).toContain('Handed over Once');
});

test('whoever is complained about neither sees nor handles it, and it goes one level up if nobody knows them', async () => {
  await using collector = await aCollector();
  const handler = await aPerson(collector, 'handler');
  const other = await aPerson(collector, 'handler');
  const manager = await aPerson(collector, 'manager');
  const officer = await aPerson(collector, 'handler', 'administration');
  await employs(collector, [
    { name: 'Known', email: handler.email.toUpperCase() },
    { name: 'Unknown', email: null },
    { name: 'The Head', email: manager.email },
  ]);
  const { reference } = await aCase(collector, { text: words, contact });
  const path = `/console/cases/${reference}`;
  const name = async (person: Staff, employee: number) =>
    person.post(`${path}/about`, { version: await versionAt(person, path), about: String(employee) });
  expect((await name(other, 1)).headers.get('location')).toBe(`${path}?notice=step`);
  await seesNothing(handler, reference);
  expect(text((await other.get(path)).body)).not.toContain(handler.email);
  expect((await name(other, 2)).headers.get('location')).toBe('/console/cases?notice=gone');
  await seesNothing(other, reference);
  expect((await name(manager, 3)).headers.get('location')).toBe('/console/cases?notice=gone');
  await seesNothing(manager, reference);
  expect(text((await officer.get(path)).body)).toContain(words);
});

test('what is about someone whom nobody knows stays with the managers, whatever else is found out', async () => {
  await using collector = await aCollector();
  const [handler, manager] = [await aPerson(collector, 'handler'), await aPerson(collector, 'manager')];
  await employs(collector, [{ name: 'Unknown', email: null }]);
  const outcome = {
    'danger-outcome': 'not reportable',
    'danger-on': '2026-08-17',
    'danger-text': 'No one is in danger',
  };
  for (const order of [
    ['about', 'kind'],
    ['about', 'danger-new', 'dangers/1'],
    ['danger-new', 'about', 'dangers/2'],
  ]) {
    const { reference } = await aCase(collector, { text: words, contact });
    const path = `/console/cases/${reference}`;
    for (const step of order) {
      const fields = { version: await versionAt(manager, path), about: '1', kind: 'level', ...outcome };
      expect((await manager.post(`${path}/${step}`, fields)).status).toBe(303);
    }
    await seesNothing(handler, reference);
  }
});

test('words of danger alert the contact in the same commit, and only the managers see it until it is settled', async () => {
  await using mail = await aMailServer();
  await using collector = await aCollector({ SMTP_URL: mail.url, MAIL_FROM: 'heart@example.gov' });
  await collector.db.$client.execute(
    "UPDATE department SET contact_name = 'Duty desk', contact_email = 'duty@example.gov'",
  );
  const handler = await aPerson(collector, 'handler');
  const manager = await aPerson(collector, 'manager');
  const { reference } = await aCase(collector, { text: 'He hits my child every night.', contact });
  await nextTry(collector);
  await expect
    .poll(() => mail.emails.map(({ to }) => to[0]).toSorted())
    .toEqual(['duty@example.gov', manager.email].toSorted());
  expect(mail.emails.find(({ to }) => to[0] === 'duty@example.gov')!.text).not.toContain('child');
  await seesNothing(handler, reference);
  const home = text((await manager.get('/console')).body);
  expect(home).toContain(`Case ${reference} may describe danger or abuse.`);
  const path = `/console/cases/${reference}`;
  const settle = async (fields: Record<string, string>) =>
    manager.post(`${path}/dangers/1`, { version: await versionAt(manager, path), ...fields });
  const early = await settle({ 'danger-outcome': 'reported', 'danger-on': '2026-08-18', 'danger-text': '' });
  expect(early.status).toBe(400);
  expect(text(early.body)).toContain('today at the latest');
  const settled = await settle({ 'danger-outcome': 'reported', 'danger-on': '2026-08-17', 'danger-text': 'Hotline' });
  expect(settled.status).toBe(303);
  const page = text((await manager.get(path)).body);
  expect(page).toContain('Danger or abuse: reported on August 17, 2026');
  expect(page).toContain('Hotline');
  expect(text((await manager.get('/console')).body)).not.toContain('may describe danger');
});

test('whoever is complained about gets no email about it', async () => {
  await using mail = await aMailServer();
  await using collector = await aCollector({ SMTP_URL: mail.url, MAIL_FROM: 'heart@example.gov' });
  const [manager, other] = [await aPerson(collector, 'manager'), await aPerson(collector, 'manager')];
  await employs(collector, [{ name: 'The Head', email: manager.email }]);
  const { reference } = await aCase(collector, { text: words, contact, flags: ['many'] });
  const path = `/console/cases/${reference}`;
  await other.post(`${path}/about`, { version: await versionAt(other, path), about: '1' });
  await other.post(`${path}/danger-new`, { version: await versionAt(other, path) });
  await nextTry(collector);
  await expect.poll(() => mail.emails.length).toBe(1);
  expect(mail.emails[0]!.to).toEqual([other.email]);
  await expect.poll(() => count(collector.db, "outbox WHERE state = 'waiting'")).toBe(0);
  expect(mail.emails).toHaveLength(1);
});

test('danger in a breach of privacy alerts the Clerk’s desk, and the contact without a reference', async () => {
  await using mail = await aMailServer();
  await using collector = await aCollector({ SMTP_URL: mail.url, MAIL_FROM: 'heart@example.gov' });
  await collector.db.$client.execute("UPDATE department SET contact_email = 'duty@example.gov'");
  const clerk = await aPerson(collector, 'handler', 'clerk');
  await aPerson(collector, 'manager');
  const { reference } = await aCase(collector, { kind: 'privacy', text: 'He hits my child every night.', contact });
  await nextTry(collector);
  const alerts = () => mail.emails.filter(({ headers }) => headers['subject']![0]!.includes('danger'));
  await expect
    .poll(() =>
      alerts()
        .map(({ to }) => to[0])
        .toSorted(),
    )
    .toEqual(['duty@example.gov', clerk.email].toSorted());
  for (const { text: body } of alerts()) {
    expect(body).toContain('ask someone at the Clerk desk to read it right away');
    expect(body).not.toContain(reference);
  }
});

test('a handler’s button alerts the contact too, and without a contact or a manager the desk', async () => {
  await using mail = await aMailServer();
  await using collector = await aCollector({ SMTP_URL: mail.url, MAIL_FROM: 'heart@example.gov' });
  const handler = await aPerson(collector, 'handler');
  const other = await aPerson(collector, 'handler');
  const { reference } = await aCase(collector, { text: words, contact, flags: ['many'] });
  const path = `/console/cases/${reference}`;
  const pressed = await handler.post(`${path}/danger-new`, { version: await versionAt(handler, path) });
  expect(pressed.headers.get('location')).toBe(`${path}?notice=danger`);
  await expect.poll(() => mail.emails.length).toBe(2);
  expect(mail.emails.map(({ to }) => to[0]).toSorted()).toEqual([handler.email, other.email].toSorted());
  // Its owner sees it, and so does the desk, because there is no manager.
  expect((await other.get(path)).status).toBe(200);
  const manager = await aPerson(collector, 'manager');
  await seesNothing(other, reference);
  expect((await handler.get(path)).status).toBe(200);
  const outcome = {
    'danger-outcome': 'not reportable',
    'danger-on': '2026-08-17',
    'danger-text': 'A figure of speech',
  };
  await manager.post(`${path}/dangers/1`, { version: await versionAt(manager, path), ...outcome });
  expect((await other.get(path)).status).toBe(200);
});

const versionAt = async (person: Staff, path: string) => versionIn((await person.get(path)).body);

async function employs({ db }: TestCollector, employees: { name: string; email: string | null }[]): Promise<void> {
  for (const [index, { name, email }] of employees.entries()) {
    await db.insert(employee).values({ regionId: 1, name, email, code: `code-${index}`, createdAt: 0 });
  }
}

test('an administrator does not learn from emails at which desk a case is', async () => {
  await using collector = await aCollector();
  await aPerson(collector, 'handler', 'clerk');
  await aCase(collector, { kind: 'privacy', text: words });
  const administrator = await aPerson(collector, 'administrator');
  const page = text((await administrator.get('/console/email')).body);
  expect(page).toMatch(/New case for a desk [^@]* An employee Draft/);
  expect(page).not.toContain('h…@');
});
