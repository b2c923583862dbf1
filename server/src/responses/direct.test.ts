import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { badBodies } from '../../test/bad-bodies.ts';
import { aCollector, aResponse, count, type TestCollector } from '../../test/collector.ts';
import { post, type Answer, type Sent } from '../../test/wire.ts';

const type = 'application/json';
/** Only requests without a cookie are taken before the app. */
const throughApp = { Cookie: 'any=1' };

/** What a client sees, but for what differs each time. */
function seen({ status, headers, body }: Answer) {
  const { date: _, ...others } = Object.fromEntries(headers);
  return { status, headers: others, body: body.replace(/"id":"[^"]*"/, '"id":""') };
}

async function bothWays(collector: TestCollector, sent: Sent) {
  const [direct, app] = [sent, { ...sent, headers: { ...sent.headers, ...throughApp } }];
  const url = `${collector.url}/api/v1/responses`;
  return [seen(await post(url, direct)), seen(await post(url, app))];
}

test('answers every bad body as the app does', async () => {
  await using collector = await aCollector({ RATE_LIMIT: 'off' });
  for (const { what, ...sent } of badBodies) {
    const [direct, app] = await bothWays(collector, sent);
    expect.soft(direct, what).toEqual(app);
  }
  expect(await count(collector.db, 'response')).toBe(0);
});

test('answers stored responses, replays and refusals as the app does', async () => {
  await using collector = await aCollector({ RATE_LIMIT: '40' });
  const url = `${collector.url}/api/v1/responses`;
  const bodyOf = (response: object) => JSON.stringify(response);
  const stored = aResponse();
  const first = await post(url, { type, body: bodyOf(stored) });
  const second = await post(url, { type, body: bodyOf(aResponse()), headers: throughApp });
  expect(seen(first)).toEqual({ ...seen(second), status: 201 });
  const sentAgain: [string, number, object][] = [
    ['a replay', 200, stored],
    ['a conflict', 409, { ...stored, region: 'east' }],
    ['an unknown region', 404, aResponse({ region: 'nowhere' })],
    ['paper', 403, aResponse({ channel: 'paper' })],
  ];
  for (const [what, status, response] of sentAgain) {
    const [direct, app] = await bothWays(collector, { type, body: bodyOf(response) });
    expect(direct!.status, what).toBe(status);
    expect(direct, what).toEqual(app);
  }
  let last = first;
  for (let sent = 0; sent < 40 && last.status !== 429; sent += 1) {
    last = await post(url, { type, body: bodyOf(aResponse({ id: randomUUID() })) });
  }
  expect(last.status).toBe(429);
  const [direct, app] = await bothWays(collector, { type, body: bodyOf(aResponse()) });
  expect(direct).toEqual(app);
  expect(direct!.status).toBe(429);
});

test('counts each request once in the metrics, whoever answers it', async () => {
  await using collector = await aCollector({ METRICS_TOKEN: 'm'.repeat(32), RATE_LIMIT: 'off' });
  const url = `${collector.url}/api/v1/responses`;
  const stored = aResponse();
  for (const response of [stored, stored, { ...stored, region: 'east' }]) {
    await post(url, { type, body: JSON.stringify(response) });
  }
  const metrics = await fetch(`${collector.url}/metrics`, { headers: { Authorization: `Bearer ${'m'.repeat(32)}` } });
  const text = await metrics.text();
  for (const line of [
    'heart_http_requests_total{zone="api",status="201"} 1',
    'heart_http_requests_total{zone="api",status="200"} 1',
    'heart_http_requests_total{zone="api",status="409"} 1',
    'heart_responses_total{endpoint="api",outcome="stored"} 1',
    'heart_responses_total{endpoint="api",outcome="replayed"} 1',
    'heart_responses_total{endpoint="api",outcome="conflict"} 1',
  ]) {
    expect(text.split('\n')).toContain(line);
  }
});
