import { expect, test } from 'vitest';
import { aCollector } from '../../test/collector.ts';
import { contents } from '../../test/contents.ts';
import { aPerson, cookiesOf, fromConsole, sendForm } from '../../test/staff.ts';
import { openExactly, post } from '../../test/wire.ts';

const form = 'application/x-www-form-urlencoded';
const invitation = 'name=Eve&email=eve%40example.gov&role=administrator&scope=';
const json = JSON.stringify({ name: 'Eve', email: 'eve@example.gov', role: 'administrator', scope: '' });

/** Requests that another page could make a browser send with the administrator's cookie. */
const forgeries: [what: string, status: number, headers: Record<string, string>, type: string | null, body: string][] =
  [
    ['a form from another site', 403, { 'Sec-Fetch-Site': 'cross-site' }, form, invitation],
    ['a form from a neighboring host on the same site', 403, { 'Sec-Fetch-Site': 'same-site' }, form, invitation],
    ['a form that no page sent', 403, { 'Sec-Fetch-Site': 'none' }, form, invitation],
    ['a form from another site, in an old browser', 403, { Origin: 'https://evil.example' }, form, invitation],
    ['a form without an origin, in an old browser', 403, { Origin: 'null' }, form, invitation],
    ['a form without headers about its origin', 403, {}, form, invitation],
    [
      'a form with contradictory headers',
      403,
      { Origin: 'http://localhost:0', 'Sec-Fetch-Site': 'cross-site' },
      form,
      invitation,
    ],
    ['JSON as plain text, from another site', 403, { 'Sec-Fetch-Site': 'cross-site' }, 'text/plain', json],
    ['JSON as plain text, as if from here', 415, fromConsole, 'text/plain', json],
    ['JSON as JSON, as if from here', 415, fromConsole, 'application/json', json],
    ['a form without a type, as if from here', 415, fromConsole, null, invitation],
  ];

test.each(forgeries)('rejects %s, and changes nothing', async (_, status, headers, type, body) => {
  await using collector = await aCollector();
  const { cookie } = await aPerson(collector, 'administrator');
  const before = await contents(collector.db);
  const answer = await post(`${collector.url}/console/people/invite`, { body, type, headers: { ...headers, cookie } });
  expect(answer.status).toBe(status);
  expect(await contents(collector.db)).toEqual(before);
});

test('accepts the same form from the console itself', async () => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  const fields = Object.fromEntries(new URLSearchParams(invitation));
  expect((await administrator.post('/console/people/invite', fields)).status).toBeLessThan(400);
  const { person } = await contents(collector.db);
  expect(person).toContainEqual(expect.objectContaining({ email: 'eve@example.gov' }));
});

const files = [
  '/console/departments/cws/quarters/2026-07/averages.csv',
  '/api/v1/departments/cws/quarters/2026-07.csv',
  '/api/v1/departments/cws/quarters/2026-07/responses.csv',
];

