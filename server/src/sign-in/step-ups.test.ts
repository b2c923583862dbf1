import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { aProvider, claims, entraClaims, invited, throughProvider, type TestProvider } from '../../test/provider.ts';
import { cookiesOf } from '../../test/staff.ts';
import { aStepUpPage, stepUpPath } from '../../test/step-up-page.ts';
import { purgeSignIns } from './sign-in.ts';

const minute = 60_000;

/** Signs in at the provider, and opens the page that asks for a step-up. */
async function signedIn(collector: TestCollector) {
  await invited(collector);
  const cookie = cookiesOf(await throughProvider(collector));
  const page = await aStepUpPage(collector);
  return { page, cookie, start: () => goToProvider(page, cookie) };
}

type Page = Awaited<ReturnType<typeof aStepUpPage>>;

/** Starts a step-up and signs in at the provider. @returns the address there, and the callback. */
async function goToProvider(page: Page, cookie: string): Promise<{ there: URL; back: URL }> {
  const started = await page.post(stepUpPath, cookie);
  expect(started.status, started.body).toBe(200);
  const there = new URL(/<a class="button" href="([^"]*)"/.exec(started.body)![1]!.replaceAll('&amp;', '&'));
  const answer = await fetch(there, { redirect: 'manual' });
  return { there, back: new URL(answer.headers.get('location')!) };
}

/** The provider says that the person signed in at that time, in milliseconds. */
function signsInAt(provider: TestProvider, at: number, more: Record<string, unknown> = {}): void {
  provider.claims = { ...provider.claims, auth_time: Math.floor(at / 1000), ...more };
}

/** Comes back from the provider, and expects a refusal. @returns the sentence on the page. */
async function refusal(page: Page, cookie: string, back: URL, returnsTo = stepUpPath): Promise<string> {
  const answer = await page.get(back.pathname + back.search, cookie);
  expect(answer.status, answer.body).toBe(403);
  expect(answer.body).toContain('We could not confirm your identity');
  expect(answer.body).toContain(`href="${returnsTo}"`);
  return /<h1>[^<]*<\/h1>\s*<p>([^<]*)<\/p>/.exec(answer.body)![1]!;
}

test('a new sign-in at the provider proves that the person is there, with what the provider reports', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  const { page, cookie, start } = await signedIn(collector);
  const { there, back } = await start();
  const asked = there.searchParams;
  expect([asked.get('prompt'), asked.get('max_age'), asked.get('scope')]).toEqual([
    'login',
    '0',
    expect.stringContaining('openid'),
  ]);
  expect(JSON.parse(asked.get('claims')!)).toMatchObject({ id_token: { auth_time: { essential: true } } });
  const ordinary = await fetch(`${collector.url}/console/sign-in/provider`, { redirect: 'manual' });
  const registered = new URL(ordinary.headers.get('location')!).searchParams.get('redirect_uri');
  expect(asked.get('redirect_uri')).toBe(registered);

  signsInAt(provider, collector.clock.now, { acr: 'urn:example:loa2', amr: ['pwd', 'otp'] });
  const answer = await page.get(back.pathname + back.search, cookie);
  expect(JSON.parse(answer.body)).toEqual({
    email: 'invited@example.gov',
    purpose: { kind: 'test', back: stepUpPath, version: 'a hash' },
    proof: {
      method: 'identity provider',
      at: collector.clock.now,
      name: 'County sign-in',
      issuer: provider.env['OIDC_ISSUER'],
      acr: 'urn:example:loa2',
      amr: ['pwd', 'otp'],
      hasSecondFactor: true,
    },
  });
  // Someone who reads the database cannot come back in the person's place.
  const { rows } = await collector.db.$client.execute('SELECT * FROM step_up');
  expect(rows[0]).toMatchObject({ sha256: hash('sha256', asked.get('state')!), used_at: collector.clock.now });
  expect(JSON.stringify(rows)).not.toContain(asked.get('state')!);
  expect(await count(collector.db, 'session')).toBe(1);
});

test('records that no second factor was reported', async () => {
  await using provider = await aProvider(entraClaims);
  await using collector = await aCollector({ ...provider.env, OIDC_TRUST_EMAIL: 'true' });
  const { page, cookie, start } = await signedIn(collector);
  const methods = [
    undefined,
    'pwd',
    ['pwd'],
    ['otp'],
    ['hwk'],
    ['sms', 'tel'],
    ['pwd', 'pin'],
    ['pwd', 'geo'],
    ['wia'],
  ];
  for (const amr of methods) {
    const { back } = await start();
    signsInAt(provider, collector.clock.now, { amr });
    const answer = await page.get(back.pathname + back.search, cookie);
    expect(JSON.parse(answer.body), String(amr)).toMatchObject({ proof: { hasSecondFactor: false } });
  }
});

test('counts a second factor if the provider says so, or reports two methods of different kinds', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  const { page, cookie, start } = await signedIn(collector);
  for (const amr of [
    'mfa',
    ['pwd', 'mfa'],
    ['ngcmfa'],
    ['pwd', 'otp'],
    ['pin', 'hwk'],
    ['fpt', 'swk'],
    ['pwd', 'face'],
  ]) {
    const { back } = await start();
    signsInAt(provider, collector.clock.now, { amr });
    const answer = await page.get(back.pathname + back.search, cookie);
    expect(JSON.parse(answer.body), String(amr)).toMatchObject({ proof: { hasSecondFactor: true } });
  }
});

