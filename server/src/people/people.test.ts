import { expect, test } from 'vitest';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { aMailServer, readEmail } from '../../test/mail-server.ts';
import { outboxOf } from '../../test/outbox.ts';
import { aPerson, sendForm, signIn } from '../../test/staff.ts';
import { statement } from '../database/statement.ts';

const invitation = { name: 'Rosa Diaz', email: 'rosa@example.gov', role: 'ambassador', scope: 'department/cws' };
const password = 'a sentence of her own';

async function idOf({ db }: TestCollector, email: string): Promise<string> {
  const { rows } = await db.$client.execute(statement('SELECT id FROM person WHERE email = ?', [email]));
  return String(rows[0]!['id']);
}

/** The actions in the audit about that person, in order. */
async function auditedActions({ db }: TestCollector, subject: string): Promise<string[]> {
  const sql = 'SELECT action FROM audit_event WHERE subject = ? ORDER BY id';
  return (await db.$client.execute(statement(sql, [subject]))).rows.map(({ action }) => String(action));
}

const linkIn = (text: string) => /\/console\/link\/[\w-]{43}/.exec(text)?.[0];
const textOf = (html: string) => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');

test('invites someone by email, who sets a password and signs in with that role', async () => {
  await using mail = await aMailServer();
  const env = { SMTP_URL: mail.url, MAIL_FROM: 'survey@example.gov', BASE_URL: 'https://survey.example.gov' };
  await using collector = await aCollector(env);
  const admin = await aPerson(collector, 'administrator');
  const forged = { 'x-forwarded-host': 'evil.example' };
  const sent = await sendForm(collector, '/console/people/invite', invitation, { cookie: admin.cookie, ...forged });
  const id = await idOf(collector, invitation.email);
  expect([sent.status, sent.headers.get('location')]).toEqual([303, `/console/people/${id}?notice=invited`]);
  const page = await admin.get(sent.headers.get('location')!);
  expect(page.body).toContain('The invitation is on its way.');
  expect(linkIn(page.body)).toBeUndefined();

  await expect.poll(() => mail.emails).toHaveLength(1);
  const [email] = mail.emails;
  expect(email).toMatchObject({ from: 'survey@example.gov', to: ['rosa@example.gov'] });
  expect(email!.headers['subject']).toEqual(['Your invitation to the HEART Survey']);
  expect(email!.text).toContain('Hello Rosa Diaz,');
  expect(email!.text).toContain('HEART Ambassador, Child Welfare Services');
  expect(email!.text).toContain('https://survey.example.gov/console/link/');
  expect(email!.text).not.toContain('evil');
  const set = await sendForm(collector, linkIn(email!.text)!, { password, again: password });
  expect(set.status).toBe(303);
  const rosa = await signIn(collector, invitation.email, password);
  expect((await rosa.get('/console')).body).toContain('HEART Ambassador, Child Welfare Services');
  expect(await auditedActions(collector, invitation.email)).toEqual([
    'person invited',
    'invitation accepted',
    'signed in',
  ]);
});

test('without a mail server, shows the link once and offers administrators a draft with its own link', async () => {
  await using collector = await aCollector();
  const admin = await aPerson(collector, 'administrator');
  const shown = await admin.post('/console/people/invite', invitation);
  expect(shown.status).toBe(200);
  expect(shown.headers.get('cache-control')).toBe('no-store');
  const link = linkIn(shown.body)!;
  expect((await fetch(collector.url + link)).status).toBe(200);

  const page = await admin.get(`/console/people/${await idOf(collector, invitation.email)}`);
  const email = /\/console\/email\/[\w-]{36}/.exec(page.body)![0];
  const preview = await admin.get(email);
  expect(textOf(preview.body)).toContain('rosa@example.gov');
  expect(linkIn(preview.body)).toBeUndefined();
  expect((await fetch(collector.url + link)).status).toBe(200);
  const ambassador = await aPerson(collector, 'ambassador');
  expect((await ambassador.get(email)).status).toBe(404);
  expect((await ambassador.post(`${email}/draft`)).status).toBe(404);

  const draft = readEmail((await admin.post(`${email}/draft`)).body);
  expect(draft.headers).toMatchObject({ to: ['rosa@example.gov'], 'x-unsent': ['1'] });
  expect(draft.headers['from']).toBeUndefined();
  expect((await fetch(collector.url + link)).status).toBe(404);
  const own = linkIn(draft.text)!;
  expect((await sendForm(collector, own, { password, again: password })).status).toBe(303);
  await signIn(collector, invitation.email, password);
  expect(await count(collector.db, "audit_event WHERE action = 'email draft downloaded'")).toBe(1);
});

