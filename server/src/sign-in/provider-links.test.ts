import { Events } from 'oauth2-mock-server';
import { expect, test } from 'vitest';
import { aCollector, count } from '../../test/collector.ts';
import {
  adfsClaims,
  aProvider,
  claims,
  entraClaims,
  invited,
  invitedEmail as email,
  refused,
  throughProvider,
} from '../../test/provider.ts';
import { cookiesOf, staffOf } from '../../test/staff.ts';

// Who a sign-in at the provider belongs to: the first time the confirmed address decides, later only the link.

test('rejects an address that the provider says is not confirmed, even if addresses are trusted', async () => {
  for (const trust of [{}, { OIDC_TRUST_EMAIL: 'true' }]) {
    await using provider = await aProvider(claims);
    await using collector = await aCollector({ ...provider.env, ...trust });
    await invited(collector);
    for (const verified of [false, 'false', 'FALSE', 0, 'yes', {}]) {
      provider.claims = { ...claims, email_verified: verified };
      expect(await refused(collector), String(verified)).toContain('your email address is not confirmed');
    }
    expect(await count(collector.db, 'account')).toBe(0);
  }
});

test('accepts an address without email_verified, as from Entra ID, only if the operator trusts addresses', async () => {
  for (const verified of [undefined, null]) {
    await using provider = await aProvider({ ...entraClaims, email_verified: verified });
    await using collector = await aCollector(provider.env);
    await invited(collector);
    expect(await refused(collector)).toContain('does not say whether your email address is confirmed');
    await using trusting = await aCollector({ ...provider.env, OIDC_TRUST_EMAIL: 'true' });
    await invited(trusting);
    expect((await throughProvider(trusting)).headers.get('location')).toBe('/console');
  }
});

test('accepts "true" as a string, as AD FS sends it', async () => {
  await using provider = await aProvider(adfsClaims);
  await using collector = await aCollector(provider.env);
  await invited(collector);
  expect((await throughProvider(collector)).headers.get('location')).toBe('/console');
});

test('reads the address from the claim that the operator sets', async () => {
  const { email: _, ...withoutEmail } = entraClaims;
  await using provider = await aProvider(withoutEmail);
  const trusting = { ...provider.env, OIDC_TRUST_EMAIL: 'true' };
  await using usual = await aCollector(trusting);
  await invited(usual);
  expect(await refused(usual)).toContain('County sign-in did not send your email address');
  await using collector = await aCollector({ ...trusting, OIDC_EMAIL_CLAIM: 'preferred_username' });
  await invited(collector);
  expect((await throughProvider(collector)).headers.get('location')).toBe('/console');
  // No other claim replaces it.
  provider.claims = { ...entraClaims, sub: 'another', preferred_username: 'invited' };
  expect(await refused(collector)).toContain('did not send your email address');
});

test('fetches a missing address from the user info endpoint, and uses it only for the same person', async () => {
  await using provider = await aProvider({ sub: 'subject-1' });
  await using collector = await aCollector(provider.env);
  await invited(collector);
  expect(await refused(collector)).toContain('did not send your email address');
  provider.userInfo = { ...claims, sub: 'subject-2' };
  expect(await refused(collector)).toContain('did not send your email address');
  provider.userInfo = { ...claims, email_verified: undefined };
  expect(await refused(collector)).toContain('does not say whether');
  provider.userInfo = claims;
  expect((await throughProvider(collector)).headers.get('location')).toBe('/console');
});

test('after the first sign-in, a changed, foreign or missing address does not matter', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  await invited(collector);
  await throughProvider(collector);
  await collector.heart('person', 'add', '--email', 'other@example.gov', '--role', 'administrator');
  for (const change of [
    { email: 'married@example.gov' },
    { email: 'other@example.gov' },
    { email: undefined },
    { email_verified: false },
    { email_verified: undefined },
  ]) {
    provider.claims = { ...claims, ...change };
    const back = await throughProvider(collector);
    expect(back.headers.get('location'), JSON.stringify(change)).toBe('/console');
    const staff = staffOf(collector, { email, password: '', cookie: cookiesOf(back) });
    expect((await staff.get('/console/account')).body).toContain(email);
  }
  expect(await count(collector.db, 'account')).toBe(1);
});

