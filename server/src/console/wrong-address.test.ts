import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { aCollector } from '../../test/collector.ts';
import { aPerson } from '../../test/staff.ts';

// What pages, forms and the log say if the console is opened at another address than BASE_URL.

const https = 'https://survey.example.gov';
const aLog = () => {
  const lines: { entry: object; message: string }[] = [];
  const write = (entry: object, message: string) => void lines.push({ entry, message });
  const about = () => lines.filter(({ message }) => message === 'console opened at another address');
  return { log: { info: write, error: write }, about };
};

/** Sends exactly these headers. `fetch` would set Host and Sec-Fetch-Mode itself. */
async function ask(url: string, headers: Record<string, string>, form?: Record<string, string>) {
  const asking = request(url, {
    method: form ? 'POST' : 'GET',
    headers: { ...headers, ...(form ? { 'Content-Type': 'application/x-www-form-urlencoded' } : {}) },
    agent: false,
  });
  asking.end(form && new URLSearchParams(form).toString());
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  const cookie = (answer.headers['set-cookie'] ?? []).map((one) => one.split(';')[0]!).join('; ');
  return { status: answer.statusCode, headers: answer.headers, cookie, body: await text(answer) };
}

/** The notice about the wrong address, if the page has one. */
const notice = (body: string) => /<p[^>]*>\s*You opened this site at the wrong address.*?<\/p>/s.exec(body)?.[0];

test('the sign-in page shows the right address, and the log has each wrong address once', async () => {
  const { log, about } = aLog();
  await using collector = await aCollector({ BASE_URL: https }, { log });
  const page = `${collector.url}/console/sign-in`;
  const first = await ask(page, { Host: 'Server7:8787' });
  expect(first.status).toBe(200);
  expect(first.body.toLowerCase()).not.toContain('server7');
  expect(notice(first.body)).toContain(`<a href="${https}/console">${https}/console</a>`);
  expect(first.body).toContain('name="password"');
  await ask(page, { Host: 'server7:8787' });
  expect(about()).toEqual([
    {
      message: 'console opened at another address',
      entry: { configured: { baseUrl: https, trustProxy: 0 }, received: 'https://server7:8787' },
    },
  ]);
  await ask(page, { Host: 'old-survey.example.gov' });
  expect(about()).toHaveLength(2);
});

test('a link opened at the wrong address is shown with the right one', async () => {
  await using collector = await aCollector({ BASE_URL: https });
  const { out } = await collector.heart('person', 'add', '--email', 'eve@example.gov', '--role', 'administrator');
  const path = new URL(out.trim()).pathname;
  const { body } = await ask(collector.url + path, { Host: 'server7' });
  expect(notice(body)).toContain(`<a href="${https}${path}">`);
});

test('the home page shows the right address too', async () => {
  const { log } = aLog();
  await using collector = await aCollector({ BASE_URL: https }, { log });
  const { cookie } = await aPerson(collector, 'administrator');
  const home = `${collector.url}/console`;
  expect(notice((await ask(home, { Host: 'server7', cookie })).body)).toContain(`<a href="${https}/console">`);
  expect(notice((await ask(home, { Host: 'survey.example.gov', cookie })).body)).toBeUndefined();
});

const behind = { TRUST_PROXY: '1' };
const spellings: [string, boolean, Record<string, string>, Record<string, string>][] = [
  ['the exact name', true, {}, { Host: 'survey.example.gov' }],
  ['capitals', true, {}, { Host: 'SURVEY.Example.gov' }],
  ['the default port', true, {}, { Host: 'survey.example.gov:443' }],
  ['a trailing dot', true, {}, { Host: 'survey.example.gov.' }],
  ['another port', false, {}, { Host: 'survey.example.gov:8787' }],
  ['the port of plain http', false, {}, { Host: 'survey.example.gov:80' }],
  ['a short name', false, {}, { Host: 'survey' }],
  ['an IPv6 address', false, {}, { Host: '[2001:db8::1]:8787' }],
  ['a name from a proxy', true, behind, { Host: '127.0.0.1:8787', 'X-Forwarded-Host': 'survey.example.gov' }],
  ['a name from an untrusted proxy', false, {}, { Host: '127.0.0.1', 'X-Forwarded-Host': 'survey.example.gov' }],
  [
    'a name invented by a client, before the proxy’s',
    false,
    behind,
    { Host: '127.0.0.1', 'X-Forwarded-Host': 'survey.example.gov, server7' },
  ],
  ['plain http, according to a proxy', false, behind, { Host: 'survey.example.gov', 'X-Forwarded-Proto': 'http' }],
  [
    'https in front of a second proxy that is reached over http',
    true,
    { TRUST_PROXY: '2' },
    { Host: 'survey.example.gov', 'X-Forwarded-Proto': 'http', 'Sec-Fetch-Mode': 'navigate' },
  ],
  ['a port that the proxy omits', true, { ...behind, BASE_URL: `${https}:8443` }, { Host: 'survey.example.gov' }],
  ['IPv6 in another spelling', true, { BASE_URL: 'http://[::1]:8787' }, { Host: '[0:0:0:0:0:0:0:1]:8787' }],
  ['a BASE_URL with a trailing dot', true, { BASE_URL: `${https}.` }, { Host: 'survey.example.gov' }],
  [
    'a link from a page at the right address',
    true,
    {},
    { Host: '127.0.0.1:8787', Referer: `${https}/console/sign-in` },
  ],
  ['an invalid host', true, {}, { Host: 'user@survey' }],
];