test('sends an invitation after the mail server has recovered', async () => {
  const down = await aMailServer();
  const { port } = down;
  await down[Symbol.asyncDispose]();
  await using collector = await aCollector({ SMTP_URL: down.url, MAIL_FROM: 'survey@example.gov' });
  const admin = await aPerson(collector, 'administrator');
  const sent = await admin.post('/console/people/invite', invitation);
  expect(sent.headers.get('location')).toContain('notice=invited');
  await expect.poll(() => count(collector.db, "outbox WHERE problem = 'unreachable'")).toBe(1);
  await using mail = await aMailServer({ port });
  collector.clock.now += 2 * 60 * 1000;
  await collector.restart();
  await expect.poll(() => mail.emails.map(({ to }) => to)).toEqual([[invitation.email]]);
});

test('shows each problem of an invitation at its field, and keeps what was entered', async () => {
  await using collector = await aCollector();
  const admin = await aPerson(collector, 'administrator');
  const people = await count(collector.db, 'person');
  const wrong: [Record<string, string>, string][] = [
    [{ name: '' }, 'Enter a name'],
    [{ name: 'x'.repeat(10_000) }, 'Enter a name'],
    [{ email: 'rosa' }, 'Enter an email address'],
    [{ email: 'a@example.gov, b@example.gov' }, 'Enter an email address'],
    [{ email: 'a@example.gov\r\nBcc: b@example.gov' }, 'Enter an email address'],
    [{ email: admin.email.toUpperCase() }, 'Someone already has that email address.'],
    [{ role: 'king' }, 'Choose a role.'],
    [{ role: '__proto__' }, 'Choose a role.'],
    [{ role: 'ambassador', scope: '' }, 'for one department'],
    [{ role: 'ambassador', scope: 'region/central' }, 'for one department'],
    [{ role: 'ambassador', scope: 'department/other' }, 'for one department'],
    [{ role: 'junior', scope: 'department/cws' }, 'for one region or program'],
    [{ role: 'administrator', scope: 'department/cws' }, 'for all departments'],
  ];
  for (const [fields, message] of wrong) {
    const refused = await admin.post('/console/people/invite', { ...invitation, ...fields });
    expect(refused.status, message).toBe(400);
    expect(refused.body).toContain('<title>Error: ');
    expect(refused.body).toContain(message);
    if (fields['email'] === undefined) expect(refused.body).toContain('value="rosa@example.gov"');
  }
  expect(await count(collector.db, 'person')).toBe(people);
});

test('rejects an email address that the sign-in would not accept', async () => {
  await using collector = await aCollector();
  const admin = await aPerson(collector, 'administrator');
  for (const email of ['a&b@example.gov', 'müller@example.gov', 'a..b@example.gov', 'a@exämple.gov'])
    expect((await admin.post('/console/people/invite', { ...invitation, email })).status, email).toBe(400);
  for (const email of ["o'brien+heart@example.gov", 'a_b.c-d@sub.example.gov'])
    expect((await admin.post('/console/people/invite', { ...invitation, email })).status, email).toBeLessThan(400);
});

test('creates one person for an invitation that is sent twice', async () => {
  await using collector = await aCollector();
  const admin = await aPerson(collector, 'administrator');
  const both = await Promise.all([1, 2].map(() => admin.post('/console/people/invite', invitation)));
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 400]);
  expect(await count(collector.db, "person WHERE email = 'rosa@example.gov'")).toBe(1);
  expect(await auditedActions(collector, invitation.email)).toEqual(['person invited']);
});