test.each(files)('%s can be opened from another site only by a person who follows a link', async (path) => {
  await using collector = await aCollector();
  const { cookie } = await aPerson(collector, 'ambassador');
  const open = async (headers: Record<string, string>) =>
    (await openExactly(collector.url + path, { cookie, ...headers })).statusCode;
  const { audit_event: before } = await contents(collector.db);
  for (const site of ['cross-site', 'same-site']) {
    expect(await open({ 'Sec-Fetch-Site': site, 'Sec-Fetch-Mode': 'no-cors' }), site).toBe(403);
    const framed = { 'Sec-Fetch-Site': site, 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'iframe' };
    expect(await open(framed), site).toBe(403);
  }
  const ahead = { 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Mode': 'navigate' };
  for (const prefetch of [
    { 'Sec-Purpose': 'prefetch' },
    { 'Sec-Purpose': 'prefetch;prerender' },
    { Purpose: 'prefetch' },
    { 'X-Moz': 'prefetch' },
  ]) {
    expect(await open({ ...ahead, ...prefetch }), JSON.stringify(prefetch)).toBe(403);
  }
  expect((await contents(collector.db)).audit_event).toEqual(before);
  expect(await open({ 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Mode': 'cors' })).toBe(200);
  expect(await open({ 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' })).toBe(200);
});

test('accepts a token, whatever the headers say about the page', async () => {
  await using collector = await aCollector();
  const { out: token } = await collector.heart('token', 'create', '--name', 'Report');
  const headers = { Authorization: `Bearer ${token.trim()}`, 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'cors' };
  expect((await fetch(collector.url + files[1], { headers })).status).toBe(200);
});

test('a GET request never changes anything, whatever method it claims', async () => {
  await using collector = await aCollector();
  const { cookie } = await aPerson(collector, 'administrator');
  const before = await contents(collector.db);
  for (const headers of [{ 'X-HTTP-Method-Override': 'POST' }, { 'X-HTTP-Method': 'POST' }, {}]) {
    const answer = await fetch(`${collector.url}/console/people/invite?_method=POST&${invitation}`, {
      headers: { ...headers, cookie },
    });
    expect(answer.status).toBe(200);
  }
  for (const method of ['PUT', 'PATCH', 'DELETE']) {
    const answer = await fetch(`${collector.url}/console/people/invite`, {
      method,
      headers: { ...fromConsole, cookie, 'Content-Type': form },
      body: invitation,
    });
    expect(answer.status, method).toBe(404);
  }
  expect(await contents(collector.db)).toEqual(before);
});

test('the console cannot be framed or cached, and other sites do not see its addresses', async () => {
  await using collector = await aCollector({ FRAME_ANCESTORS: 'https://www.example.gov' });
  const administrator = await aPerson(collector, 'administrator');
  for (const path of ['/console', '/console/people', '/console/sign-in', '/console/nowhere']) {
    const { headers } = await administrator.get(path);
    expect(headers.get('content-security-policy'), path).toContain("frame-ancestors 'none'");
    expect(headers.get('x-frame-options'), path).toBe('DENY');
    expect(headers.get('cache-control'), path).toBe('no-store');
    expect(headers.get('referrer-policy'), path).toBe('same-origin');
    expect(headers.get('access-control-allow-origin'), path).toBeNull();
  }
});

test('a session cookie that was planted before sign-in does not work afterwards', async () => {
  await using collector = await aCollector();
  const { email, password, cookie: old } = await aPerson(collector, 'administrator');
  const planted = 'heart.session_token=planted.c2lnbmF0dXJl';
  const answer = await sendForm(collector, '/console/sign-in', { email, password }, { cookie: planted });
  expect(answer.status).toBe(303);
  const cookie = cookiesOf(answer);
  expect(cookie).not.toContain('planted');
  expect(cookie).not.toBe(old);
  const home = await fetch(`${collector.url}/console`, { headers: { cookie: planted }, redirect: 'manual' });
  expect(home.status).toBe(303);
});

test('signing in leads only to pages of the console', async () => {
  await using collector = await aCollector();
  const { email, password } = await aPerson(collector, 'administrator');
  const elsewhere = [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/console/../../evil',
    '/console//evil.example',
    'javascript:alert(1)',
    '/console/%0d%0aSet-Cookie:x=y',
    '/consoleevil.example',
    '/console/%2e%2e/s/central',
    '/console/.%2E/s/central',
    '/console/%2Fevil.example',
    '/console?error=1',
  ];
  for (const next of elsewhere) {
    const { status, headers } = await sendForm(collector, '/console/sign-in', { email, password, next });
    expect(status, next).toBe(303);
    const to = new URL(headers.get('location')!, 'http://here.example');
    expect(to.origin, next).toBe('http://here.example');
    expect(to.pathname, next).toMatch(/^\/console/);
    expect(headers.get('location'), next).not.toMatch(/%2[ef]|error/i);
    expect(headers.get('set-cookie'), next).not.toContain('x=y');
  }
  const { headers } = await sendForm(collector, '/console/sign-in', { email, password, next: '/console/people?q=a' });
  expect(headers.get('location')).toBe('/console/people?q=a');
});
