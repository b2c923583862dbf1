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

// Whom a sign-in at the provider belongs to: the first time by an address that it vouches for, then by the link alone.

test('an address that the provider says is not confirmed lets nobody in, trusted or not', async () => {
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

test('an address about which the provider says nothing counts only where the operator trusts it, as for Entra ID', async () => {
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

test('AD FS sends "true" as text, and that is true', async () => {
  await using provider = await aProvider(adfsClaims);
  await using collector = await aCollector(provider.env);
  await invited(collector);
  expect((await throughProvider(collector)).headers.get('location')).toBe('/console');
});

test('the address may be in another claim, if the operator says which', async () => {
  const { email: _, ...withoutEmail } = entraClaims;
  await using provider = await aProvider(withoutEmail);
  const trusting = { ...provider.env, OIDC_TRUST_EMAIL: 'true' };
  await using usual = await aCollector(trusting);
  await invited(usual);
  expect(await refused(usual)).toContain('County sign-in did not send your email address');
  await using collector = await aCollector({ ...trusting, OIDC_EMAIL_CLAIM: 'preferred_username' });
  await invited(collector);
  expect((await throughProvider(collector)).headers.get('location')).toBe('/console');
  // Another claim is not taken in its place.
  provider.claims = { ...entraClaims, sub: 'another', preferred_username: 'invited' };
  expect(await refused(collector)).toContain('did not send your email address');
});

test('an address that the ID token leaves out is asked of the user info endpoint, of the same person alone', async () => {
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

test('after the first sign-in only the link counts: another address, a stranger’s, or none', async () => {
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

test('a second account at the provider with the same address does not get in', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  await invited(collector);
  await throughProvider(collector);
  provider.claims = { ...claims, sub: 'subject-2' };
  expect(await refused(collector)).toContain('belongs to somebody who signs in with another account');
  expect(await count(collector.db, "account WHERE subject = 'subject-1'")).toBe(1);
  provider.claims = claims;
  expect((await throughProvider(collector)).headers.get('location')).toBe('/console');
});

test('of several accounts with one address that sign in at the same moment one is linked', async () => {
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

test('one account that signs in with several browsers at the same moment is let in with each, and linked once', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  await invited(collector);
  const back = await Promise.all([1, 2, 3, 4].map(() => throughProvider(collector)));
  expect(back.map(({ headers }) => headers.get('location'))).toEqual(Array(4).fill('/console'));
  expect(await count(collector.db, 'account')).toBe(1);
  expect(await count(collector.db, "audit_event WHERE action = 'provider account linked'")).toBe(1);
});

test('a link holds for its issuer: the same subject at another provider is somebody else', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  await invited(collector);
  await throughProvider(collector);
  await using other = await aProvider({ ...claims, email: 'unknown@example.gov' });
  await using moved = await aCollector({ ...other.env, DATABASE_URL: collector.env['DATABASE_URL']! });
  expect(await refused(moved)).toContain('you have no access here');
  // Nor does the address find a person again whose link is there.
  other.claims = claims;
  expect(await refused(moved)).toContain('belongs to somebody who signs in with another account');
});

test('a link from before issuers were kept goes on for the address that is the person’s, and gets its issuer', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  await invited(collector);
  await throughProvider(collector);
  const forgetIssuer = () => collector.db.$client.execute('UPDATE account SET issuer = NULL');
  await forgetIssuer();
  const issuer = provider.env['OIDC_ISSUER']!;
  const named = () => count(collector.db, `account WHERE issuer = '${issuer}' AND subject = 'subject-1'`);
  const strangers: [object, string][] = [
    [{ email: 'changed@example.gov' }, 'you have no access here'],
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

test('at another provider, the subject of a link from before issuers were kept opens nobody else’s account', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  await invited(collector);
  await throughProvider(collector);
  await collector.db.$client.execute('UPDATE account SET issuer = NULL');
  await using other = await aProvider({ ...claims, email: 'other@example.gov' });
  await using moved = await aCollector({ ...other.env, DATABASE_URL: collector.env['DATABASE_URL']! });
  expect(await refused(moved)).toContain('you have no access here');
  await collector.heart('person', 'add', '--email', 'other@example.gov', '--role', 'junior', '--region', 'central');
  const staff = staffOf(moved, { email: '', password: '', cookie: cookiesOf(await throughProvider(moved)) });
  const { body } = await staff.get('/console/account');
  expect([body.includes('other@example.gov'), body.includes(email)]).toEqual([true, false]);
  expect(await count(collector.db, 'account WHERE issuer IS NULL')).toBe(1);
});