test('shows a hostile name as plain text on pages and as one line in an email', async () => {
  await using mail = await aMailServer();
  await using collector = await aCollector({ SMTP_URL: mail.url, MAIL_FROM: 'survey@example.gov' });
  const admin = await aPerson(collector, 'administrator');
  const name = `<script>alert("1")</script>\r\n\r\nBcc: x@evil.example \u202E'`;
  await admin.post('/console/people/invite', { ...invitation, name });
  const id = await idOf(collector, invitation.email);
  for (const path of ['/console/people', `/console/people/${id}`, '/console/people?q=%3Cscript%3E"']) {
    const { body } = await admin.get(path);
    expect(body, path).not.toContain('<script>alert');
    expect(body, path).not.toContain('value="<script>"');
  }
  await expect.poll(() => mail.emails).toHaveLength(1);
  expect(mail.emails[0]!.to).toEqual([invitation.email]);
  expect(mail.emails[0]!.html).toContain('&lt;script&gt;');
  expect(mail.emails[0]!.html).not.toContain('<script');
  expect(mail.emails[0]!.headers['bcc']).toBeUndefined();
  expect(mail.emails[0]!.text).toMatch(/^Hello <script>alert\("1"\)<\/script> Bcc: x@evil\.example .*,\r?\n/);
});

test('ends the earlier link of a new invitation, and sends a reset link to someone with a password', async () => {
  await using collector = await aCollector();
  const admin = await aPerson(collector, 'administrator');
  const first = linkIn((await admin.post('/console/people/invite', invitation)).body)!;
  const at = `/console/people/${await idOf(collector, invitation.email)}`;
  collector.clock.now += 1000;
  const second = linkIn((await admin.post(`${at}/invitation`)).body)!;
  expect((await fetch(collector.url + first)).status).toBe(404);
  const [, latest] = await outboxOf(collector);
  expect((await admin.get(at)).body).toContain(`href="/console/email/${latest!.id}"`);
  await sendForm(collector, second, { password, again: password });
  const rosa = await signIn(collector, invitation.email, password);
  const page = await admin.post(`${at}/invitation`);
  expect(textOf(page.body)).toContain('expires in one hour');
  const next = 'another sentence of hers';
  await sendForm(collector, linkIn(page.body)!, { password: next, again: next });
  expect((await rosa.get('/console')).status).toBe(303);
  await signIn(collector, invitation.email, next);
  expect(await auditedActions(collector, invitation.email)).toContain('password reset sent');
});

test('adds and ends a role once, even if the form is sent twice', async () => {
  await using collector = await aCollector();
  const admin = await aPerson(collector, 'administrator');
  const rosa = await aPerson(collector, 'junior', 'central');
  const at = `/console/people/${await idOf(collector, rosa.email)}`;
  const give = async () =>
    (await admin.post(`${at}/roles`, { role: 'representative', scope: 'department/cws' })).headers.get('location');
  expect([await give(), await give()]).toEqual([`${at}?notice=granted`, `${at}?notice=granted`]);
  expect((await admin.post(`${at}/roles`, { role: 'junior', scope: 'region/nowhere' })).status).toBe(400);
  expect((await rosa.get('/console')).body).toContain(
    'Junior Ambassador, Central Region · Department Representative, Child Welfare Services',
  );
  const page = await admin.get(at);
  const ends = [...page.body.matchAll(/action="([^"]*\/roles\/\d+\/end)"/g)].map(([, action]) => action!);
  expect(ends).toHaveLength(2);
  await admin.post(ends[0]!);
  expect((await admin.post(ends[0]!)).status).toBe(404);
  expect((await rosa.get('/console')).body).not.toContain('Junior Ambassador');
  expect((await auditedActions(collector, rosa.email)).filter((action) => action.startsWith('role'))).toEqual([
    'role granted',
    'role ended',
  ]);
});

test('ends a role only on the page of its own person', async () => {
  await using collector = await aCollector();
  const admin = await aPerson(collector, 'administrator');
  const one = await idOf(collector, (await aPerson(collector, 'junior', 'central')).email);
  const other = await idOf(collector, (await aPerson(collector, 'executive')).email);
  const { rows } = await collector.db.$client.execute(
    statement('SELECT id FROM role_grant WHERE person_id = ?', [other]),
  );
  for (const grant of [String(rows[0]!['id']), '0', '1e0', "1' OR 1=1", '999999999999999999999']) {
    const answer = await admin.post(`/console/people/${one}/roles/${encodeURIComponent(grant)}/end`);
    expect(answer.status, grant).toBe(404);
  }
  expect(await count(collector.db, 'role_grant WHERE ended_at IS NOT NULL')).toBe(0);
});

