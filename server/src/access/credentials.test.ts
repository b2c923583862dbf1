import { expect, test } from 'vitest';
import { aCollector, type TestCollector } from '../../test/collector.ts';
import { aPerson } from '../../test/staff.ts';
import { answerOf, problemOf } from '../../test/wire.ts';

const path = '/api/v1/departments/cws/quarters/2026-07.csv';

const ask = async ({ url }: TestCollector, headers: Record<string, string>) =>
  answerOf(await fetch(url + path, { headers }));
const basic = (text: string | Uint8Array, scheme = 'Basic') => ({
  Authorization: `${scheme} ${Buffer.from(text as string).toString('base64')}`,
});
const aToken = async ({ heart }: TestCollector) => (await heart('token', 'create', '--name', 'Excel')).out.trim();

test('accepts a token as the password of HTTP Basic, with any user name', async () => {
  await using collector = await aCollector();
  const token = await aToken(collector);
  for (const user of ['', 'token', 'rosa@example.gov', 'Zoë Ünal', 'x'.repeat(300)]) {
    const { status, headers } = await ask(collector, basic(`${user}:${token}`));
    expect([status, headers.get('content-type')], user).toEqual([200, 'text/csv; charset=utf-8']);
  }
  for (const scheme of ['basic', 'BASIC', 'bAsIc', 'Basic  ']) {
    expect((await ask(collector, basic(`x:${token}`, scheme))).status, scheme).toBe(200);
  }
  for (const scheme of ['bearer', 'BEARER']) {
    expect((await ask(collector, { Authorization: `${scheme} ${token}` })).status, scheme).toBe(200);
  }
});

test('Basic gives the same access as the token, and none after it is revoked', async () => {
  await using collector = await aCollector();
  const ambassador = await aPerson(collector, 'ambassador');
  const made = await ambassador.post('/console/tokens', { name: 'x', scope: 'averages', department: 'cws' });
  const headers = basic(`x:${/heart_[\w-]{43}/.exec(made.body)![0]}`);
  expect((await ask(collector, headers)).status).toBe(200);
  const responses = path.replace('.csv', '/responses.csv');
  expect((await fetch(collector.url + responses, { headers })).status).toBe(404);
  expect((await ambassador.post('/console/tokens/1/revocation')).status).toBe(303);
  expect((await ask(collector, headers)).status).toBe(401);
});

test('rejects a person’s password with Basic, and a token as the user name', async () => {
  await using collector = await aCollector();
  const { email, password } = await aPerson(collector, 'ambassador');
  const token = await aToken(collector);
  for (const pair of [`${email}:${password}`, `${token}:`, `${token}:x`, token]) {
    expect((await ask(collector, basic(pair))).status, pair).toBe(401);
  }
});

test('answers malformed credentials with 401, even with a valid session cookie', async () => {
  await using collector = await aCollector();
  const token = await aToken(collector);
  const { cookie } = await aPerson(collector, 'ambassador');
  const bad = [
    'Basic',
    'Basic !!!',
    `Basic x:${token}`,
    basic(`x ${token}`).Authorization,
    basic(`x:${token} `).Authorization,
    basic(`x:${token}\u0000`).Authorization,
    basic(new Uint8Array([0xff, 0xfe, ...Buffer.from(`:${token}`)])).Authorization,
    `${basic(`x:${token}`).Authorization} more`,
    'Bearer',
    `Bearer ${token} more`,
    `Token ${token}`,
    `Negotiate ${token}`,
    token,
  ];
  for (const Authorization of bad) {
    for (const headers of [{ Authorization }, { Authorization, cookie }]) {
      const answer = await ask(collector, headers);
      expect(answer.status, Authorization).toBe(401);
      expect(problemOf(answer).title).toBe('These figures need a token.');
      expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
    }
  }
  expect((await ask(collector, { cookie })).status).toBe(200);
});

test('a 401 offers Basic to programs, but not to browsers, which would open a dialog', async () => {
  await using collector = await aCollector();
  const offered = async (headers: Record<string, string>) =>
    (await ask(collector, headers)).headers.get('www-authenticate');
  const both = 'Basic realm="HEART Survey", charset="UTF-8", Bearer realm="HEART Survey"';
  for (const headers of [{}, { Accept: '*/*' }, { Accept: 'text/csv, application/json' }]) {
    expect(await offered(headers)).toBe(both);
  }
  const browsers = [
    { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Site': 'none' },
    { 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Site': 'same-origin' },
    { Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' },
  ];
  for (const headers of browsers) expect(await offered(headers)).toBe('Bearer realm="HEART Survey"');
});
