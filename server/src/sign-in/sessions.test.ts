import { expect, test } from 'vitest';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { aProvider, claims, invited, throughProvider } from '../../test/provider.ts';
import { aPerson, cookiesOf, fromConsole, sendForm, signIn, staffOf } from '../../test/staff.ts';
import { statement } from '../database/statement.ts';

const minute = 60 * 1000;
const hour = 60 * minute;

const isSignedIn = async (staff: { get: (path: string) => Promise<{ status: number }> }) =>
  (await staff.get('/console')).status === 200;

test('a session ends after two hours without activity', async () => {
  await using collector = await aCollector();
  const staff = await aPerson(collector, 'ambassador', 'cws');
  for (let page = 0; page < 3; page++) {
    collector.clock.now += 2 * hour - minute;
    expect(await isSignedIn(staff)).toBe(true);
  }
  collector.clock.now += 2 * hour;
  expect(await isSignedIn(staff)).toBe(false);
  // It stays ended, whatever the clock says later.
  collector.clock.now -= 2 * hour;
  expect(await isSignedIn(staff)).toBe(false);
});

test('a session ends twelve hours after sign-in, even if it is active', async () => {
  await using collector = await aCollector();
  const staff = await aPerson(collector, 'ambassador', 'cws');
  const began = collector.clock.now;
  for (let hours = 1; hours < 12; hours++) {
    collector.clock.now = began + hours * hour;
    expect(await isSignedIn(staff), `after ${hours} hours`).toBe(true);
  }
  collector.clock.now = began + 12 * hour - 1;
  expect(await isSignedIn(staff)).toBe(true);
  collector.clock.now += 1;
  expect(await isSignedIn(staff)).toBe(false);
  const late = await staff.post('/console/account/sign-out-everywhere');
  expect(late.status).toBe(401);
});

test('signing in replaces a cookie that was planted before', async () => {
  await using collector = await aCollector();
  const { email, password } = await aPerson(collector, 'ambassador', 'cws');
  const other = await aPerson(collector, 'junior', 'central');
  for (const cookie of [other.cookie, 'heart.session_token=planted.planted']) {
    const answer = await sendForm(collector, '/console/sign-in', { email, password }, { cookie });
    expect(answer.status).toBe(303);
    const fresh = cookiesOf(answer);
    expect(fresh).toMatch(/heart\.session_token=[\w%.]{20,}/);
    expect(fresh).not.toBe(cookie);
    expect((await staffOf(collector, { email, password, cookie: fresh }).get('/console/account')).body).toContain(
      email,
    );
  }
  // The browser had the other person's session, which has ended.
  expect(await isSignedIn(other)).toBe(false);
});

test('signing in again ends only the same browser’s previous session', async () => {
  await using collector = await aCollector();
  const here = await aPerson(collector, 'ambassador', 'cws');
  const there = await signIn(collector, here.email);
  const { email, password, cookie } = here;
  const failed = await sendForm(collector, '/console/sign-in', { email, password: 'not it at all' }, { cookie });
  expect([failed.status, await isSignedIn(here)]).toEqual([401, true]);
  const again = await sendForm(collector, '/console/sign-in', { email, password }, { cookie });
  const fresh = staffOf(collector, { email, password, cookie: cookiesOf(again) });
  expect([await isSignedIn(here), await isSignedIn(there), await isSignedIn(fresh)]).toEqual([false, true, true]);
  expect(await count(collector.db, 'session')).toBe(2);
});

test('signing in again with the provider ends the browser’s previous session', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  await invited(collector);
  const here = await aPerson(collector, 'ambassador', 'cws');
  const back = await throughProvider(collector, { session: here.cookie });
  expect(back.headers.get('location')).toBe('/console');
  expect(await isSignedIn(here)).toBe(false);
  expect(await count(collector.db, 'session')).toBe(1);
});

test('the session cookie is HttpOnly and SameSite, and Secure with https', async () => {
  const cookiesAt = async (collector: TestCollector) => {
    const { email, password } = await aPerson(collector, 'ambassador', 'cws');
    const answer = await sendForm(collector, '/console/sign-in', { email, password });
    return answer.headers.getSetCookie().filter((cookie) => cookie.includes('session_token'));
  };
  await using plain = await aCollector();
  const [cookie, ...none] = await cookiesAt(plain);
  expect(none).toEqual([]);
  expect(cookie).toMatch(/^heart\.session_token=/);
  expect(cookie).toContain('; HttpOnly');
  expect(cookie).toContain('; SameSite=Lax');
  await using safe = await aCollector({ BASE_URL: 'https://survey.example.gov' });
  const [secure] = await cookiesAt(safe);
  expect(secure).toMatch(/^__Host-heart\.session_token=/);
  for (const flag of ['; HttpOnly', '; SameSite=Lax', '; Secure']) expect(secure).toContain(flag);
});

