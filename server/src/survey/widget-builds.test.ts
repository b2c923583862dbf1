import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { contents } from '../../test/contents.ts';

const bundle = bytes(readFileSync(new URL(import.meta.resolve('@heart-survey/widget/bundle'))));
const results = bytes(readFileSync(new URL(import.meta.resolve('@heart-survey/widget/results/bundle'))));
const first = bytes(
  Buffer.from('customElements.define("heart-survey", class extends HTMLElement {}); // “first” \0\r\n'),
);
const second = bytes(Buffer.from(`${'/* second */\n'.repeat(1000)}export {};`));

function bytes(from: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(from);
}

const nameOf = (body: Uint8Array) => hash('sha256', body, 'base64url').slice(0, 16);

/** The address of a build, which contains the hash of its bytes. */
function addressOf(body: Uint8Array, element = 'heart-survey'): string {
  return `/widget/v1/${element}.${nameOf(body)}.js`;
}

/** The tag of a build's bytes in an encoding. */
function tagOf(body: Uint8Array, encoding: string): string {
  return `"${nameOf(body)}${encoding === 'identity' ? '' : `-${encoding}`}"`;
}

async function get({ url }: TestCollector, path: string, init?: RequestInit) {
  const answer = await fetch(url + path, init);
  return { status: answer.status, headers: answer.headers, body: bytes(new Uint8Array(await answer.arrayBuffer())) };
}

const immutable = {
  'content-type': 'text/javascript',
  'cache-control': 'public, max-age=31536000, immutable',
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
  vary: 'Accept-Encoding',
};

test('gives the element an address that contains its hash, which any page can cache and check', async () => {
  await using collector = await aCollector();
  const encoded = { headers: { 'Accept-Encoding': 'br' } };
  const { status, headers, body } = await get(collector, addressOf(bundle), encoded);
  expect(status).toBe(200);
  expect(body).toEqual(bundle);
  expect(Object.fromEntries(headers)).toMatchObject({ ...immutable, 'content-encoding': 'br' });
  expect((await get(collector, '/widget/v1/heart-survey.js')).body).toEqual(bundle);

  const asked = await get(collector, addressOf(bundle), { method: 'HEAD' });
  expect(asked).toMatchObject({ status: 200, body: new Uint8Array() });
  expect(Object.fromEntries(asked.headers)).toMatchObject(immutable);
  const known = await get(collector, addressOf(bundle), { headers: { 'If-None-Match': headers.get('etag')! } });
  expect(known).toMatchObject({ status: 304, body: new Uint8Array() });
  expect(known.headers.get('cache-control')).toBe(immutable['cache-control']);
});

test('does the same for the element that shows results', async () => {
  await using collector = await aCollector({}, { resultsWidget: first });
  await collector.restart();
  for (const [path, build] of [
    [addressOf(results, 'heart-results'), results],
    ['/widget/v1/heart-results.js', results],
    [addressOf(first, 'heart-results'), first],
    ['/widget/v1/heart-survey.js', bundle],
  ] as const) {
    const { status, headers, body } = await get(collector, path, { headers: { 'Accept-Encoding': 'br' } });
    expect({ status, body }, path).toEqual({ status: 200, body: build });
    const cache = /v1.heart-\w+[.]js/.test(path) ? 'public, max-age=3600' : immutable['cache-control'];
    expect(Object.fromEntries(headers), path).toMatchObject({ ...immutable, 'cache-control': cache });
  }
  expect((await get(collector, '/widget/v1/heart-results.AAAAAAAAAAAAAAAA.js')).status).toBe(404);
  expect((await get(collector, addressOf(results, 'heart-other'))).status).toBe(404);
});

test('serves the old bytes at the old address after one upgrade, and after another', async () => {
  await using collector = await aCollector({}, { widget: first });
  const before = await get(collector, addressOf(first));
  expect(before.body).toEqual(first);
  for (const widget of [second, bundle]) {
    await collector.restart({ widget });
    expect((await get(collector, '/widget/v1/heart-survey.js')).body).toEqual(widget);
    // First from the database, then from memory.
    for (const encoding of ['br', 'gzip', 'identity', 'br']) {
      const after = await get(collector, addressOf(first), { headers: { 'Accept-Encoding': encoding } });
      expect({ status: after.status, body: after.body }, encoding).toEqual({ status: 200, body: first });
      const etag = tagOf(first, encoding);
      expect(Object.fromEntries(after.headers)).toMatchObject({ ...immutable, etag });
    }
  }
  expect((await get(collector, addressOf(second))).body).toEqual(second);
  const asked = await get(collector, addressOf(second), { method: 'HEAD' });
  expect(asked).toMatchObject({ status: 200, body: new Uint8Array() });
  const etag = asked.headers.get('etag')!;
  expect((await get(collector, addressOf(second), { headers: { 'If-None-Match': etag } })).status).toBe(304);
});

test('serves the builds of other collectors on the same database', async () => {
  await using old = await aCollector({}, { widget: first });
  await using upgraded = await aCollector({ DATABASE_URL: old.env['DATABASE_URL']! }, { widget: second });
  for (const collector of [old, upgraded]) {
    for (const build of [first, second]) {
      const { status, body } = await get(collector, addressOf(build));
      expect({ status, body }).toEqual({ status: 200, body: build });
    }
  }
});

test('stores a build once, with the time of its first start', async () => {
  await using collector = await aCollector({}, { widget: first });
  const before = (await contents(collector.db))['widget_build'];
  // Both elements, and the survey's texts in Spanish, which is also offered.
  expect(before).toMatchObject(Array.from({ length: 3 }, () => ({ first_served_at: collector.clock.now })));
  collector.clock.now += 1000;
  await collector.restart({ widget: first });
  expect((await contents(collector.db))['widget_build']).toEqual(before);
});

test('answers 404 for an unknown build, and does not let caches keep it', async () => {
  await using collector = await aCollector();
  const never = ['AAAAAAAAAAAAAAAA', 'a', addressOf(first).slice(26, -3), `${addressOf(bundle).slice(26, -3)}x`, '-_'];
  for (const name of [...never, '', '%00', "'%20OR%20''='"]) {
    const { status, headers } = await get(collector, `/widget/v1/heart-survey.${name}.js`);
    expect(status, name).toBe(404);
    expect(headers.get('cache-control'), name).toBe('no-store');
  }
  expect(await count(collector.db, 'widget_build')).toBe(3);
});

test('serves the current build while the database is unavailable', async () => {
  await using collector = await aCollector({}, { widget: first });
  await collector.restart({ widget: second });
  await collector.db.$client.execute('ALTER TABLE widget_build RENAME TO away');
  expect((await get(collector, addressOf(second))).body).toEqual(second);
  expect((await get(collector, addressOf(first))).status).toBe(503);
});
