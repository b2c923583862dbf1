import { expect, test } from 'vitest';
import { aForm } from '../../test/bad-forms.ts';
import { aCollector, aResponse, count, type TestCollector } from '../../test/collector.ts';
import { readPage } from '../../test/page.ts';
import { answerOf, post, problemOf } from '../../test/wire.ts';

const minute = 60 * 1000;
const day = 24 * 60 * minute;

/** Sends a valid response, as the proxies in front of the collector would pass it on. */
async function sendFrom({ url }: TestCollector, forwarded?: string): Promise<number> {
  const headers: Record<string, string> = forwarded === undefined ? {} : { 'X-Forwarded-For': forwarded };
  const body = JSON.stringify(aResponse());
  return (await post(`${url}/api/v1/responses`, { type: 'application/json', body, headers })).status;
}

function sendForm({ url }: TestCollector, fields: Record<string, string>) {
  return post(`${url}/s/central`, {
    type: 'application/x-www-form-urlencoded',
    body: new URLSearchParams(fields).toString(),
  });
}

function expectWait({ headers }: { headers: Headers }) {
  const wait = headers.get('retry-after') ?? '';
  expect(wait).toMatch(/^\d+$/);
  expect(Number(wait)).toBeGreaterThan(0);
  expect(Number(wait)).toBeLessThanOrEqual(600);
}

test('asks for a wait at the fourth response when three are allowed, at both endpoints, and loses nothing typed', async () => {
  await using collector = await aCollector({ RATE_LIMIT: '3' });
  expect(await sendFrom(collector)).toBe(201);
  expect((await sendForm(collector, aForm())).status).toBe(303);
  expect(await sendFrom(collector)).toBe(201);

  const intake = await answerOf(
    await fetch(`${collector.url}/api/v1/responses`, { method: 'POST', body: JSON.stringify(aResponse()) }),
  );
  expect(problemOf(intake)).toMatchObject({
    status: 429,
    title: expect.stringContaining('Too many responses from your network'),
  });
  expectWait(intake);

  const form = aForm({ overall: '3', comment: '\nThank you </textarea>', language: 'en' });
  const page = await sendForm(collector, form);
  expect(page.status).toBe(429);
  expectWait(page);
  expect(page.headers.get('cache-control')).toBe('no-store');
  expect(readPage(page.body)).toMatchObject({
    fields: form,
    summary: ['There is a problem', expect.stringMatching(/^We just got many answers from your network/)],
  });
  expect(await count(collector.db, 'response')).toBe(3);

  // Reading is never counted: people who must wait can still open the page.
  for (const path of ['/s/central', '/', '/healthz']) expect((await fetch(collector.url + path)).status).toBe(200);
});

test('counts rejected requests too, so that no one can try endlessly', async () => {
  await using collector = await aCollector({ RATE_LIMIT: '2' });
  const rejected = { type: 'application/json', body: '{' };
  expect((await post(`${collector.url}/api/v1/responses`, rejected)).status).toBe(400);
  expect((await sendForm(collector, {})).status).toBe(400);
  expect((await post(`${collector.url}/api/v1/responses`, rejected)).status).toBe(429);
  expect((await sendForm(collector, {})).status).toBe(429);
});

test('behind one trusted proxy, the client is the last address, and forged ones before it have no effect', async () => {
  await using collector = await aCollector({ RATE_LIMIT: '1', TRUST_PROXY: '1' });
  expect(await sendFrom(collector, '203.0.113.9')).toBe(201);
  for (const spoofed of ['203.0.113.9', '1.1.1.1, 203.0.113.9', '1.1.1.1,2.2.2.2 ,203.0.113.9', ', 203.0.113.9,']) {
    expect(await sendFrom(collector, spoofed), spoofed).toBe(429);
  }
  expect(await sendFrom(collector, '203.0.113.9, 203.0.113.10')).toBe(201);
  expect(await sendFrom(collector, '2001:db8::1')).toBe(201);
  // Without the proxy's header, the socket's address counts for everyone behind it.
  expect([await sendFrom(collector), await sendFrom(collector)]).toEqual([201, 429]);
});

