import { expect, test } from 'vitest';
import { badBodies } from '../../test/bad-bodies.ts';
import { aCollector, aResponse, send, sendForm, type TestCollector } from '../../test/collector.ts';
import { contents } from '../../test/contents.ts';
import { answerOf, post, problemOf } from '../../test/wire.ts';
import { statement } from '../database/statement.ts';

const day = 24 * 60 * 60 * 1000;

/** The same endpoint with a store that stores nothing. */
const rehearsalOf = ({ url }: TestCollector) => ({ url: `${url}/embed/preview` });

test('answers a trial response like any other and stores nothing', async () => {
  await using collector = await aCollector();
  await send(collector, aResponse());
  const before = await contents(collector.db);
  const response = aResponse({ rating: 1, comment: 'Trying', channel: 'embed', language: 'en' });
  for (const body of [response, response, { ...response, comment: 'Other words under the same id' }]) {
    const answer = await answerOf(await send(rehearsalOf(collector), body));
    expect(answer.status).toBe(201);
    const receipt = { id: response.id, quarter: '2026-07', receivedAt: new Date(collector.clock.now).toISOString() };
    expect(JSON.parse(answer.body)).toEqual(receipt);
  }
  expect(await contents(collector.db)).toEqual(before);
  // The first real response with the same id is still new.
  expect((await send(collector, response)).status).toBe(201);
});

test('rejects every bad body with the same message as the real endpoint', async () => {
  await using collector = await aCollector();
  const before = await contents(collector.db);
  for (const { what, ...sent } of badBodies) {
    const path = '/api/v1/responses';
    const real = await post(collector.url + path, sent);
    const tried = await post(rehearsalOf(collector).url + path, sent);
    expect.soft({ what, status: tried.status, problem: problemOf(tried, what) }).toEqual({
      ...{ what, status: real.status, problem: problemOf(real, what) },
    });
  }
  expect(await contents(collector.db)).toEqual(before);
});

test('rejects an unknown or ended region like the real endpoint', async () => {
  await using collector = await aCollector();
  const retired = collector.clock.now - 30 * day;
  await collector.db.$client.execute(statement("UPDATE region SET retired_at = ? WHERE slug = 'east'", [retired]));
  for (const region of ['nowhere', 'east']) {
    const [real, tried] = await Promise.all(
      [collector, rehearsalOf(collector)].map(async (endpoint) =>
        answerOf(await send(endpoint, aResponse({ region }))),
      ),
    );
    expect(problemOf(tried!)).toEqual(problemOf(real!));
  }
});

test('does not use up the customer’s limit', async () => {
  await using collector = await aCollector({ RATE_LIMIT: '1' });
  const statuses = async (endpoint: { url: string }) => {
    const answers = [
      await send(endpoint, aResponse()),
      await send(endpoint, aResponse()),
      await send(endpoint, aResponse()),
    ];
    return answers.map(({ status }) => status);
  };
  expect(await statuses(rehearsalOf(collector))).toEqual([201, 201, 201]);
  expect(await statuses(collector)).toEqual([201, 429, 429]);
  expect(await statuses(rehearsalOf(collector))).toEqual([201, 201, 201]);
});

test('limits trials and language changes to ten times the responses, and still accepts responses', async () => {
  await using collector = await aCollector({ RATE_LIMIT: '3' });
  const switched = () => sendForm(collector, { lang: 'es', comment: 'Kept' });
  const tried = async (send: () => Promise<Response>) => {
    const answers: Response[] = [];
    for (let time = 0; time < 15; time += 1) answers.push(await send());
    return answers;
  };
  const free = [...(await tried(() => send(rehearsalOf(collector), aResponse()))), ...(await tried(switched))];
  expect(new Set(free.map(({ status }) => status))).toEqual(new Set([200, 201]));
  for (const answer of [await send(rehearsalOf(collector), aResponse()), await switched()]) {
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '600']);
  }
  expect((await send(collector, aResponse())).status).toBe(201);
});

test('answers 503 in JSON when the database is unavailable, like the real endpoint', async () => {
  await using collector = await aCollector();
  await collector.db.$client.execute('ALTER TABLE region RENAME TO away');
  const tried = await answerOf(await send(rehearsalOf(collector), aResponse()));
  expect(problemOf(tried)).toEqual(problemOf(await answerOf(await send(collector, aResponse()))));
  expect([tried.status, tried.headers.get('retry-after')]).toEqual([503, '5']);
});