test('accepts a sign-in up to five seconds before the step-up began, since clocks differ', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  const { page, cookie, start } = await signedIn(collector);
  const tooOld = (await start()).back;
  signsInAt(provider, collector.clock.now - 6000);
  expect(await refusal(page, cookie, tooOld)).toContain('you did not sign in just now');
  const { back } = await start();
  signsInAt(provider, collector.clock.now - 5000);
  expect((await page.get(back.pathname + back.search, cookie)).status).toBe(200);
});

test('refuses an earlier sign-in, and a provider that does not say when it was', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  const { page, cookie, start } = await signedIn(collector);
  const again = 'County sign-in says that you did not sign in just now.';
  for (const [at, wait] of [
    [collector.clock.now - 6 * minute, 0],
    [collector.clock.now - 2 * minute, 0],
    [collector.clock.now + 2 * minute, 0],
    [collector.clock.now, 6 * minute],
  ] as const) {
    const { back } = await start();
    signsInAt(provider, at);
    collector.clock.now += wait;
    expect(await refusal(page, cookie, back), `${at} ${wait}`).toContain(again);
  }
  for (const auth_time of [undefined, null, 'now', 0, -1, 1.5, true]) {
    const { back } = await start();
    provider.claims = { ...claims, auth_time };
    expect(await refusal(page, cookie, back), String(auth_time)).toContain('did not say when you signed in');
  }
  expect(await count(collector.db, "audit_event WHERE action = 'step-up refused'")).toBe(11);
});

test('refuses someone else’s account at the provider', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  const { page, cookie, start } = await signedIn(collector);
  signsInAt(provider, collector.clock.now, { sub: 'subject-2' });
  expect(await refusal(page, cookie, (await start()).back)).toContain('as someone else');
  // A colleague with an account here.
  await collector.heart('person', 'add', '--email', 'colleague@example.gov', '--role', 'executive');
  provider.claims = { ...claims, sub: 'subject-3', email: 'colleague@example.gov' };
  const theirs = cookiesOf(await throughProvider(collector));
  signsInAt(provider, collector.clock.now);
  expect(await refusal(page, cookie, (await start()).back)).toContain('as someone else');
  // Nor can they come back with the other's callback.
  provider.claims = claims;
  signsInAt(provider, collector.clock.now);
  const { back } = await start();
  expect(await refusal(page, theirs, back)).toContain('in another browser or by another person');
  expect(await refusal(page, '', back)).toContain('You are signed out here');
  expect((await page.get(back.pathname + back.search, cookie)).status).toBe(200);
});

test('refuses another session of the same person, a second use, and one that took too long', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  const { page, cookie, start } = await signedIn(collector);
  const other = cookiesOf(await throughProvider(collector));
  const { back } = await start();
  signsInAt(provider, collector.clock.now);
  expect(await refusal(page, other, back)).toContain('in another browser or by another person');
  const both = await Promise.all([1, 2].map(() => page.get(back.pathname + back.search, cookie)));
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 403]);
  expect(await refusal(page, cookie, back)).toContain('This sign-in was already used');

  const late = (await start()).back;
  collector.clock.now += 10 * minute + 1;
  signsInAt(provider, collector.clock.now);
  expect(await refusal(page, cookie, late)).toContain('longer than ten minutes');
});

test('refuses a callback with another state, a wrong code, and a token for another purpose', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  const { page, cookie, start } = await signedIn(collector);
  signsInAt(provider, collector.clock.now);
  const forged = (await start()).back;
  forged.searchParams.set('state', 'forged');
  // It is not a step-up any more, and not a sign-in that this browser started either.
  expect(await refusal(page, cookie, forged, '/console')).toContain(
    'was started in another window, or it took too long',
  );

  const denied = 'County sign-in did not sign you in.';
  const wrong = (await start()).back;
  wrong.searchParams.set('code', 'made-up');
  expect(await refusal(page, cookie, wrong)).not.toBe('');
  const cancelled = (await start()).back;
  cancelled.searchParams.delete('code');
  cancelled.searchParams.set('error', 'access_denied');
  expect(await refusal(page, cookie, cancelled)).toContain(denied);
  // The code of one step-up with the state of another has the wrong nonce.
  const [one, two] = [(await start()).back, (await start()).back];
  one.searchParams.set('code', two.searchParams.get('code')!);
  expect(await refusal(page, cookie, one)).not.toBe('');
  for (const change of [{ aud: 'another' }, { iss: 'https://evil.example' }, { nonce: 'another' }, { exp: 1 }]) {
    provider.claims = { ...claims, ...change };
    signsInAt(provider, collector.clock.now);
    expect(await refusal(page, cookie, (await start()).back), JSON.stringify(change)).toContain(denied);
  }
});

test('says that the provider cannot be reached', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  const { page, cookie, start } = await signedIn(collector);
  const { back } = await start();
  await provider.stop();
  expect(await refusal(page, cookie, back)).toContain('We cannot reach County sign-in.');
  const fresh = await aStepUpPage(collector);
  const answer = await fresh.post(stepUpPath, cookie);
  expect([answer.status, answer.body]).toEqual([503, expect.stringContaining('We cannot reach County sign-in.')]);
});

test('keeps step-ups for a day', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  const { start } = await signedIn(collector);
  await start();
  await purgeSignIns(collector.db, collector.clock.now + 24 * 60 * minute - 1);
  expect(await count(collector.db, 'step_up')).toBe(1);
  await purgeSignIns(collector.db, collector.clock.now + 24 * 60 * minute);
  expect(await count(collector.db, 'step_up')).toBe(0);
});