test('behind two trusted proxies, the client is the last address but one', async () => {
  await using collector = await aCollector({ RATE_LIMIT: '1', TRUST_PROXY: '2' });
  expect(await sendFrom(collector, '203.0.113.9, 10.0.0.1')).toBe(201);
  expect(await sendFrom(collector, '1.1.1.1, 203.0.113.9, 10.0.0.1')).toBe(429);
  expect(await sendFrom(collector, '203.0.113.10, 10.0.0.1')).toBe(201);
});

test('without a trusted proxy, a forwarding header changes nothing', async () => {
  await using collector = await aCollector({ RATE_LIMIT: '1' });
  expect(await sendFrom(collector, '203.0.113.9')).toBe(201);
  for (const spoofed of ['203.0.113.10', '127.0.0.1', '']) expect(await sendFrom(collector, spoofed)).toBe(429);
});

test('nobody is recognized from one day to the next: the key for counting is replaced', async () => {
  await using collector = await aCollector({ RATE_LIMIT: '1' });
  collector.clock.now += day - minute;
  expect([await sendFrom(collector), await sendFrom(collector)]).toEqual([201, 429]);
  collector.clock.now += minute - 1;
  expect(await sendFrom(collector)).toBe(429);
  collector.clock.now += 1;
  expect([await sendFrom(collector), await sendFrom(collector)]).toEqual([201, 429]);
});

test('accepts 60 responses in ten minutes from an office behind one address, however they are spaced', async () => {
  await using collector = await aCollector({ RATE_LIMIT: '' });
  for (const pause of [10 * minute, 20 * minute, 0]) {
    for (let sent = 0; sent < 60; sent++) expect(await sendFrom(collector)).toBe(201);
    collector.clock.now += pause;
  }
});

test('every response starts its own ten minutes: no boundary lets twice as many through', async () => {
  await using collector = await aCollector({ RATE_LIMIT: '3' });
  const start = collector.clock.now;
  const sentAt = async (minutes: number) => {
    collector.clock.now = start + minutes * minute;
    return sendFrom(collector);
  };
  const statuses = [];
  for (const at of [0, 9, 9.9, 9.99, 10, 10.01, 18.9, 19, 19.9]) statuses.push([at, await sentAt(at)]);
  expect(statuses).toEqual([
    ...[0, 9, 9.9].map((at) => [at, 201]),
    ...[
      [9.99, 429],
      [10, 201],
      [10.01, 429],
      [18.9, 429],
      [19, 201],
      [19.9, 201],
    ],
  ]);
});

test('a client that waits for the given time is let in, no matter how often it was rejected in the meantime', async () => {
  await using collector = await aCollector({ RATE_LIMIT: '2' });
  const body = () => ({ type: 'application/json', body: JSON.stringify(aResponse()) });
  const ask = () => post(`${collector.url}/api/v1/responses`, body());
  await ask();
  collector.clock.now += 4 * minute;
  await ask();
  for (let time = 0; time < 20; time++) expect((await ask()).headers.get('retry-after')).toBe('360');
  collector.clock.now += 360_000;
  expect((await ask()).status).toBe(201);
});

test('a corrected clock makes no one wait longer', async () => {
  await using collector = await aCollector({ RATE_LIMIT: '1' });
  for (const jump of [0, -60 * minute, 60 * minute]) {
    collector.clock.now += jump;
    expect([await sendFrom(collector), await sendFrom(collector)], String(jump)).toEqual([201, 429]);
  }
});

test('can be turned off for a load test', async () => {
  await using collector = await aCollector({ RATE_LIMIT: 'off' });
  const statuses = await Promise.all(Array.from({ length: 200 }, () => sendFrom(collector)));
  expect(new Set(statuses)).toEqual(new Set([201]));
});

test('a whole IPv6 site counts as ten customers, and a neighboring site is separate', async () => {
  await using collector = await aCollector({ RATE_LIMIT: '2', TRUST_PROXY: '1' });
  const statuses = [];
  for (let network = 0; network < 10; network++) {
    const address = `2001:db8:1:${network.toString(16)}::1`;
    statuses.push(await sendFrom(collector, address), await sendFrom(collector, address));
  }
  expect(statuses).toEqual(Array(20).fill(201));
  expect(await sendFrom(collector, '2001:db8:1:ffff::1')).toBe(429);
  expect(await sendFrom(collector, '2001:db8:2::1')).toBe(201);
  collector.clock.now += 10 * minute;
  expect(await sendFrom(collector, '2001:db8:1:ffff::1')).toBe(201);
});