test('rejects a second account at the provider with the same address', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  await invited(collector);
  await throughProvider(collector);
  provider.claims = { ...claims, sub: 'subject-2' };
  expect(await refused(collector)).toContain('already linked to a different account');
  expect(await count(collector.db, "account WHERE subject = 'subject-1'")).toBe(1);
  provider.claims = claims;
  expect((await throughProvider(collector)).headers.get('location')).toBe('/console');
});

test('links only one of several accounts with one address that sign in at the same moment', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  await invited(collector);
  let tokens = 0;
  provider.server.service.on(Events.BeforeTokenSigning, ({ payload }) => {
    tokens += 1;
    payload['sub'] = `subject-${tokens}`;
  });
  const back = await Promise.all([1, 2, 3, 4].map(() => throughProvider(collector)));
  const taken = '/console/sign-in?notice=taken';
  expect(back.map(({ headers }) => headers.get('location')).toSorted()).toEqual(['/console', taken, taken, taken]);
  expect(await count(collector.db, 'account')).toBe(1);
});

test('lets one account sign in with several browsers at the same moment, and links it once', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  await invited(collector);
  const back = await Promise.all([1, 2, 3, 4].map(() => throughProvider(collector)));
  expect(back.map(({ headers }) => headers.get('location'))).toEqual(Array(4).fill('/console'));
  expect(await count(collector.db, 'account')).toBe(1);
  expect(await count(collector.db, "audit_event WHERE action = 'provider account linked'")).toBe(1);
});

test('treats the same subject at another provider as a different person', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  await invited(collector);
  await throughProvider(collector);
  await using other = await aProvider({ ...claims, email: 'unknown@example.gov' });
  await using moved = await aCollector({ ...other.env, DATABASE_URL: collector.env['DATABASE_URL']! });
  expect(await refused(moved)).toContain('you do not have access to this site');
  // The address does not find a person who is already linked.
  other.claims = claims;
  expect(await refused(moved)).toContain('already linked to a different account');
});

test('a link stored without an issuer still works with the person’s confirmed address, and gets the issuer', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  await invited(collector);
  await throughProvider(collector);
  const forgetIssuer = () => collector.db.$client.execute('UPDATE account SET issuer = NULL');
  await forgetIssuer();
  const issuer = provider.env['OIDC_ISSUER']!;
  const named = () => count(collector.db, `account WHERE issuer = '${issuer}' AND subject = 'subject-1'`);
  const strangers: [object, string][] = [
    [{ email: 'changed@example.gov' }, 'you do not have access to this site'],
    [{ email_verified: false }, 'your email address is not confirmed'],
    [{ email_verified: undefined }, 'does not say whether your email address is confirmed'],
    [{ email: undefined }, 'did not send your email address'],
  ];
  for (const [change, message] of strangers) {
    provider.claims = { ...claims, ...change };
    expect(await refused(collector), JSON.stringify(change)).toContain(message);
    expect(await named()).toBe(0);
  }
  provider.claims = claims;
  expect((await throughProvider(collector)).headers.get('location')).toBe('/console');
  expect(await named()).toBe(1);
  // From then on only the link counts.
  provider.claims = { ...claims, email: 'changed@example.gov' };
  expect((await throughProvider(collector)).headers.get('location')).toBe('/console');
});

test('a link stored without an issuer gives no access to a subject at another provider', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  await invited(collector);
  await throughProvider(collector);
  await collector.db.$client.execute('UPDATE account SET issuer = NULL');
  await using other = await aProvider({ ...claims, email: 'other@example.gov' });
  await using moved = await aCollector({ ...other.env, DATABASE_URL: collector.env['DATABASE_URL']! });
  expect(await refused(moved)).toContain('you do not have access to this site');
  await collector.heart('person', 'add', '--email', 'other@example.gov', '--role', 'junior', '--region', 'central');
  const staff = staffOf(moved, { email: '', password: '', cookie: cookiesOf(await throughProvider(moved)) });
  const { body } = await staff.get('/console/account');
  expect([body.includes('other@example.gov'), body.includes(email)]).toEqual([true, false]);
  expect(await count(collector.db, 'account WHERE issuer IS NULL')).toBe(1);
});
