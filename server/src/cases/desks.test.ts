import { expect, test } from 'vitest';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { aMailServer } from '../../test/mail-server.ts';
import { aPerson, type Staff } from '../../test/staff.ts';
import { statement } from '../database/statement.ts';

const clerk = '/console/desks/clerk';

/** The id of the person with that email address. */
async function idOf({ db }: TestCollector, { email }: Pick<Staff, 'email'>): Promise<string> {
  const { rows } = await db.$client.execute(statement('SELECT id FROM person WHERE email = ?', [email]));
  return String(rows[0]!['id']);
}

/** The id of the latest role that someone was given. */
async function latestGrant({ db }: TestCollector): Promise<string> {
  const { rows } = await db.$client.execute('SELECT max(id) AS id FROM role_grant');
  return String(rows[0]!['id']);
}

const auditOf = async ({ db }: TestCollector, action: string) => {
  const sql = 'SELECT subject, detail FROM audit_event WHERE action = ? ORDER BY id';
  const { rows } = await db.$client.execute(statement(sql, [action]));
  return rows.map((row) => [row['subject'], JSON.parse(String(row['detail']))]);
};

test('whoever is added to a restricted desk opens nothing until a second administrator confirms, and the desk is told', async () => {
  await using mail = await aMailServer();
  await using collector = await aCollector({ SMTP_URL: mail.url, MAIL_FROM: 'survey@example.gov' });
  const [first, second] = [await aPerson(collector, 'administrator'), await aPerson(collector, 'administrator')];
  const member = await aPerson(collector, 'handler', 'clerk');
  const newcomer = await aPerson(collector, 'executive');
  const isAtDesk = async () => (await newcomer.get('/console')).body.includes('Case Handler');
  const person = await idOf(collector, newcomer);

  expect(await first.post(`${clerk}/members`, { person })).toMatchObject({ status: 303 });
  const grant = await latestGrant(collector);
  expect(await isAtDesk()).toBe(false);
  await expect.poll(() => mail.emails.length).toBe(2);
  const told = new Map(mail.emails.map(({ to, text }) => [to[0]!, text]));
  expect([...told.keys()].toSorted()).toEqual([member.email, second.email].toSorted());
  expect(told.get(second.email)).toContain(clerk);
  expect(told.get(member.email)).not.toContain('/console/desks');
  expect(told.get(member.email)).toContain(newcomer.email);

  const waiting = 'waiting for a second administrator';
  for (const page of ['/console/desks', `/console/people/${person}`, '/console/people']) {
    expect((await second.get(page)).body, page).toContain(waiting);
  }
  expect((await second.get('/console')).body).toContain(`was added to the Clerk desk. A second administrator must`);
  expect((await first.get('/console')).body).not.toContain('was added to the Clerk desk');
  expect((await first.get(clerk)).body).not.toContain('/confirmation"');
  const confirmation = `${clerk}/members/${grant}/confirmation`;
  expect((await first.post(confirmation)).status).toBe(409);
  expect((await newcomer.post(confirmation)).status).toBe(404);
  expect((await second.post(`/console/desks/treasury/members/${grant}/confirmation`)).status).toBe(404);
  expect(await isAtDesk()).toBe(false);

  expect((await second.get(clerk)).body).toContain('/confirmation"');
  const answers = await Promise.all([second.post(confirmation), second.post(confirmation)]);
  expect(answers.map(({ status }) => status)).toEqual([303, 303]);
  expect(await isAtDesk()).toBe(true);
  expect(await auditOf(collector, 'role granted')).toEqual([[newcomer.email, { role: 'handler', desk: 'clerk' }]]);
  expect(await auditOf(collector, 'role confirmed')).toEqual([[newcomer.email, { role: 'handler', desk: 'clerk' }]]);
  expect((await second.get(`/console/people/${person}`)).body).not.toContain(waiting);

  expect((await second.post(`${clerk}/members/${grant}/end`)).status).toBe(303);
  expect(await isAtDesk()).toBe(false);
});

test('the People page and invitations add someone to a restricted desk by the same rule', async () => {
  await using mail = await aMailServer();
  await using collector = await aCollector({ SMTP_URL: mail.url, MAIL_FROM: 'survey@example.gov' });
  const [first, second] = [await aPerson(collector, 'administrator'), await aPerson(collector, 'administrator')];
  const newcomer = await aPerson(collector, 'executive');
  const person = await idOf(collector, newcomer);
  const role = { role: 'handler', scope: 'desk/clerk' };
  const added = await first.post(`/console/people/${person}/roles`, role);
  expect((await first.get(added.headers.get('location')!)).body).toContain('A second administrator must confirm it');
  await expect.poll(() => mail.emails.map(({ to }) => to[0])).toEqual([second.email]);

  const invited = { name: 'Robin Vale', email: 'robin.vale@example.gov', ...role };
  expect((await first.post('/console/people/invite', invited)).status).toBe(303);
  await expect.poll(() => mail.emails.length).toBe(3);
  const subjects = mail.emails.map(({ to, headers }) => `${to[0]}: ${headers['subject']![0]}`).toSorted();
  expect(subjects).toContain(`${second.email}: Someone was added to the Clerk desk`);
  expect(await count(collector.db, 'role_grant WHERE desk_id = 1 AND is_pending = 1')).toBe(2);
  // An unrestricted desk asks nobody.
  await first.post(`/console/people/${person}/roles`, { role: 'handler', scope: 'desk/treasury' });
  expect((await newcomer.get('/console')).body).toContain('Case Handler, Treasury');
  expect(await count(collector.db, "outbox WHERE kind = 'desk-notice'")).toBe(2);
});

