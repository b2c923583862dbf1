import { expect, test } from 'vitest';
import { aCollector, type TestCollector } from '../../test/collector.ts';
import { closedWith } from '../../test/closed-quarters.ts';
import { text } from '../../test/console-page.ts';
import { publish, withdraw } from '../../test/publishing.ts';
import { answerOf, problemOf } from '../../test/wire.ts';

const path = '/results/cws/2026-04';
const element = '/widget/v1/results/cws.json';
const pages = ['/results', '/results/cws', path];
const files = [`${path}.json`, `${path}.csv`, `${path}.csv-metadata.json`, '/data.json', element];

/** A collector with a published quarter. */
async function aPublishedQuarter(settings: Record<string, string> = {}): Promise<TestCollector> {
  const collector = await aCollector(settings);
  const regions = { central: { 4: 30, 5: 12 }, east: { 3: 25, 5: 14 } };
  await closedWith(collector.db, '2026-04', { regions, closedAt: collector.clock.now });
  await publish(collector, { quarter: '2026-04' });
  return collector;
}

test('a page is gone at the next request after another collector withdrew the quarter', async () => {
  await using collector = await aPublishedQuarter();
  const before = await Promise.all([path, ...files].map((one) => fetch(collector.url + one)));
  expect(before.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
  await withdraw(collector, { quarter: '2026-04', reason: 'A region was counted twice.' });
  const headers = { 'If-None-Match': before[0]!.headers.get('etag')! };
  const gone = await fetch(`${collector.url}${path}?lang=en`, { headers });
  expect(gone.status).toBe(410);
  const words = text(await gone.text());
  expect(words).toContain('A region was counted twice.');
  expect(words).not.toMatch(/\d\.\d\d/);
  for (const file of [`${path}.json`, `${path}.csv`, `${path}.csv-metadata.json`, `${element}?quarter=2026-04`]) {
    expect(problemOf(await answerOf(await fetch(collector.url + file, { headers }))), file).toMatchObject({
      status: 410,
      errors: [{ path: '', message: 'A region was counted twice.' }],
    });
  }
  expect((await fetch(collector.url + element)).status).toBe(404);
  expect(await (await fetch(`${collector.url}/data.json`)).json()).toMatchObject({ dataset: [] });
});

test('caches ask each time, and get 304 for what they have, by encoding and language', async () => {
  await using collector = await aPublishedQuarter({ LANGUAGES: 'en,es' });
  for (const one of [...pages, ...files]) {
    const tags = new Set<string>();
    for (const encoding of ['br', 'gzip', 'identity', 'br;q=0, gzip;q=0']) {
      const headers = { 'Accept-Encoding': encoding };
      const first = await fetch(collector.url + one, { headers });
      const etag = first.headers.get('etag')!;
      tags.add(etag);
      const head = await fetch(collector.url + one, { headers, method: 'HEAD' });
      expect({ status: head.status, body: await head.text() }).toEqual({ status: 200, body: '' });
      expect([head.headers.get('etag'), head.headers.get('vary')]).toEqual([etag, first.headers.get('vary')]);
      for (const known of [etag, `W/${etag}`, `"old", W/"older", ${etag}`]) {
        const again = await fetch(collector.url + one, { headers: { ...headers, 'If-None-Match': known } });
        expect({ status: again.status, body: await again.text() }, `${one} ${known}`).toEqual({
          status: 304,
          body: '',
        });
        expect(again.headers.get('etag')).toBe(etag);
        expect(again.headers.get('cache-control')).toBe('no-cache');
        expect(again.headers.get('vary')).toBe(first.headers.get('vary'));
      }
      expect(first.headers.get('cache-control')).toBe('no-cache');
      const byBrowser = pages.includes(one) ? ', Accept-Language' : '';
      expect(first.headers.get('vary')).toBe(`Accept-Encoding${byBrowser}`);
    }
    expect(tags.size, one).toBe(3);
  }
  const spanish = await fetch(`${collector.url}${path}`, { headers: { 'Accept-Language': 'es-MX' } });
  const asked = await fetch(`${collector.url}${path}?lang=es`, { headers: { 'Accept-Language': 'en' } });
  expect(asked.headers.get('vary')).toBe('Accept-Encoding');
  expect(await asked.text()).toBe(await spanish.text());
  const unknown = await fetch(`${collector.url}${path}?lang=xx`, { headers: { 'Accept-Language': 'es' } });
  expect(unknown.headers.get('vary')).toBe('Accept-Encoding, Accept-Language');
  expect(unknown.headers.get('etag')).toBe(asked.headers.get('etag'));
});

test('unknown addresses get a page in the reader’s language, or a problem, and other methods 405', async () => {
  await using collector = await aPublishedQuarter({ LANGUAGES: 'en,es' });
  const odd = [
    '2026-13',
    '2026-4',
    '0000-00',
    '%32026-05',
    '2026-04%00',
    '..%2F2026-04',
    '२०२६-०४',
    '%E0%A4%A',
    'a'.repeat(5000),
  ];
  for (const address of [
    '/results/x',
    '/results/cws/',
    '/results/cws/2026-04/x',
    ...odd.map((id) => `/results/cws/${id}`),
  ]) {
    const missing = await fetch(collector.url + address, { headers: { 'Accept-Language': 'es' } });
    expect(missing.status, address).toBe(404);
    const body = await missing.text();
    expect(body, address).toContain('<html lang="es"');
    expect(missing.headers.get('vary')).toContain('Accept-Language');
  }
  for (const id of odd) {
    for (const address of [`/results/cws/${id}.json`, `/results/cws/${id}.csv`, `${element}?quarter=${id}`]) {
      const { status } = problemOf(await answerOf(await fetch(collector.url + address)));
      expect(status, address).toBe(404);
    }
  }
  for (const address of [...pages, ...files]) {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
      const { status, headers } = await fetch(collector.url + address, { method });
      expect([status, headers.get('allow')], `${method} ${address}`).toEqual([405, 'GET, HEAD']);
    }
  }
});

