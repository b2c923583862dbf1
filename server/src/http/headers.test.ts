import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { aForm, encoded, formType } from '../../test/bad-forms.ts';
import { aCollector, aResponse, type TestCollector } from '../../test/collector.ts';
import { inlineScripts, readPage } from '../../test/page.ts';
import { answerOf } from '../../test/wire.ts';
import { hashOf } from './asset.ts';

/** A request and its expected status, which shows that the test got the kind of answer it wanted. */
type Asked = [what: string, status: number, path: string, init?: RequestInit];

const intake = '/api/v1/responses';
const rehearsal = '/embed/preview/api/v1/responses';
const figures = '/api/v1/departments/cws/quarters/2026-07';
const json = (body: unknown) => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
});
const form = (given: Record<string, string | null> = {}) => ({
  method: 'POST',
  headers: { 'Content-Type': formType },
  body: encoded(aForm(given)),
});

const ofTheIntake: Asked[] = [
  ['a receipt', 201, intake, json(aResponse())],
  ['a problem', 400, intake, json({})],
  ['an unknown region', 404, intake, json(aResponse({ region: 'nowhere' }))],
  ['a body that is too large', 413, intake, json('x'.repeat(70_000))],
  ['another media type', 415, intake, form()],
  ['another method', 405, intake],
  ['a preflight', 204, intake, { method: 'OPTIONS', headers: { 'Access-Control-Request-Method': 'POST' } }],
];
const build = hashOf(readFileSync(new URL(import.meta.resolve('@heart-survey/widget/bundle'))));
const element: Asked[] = [
  ['the element', 200, '/widget/v1/heart-survey.js'],
  ['the element in a specific build', 200, `/widget/v1/heart-survey.${build}.js`],
];
const others: Asked[] = [
  ['the front page', 200, '/'],
  ['the survey', 200, '/s/central'],
  ['the survey with HEAD', 200, '/s/central', { method: 'HEAD' }],
  ['the survey with OPTIONS', 404, '/s/central', { method: 'OPTIONS' }],
  ['the survey with an invalid answer', 400, '/s/central', form({ respect: null })],
  ['a submitted form', 303, '/s/central', form()],
  ['a form that is too large', 413, '/s/central', form({ comment: 'x'.repeat(70_000) })],
  ['a body that is not a form', 415, '/s/central', json({})],
  ['the thank-you page', 200, '/s/central/thanks'],
  ['the thank-you page of a kiosk', 200, '/s/central/thanks?channel=kiosk'],
  ['the form in another language', 200, '/s/central', form({ lang: 'es' })],
  ['privacy', 200, '/privacy'],
  ['accessibility', 200, '/accessibility'],
  ['the signature', 200, '/signature'],
  ['the print page', 200, '/print'],
  ['the sheets', 200, '/print/central'],
  ['an unknown survey', 404, '/s/nowhere'],
  ['an unknown page', 404, '/nowhere'],
  ['an unknown API path', 404, '/api/v1/nowhere'],
  ['figures without a token', 401, figures],
  ['a file without a token', 401, `${figures}.csv`],
  ['figures with OPTIONS', 401, figures, { method: 'OPTIONS' }],
  ['the document', 200, '/openapi.json'],
  ['the docs', 200, '/docs'],
  ['how to embed', 200, '/embed'],
  ['a receipt of a trial run', 201, rehearsal, json(aResponse())],
  ['a problem in a trial run', 400, rehearsal, json({})],
  ['a trial run with another method', 405, rehearsal],
  ['a preflight of a trial run', 405, rehearsal, { method: 'OPTIONS' }],
  ['the favicon', 200, '/favicon.svg'],
  ['healthz', 200, '/healthz'],
  ['readyz', 200, '/readyz'],
];

/** Sends each request as a page of another origin would, one after the other. */
async function each(
  { url }: TestCollector,
  asked: Asked[],
  look: (headers: Headers, what: string, body: string, path: string) => void,
) {
  for (const [what, status, path, init = {}] of asked) {
    const headers = new Headers(init.headers);
    headers.set('Origin', 'https://elsewhere.example');
    const answer = await answerOf(await fetch(url + path, { redirect: 'manual', ...init, headers }));
    expect(answer.status, what).toBe(status);
    look(answer.headers, what, answer.body, path);
  }
}

/** The figures need a token, which exists only once the collector runs. */
async function everything(collector: TestCollector): Promise<Asked[]> {
  const headers = { Authorization: `Bearer ${(await collector.heart('token', 'create')).out}` };
  const read = ['', '.csv', '/responses.csv'].map((path): Asked => [path, 200, figures + path, { headers }]);
  return [...ofTheIntake, ...element, ...others, ...read];
}

const directives = (headers: Headers) =>
  Object.fromEntries(
    (headers.get('content-security-policy') ?? '').split('; ').map((directive) => {
      const [name, ...sources] = directive.split(' ');
      return [name, sources.join(' ')];
    }),
  );