test.each(spellings)('%s: counts as the right address: %s', async (_, isSame, settings, headers) => {
  const { log, about } = aLog();
  await using collector = await aCollector({ BASE_URL: https, ...settings }, { log });
  const { body } = await ask(`${collector.url}/console/sign-in`, headers);
  expect(notice(body) === undefined).toBe(isSame);
  expect(about()).toHaveLength(isSame ? 0 : 1);
});

test('rejects a form or a link at the wrong address, and shows the right one', async () => {
  const { log, about } = aLog();
  await using collector = await aCollector({ BASE_URL: https }, { log });
  const given = { email: 'eve@example.gov', password: 'correct horse battery staple' };
  const headers = { Host: 'server7:8787', Origin: 'http://server7:8787' };
  const refused = await ask(`${collector.url}/console/sign-in`, headers, given);
  expect(refused.status).toBe(403);
  expect(notice(refused.body)).toContain(`<a href="${https}/console">`);
  expect(refused.body).toContain('Nothing was changed');
  expect(about()).toMatchObject([{ entry: { received: 'http://server7:8787' } }]);
  // A one-time link can be opened again at the right address.
  const link = await ask(`${collector.url}/console/link/secret-word`, headers, given);
  expect(notice(link.body)).toContain(`<a href="${https}/console/link/secret-word">`);
  const plain = { Host: '127.0.0.1:8787', Origin: 'http://survey.example.gov' };
  expect(notice((await ask(`${collector.url}/console/sign-in`, plain, given)).body)).toBeDefined();
  expect(JSON.stringify(about())).not.toContain('secret-word');
});

test('does not show another site’s form the right address, and does not log it', async () => {
  const { log, about } = aLog();
  await using collector = await aCollector({ BASE_URL: https }, { log });
  for (const headers of [
    { Host: 'survey.example.gov', Origin: 'https://evil.example' },
    { Host: 'survey.example.gov', Origin: 'null' },
    { Host: 'server7', Origin: 'http://server7', 'Sec-Fetch-Site': 'cross-site' },
  ]) {
    const { status, body } = await ask(`${collector.url}/console/sign-in`, headers, { email: 'a@example.gov' });
    expect(status).toBe(403);
    expect(notice(body)).toBeUndefined();
  }
  expect(about()).toEqual([]);
});

test('people can sign in behind a proxy that rewrites the host, and the page says what to change', async () => {
  const { log, about } = aLog();
  await using collector = await aCollector({ BASE_URL: https }, { log });
  const { email, password } = await aPerson(collector, 'administrator');
  const rewritten = { Host: '127.0.0.1:8787' };
  const page = await ask(`${collector.url}/console/sign-in`, rewritten);
  expect(page.body).toContain('make the proxy forward the Host header');
  // Browsers report a form's origin in different ways.
  for (const from of [{ Origin: https }, { Origin: `${https}.` }, { Origin: https, 'Sec-Fetch-Site': 'same-origin' }]) {
    const answer = await ask(`${collector.url}/console/sign-in`, { ...rewritten, ...from }, { email, password });
    expect(answer.status).toBe(303);
    expect(answer.cookie).toContain('__Host-heart.session_token=');
    const next = await ask(`${collector.url}/console`, {
      ...rewritten,
      cookie: answer.cookie,
      Referer: `${https}/console/sign-in`,
    });
    expect(next.status).toBe(200);
    expect(notice(next.body)).toBeUndefined();
  }
  expect(about()).toHaveLength(1);
});

test('invented names do not fill the log or the memory', async () => {
  const { log, about } = aLog();
  await using collector = await aCollector({ BASE_URL: https }, { log });
  for (let made = 0; made < 60; made += 1) {
    const { body } = await ask(`${collector.url}/console/sign-in`, { Host: `invented-${made}.example` });
    expect(notice(body)).toBeDefined();
  }
  expect(about().length).toBeGreaterThan(5);
  expect(about().length).toBeLessThan(30);
  collector.clock.now += 25 * 60 * 60 * 1000;
  const before = about().length;
  await ask(`${collector.url}/console/sign-in`, { Host: 'server7' });
  expect(about()).toHaveLength(before + 1);
});

test('public pages work at any address', async () => {
  const { log, about } = aLog();
  await using collector = await aCollector({ BASE_URL: https }, { log });
  for (const path of ['/s/central', '/healthz', '/api/v1/departments', '/openapi.json']) {
    const [there, here] = await Promise.all([
      ask(collector.url + path, { Host: 'server7' }),
      ask(collector.url + path, { Host: 'survey.example.gov' }),
    ]);
    expect(there.status, path).toBe(here.status);
    expect(there.body, path).not.toContain('You opened this site at');
  }
  expect(about()).toEqual([]);
});

test('does not check the address if PORT=0 uses any free port', async () => {
  await using collector = await aCollector();
  expect(notice((await ask(`${collector.url}/console/sign-in`, {})).body)).toBeUndefined();
});