test('an address written in another way is the same answer, made once', async () => {
  await using collector = await aPublishedQuarter();
  const tags = await Promise.all(
    [
      path,
      `${path}?x=1`,
      '/results/cws/%32026-04',
      '/%72esults/cws/2026-04',
      `${path}?lang=en`,
      `${path}?lang=EN-us`,
    ].map(async (one) => (await fetch(collector.url + one)).headers.get('etag')),
  );
  expect(new Set(tags).size).toBe(1);
});

test('limits what a client has made anew, but not how often it reads', async () => {
  // 10 answers made in ten minutes.
  await using collector = await aPublishedQuarter({ RATE_LIMIT: '1' });
  const read = async (address: string) => (await fetch(collector.url + address)).status;
  const many = await Promise.all(Array.from({ length: 60 }, () => read(`${path}?lang=en`)));
  expect(new Set(many)).toEqual(new Set([200]));
  expect(await Promise.all(files.map(read))).toEqual(files.map(() => 200));
  expect(await Promise.all(pages.map(read))).toEqual(pages.map(() => 200));
  const other = `${path}?lang=es`;
  expect([await read('/results/cws?lang=es'), await read('/results?lang=es')]).toEqual([200, 200]);
  const refused = await fetch(collector.url + other);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await refused.text()).toContain('<html lang="es"');
  expect(problemOf(await answerOf(await fetch(`${collector.url}${element}?lang=es`))).status).toBe(429);
  expect(await read(`${path}?lang=en`)).toBe(200);
});

test('answers 503 and when to try again while the database is unavailable, and nothing old', async () => {
  await using collector = await aPublishedQuarter();
  const before = await fetch(collector.url + path);
  await collector.db.$client.execute('ALTER TABLE publication_event RENAME TO away');
  const headers = { 'If-None-Match': before.headers.get('etag')! };
  const all = await Promise.all([...pages, ...pages].map((page) => fetch(collector.url + page, { headers })));
  for (const { status, headers } of all) expect([status, headers.get('retry-after')]).toEqual([503, '5']);
  expect(await all[0]!.text()).not.toMatch(/publication_event|SQL/i);
  for (const file of files) {
    const answer = await answerOf(await fetch(collector.url + file, { headers }));
    expect(problemOf(answer), file).toMatchObject({ status: 503 });
    expect(answer.headers.get('retry-after')).toBe('5');
  }
  await collector.db.$client.execute('ALTER TABLE away RENAME TO publication_event');
  expect((await fetch(collector.url + path, { headers })).status).toBe(304);
});
