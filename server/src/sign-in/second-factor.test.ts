import { expect, test } from 'vitest';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { oneTimeCode, wrongCode } from '../../test/one-time-code.ts';
import { begun, secondFactorPath as at, withSecondFactor } from '../../test/second-factor.ts';
import { aPerson, cookiesOf, sendForm, signIn, staffOf, type Staff } from '../../test/staff.ts';

/** Enters the password. @returns the cookie with which the code can be entered. */
async function challenged(collector: TestCollector, { email, password }: Staff, next = '/console') {
  const answer = await sendForm(collector, '/console/sign-in', { email, password, next });
  expect(answer.status, answer.body).toBe(303);
  expect(answer.headers.get('location')).toBe(`/console/sign-in/code?next=${encodeURIComponent(next)}`);
  return cookiesOf(answer);
}

const giveCode = (collector: TestCollector, cookie: string, fields: Record<string, string>) =>
  sendForm(collector, '/console/sign-in/code', fields, { cookie });

test('sets up two-step verification with the password and a first code, and requires a code at the next sign-in', async () => {
  await using collector = await aCollector();
  const staff = await aPerson(collector, 'administrator');
  const { page, secret, uri } = await begun(staff);
  expect(page.body).toContain('<svg');
  expect(page.body).toContain(secret.slice(0, 4));
  expect(uri).toContain(encodeURIComponent(staff.email));

  // It is off until the first correct code.
  const wrong = await staff.post(`${at}/confirmation`, { code: wrongCode(secret), uri });
  expect(wrong.status).toBe(400);
  expect(wrong.body).toContain('<title>Error: ');
  expect(wrong.body).toContain(uri.replaceAll('&', '&amp;'));
  expect((await sendForm(collector, '/console/sign-in', staffFields(staff))).headers.get('location')).toBe('/console');

  const confirmed = await staff.post(`${at}/confirmation`, { code: oneTimeCode(secret), uri });
  expect(confirmed.body.match(/<li><code>[a-z2-9]{5}-[a-z2-9]{5}<\/code>/g)).toHaveLength(10);
  const cookie = await challenged(collector, staff, '/console/account');
  expect((await staffOf(collector, { ...staff, cookie }).get('/console')).status).toBe(303);
  const inside = await giveCode(collector, cookie, { code: oneTimeCode(secret, 1), next: '/console/account' });
  expect([inside.status, inside.headers.get('location')]).toEqual([303, '/console/account']);
  const signedIn = staffOf(collector, { ...staff, cookie: cookiesOf(inside) });
  expect((await signedIn.get('/console')).status).toBe(200);
  const actions = await collector.db.$client.execute(`SELECT action, detail FROM audit_event ORDER BY id DESC LIMIT 1`);
  expect({ ...actions.rows[0] }).toEqual({ action: 'signed in', detail: '{"with":"code"}' });
});

test('signing in again with a code ends the browser’s previous session', async () => {
  await using collector = await aCollector();
  const { staff, secret } = await withSecondFactor(collector, await aPerson(collector, 'administrator'));
  const { email, password, cookie } = staff;
  const first = await sendForm(collector, '/console/sign-in', { email, password }, { cookie });
  const inside = await giveCode(collector, cookiesOf(first), { code: oneTimeCode(secret, 1) });
  expect(inside.status).toBe(303);
  expect((await staff.get('/console')).status).toBe(303);
  expect(await count(collector.db, 'session')).toBe(1);
});

const staffFields = ({ email, password }: Staff) => ({ email, password });

test('accepts a code once, and rejects a wrong one', async () => {
  await using collector = await aCollector();
  const { staff, secret } = await withSecondFactor(collector, await aPerson(collector, 'executive'));
  const first = await challenged(collector, staff);
  const wrong = await giveCode(collector, first, { code: wrongCode(secret) });
  expect(wrong.status).toBe(401);
  expect(wrong.body).toContain('This code is wrong or was already used.');
  const code = oneTimeCode(secret, 1);
  expect((await giveCode(collector, first, { code: `${code.slice(0, 3)} ${code.slice(3)}` })).status).toBe(303);
  // Someone who has seen the code cannot use it again.
  const second = await challenged(collector, staff);
  const sessions = await count(collector.db, 'session');
  expect((await giveCode(collector, second, { code })).status).toBe(401);
  expect(await count(collector.db, 'session')).toBe(sessions);
  // Not with another process or after a restart either.
  await collector.restart();
  expect((await giveCode(collector, await challenged(collector, staff), { code })).status).toBe(401);
});

test('setup signs out every other browser, and the audit log has wrong passwords', async () => {
  await using collector = await aCollector();
  const here = await aPerson(collector, 'executive');
  const there = await signIn(collector, here.email);
  await here.post(at, { start: 'not my password at all' });
  expect(await count(collector.db, "audit_event WHERE action = 'password rejected'")).toBe(1);
  const { staff } = await withSecondFactor(collector, here);
  expect((await staff.get('/console')).status).toBe(200);
  expect((await there.get('/console')).status).toBe(303);
});

test('the code that confirmed the setup cannot be used to sign in, even after wrong codes', async () => {
  await using collector = await aCollector();
  const plain = await aPerson(collector, 'executive');
  const { secret, uri } = await begun(plain);
  const code = oneTimeCode(secret);
  expect((await plain.post(`${at}/confirmation`, { code, uri })).status).toBe(200);
  for (let attempt = 0; attempt < 2; attempt++) {
    const cookie = await challenged(collector, plain);
    for (let times = 0; times < 3; times++) await giveCode(collector, cookie, { code: wrongCode(secret) });
    expect((await giveCode(collector, cookie, { code })).status).toBe(401);
  }
});

