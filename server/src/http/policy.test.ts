import { expect, test } from 'vitest';
import { aCollector, type TestCollector } from '../../test/collector.ts';
import { metricsToken } from '../../test/metrics.ts';
import { aProvider, type TestProvider } from '../../test/provider.ts';
import { sendBytes, statusesOf } from '../../test/raw-socket.ts';
import { routesOf } from '../../test/routes.ts';
import { aPerson, fromConsole } from '../../test/staff.ts';

const https = 'https://survey.example.gov';
const framing = 'https://www.example.gov';

/** Who may cache an answer, and for how long. */
const caching = {
  nobody: /^no-store$/,
  /** The browser's back button only. */
  history: /^(private, max-age=0, must-revalidate|no-store)$/,
  /** Named by a hash, so forever; nobody if the file does not exist. */
  everybody: /^(public, max-age=31536000, immutable|no-store)$/,
  /** Kept, but asked about each time. */
  askingFirst: /^(no-cache|no-store)$/,
  aWhile: /^(public, max-age=\d+(, stale-while-revalidate=\d+)?|no-store)$/,
};

/** How a route's answers differ from the default. */
interface Row {
  /** Who may cache it. */
  cachedBy: RegExp;
  /** Origins that may frame it, if any. */
  framed?: string;
  /** Whether any page may read it, also if it is refused, or load what is there, or both. */
  open?: 'read' | 'load' | 'both';
  referrer?: 'same-origin';
  /** Whether its pages link a stylesheet; the others include theirs. */
  styles?: 'linked';
  /** Whether it shares a browser process with the page that opened it. */
  shared?: true;
}

/** Keyed by the start of the path up to the star, or else by the whole path. A route without a row fails the test. */
const table: Record<string, Row> = {
  '/': { cachedBy: caching.nobody },
  '/privacy': { cachedBy: caching.nobody },
  '/accessibility': { cachedBy: caching.nobody },
  '/s/*': { cachedBy: caching.nobody, framed: framing, shared: true },
  '/s/:region': { cachedBy: caching.history, framed: framing, shared: true },
  '/embed': { cachedBy: caching.nobody },
  '/embed/results': { cachedBy: caching.nobody },
  '/embed/preview/api/v1/responses': { cachedBy: caching.nobody },
  '/embed/preview/widget/v1/s/:region': { cachedBy: caching.aWhile, open: 'load' },
  '/api/v1/responses': { cachedBy: caching.nobody, open: 'read' },
  '/api/v1/departments': { cachedBy: caching.nobody },
  '/api/v1/departments/*': { cachedBy: caching.nobody },
  '/.well-known/heart-survey-keys': { cachedBy: caching.nobody },
  '/console': { cachedBy: caching.nobody, referrer: 'same-origin', styles: 'linked' },
  '/console/*': { cachedBy: caching.nobody, referrer: 'same-origin', styles: 'linked' },
  '/console/sign-in/provider': { cachedBy: caching.nobody, referrer: 'same-origin', styles: 'linked' },
  '/console/auth/callback/oidc': { cachedBy: caching.nobody, referrer: 'same-origin', styles: 'linked' },
  '/widget/v1/heart-survey.js': { cachedBy: caching.aWhile, open: 'load' },
  '/widget/v1/heart-results.js': { cachedBy: caching.aWhile, open: 'load' },
  '/widget/v1/s/:region': { cachedBy: caching.aWhile, open: 'load' },
  '/widget/v1/results/*': { cachedBy: caching.askingFirst, open: 'both' },
  '/widget/v1/*': { cachedBy: caching.everybody, open: 'load' },
  '/assets/*': { cachedBy: caching.everybody },
  '/signature': { cachedBy: caching.nobody },
  '/print': { cachedBy: caching.nobody },
  '/print/*': { cachedBy: caching.nobody },
  '/thanks/*': { cachedBy: caching.nobody },
  '/feedback': { cachedBy: caching.history },
  '/feedback/poster': { cachedBy: caching.nobody },
  '/case': { cachedBy: caching.nobody },
  '/results': { cachedBy: caching.askingFirst, shared: true },
  '/results/*': { cachedBy: caching.askingFirst, shared: true },
  '/results/:department/:quarter.*': { cachedBy: caching.askingFirst, open: 'read', shared: true },
  '/results/:department/groups/:year.*': { cachedBy: caching.askingFirst, open: 'read', shared: true },
  '/data.json': { cachedBy: caching.askingFirst, open: 'read', shared: true },
  '/favicon.svg': { cachedBy: caching.aWhile },
  '/openapi.json': { cachedBy: caching.nobody },
  '/docs': { cachedBy: caching.nobody },
  '/metrics': { cachedBy: caching.nobody },
  '/healthz': { cachedBy: caching.nobody },
  '/readyz': { cachedBy: caching.nobody },
};