test('signs out someone whose access ends, ends their links, and can restore their access', async () => {
  await using collector = await aCollector();
  const admin = await aPerson(collector, 'administrator');
  const rosa = await aPerson(collector, 'ambassador', 'cws');
  const at = `/console/people/${await idOf(collector, rosa.email)}`;
  const link = linkIn((await admin.post(`${at}/invitation`)).body)!;
  const leave = async () => (await admin.post(`${at}/leave`)).headers.get('location');
  expect([await leave(), await leave()]).toEqual([`${at}?notice=left`, `${at}?notice=left`]);
  expect((await rosa.get('/console')).status).toBe(303);
  expect(await count(collector.db, `session WHERE user_id = '${await idOf(collector, rosa.email)}'`)).toBe(0);
  expect((await sendForm(collector, '/console/sign-in', { email: rosa.email, password: rosa.password })).status).toBe(
    401,
  );
  expect((await fetch(collector.url + link)).status).toBe(404);
  expect(textOf((await admin.get(at)).body)).toContain('Access ended on August 17, 2026');
  expect((await admin.get('/console/people')).body).not.toContain(rosa.email);
  expect((await admin.get('/console/people?show=left')).body).toContain(rosa.email);
  // Someone who has left gets no invitation and no role.
  expect((await admin.post(`${at}/invitation`)).status).toBe(400);
  expect((await admin.post(`${at}/roles`, { role: 'executive', scope: '' })).status).toBe(400);

  await admin.post(`${at}/return`);
  await admin.post(`${at}/return`);
  await signIn(collector, rosa.email);
  // The earlier links do not work again.
  expect((await fetch(collector.url + link)).status).toBe(404);
  const entries = (await auditedActions(collector, rosa.email)).filter((action) => action.startsWith('access'));
  expect(entries).toEqual(['access ended', 'access restored']);
});

test('does not let administrators end their own access or remove their own administrator role', async () => {
  await using collector = await aCollector();
  const admin = await aPerson(collector, 'administrator');
  await aPerson(collector, 'administrator');
  const id = await idOf(collector, admin.email);
  const at = `/console/people/${id}`;
  const left = await admin.post(`${at}/leave`);
  expect([left.status, left.body.includes('You cannot end your own access.')]).toEqual([400, true]);
  const { rows } = await collector.db.$client.execute(statement('SELECT id FROM role_grant WHERE person_id = ?', [id]));
  const ended = await admin.post(`${at}/roles/${String(rows[0]!['id'])}/end`);
  expect([ended.status, ended.body.includes('You cannot remove your own administrator role.')]).toEqual([400, true]);
  expect((await admin.get('/console/people')).status).toBe(200);
});

test('does not let administrators reset their own password, turn off their own two-step verification, or give themselves a role', async () => {
  await using collector = await aCollector();
  const admin = await aPerson(collector, 'administrator');
  const path = `/console/people/${await idOf(collector, admin.email)}`;
  await collector.db.$client.execute('UPDATE person SET two_factor_enabled = 1');
  expect((await admin.post(`${path}/invitation`)).status).toBe(400);
  expect((await admin.post(`${path}/second-factor/end`)).status).toBe(400);
  expect(await count(collector.db, 'person WHERE two_factor_enabled = 1')).toBe(1);
  expect(await count(collector.db, "one_time_link WHERE kind = 'reset'")).toBe(0);
  const granted = await admin.post(`${path}/roles`, { role: 'ambassador', scope: 'department/cws' });
  expect(granted.status).toBe(409);
  expect(granted.body).toContain('You cannot give yourself a role.');
  expect(await count(collector.db, 'role_grant')).toBe(1);
  expect((await admin.get(path)).body).not.toContain('Add a role');
});

test('revokes the API tokens of someone who leaves', async () => {
  await using collector = await aCollector();
  const admin = await aPerson(collector, 'administrator');
  const ambassador = await aPerson(collector, 'ambassador');
  await ambassador.post('/console/tokens', { name: 'x', scope: 'averages', department: 'cws' });
  const path = `/console/people/${await idOf(collector, ambassador.email)}`;
  await admin.post(`${path}/leave`);
  await admin.post(`${path}/return`);
  expect(await count(collector.db, 'token WHERE revoked_at IS NULL')).toBe(0);
});

