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

/** The provider's description, with something else in place of what signs people out there. */
function withSignOut({ server }: TestProvider, endpoint: unknown): void {
  server.service.on(Events.BeforeWellKnownOpenIdConfiguration, ({ body }) => {
    Object.assign(body as object, { end_session_endpoint: endpoint });
  });
}

async function signedIn(collector: TestCollector) {
  const back = await throughProvider(collector);
  return staffOf(collector, { email, password: '', cookie: cookiesOf(back) });
}

/** Where a page goes on to, and where its button leads: the same. */
function goesTo(body: string): URL {
  const [, to] = /<meta http-equiv="refresh" content="0; url=([^"]+)"/.exec(body)!;
  const [, link] = /<a class="button" href="([^"]+)"/.exec(body)!;
  expect(link).toBe(to);
  return new URL(to!.replaceAll('&amp;', '&'));
}

test('who signed in at the provider is signed out here first, and then sent there to sign out too', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  await invited(collector);
  for (const path of ['/console/sign-out', '/console/account/sign-out-everywhere']) {
    const out = await (await signedIn(collector)).post(path);
    expect([out.status, await count(collector.db, 'session')], path).toEqual([200, 0]);
    expect(out.headers.getSetCookie().join()).toMatch(/session_token=;/);
    const to = goesTo(out.body);
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

/** Expects that signing out ends the session here, and says that it goes on there. */
async function expectHonesty(collector: TestCollector, staff: Staff) {
  const out = await staffOf(collector, staff).post('/console/sign-out');
  expect(out.headers.get('location')).toBe('/console/sign-in?notice=out-here');
  expect(await count(collector.db, 'session')).toBe(0);
  const page = await (await fetch(collector.url + out.headers.get('location')!)).text();
  expect(page).toContain('You are signed out here, but not at County sign-in.');
}

test('where the provider does not offer to sign people out, they are told that they are still signed in there', async () => {
  for (const endpoint of [undefined, null, '', 'javascript:alert(1)']) {
    await using provider = await aProvider(claims);
    withSignOut(provider, endpoint);
    await using collector = await aCollector(provider.env);
    await invited(collector);
    await expectHonesty(collector, await signedIn(collector));
  }
});

test('a provider that is gone keeps nobody from signing out here', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  await invited(collector);
  const staff = await signedIn(collector);
  // Started anew, the collector knows nothing of the provider yet.
  await collector.restart();
  await provider.stop();
  await expectHonesty(collector, staff);
});

test('who signed in with a password is not sent to the provider', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  const staff = await aPerson(collector, 'ambassador');
  expect((await staff.post('/console/sign-out')).headers.get('location')).toBe('/console/sign-in?notice=out');
});

test('an ID token too long for an address is left out, and the client named alone', async () => {
  await using provider = await aProvider({
    ...claims,
    groups: Array.from({ length: 300 }, (_, i) => `group-number-${i}`),
  });
  await using collector = await aCollector(provider.env);
  await invited(collector);
  const out = await (await signedIn(collector)).post('/console/sign-out');
  const to = goesTo(out.body);
  expect([...to.searchParams.keys()]).toEqual(['client_id', 'post_logout_redirect_uri']);
});

test('after a change of provider, the ID token of the one before is not sent to the new one', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  await invited(collector);
  const staff = await signedIn(collector);
  await using other = await aProvider(claims);
  await using moved = await aCollector({ ...other.env, DATABASE_URL: collector.env['DATABASE_URL']! });
  const out = await staffOf(moved, staff).post('/console/sign-out');
  const to = goesTo(out.body);
  expect(to.origin).toBe(other.env['OIDC_ISSUER']);
  expect([...to.searchParams.keys()]).toEqual(['client_id', 'post_logout_redirect_uri']);
});
