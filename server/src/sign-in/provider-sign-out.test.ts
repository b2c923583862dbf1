import { Events } from 'oauth2-mock-server';
import { expect, test } from 'vitest';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import {
  aProvider,
  claims,
  invited,
  invitedEmail as email,
  throughProvider,
  type TestProvider,
} from '../../test/provider.ts';
import { aPerson, cookiesOf, staffOf, type Staff } from '../../test/staff.ts';

/** Changes the sign-out endpoint in the provider's description. */
function withSignOut({ server }: TestProvider, endpoint: unknown): void {
  server.service.on(Events.BeforeWellKnownOpenIdConfiguration, ({ body }) => {
    Object.assign(body as object, { end_session_endpoint: endpoint });
  });
}

async function signedIn(collector: TestCollector) {
  const back = await throughProvider(collector);
  return staffOf(collector, { email, password: '', cookie: cookiesOf(back) });
}

/** The address that a page continues to, by itself and with its button. */
function continuesTo(body: string): URL {
  const [, to] = /<meta http-equiv="refresh" content="0; url=([^"]+)"/.exec(body)!;
  const [, link] = /<a class="button" href="([^"]+)"/.exec(body)!;
  expect(link).toBe(to);
  return new URL(to!.replaceAll('&amp;', '&'));
}

test('signs people out here first, and then sends them to the provider to sign out too', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  await invited(collector);
  for (const path of ['/console/sign-out', '/console/account/sign-out-everywhere']) {
    const out = await (await signedIn(collector)).post(path);
    expect([out.status, await count(collector.db, 'session')], path).toEqual([200, 0]);
    expect(out.headers.getSetCookie().join()).toMatch(/session_token=;/);
    const to = continuesTo(out.body);
    expect(to.origin + to.pathname).toBe(`${provider.env['OIDC_ISSUER']}/endsession`);
    const back = 'http://localhost:0/console/signed-out';
    expect(to.searchParams.get('post_logout_redirect_uri')).toBe(back);
    expect(to.searchParams.get('client_id')).toBe('heart');
    const hint = JSON.parse(Buffer.from(to.searchParams.get('id_token_hint')!.split('.')[1]!, 'base64url').toString());
    expect(hint).toMatchObject({ sub: 'subject-1', aud: 'heart' });
    const there = await fetch(to, { redirect: 'manual' });
    expect(there.headers.get('location')).toBe(back);
    const landed = await fetch(`${collector.url}/console/signed-out`);
    expect(await landed.text()).toContain('You are signed out.');
  }
});

/** Expects that signing out ends the session here and warns that the one at the provider continues. */
async function expectWarning(collector: TestCollector, staff: Staff) {
  const out = await staffOf(collector, staff).post('/console/sign-out');
  expect(out.headers.get('location')).toBe('/console/sign-in?notice=out-here');
  expect(await count(collector.db, 'session')).toBe(0);
  const page = await (await fetch(collector.url + out.headers.get('location')!)).text();
  expect(page).toContain('You are signed out here, but not at County sign-in.');
}

test('warns people that they are still signed in at a provider without a sign-out endpoint', async () => {
  for (const endpoint of [undefined, null, '', 'javascript:alert(1)']) {
    await using provider = await aProvider(claims);
    withSignOut(provider, endpoint);
    await using collector = await aCollector(provider.env);
    await invited(collector);
    await expectWarning(collector, await signedIn(collector));
  }
});

test('people can sign out here while the provider is down', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  await invited(collector);
  const staff = await signedIn(collector);
  // After a restart, the collector has not contacted the provider yet.
  await collector.restart();
  await provider.stop();
  await expectWarning(collector, staff);
});

test('does not send people who signed in with a password to the provider', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  const staff = await aPerson(collector, 'ambassador');
  expect((await staff.post('/console/sign-out')).headers.get('location')).toBe('/console/sign-in?notice=out');
});

test('leaves out an ID token that is too long for an address', async () => {
  await using provider = await aProvider({
    ...claims,
    groups: Array.from({ length: 300 }, (_, i) => `group-number-${i}`),
  });
  await using collector = await aCollector(provider.env);
  await invited(collector);
  const out = await (await signedIn(collector)).post('/console/sign-out');
  const to = continuesTo(out.body);
  expect([...to.searchParams.keys()]).toEqual(['client_id', 'post_logout_redirect_uri']);
});

test('does not send an ID token from the previous provider to a new one', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  await invited(collector);
  const staff = await signedIn(collector);
  await using other = await aProvider(claims);
  await using moved = await aCollector({ ...other.env, DATABASE_URL: collector.env['DATABASE_URL']! });
  const out = await staffOf(moved, staff).post('/console/sign-out');
  const to = continuesTo(out.body);
  expect(to.origin).toBe(other.env['OIDC_ISSUER']);
  expect([...to.searchParams.keys()]).toEqual(['client_id', 'post_logout_redirect_uri']);
});