function rowOf(path: string): Row | undefined {
  const star = Object.keys(table)
    .filter((key) => key.endsWith('*') && path.startsWith(key.slice(0, -1)))
    .toSorted((a, b) => b.length - a.length)[0];
  return table[path] ?? (star === undefined ? undefined : table[star]);
}

/** The complete policy expected in the headers. */
const expected = ({ framed, referrer, shared, styles }: Row) => ({
  csp: [
    "default-src 'none'",
    // The console also shows public pages before they are published.
    styles === 'linked'
      ? expect.stringMatching(/^style-src 'self'( 'sha256-[\w+/]{43}=')+$/)
      : expect.stringMatching(/^style-src( 'sha256-[\w+/]{43}=')+$/),
    "script-src 'self'",
    "connect-src 'self'",
    "img-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${framed ?? "'none'"}`,
  ],
  'x-frame-options': framed === undefined ? 'DENY' : null,
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'referrer-policy': referrer ?? 'no-referrer',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
  'cross-origin-opener-policy': shared ? null : 'same-origin',
  'access-control-allow-credentials': null,
  server: null,
  'x-powered-by': null,
});

function policyOf(headers: Headers, row: Row) {
  const wanted = expected(row);
  return Object.fromEntries(
    Object.keys(wanted).map((name) => [
      name,
      name === 'csp' ? headers.get('content-security-policy')?.split('; ') : headers.get(name),
    ]),
  );
}

/** Every route with its parameters filled in; the things they name may not exist. Sign-out comes last. */
async function everyRoute(collector: TestCollector) {
  const all = (await routesOf(collector)).filter(({ method }) => method !== 'ALL');
  const routes = all.toSorted((a, b) => Number(a.path.includes('sign-out')) - Number(b.path.includes('sign-out')));
  return routes.map(({ method, path }) => ({
    method,
    path,
    target: path
      .replace(/:(\w+)(\.[\w.-]+)\{[^/]*\}/, ':$1$2')
      .replace(/:department|:slug/, 'cws')
      .replace(':region', 'central')
      .replace(/:quarter(\{[^/]*\})?/, '2026-07')
      .replace(/:\w+(\{[^/]*\})?/g, 'x'),
  }));
}

/** A collector with every setting that adds a route. */
const whole = (provider: TestProvider) =>
  aCollector({ BASE_URL: https, FRAME_ANCESTORS: framing, METRICS_TOKEN: metricsToken, ...provider.env });