test('no one adds or confirms themselves, and those who left cannot be added', async () => {
  await using collector = await aCollector();
  const [first, second] = [await aPerson(collector, 'administrator'), await aPerson(collector, 'administrator')];
  const add = async (by: Staff, person: string) => (await by.post(`${clerk}/members`, { person })).status;
  expect(await add(first, await idOf(collector, first))).toBe(409);
  expect(await add(first, 'nobody')).toBe(400);
  const former = await idOf(collector, await aPerson(collector, 'executive'));
  await first.post(`/console/people/${former}/leave`);
  expect(await add(first, former)).toBe(400);
  expect(await add(first, await idOf(collector, second))).toBe(303);
  const grant = await latestGrant(collector);
  expect((await second.post(`${clerk}/members/${grant}/confirmation`)).status).toBe(409);
  expect(await count(collector.db, "role_grant WHERE role = 'handler' AND is_pending = 0")).toBe(0);
});

test('administrators read that the Clerk’s desk is empty, and no one else does', async () => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  const manager = await aPerson(collector, 'manager');
  const empty = 'No one is on the Clerk’s desk.';
  expect((await administrator.get('/console')).body).toContain(empty);
  expect((await manager.get('/console')).body).not.toContain(empty);
  const newcomer = await idOf(collector, await aPerson(collector, 'executive'));
  await administrator.post(`${clerk}/members`, { person: newcomer });
  expect((await administrator.get('/console')).body, 'who waits is not there yet').toContain(empty);
  await aPerson(collector, 'handler', 'clerk');
  expect((await administrator.get('/console')).body).not.toContain(empty);
});

test('a desk is added, renamed, restricted and ended, each once and in the audit', async () => {
  await using collector = await aCollector();
  const [administrator, second] = [
    await aPerson(collector, 'administrator'),
    await aPerson(collector, 'administrator'),
  ];
  const added = await administrator.post('/console/desks', { name: 'Housing <b>Desk', department: 'cws' });
  expect(added.headers.get('location')).toBe('/console/desks/housing-b?notice=added');
  const page = '/console/desks/housing-b';
  expect((await administrator.post('/console/desks', { name: 'housing <B>desk', department: '' })).body).toContain(
    'Another desk already has this name.',
  );
  // The desk of a department with the short name `housing` is still free.
  await administrator.post('/console/desks', { name: 'Housing desk', department: '' });
  expect(await count(collector.db, "desk WHERE slug LIKE '%-desk'")).toBe(1);

  const handler = await aPerson(collector, 'executive');
  await administrator.post(`${page}/members`, { person: await idOf(collector, handler) });
  expect((await handler.get('/console')).body).toContain('Case Handler');
  const seen = { was: 'Housing <b>Desk', was_restricted: '0' };
  const saved = await administrator.post(page, { ...seen, name: 'Housing', restricted: 'yes' });
  expect((await administrator.get(saved.headers.get('location')!)).body).toContain('must now confirm each person');
  expect((await handler.get('/console')).body).not.toContain('Case Handler');
  expect((await second.post(page, { ...seen, name: 'Homes' })).status, 'someone else was first').toBe(409);

  const routing = '/console/departments/cws/case-routing';
  const routes = {
    ...{ privacy: 'housing-b', damage: 'treasury', delivery: 'cws-desk', level: 'cws-desk', courtesy: 'cws-desk' },
    ...{ officials: 'administration', discrimination: 'accessibility', access: 'accessibility', other: 'cws-desk' },
  };
  expect((await administrator.post(routing, { ...routes, decided: '{}' })).status).toBe(303);
  expect((await administrator.post(`${page}/ending`)).status, 'complaints go to it').toBe(409);
  const loosened = await administrator.post(page, { was: 'Housing', was_restricted: '1', name: 'Housing' });
  expect(loosened.status).toBe(409);
  expect(loosened.body).toContain('must stay restricted');
  const decided = JSON.stringify({ privacy: 6 });
  const privacy = (slug: string) => administrator.post(routing, { ...routes, privacy: slug, decided });
  expect((await privacy('treasury')).status, 'not restricted').toBe(400);
  expect((await administrator.post(routing, { ...routes, privacy: 'clerk', decided: '{}' })).status, 'stale').toBe(409);
  expect((await privacy('clerk')).status).toBe(303);
  expect((await administrator.post(`${page}/ending`)).status).toBe(303);
  expect((await administrator.post(`${page}/ending`)).status).toBe(303);
  expect((await administrator.post(routing, { ...routes, level: 'housing-b', decided })).status, 'ended').toBe(400);
  for (const always of ['clerk', 'cws-desk']) {
    expect((await administrator.post(`/console/desks/${always}/ending`)).status).toBe(409);
  }
  expect((await administrator.post(clerk, { was: 'Clerk', was_restricted: '1', name: 'Clerk' })).status).toBe(409);

  expect(await auditOf(collector, 'desk changed')).toEqual([
    ['housing-b', { name: ['Housing <b>Desk', 'Housing'], restricted: true }],
  ]);
  expect(await auditOf(collector, 'case routing changed')).toEqual([
    ['cws', { privacy: ['clerk', 'housing-b'] }],
    ['cws', { privacy: ['housing-b', 'clerk'] }],
  ]);
  expect(await auditOf(collector, 'desk ended')).toHaveLength(1);
  expect((await administrator.get('/console/desks')).body).toContain('Ended desks');
});