test('requires a code with https, where cookies have a different name', async () => {
  await using collector = await aCollector({ BASE_URL: 'https://survey.example.gov' });
  const { staff, secret } = await withSecondFactor(collector, await aPerson(collector, 'administrator'));
  const cookie = await challenged(collector, staff);
  expect(cookie).toMatch(/^__Host-heart\.two_factor=/);
  const inside = await giveCode(collector, cookie, { code: oneTimeCode(secret, 1) });
  expect((await staffOf(collector, { ...staff, cookie: cookiesOf(inside) }).get('/console')).status).toBe(200);
});

test('accepts a backup code once, in any case and with spaces', async () => {
  await using collector = await aCollector();
  const { staff, codes } = await withSecondFactor(collector, await aPerson(collector, 'representative', 'cws'));
  const [backup, other] = codes as [string, string];
  expect((await giveCode(collector, await challenged(collector, staff), { backup })).status).toBe(303);
  const again = await giveCode(collector, await challenged(collector, staff), { backup });
  expect(again.status).toBe(401);
  expect(again.body).toContain('<details open');
  const shouted = await giveCode(collector, await challenged(collector, staff), { backup: ` ${other.toUpperCase()} ` });
  expect(shouted.status).toBe(303);
});

test('allows five codes per sign-in, and locks the account after ten wrong codes in a row', async () => {
  await using collector = await aCollector();
  const { staff, secret } = await withSecondFactor(collector, await aPerson(collector, 'administrator'));
  const guess = async (cookie: string, times: number, first: number) => {
    const statuses: number[] = [];
    const guesses = Array.from({ length: 40 }, (_, index) => String(first + index).padStart(6, '0'));
    const near = new Set([-2, -1, 0, 1, 2].map((later) => oneTimeCode(secret, later)));
    for (const code of guesses.filter((code) => !near.has(code)).slice(0, times)) {
      statuses.push((await giveCode(collector, cookie, { code })).status);
    }
    return statuses;
  };
  const first = await challenged(collector, staff);
  expect(await guess(first, 6, 100)).toEqual([401, 401, 401, 401, 401, 303]);
  expect((await giveCode(collector, first, { code: oneTimeCode(secret) })).status).toBe(303);
  const second = await challenged(collector, staff);
  expect((await guess(second, 4, 200)).every((status) => status === 401)).toBe(true);
  const locked = await giveCode(collector, await challenged(collector, staff), { code: oneTimeCode(secret, 1) });
  expect(locked.status).toBe(429);
  expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(locked.body).toContain('You can try again in');
});

test('rejects a code if the password was not entered just before', async () => {
  await using collector = await aCollector();
  const { staff, secret } = await withSecondFactor(collector, await aPerson(collector, 'administrator'));
  const sessions = await count(collector.db, 'session');
  for (const cookie of ['', 'heart.two_factor=2fa-forged.AAAA', 'heart.two_factor=%E0%A4%A', staff.cookie]) {
    const answer = await giveCode(collector, cookie, { code: oneTimeCode(secret, 1) });
    expect([answer.status, answer.headers.get('location')], cookie).toEqual([303, '/console/sign-in?notice=expired']);
  }
  expect(await count(collector.db, 'session')).toBe(sessions);
});

test('a new sign-in with a code replaces another person’s session in the same browser', async () => {
  await using collector = await aCollector();
  const { staff, secret } = await withSecondFactor(collector, await aPerson(collector, 'administrator'));
  const { staff: other } = await withSecondFactor(collector, await aPerson(collector, 'executive'));
  const cookie = `${other.cookie}; ${await challenged(collector, staff)}`;
  const inside = await giveCode(collector, cookie, { code: oneTimeCode(secret, 1) });
  expect(inside.status).toBe(303);
  const now = staffOf(collector, { ...staff, cookie: cookiesOf(inside) });
  expect((await now.get('/console/account')).body).toContain(staff.email);
});

test('setup and turning off both require the password', async () => {
  await using collector = await aCollector();
  const plain = await aPerson(collector, 'administrator');
  expect((await plain.post(at, { start: 'not my password at all' })).status).toBe(400);
  expect(await count(collector.db, 'two_factor')).toBe(0);
  const { staff } = await withSecondFactor(collector, plain);
  const refused = await staff.post(`${at}/end`, { end: 'not my password at all' });
  expect(refused.status).toBe(400);
  expect(refused.body).toContain('Wrong password.');
  const ended = await staff.post(`${at}/end`, { end: staff.password });
  expect(ended.headers.get('location')).toBe('/console/account?notice=factor-ended');
  expect((await sendForm(collector, '/console/sign-in', staffFields(staff))).headers.get('location')).toBe('/console');
});

test('asks administrators, representatives and executives to set it up until they do', async () => {
  await using collector = await aCollector();
  for (const [role, where] of [['administrator'], ['representative', 'cws'], ['executive']] as const) {
    const staff = await aPerson(collector, role, where);
    expect((await staff.get('/console')).body, role).toContain('Set up two-step verification');
    const { staff: safe } = await withSecondFactor(collector, staff);
    expect((await safe.get('/console')).body, role).not.toContain('Set up two-step verification');
  }
  const ambassador = await aPerson(collector, 'ambassador', 'cws');
  expect((await ambassador.get('/console')).body).not.toContain('Set up two-step verification');
});
