import { createServer } from 'node:net';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { aCollector, count } from '../../test/collector.ts';
import { aProvider, claims, invited, invitedEmail as email, refused, throughProvider } from '../../test/provider.ts';
import { cookiesOf, staffOf } from '../../test/staff.ts';
import { statement } from '../database/statement.ts';

test('an invited person signs in with the agency’s own sign-in, found by the confirmed address in any case', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  await invited(collector);
  const page = await (await fetch(`${collector.url}/console/sign-in`)).text();
  expect(page).toContain('Sign in with County sign-in');
  for (const times of [1, 2]) {
    const back = await throughProvider(collector, { next: '/console/account' });
    expect([back.status, back.headers.get('location')], back.body).toEqual([303, '/console/account']);
    const staff = staffOf(collector, { email, password: '', cookie: cookiesOf(back) });
    const account = await staff.get('/console/account');
    expect(account.body).toContain('You sign in with County sign-in');
    // Administrators decide what people are called here. The provider's name for them changes nothing.
    expect(account.body).not.toContain('Somebody Else');
    expect(await count(collector.db, 'session WHERE started_at = seen_at AND user_agent IS NULL')).toBe(times);
  }
  expect(await count(collector.db, 'person')).toBe(1);
  const { rows } = await collector.db.$client.execute('SELECT * FROM account');
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    issuer: provider.env['OIDC_ISSUER'],
    subject: 'subject-1',
    access_token: null,
    refresh_token: null,
    id_token: null,
  });
  const entries = (action: string) =>
    count(collector.db, `audit_event WHERE action = '${action}' AND subject = 'invited@example.gov'`);
  expect([await entries('provider account linked'), await entries('signed in')]).toEqual([1, 2]);
});

test('works with https, where cookies have a different name', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector({ ...provider.env, BASE_URL: 'https://survey.example.gov' });
  await invited(collector);
  const back = await throughProvider(collector);
  expect(cookiesOf(back)).toMatch(/__Host-heart\.session_token=/);
  expect(back.headers.get('location')).toBe('/console');
});

test('signing in at the provider does not create a person', async () => {
  await using provider = await aProvider({ ...claims, email: 'stranger@example.gov' });
  await using collector = await aCollector(provider.env);
  await invited(collector);
  expect(await refused(collector)).toContain('you do not have access to this site');
  expect(await count(collector.db, 'person')).toBe(1);
  expect(await count(collector.db, 'account')).toBe(0);
});

test('rejects people who have left', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  await invited(collector);
  const leave = (at: number | null) => collector.db.$client.execute(statement('UPDATE person SET left_at = ?', [at]));
  await leave(1);
  expect(await refused(collector)).toContain('you do not have access to this site');
  await leave(null);
  expect((await throughProvider(collector)).headers.get('location')).toBe('/console');
  await leave(1);
  expect(await refused(collector)).toContain('you do not have access to this site');
});

test('rejects a callback for a sign-in that this browser did not start', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  await invited(collector);
  const stale = 'started in another window, or it took too long';
  expect(await refused(collector, { change: (back) => back.searchParams.delete('state') })).toContain(stale);
  expect(await refused(collector, { change: (back) => back.searchParams.set('state', 'forged') })).toContain(stale);
  expect(await refused(collector, { keepsCookie: false })).toContain(stale);
  const denied = (back: URL) => {
    back.searchParams.delete('code');
    back.searchParams.set('error', 'access_denied');
    back.searchParams.set('error_description', '<script>alert(1)</script>');
  };
  const notice = await refused(collector, { change: denied });
  expect(notice).toContain('County sign-in did not sign you in');
  expect(notice).not.toContain('script');
  expect(await refused(collector, { change: (back) => back.searchParams.set('code', 'made-up') })).toBeDefined();
});

test('rejects an ID token that is not for this installation', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  await invited(collector);
  for (const change of [{ aud: 'another' }, { iss: 'https://evil.example' }, { nonce: 'another' }, { exp: 1 }]) {
    provider.claims = { ...claims, ...change };
    expect(await refused(collector), JSON.stringify(change)).toContain('did not sign you in');
  }
});

test('starts without the provider, says that it cannot be reached, and finds it later', async () => {
  const gone = await aProvider(claims);
  const port = Number(new URL(gone.env['OIDC_ISSUER']!).port);
  await gone.stop();
  await using collector = await aCollector(gone.env);
  await invited(collector);
  const away = await fetch(`${collector.url}/console/sign-in/provider`, { redirect: 'manual' });
  expect(away.headers.get('location')).toBe('/console/sign-in?notice=unreachable');
  const page = await (await fetch(collector.url + away.headers.get('location')!)).text();
  expect(page).toContain('We cannot reach County sign-in.');
  expect(page).toContain('name="password"');
  await using back = await aProvider(claims, port);
  expect(back.server.listening).toBe(true);
  expect((await throughProvider(collector)).headers.get('location')).toBe('/console');
});

test('a provider that never answers delays only people who sign in with it', async () => {
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as { port: number };
  const env = { OIDC_ISSUER: `http://127.0.0.1:${port}`, OIDC_CLIENT_ID: 'heart', OIDC_CLIENT_SECRET: 'secret' };
  await using collector = await aCollector(env);
  const waiting = fetch(`${collector.url}/console/sign-in/provider`, { redirect: 'manual' });
  expect((await fetch(`${collector.url}/console/sign-in`)).status).toBe(200);
  expect((await waiting).headers.get('location')).toBe('/console/sign-in?notice=unreachable');
  silent.close();
});

test('none of the sign-in library’s own endpoints are reachable', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  const get = ['', '/ok', '/error', '/get-session', '/list-sessions', '/callback', '/callback/google', '/reference'];
  const post = [
    '/sign-in/email',
    '/sign-up/email',
    '/sign-in/social',
    '/change-password',
    '/two-factor/enable',
    '/callback/oidc',
  ];
  const headers = { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' };
  for (const path of get) expect((await fetch(`${collector.url}/console/auth${path}`)).status, path).toBe(404);
  for (const path of post) {
    const answer = await fetch(`${collector.url}/console/auth${path}`, { method: 'POST', headers, body: '{}' });
    expect(answer.status, path).toBe(404);
  }
});