test('every answer forbids everything that it does not need', async () => {
  await using collector = await aCollector();
  await each(collector, await everything(collector), (headers, what, _, path) => {
    expect.soft(directives(headers), what).toEqual({
      'default-src': "'none'",
      'img-src': "'self'",
      'form-action': "'self'",
      'base-uri': "'none'",
      'frame-ancestors': "'none'",
      'script-src': "'self'",
      'connect-src': "'self'",
      'style-src': expect.stringMatching(/^('sha256-[\w+/]{43}=' ?){5}$/),
    });
    expect.soft(Object.fromEntries(headers), what).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
    });
    // The survey page gets no browser process of its own, which would slow down cheap phones.
    const alone = path.startsWith('/s/') ? null : 'same-origin';
    expect.soft(headers.get('cross-origin-opener-policy'), what).toBe(alone);
    for (const name of ['set-cookie', 'x-powered-by', 'server', 'strict-transport-security']) {
      expect.soft(headers.get(name), `${name} of ${what}`).toBeNull();
    }
  });
});

test('every page’s policy allows its stylesheet, and nothing else is inline', async () => {
  await using collector = await aCollector();
  let pages = 0;
  await each(collector, await everything(collector), (headers, what, body) => {
    if (!headers.get('content-type')?.startsWith('text/html') || body === '') return;
    pages += 1;
    const styles = [...body.matchAll(/<style>(.*?)<\/style>/gs)].map(([, style]) => style!);
    const hashes = styles.map((style) => `'sha256-${createHash('sha256').update(style).digest('base64')}'`);
    expect.soft(hashes, what).toHaveLength(1);
    expect.soft(directives(headers)['style-src']?.split(' '), what).toContain(hashes[0]);
    expect.soft(inlineScripts(readPage(body)), what).toEqual([]);
    expect.soft(body, what).not.toMatch(/\sstyle=|\son[a-z]+=|<link rel="stylesheet"/);
  });
  expect(pages).toBe(18);
});

test('pages of other origins may send responses and load the element, and read nothing else', async () => {
  await using collector = await aCollector();
  const allowed = new Set([...ofTheIntake, ...element].map(([what]) => what));
  await each(collector, await everything(collector), (headers, what) => {
    expect.soft(headers.get('access-control-allow-origin'), what).toBe(allowed.has(what) ? '*' : null);
    expect.soft(headers.get('access-control-allow-credentials'), what).toBeNull();
    const policy = what.startsWith('the element') ? 'cross-origin' : 'same-origin';
    expect.soft(headers.get('cross-origin-resource-policy'), what).toBe(policy);
  });
  const preflight = await fetch(collector.url + intake, {
    method: 'OPTIONS',
    headers: {
      Origin: 'null',
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'content-type',
    },
  });
  expect(Object.fromEntries(preflight.headers)).toMatchObject({
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'Content-Type',
  });
});

test('error answers are just as strict, and the element may read its own', async () => {
  await using collector = await aCollector();
  await collector.db.$client.execute('ALTER TABLE region RENAME TO away');
  const broken: Asked[] = [
    ['the survey', 503, '/s/central'],
    ['the form', 503, '/s/central', form()],
    [intake, 503, intake, json(aResponse())],
  ];
  await each(collector, broken, (headers, what) => {
    expect.soft(directives(headers), what).toMatchObject({ 'default-src': "'none'", 'frame-ancestors': "'none'" });
    expect.soft(headers.get('access-control-allow-origin'), what).toBe(what === intake ? '*' : null);
  });
});

test('sends HSTS only if the installation uses https', async () => {
  await using open = await aCollector({ BASE_URL: 'http://survey.example.gov' });
  await using secure = await aCollector({ BASE_URL: 'https://survey.example.gov/' });
  const transport = async ({ url }: TestCollector) => (await fetch(url)).headers.get('strict-transport-security');
  expect([await transport(open), await transport(secure)]).toEqual([null, 'max-age=31536000']);
});

test('only the configured origins may frame the survey pages, and no one may frame the rest', async () => {
  await using collector = await aCollector({
    FRAME_ANCESTORS: 'https://www.example.gov, https://intranet.example:8443',
  });
  let framed = 0;
  await each(collector, await everything(collector), (headers, what, _, path) => {
    const isSurvey = path.startsWith('/s/');
    if (isSurvey) framed += 1;
    const ancestors = isSurvey ? 'https://www.example.gov https://intranet.example:8443' : "'none'";
    expect.soft(directives(headers)['frame-ancestors'], what).toBe(ancestors);
    // The older header cannot list origins, so it is left out if some are configured.
    expect.soft(headers.get('x-frame-options'), what).toBe(isSurvey ? null : 'DENY');
  });
  expect(framed).toBe(11);
});

test('the collector is alive while it answers, and ready while it can store', async () => {
  await using collector = await aCollector();
  const answerTo = async (path: string) => {
    const answer = await fetch(collector.url + path);
    return [answer.status, await answer.text()];
  };
  expect([await answerTo('/healthz'), await answerTo('/readyz')]).toEqual([
    [200, 'ok'],
    [200, 'ready'],
  ]);
  await collector.db.$client.execute('ALTER TABLE response RENAME TO away');
  await expect.poll(() => answerTo('/readyz'), { timeout: 10_000 }).toEqual([503, 'not ready']);
  expect(await answerTo('/healthz')).toEqual([200, 'ok']);
});