test('every answer of every route has the policy of the table, for strangers and for staff', async () => {
  await using provider = await aProvider({});
  await using collector = await whole(provider);
  const routes = await everyRoute(collector);
  expect(routes.filter(({ path }) => rowOf(path) === undefined)).toEqual([]);
  const paths = new Set(routes.map(({ path }) => path));
  expect(Object.keys(table).filter((key) => !key.endsWith('*') && !paths.has(key))).toEqual([]);
  const staff = [await aPerson(collector, 'administrator'), await aPerson(collector, 'ambassador')];
  let answers = 0;
  for (const cookie of ['', ...staff.map(({ cookie }) => cookie)]) {
    for (const { method, path, target } of routes) {
      for (const asked of [method, 'OPTIONS', ...(method === 'GET' ? ['HEAD'] : [])]) {
        if (cookie === '' && asked !== method && path.startsWith('/console/')) continue;
        const what = `${asked} ${target}`;
        const operator = path === '/metrics' && cookie !== '' ? { Authorization: `Bearer ${metricsToken}` } : {};
        const own = asked === 'POST' ? fromConsole : {};
        const headers = { cookie, Origin: 'https://elsewhere.example', ...own, ...operator };
        const answer = await fetch(collector.url + target, { method: asked, headers, redirect: 'manual' });
        await answer.arrayBuffer();
        const row = rowOf(path)!;
        expect.soft(answer.status, what).toBeLessThan(500);
        expect.soft(policyOf(answer.headers, row), what).toEqual(expected(row));
        expect.soft(answer.headers.get('cache-control'), what).toMatch(row.cachedBy);
        const anyOrigin = answer.headers.get('access-control-allow-origin');
        const mayBeRead = row.open === 'read' || row.open === 'both' || (row.open === 'load' && answer.ok);
        expect.soft(anyOrigin, what).toBe(mayBeRead ? '*' : null);
        const from = row.open === 'load' || row.open === 'both' ? 'cross-origin' : 'same-origin';
        expect.soft(answer.headers.get('cross-origin-resource-policy'), what).toBe(from);
        for (const set of answer.headers.getSetCookie()) {
          expect.soft(set, what).toMatch(/^__Host-[^;]+;.*HttpOnly; Secure; SameSite=Lax/i);
          expect.soft(path, what).toMatch(/^\/console\//);
        }
        answers += 1;
      }
    }
  }
  expect(answers).toBeGreaterThan(3 * routes.length);
});

test('no page and no redirect uses the host name that the request sends', async () => {
  await using provider = await aProvider({});
  await using collector = await whole(provider);
  const lines = ['Host: evil.example', 'X-Forwarded-Host: evil.example', 'X-Forwarded-Server: evil.example'];
  const more = ['Forwarded: host=evil.example;proto=http', 'X-Forwarded-Proto: http', 'X-Original-URL: //evil.example'];
  const people = [await aPerson(collector, 'administrator'), await aPerson(collector, 'ambassador')];
  let good = 0;
  for (const cookie of ['', ...people.map(({ cookie }) => cookie)]) {
    for (const { method, target } of await everyRoute(collector)) {
      const headers = [...lines, ...more, `Cookie: ${cookie}`, 'Sec-Fetch-Site: same-origin', 'Connection: close'];
      const body = ['Content-Type: application/x-www-form-urlencoded', 'Content-Length: 0'];
      const answer = await sendBytes(
        collector,
        [`${method} ${target} HTTP/1.1`, ...headers, ...(method === 'POST' ? body : []), '', ''].join('\r\n'),
      );
      expect.soft(answer, `${method} ${target}`).not.toContain('evil.example');
      const [status] = statusesOf(answer);
      expect.soft(status, `${method} ${target}`).toBeLessThan(500);
      if (status === 200) good += 1;
    }
  }
  expect(good).toBeGreaterThan(90);
});

test('no query parameter redirects to another origin', async () => {
  await using provider = await aProvider({});
  await using collector = await whole(provider);
  const { cookie } = await aPerson(collector, 'administrator');
  const elsewhere = ['//evil.example', '/\\evil.example', 'https:evil.example'];
  let redirects = 0;
  for (const { method, target } of await everyRoute(collector)) {
    for (const to of elsewhere) {
      const asked = ['next', 'lang', 'to', 'region', 'return'].map((name): [string, string] => [name, to]);
      const query = new URLSearchParams(asked).toString();
      for (const headers of [{ cookie, ...fromConsole }, fromConsole]) {
        const init = method === 'POST' ? { body: new URLSearchParams(asked) } : {};
        const answer = await fetch(`${collector.url}${target}?${query}`, {
          method,
          headers,
          redirect: 'manual',
          ...init,
        });
        await answer.arrayBuffer();
        const location = answer.headers.get('location');
        if (location === null) continue;
        redirects += 1;
        const what = `${method} ${target} ${to}`;
        if (target === '/console/sign-in/provider') {
          // The one redirect elsewhere leads to the configured provider, which sends people back only to us.
          expect.soft(location.startsWith(`${provider.env['OIDC_ISSUER']!}/authorize?`), what).toBe(true);
          expect.soft(new URL(new URL(location).searchParams.get('redirect_uri')!).origin, what).toBe(https);
          continue;
        }
        expect.soft(location, what).toMatch(/^\/(?![/\\])/);
        expect.soft(new URL(location, https).origin, what).toBe(https);
      }
    }
  }
  expect(redirects).toBeGreaterThan(100);
});
