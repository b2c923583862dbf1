import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { othersBesideSlowClients } from '../../faults/slow-clients.ts';
import { aCollector, aResponse, count, send, type TestCollector } from '../../test/collector.ts';
import { aSocket, halfOpen, sendBytes, statusesOf } from '../../test/raw-socket.ts';
import { post } from '../../test/wire.ts';

const good = JSON.stringify(aResponse());
const stated = (length: number | string) => `Content-Length: ${length}\r\n`;
const chunked = 'Transfer-Encoding: chunked\r\n';
const inOneChunk = `${good.length.toString(16)}\r\n${good}\r\n0\r\n\r\n`;

/** The exact bytes of a request to the intake. */
const request = (headers: string, body: string, type = 'application/json') =>
  `POST /api/v1/responses HTTP/1.1\r\nHost: collector\r\nContent-Type: ${type}\r\n${headers}\r\n${body}`;

/** Bytes sent on one connection, and the expected statuses before the collector closes it. */
const lies: [what: string, bytes: string, statuses: number[]][] = [
  ['a body shorter than stated', request(stated(good.length + 5), good), [408]],
  ['a body longer than stated', request(stated(good.length - 5), good), [400]],
  ['two lengths', request(stated(good.length) + stated(5), good), [400]],
  ['a negative length', request(stated(-1), good), [400]],
  ['a length that is not a number', request(stated('0x20'), good), [400]],
  ['a length and chunks', request(stated(good.length) + chunked, inOneChunk), [400]],
  ['chunks and a length', request(chunked + stated(5), inOneChunk), [400]],
  ['chunks that end early', request(chunked, `ffff\r\n${good}`), [408]],
  ['a chunk length that is not a number', request(chunked, `zz\r\n${good}`), [400]],
  ['an unknown transfer coding', request('Transfer-Encoding: identity\r\n', good), [400]],
  ['a coding hidden behind another', request('Transfer-Encoding: chunked, identity\r\n', inOneChunk), [400]],
  ['a header folded over two lines', request(`Transfer-Encoding:\r\n chunked\r\n${stated(5)}`, inOneChunk), [400]],
  ['a space before the colon', request(`Content-Length : ${good.length}\r\n`, good), [400]],
  ['lines that end without a carriage return', request(stated(good.length), good).replaceAll('\r\n', '\n'), [400]],
  ['a length of a hundred gigabytes', request(`${stated(1e11)}Connection: close\r\n`, good), [413]],
  ['20 kB of headers', request(`X-Long: ${'x'.repeat(20_000)}\r\n`, good), [431]],
  ['no host', 'GET / HTTP/1.1\r\n\r\n', [400]],
  ['TLS sent to a plain port', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', [400]],
  ['a CONNECT request', 'CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n', []],
];

async function expectUnharmed(collector: TestCollector, what?: string) {
  expect(await count(collector.db, 'response'), what).toBe(0);
  expect((await fetch(`${collector.url}/healthz`)).status, what).toBe(200);
}

test('rejects false lengths and framing, stores nothing, and serves everyone else', async () => {
  await using collector = await aCollector({}, { timeouts: { headers: 1000, request: 1000, silence: 60_000 } });
  const sent = lies.map(async ([what, bytes, statuses]) => {
    const answers = await sendBytes(collector, bytes);
    expect.soft(statusesOf(answers), what).toEqual(statuses);
  });
  await Promise.all(sent);
  await expectUnharmed(collector);
  expect((await send(collector, good)).status).toBe(201);
});

test('decompresses no request', async () => {
  await using collector = await aCollector();
  const bomb = gzipSync(Buffer.alloc(10 << 20, ' '));
  expect(bomb.length).toBeLessThan(16 * 1024);
  for (const encoding of ['gzip', 'GZIP', 'br', 'deflate', 'zstd', 'identity, gzip']) {
    for (const [path, type] of [
      ['/api/v1/responses', 'application/json'],
      ['/embed/preview/api/v1/responses', 'application/json'],
      ['/s/central', 'application/x-www-form-urlencoded'],
      ['/console/sign-in', 'application/x-www-form-urlencoded'],
      ['/console/sign-in', 'multipart/form-data; boundary=x'],
    ] as const) {
      const headers = { 'Content-Encoding': encoding, 'Sec-Fetch-Site': 'same-origin' };
      expect.soft((await post(collector.url + path, { type, body: bomb, headers })).status, path).toBe(415);
    }
  }
  await expectUnharmed(collector);
  const plain = { type: 'application/json', body: good, headers: { 'Content-Encoding': 'identity' } };
  expect((await post(`${collector.url}/api/v1/responses`, plain)).status).toBe(201);
});

test('no body can change Object.prototype, however deeply nested', async () => {
  await using collector = await aCollector();
  const before = Object.getOwnPropertyNames(Object.prototype);
  const bodies = [
    '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}',
    `${good.slice(0, -1)},"ratings":{"__proto__":{"isAdmin":true},"overall":4}}`,
    `{"ratings":{"constructor":{"prototype":{"isAdmin":5}}}}`,
    `${'{"ratings":'.repeat(5000)}1${'}'.repeat(5000)}`,
    '['.repeat(60_000),
  ];
  for (const body of bodies) expect((await send(collector, body)).status, body.slice(0, 60)).toBe(400);
  const fields = '__proto__[isAdmin]=1&constructor.prototype.isAdmin=1&__proto__=1&ratings[__proto__]=1';
  const form = { type: 'application/x-www-form-urlencoded', body: fields };
  expect((await post(`${collector.url}/s/central?__proto__[isAdmin]=1`, form)).status).toBe(400);
  expect((await send(collector, '['.repeat(100_000) + ']'.repeat(100_000))).status).toBe(413);
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
  expect(({} as { isAdmin?: unknown }).isAdmin).toBeUndefined();
  await expectUnharmed(collector);
});

test('serves everyone else while 200 clients never finish', async () => {
  // Long enough for all of them to stay until the end.
  await using collector = await aCollector({}, { timeouts: { headers: 120_000, request: 120_000, silence: 120_000 } });
  const { statuses, stillOpen } = await othersBesideSlowClients(collector.url, {
    sockets: 200,
    responses: 100,
    atOnce: 8,
  });
  expect(stillOpen).toBe(200);
  expect(statuses).toEqual(Array<number>(100).fill(201));
});

test('tells a client that never finishes that it took too long, and disconnects it', async () => {
  await using collector = await aCollector({}, { timeouts: { headers: 500, request: 1000, silence: 60_000 } });
  await using slow = await halfOpen(collector.url, 20);
  const answers = await slow.answers;
  expect(answers.flatMap(statusesOf)).toEqual(Array<number>(20).fill(408));
  await expectUnharmed(collector);
});

test('disconnects a client that sends nothing or reads nothing', async () => {
  await using collector = await aCollector({}, { timeouts: { headers: 60_000, request: 60_000, silence: 300 } });
  const mute = await aSocket(collector.url);
  const deaf = await aSocket(collector.url);
  deaf.pause();
  deaf.write('GET /widget/v1/heart-survey.js HTTP/1.1\r\nHost: collector\r\n\r\n'.repeat(2000));
  mute.resume();
  await new Promise((resolve) => mute.once('close', resolve));
  await expectUnharmed(collector);
  deaf.destroy();
});