test('turns off two-step verification for someone who lost their phone', async () => {
  await using collector = await aCollector();
  const admin = await aPerson(collector, 'administrator');
  const rosa = await aPerson(collector, 'executive');
  const id = await idOf(collector, rosa.email);
  await collector.db.$client.batch([
    `INSERT INTO two_factor (id, secret, backup_codes, user_id) VALUES ('1', 'x', 'x', '${id}')`,
    `UPDATE person SET two_factor_enabled = 1 WHERE id = '${id}'`,
  ]);
  expect((await admin.get('/console/people')).body).toContain('Password and two-step verification');
  await admin.post(`/console/people/${id}/second-factor/end`);
  await admin.post(`/console/people/${id}/second-factor/end`);
  await signIn(collector, rosa.email);
  expect(await count(collector.db, 'two_factor')).toBe(0);
  expect(
    (await auditedActions(collector, rosa.email)).filter((action) => action === 'two-step verification turned off'),
  ).toHaveLength(1);
});

test('hides these pages from everyone except administrators, and changes nothing for them', async () => {
  await using collector = await aCollector();
  const admin = await aPerson(collector, 'administrator');
  const id = await idOf(collector, admin.email);
  const posts: [string, Record<string, string>][] = [
    ['/console/people/invite', invitation],
    [`/console/people/${id}/invitation`, {}],
    [`/console/people/${id}/roles`, { role: 'executive', scope: '' }],
    [`/console/people/${id}/roles/1/end`, {}],
    [`/console/people/${id}/leave`, {}],
    [`/console/people/${id}/return`, {}],
    [`/console/people/${id}/second-factor/end`, {}],
  ];
  const others = [['ambassador', 'cws'], ['junior', 'central'], ['representative', 'cws'], ['executive']] as const;
  for (const [role, where] of others) {
    const staff = await aPerson(collector, role, where);
    const before = await count(collector.db, 'audit_event');
    for (const path of ['/console/people', '/console/people/invite', `/console/people/${id}`])
      expect((await staff.get(path)).status, `${role} ${path}`).toBe(404);
    for (const [path, fields] of posts) expect((await staff.post(path, fields)).status, `${role} ${path}`).toBe(404);
    expect((await staff.get('/console')).body).not.toContain('/console/people');
    expect(await count(collector.db, 'audit_event')).toBe(before);
  }
  for (const path of ['nobody', "' OR 1=1 --", '%00']) {
    expect((await admin.get(`/console/people/${encodeURIComponent(path)}`)).status, path).toBe(404);
    expect((await admin.post(`/console/people/${encodeURIComponent(path)}/leave`)).status, path).toBe(404);
  }
  expect(await count(collector.db, 'person WHERE left_at IS NOT NULL')).toBe(0);
});

test('finds people by name and email address, and says so when there are no results', async () => {
  await using collector = await aCollector();
  const admin = await aPerson(collector, 'administrator');
  await admin.post('/console/people/invite', { ...invitation, name: 'Percy 100%_' });
  const found = async (q: string) =>
    [...(await admin.get(`/console/people?q=${encodeURIComponent(q)}`)).body.matchAll(/<th scope="row">/g)].length;
  expect([await found(''), await found('percy'), await found('ROSA@'), await found('%'), await found('100%_')]).toEqual(
    [2, 1, 1, 1, 1],
  );
  const nobody = await admin.get('/console/people?q=nobody"at<all');
  expect(textOf(nobody.body)).toContain('No results for “nobody&quot;at&lt;all”. Show everyone');
  expect((await admin.get('/console/people?show=left')).body).toContain('No one has left yet.');
});

test('removes characters from a name that change the direction of the text around it', async () => {
  await using collector = await aCollector();
  const admin = await aPerson(collector, 'administrator');
  const signs = '\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069';
  const name = `${signs}Rosa \u202E Diaz${signs}`;
  expect((await admin.post('/console/people/invite', { ...invitation, name })).status).toBe(200);
  expect(await count(collector.db, "person WHERE name = 'Rosa Diaz'")).toBe(1);
  const nameless = { ...invitation, email: 'other@example.gov', name: signs };
  expect((await admin.post('/console/people/invite', nameless)).status).toBe(400);
  const email = 'third@example.gov';
  await collector.heart('person', 'add', '--email', email, '--name', name, '--role', 'administrator');
  expect(await count(collector.db, "person WHERE name = 'Rosa Diaz'")).toBe(2);
});
