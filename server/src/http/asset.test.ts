import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aCollector, type TestCollector } from '../../test/collector.ts';

const path = '/widget/v1/heart-survey.js';
const file = readFileSync(new URL(import.meta.resolve('@heart-survey/widget/bundle')));

let collector: TestCollector;
beforeAll(async () => {
  collector = await aCollector();
});
afterAll(() => collector[Symbol.asyncDispose]());

/** The raw bytes: `fetch` would decode them. */
function get(headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<{ status: number; headers: Record<string, unknown>; bytes: Buffer }>((resolve, reject) => {
    const asked = request(collector.url + path, { method, headers }, (answer) => {
      buffer(answer).then((bytes) => resolve({ status: answer.statusCode!, headers: answer.headers, bytes }), reject);
    });
    asked.on('error', reject).end();
  });
}

const decode: Record<string, (bytes: Buffer) => Buffer> = {
  br: brotliDecompressSync,
  gzip: gunzipSync,
  identity: (bytes) => bytes,
};

test.each([
  ['br', 'gzip, deflate, br, zstd'],
  ['br', 'br'],
  ['br', 'BR'],
  ['gzip', 'gzip'],
  ['gzip', 'gzip, deflate'],
  ['gzip', 'br;q=0, gzip;q=0.5'],
  ['identity', ''],
  ['identity', 'identity'],
  ['identity', 'gzip;q=0, br; q=0'],
  ['identity', 'zstd'],
  ['identity', 'x-brotli'],
])('serves the element as %s to a browser that accepts “%s”, with the same content', async (encoding, accepted) => {
  const { status, headers, bytes } = await get({ 'Accept-Encoding': accepted });
  expect(status).toBe(200);
  expect(headers['content-encoding'] ?? 'identity').toBe(encoding);
  expect(decode[encoding]!(bytes).equals(file)).toBe(true);
  if (encoding !== 'identity') expect(bytes.length).toBeLessThan(file.length / 2);
  expect(headers).toMatchObject({
    'content-type': expect.stringMatching(/^text\/javascript/),
    vary: expect.stringContaining('Accept-Encoding'),
    'cache-control': 'public, max-age=3600',
  });
});

test('tells a browser that its copy is current, without sending the file', async () => {
  const { etag } = (await get()).headers as { etag: string };
  expect(etag).toMatch(/^"[\w-]+"$/);
  const same = await get({ 'If-None-Match': etag, 'Accept-Encoding': 'br' });
  expect({ status: same.status, length: same.bytes.length }).toEqual({ status: 304, length: 0 });
  expect(same.headers).toMatchObject({ etag, 'cache-control': 'public, max-age=3600' });
  expect(same.headers['content-encoding']).toBeUndefined();
  for (const other of ['"other"', etag.slice(1, -1), '']) {
    expect((await get({ 'If-None-Match': other })).bytes.equals(file), other).toBe(true);
  }
});

test('knows its tag in a list and marked as weak, and gives each encoding a tag of its own', async () => {
  const tags = await Promise.all(
    ['br', 'gzip', ''].map(async (accepted) => (await get({ 'Accept-Encoding': accepted })).headers['etag'] as string),
  );
  expect(new Set(tags).size).toBe(3);
  for (const etag of tags) {
    for (const header of [`W/${etag}`, `"other", ${etag}`, `"a,b",W/"c" ,W/${etag}, "d"`]) {
      const same = await get({ 'If-None-Match': header, 'Accept-Encoding': 'gzip' });
      expect({ status: same.status, etag: same.headers['etag'] }, header).toEqual({ status: 304, etag });
      expect(same.headers['vary']).toContain('Accept-Encoding');
    }
    for (const header of [`"${etag.slice(1, 8)}"`, `W/"other", "x${etag.slice(1)}`, etag.replaceAll('"', "'")]) {
      expect((await get({ 'If-None-Match': header })).status, header).toBe(200);
    }
  }
  expect((await get({ 'If-None-Match': '*' })).status).toBe(304);
});

test('answers HEAD without sending the file', async () => {
  const { status, headers, bytes } = await get({}, 'HEAD');
  expect({ status, length: bytes.length }).toEqual({ status: 200, length: 0 });
  expect(headers).toMatchObject({ 'content-type': expect.stringMatching(/^text\/javascript/) });
});