test('signing out everywhere ends all of the person’s sessions and no one else’s', async () => {
  await using collector = await aCollector();
  const here = await aPerson(collector, 'ambassador', 'cws');
  const there = await signIn(collector, here.email);
  const other = await aPerson(collector, 'junior', 'central');
  expect((await here.get('/console/account')).body).toContain('in 2 browsers, including this one');
  expect((await here.post('/console/account/sign-out-everywhere')).headers.get('location')).toBe(
    '/console/sign-in?notice=everywhere',
  );
  expect([await isSignedIn(here), await isSignedIn(there), await isSignedIn(other)]).toEqual([false, false, true]);
});

test('changing the password requires the current one and signs out every other browser', async () => {
  await using collector = await aCollector();
  const here = await aPerson(collector, 'ambassador', 'cws');
  const there = await signIn(collector, here.email);
  const next = 'a wholly different sentence';
  const change = (fields: Record<string, string>) =>
    here.post('/console/account/password', { current: here.password, password: next, again: next, ...fields });
  const errors = {
    'Wrong password.': { current: 'something that it is not' },
    'The two passwords do not match.': { again: 'another' },
    'Your password must be at least 15 characters long.': { password: 'short', again: 'short' },
    'Your password must be no more than 256 characters long.': {
      password: 'long '.repeat(60),
      again: 'long '.repeat(60),
    },
    'This password is too easy to guess. Choose a different one.': { password: here.email, again: here.email },
  };
  const spelled = ` ${here.email.toUpperCase()}\u00A0`;
  expect((await change({ password: spelled, again: spelled })).status).toBe(400);
  for (const [message, fields] of Object.entries(errors)) {
    const refused = await change(fields);
    expect(refused.status, message).toBe(400);
    expect(refused.body).toContain(message);
    expect(refused.body).toContain('<title>Error: ');
    expect(refused.body).not.toContain(next);
  }
  expect(await isSignedIn(there)).toBe(true);

  const changed = await change({});
  expect(changed.headers.get('location')).toBe('/console/account?notice=password');
  expect([await isSignedIn(here), await isSignedIn(there)]).toEqual([false, false]);
  expect(await isSignedIn(staffOf(collector, { ...here, cookie: cookiesOf(changed) }))).toBe(true);
  await signIn(collector, here.email, next);
  const old = await sendForm(collector, '/console/sign-in', { email: here.email, password: here.password });
  expect(old.status).toBe(401);
});

test('stores neither the address nor the browser of a sign-in', async () => {
  await using collector = await aCollector({ TRUST_PROXY: '1' });
  const staff = await aPerson(collector, 'administrator');
  const from = { 'user-agent': 'Telltale/7.7', 'x-forwarded-for': '203.0.113.77' };
  for (const password of [staff.password, 'not my password at all'])
    await sendForm(collector, '/console/sign-in', { email: staff.email, password }, from);
  await sendForm(collector, '/console/forgotten', { email: staff.email }, from);
  await fetch(`${collector.url}/console/account`, { headers: { cookie: staff.cookie, ...fromConsole, ...from } });
  const { rows: tables } = await collector.db.$client.execute("SELECT name FROM sqlite_master WHERE type = 'table'");
  expect(await count(collector.db, 'session')).toBe(2);
  for (const { name } of tables) {
    const { rows } = await collector.db.$client.execute(`SELECT * FROM "${String(name)}"`);
    expect(JSON.stringify(rows), String(name)).not.toMatch(/Telltale|203\.0\.113|127\.0\.0\.1|::1"/);
  }
});

test('the account page shows hostile names as text', async () => {
  await using collector = await aCollector();
  const staff = await aPerson(collector, 'ambassador', 'cws');
  const name = `<script>alert("1")</script> \u202Egro.evil' &amp;`;
  await collector.db.$client.execute(statement('UPDATE person SET name = ? WHERE email = ?', [name, staff.email]));
  const { body } = await staff.get('/console/account');
  expect(body).not.toContain('<script>alert');
  expect(body).toContain('&lt;script&gt;alert(&quot;1&quot;)');
});
