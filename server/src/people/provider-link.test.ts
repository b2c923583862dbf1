import { expect, test } from 'vitest';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { aProvider, claims, invited, invitedEmail, throughProvider } from '../../test/provider.ts';
import { aPerson, signIn } from '../../test/staff.ts';
import { statement } from '../database/statement.ts';

async function pathOf({ db }: TestCollector, email: string): Promise<string> {
  const { rows } = await db.$client.execute(statement('SELECT id FROM person WHERE email = ?', [email]));
  return `/console/people/${String(rows[0]!['id'])}`;
}

const unlinked = `audit_event WHERE action = 'provider account unlinked' AND subject = '${invitedEmail}'`;

test('unlinks an account at the provider, ends its sessions, and links again at the next sign-in', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  await invited(collector);
  await throughProvider(collector);
  const admin = await aPerson(collector, 'administrator');
  const path = await pathOf(collector, invitedEmail);
  expect((await admin.get(path)).body).toContain('Account at County sign-in');
  const done = await admin.post(`${path}/provider-link/end`);
  const page = await admin.get(done.headers.get('location')!);
  expect(page.body).toContain('The account is unlinked.');
  expect(page.body).not.toContain('Account at County sign-in');
  expect(await count(collector.db, 'session')).toBe(1);
  // The second time changes nothing, so the audit has one entry.
  await admin.post(`${path}/provider-link/end`);
  expect(await count(collector.db, unlinked)).toBe(1);
  provider.claims = { ...claims, sub: 'subject-2' };
  expect((await throughProvider(collector)).headers.get('location')).toBe('/console');
  expect(await count(collector.db, "account WHERE subject = 'subject-2'")).toBe(1);
});

test('ends every session and token of the person whose account is unlinked, and no others', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  const person = await aPerson(collector, 'ambassador');
  const other = await aPerson(collector, 'ambassador');
  provider.claims = { ...claims, email: person.email };
  const fields = { name: 'Monthly report', scope: 'averages', department: '' };
  const tokens: string[] = [];
  for (const staff of [person, other]) {
    const { body } = await staff.post('/console/tokens', fields);
    tokens.push(/heart_[\w-]{43}/.exec(body)![0]);
  }
  const opened = () =>
    Promise.all(
      tokens.map(async (token) => {
        const headers = { Authorization: `Bearer ${token}` };
        return (await fetch(`${collector.url}/api/v1/departments/cws/quarters/2026-07`, { headers })).status;
      }),
    );
  const admin = await aPerson(collector, 'administrator');
  const path = await pathOf(collector, person.email);
  // Without a linked account, nothing ends.
  await admin.post(`${path}/provider-link/end`);
  expect((await person.get('/console')).status).toBe(200);
  expect(await opened()).toEqual([200, 200]);
  await throughProvider(collector);
  expect((await admin.get(path)).body).toMatch(/and their API\s+tokens are revoked/);

  const done = await admin.post(`${path}/provider-link/end`);
  const page = await admin.get(done.headers.get('location')!);
  expect(page.body).toContain('They are signed out everywhere, and their API tokens no longer work.');
  expect((await person.get('/console')).status).toBe(303);
  expect((await other.get('/console')).status).toBe(200);
  expect(await opened()).toEqual([401, 200]);
  const audited = (action: string) =>
    count(collector.db, `audit_event WHERE action = '${action}' AND subject = '${person.email}'`);
  expect([await audited('provider account unlinked'), await audited('tokens revoked')]).toEqual([1, 1]);
  expect((await (await signIn(collector, person.email)).get('/console')).status).toBe(200);
});

test('lets only administrators unlink accounts, and not their own', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  await invited(collector);
  await throughProvider(collector);
  const admin = await aPerson(collector, 'administrator');
  const own = await admin.post(`${await pathOf(collector, admin.email)}/provider-link/end`);
  expect([own.status, own.body.includes('You cannot unlink your own account.')]).toEqual([400, true]);
  const representative = await aPerson(collector, 'representative');
  const path = await pathOf(collector, invitedEmail);
  expect((await representative.post(`${path}/provider-link/end`)).status).toBe(404);
  expect(await count(collector.db, "account WHERE provider_id = 'oidc'")).toBe(1);
});

test('unlinks everyone or one person from the command line', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  await invited(collector);
  await throughProvider(collector);
  const unlink = async (...args: string[]) => {
    const { code, out, err } = await collector.heart('person', 'unlink', ...args);
    return { code, text: out + err };
  };
  expect(await unlink()).toEqual({ code: 1, text: 'Give --email ADDRESS or --all.' });
  expect(await unlink('--email', 'nobody@example.gov')).toEqual({
    code: 1,
    text: 'No one has the email address nobody@example.gov.',
  });
  expect((await unlink('--email', invitedEmail.toUpperCase())).text).toMatch(/^Unlinked: 1\./);
  expect(await unlink('--all')).toEqual({ code: 0, text: 'There were no linked accounts.' });
  await throughProvider(collector);
  expect((await unlink('--all')).text).toMatch(/^Unlinked: 1\./);
  expect(await count(collector.db, 'session')).toBe(0);
  expect(await count(collector.db, unlinked)).toBe(2);
});
