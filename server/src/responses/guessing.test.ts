import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send, sendForm } from '../../test/collector.ts';
import { readPage } from '../../test/page.ts';
import { answerOf, problemOf } from '../../test/wire.ts';

// Without this limit, someone who knows a response's id could try all ratings, because a conflict means "not this one".

const day = 24 * 60 * 60 * 1000;

test('after five conflicts with an id, answers 429 to other bodies and still 200 to the identical one', async () => {
  await using collector = await aCollector();
  const stored = aResponse({ ratings: { overall: 2 } });
  const first = await answerOf(await send(collector, stored));
  expect(first.status).toBe(201);
  const guess = (n: number) => send(collector, { ...stored, ratings: { overall: 5 }, comment: `Guess ${n}` });
  for (let n = 0; n < 5; n += 1) expect((await guess(n)).status).toBe(409);
  for (let n = 5; n < 20; n += 1) {
    const refused = await answerOf(await guess(n));
    expect(problemOf(refused).status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBe(day / 1000);
  }
  expect(await answerOf(await send(collector, stored))).toMatchObject({ status: 200, body: first.body });
  // Ignoring case.
  expect((await send(collector, { ...stored, id: stored.id.toUpperCase(), comment: 'Guess' })).status).toBe(429);
  // Other people are not affected.
  expect((await send(collector, aResponse())).status).toBe(201);
  expect(await count(collector.db, "response WHERE comment LIKE 'Guess%'")).toBe(0);
});

test('counts conflicts from the form and the API together', async () => {
  await using collector = await aCollector();
  const id = randomUUID();
  const form = { id, overall: '2', wording: '1' };
  expect((await sendForm(collector, form)).status).toBe(303);
  for (let n = 0; n < 3; n += 1) expect((await sendForm(collector, { ...form, overall: '3' })).status).toBe(409);
  for (let n = 0; n < 2; n += 1) expect((await send(collector, aResponse({ id }))).status).toBe(409);
  expect((await send(collector, aResponse({ id }))).status).toBe(429);

  const page = await answerOf(await sendForm(collector, { ...form, overall: '4', comment: 'Everything I typed' }));
  expect(page.status).toBe(429);
  expect(Number(page.headers.get('retry-after'))).toBe(day / 1000);
  expect(page.headers.get('content-type')).toContain('text/html');
  const { fields, summary } = readPage(page.body);
  // An honest person can send it right away, because the page comes back with a new id.
  expect(summary[1]).toMatch(/^Answers were already sent from this page/);
  expect(fields).toMatchObject({ overall: '4', comment: 'Everything I typed', id: expect.not.stringMatching(id) });
  expect((await sendForm(collector, fields)).status).toBe(303);
  expect((await sendForm(collector, form)).status).toBe(303);
  expect(await count(collector.db, 'response')).toBe(2);
});

test('counts simultaneous bodies one by one', async () => {
  await using collector = await aCollector();
  const stored = aResponse({ rating: 3 });
  expect((await send(collector, stored)).status).toBe(201);
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, n) => send(collector, { ...stored, comment: `Guess ${n}` })),
  );
  const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
  expect(statuses).toEqual([...Array<number>(5).fill(409), ...Array<number>(35).fill(429)]);
});

test('reports five more conflicts a day later', async () => {
  await using collector = await aCollector();
  const stored = aResponse({ rating: 3 });
  expect((await send(collector, stored)).status).toBe(201);
  const guess = async () => (await send(collector, { ...stored, comment: 'Guess' })).status;
  for (let n = 0; n < 5; n += 1) expect(await guess()).toBe(409);
  expect(await guess()).toBe(429);
  collector.clock.now += day;
  for (let n = 0; n < 5; n += 1) expect(await guess()).toBe(409);
  expect(await guess()).toBe(429);
});

test('after fifty other bodies with an id in a day, answers the right one like all others', async () => {
  await using collector = await aCollector();
  const stored = aResponse({ ratings: { overall: 2 } });
  const form = { id: stored.id, overall: '2', wording: '1' };
  expect((await send(collector, stored)).status).toBe(201);
  const guess = (n: number) => ({ ...stored, ratings: { overall: 5 }, comment: `Guess ${n}` });
  const wrong = Array.from({ length: 49 }, (_, n) => guess(n));
  for (const body of wrong) expect([409, 429]).toContain((await send(collector, body)).status);
  // A repeated copy does not count, so that a device that retries gets the same answer as before.
  for (let n = 0; n < 60; n += 1) expect((await send(collector, stored)).status).toBe(200);
  expect((await send(collector, guess(49))).status).toBe(429);

  const shuffled = [...Array.from({ length: 80 }, (_, n) => guess(50 + n)), stored, stored];
  for (const [from, body] of shuffled.entries()) {
    const to = (from * 37) % shuffled.length;
    shuffled[from] = shuffled[to]!;
    shuffled[to] = body;
  }
  const answers = await Promise.all(shuffled.map(async (body) => answerOf(await send(collector, body))));
  const seen = answers.map(({ status, headers, body }) => ({ status, wait: headers.get('retry-after'), body }));
  expect(new Set(seen.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(seen[0]).toMatchObject({ status: 429, wait: String(day / 1000) });
  for (const overall of ['1', '2', '3']) expect((await sendForm(collector, { ...form, overall })).status).toBe(429);
  expect((await send(collector, aResponse())).status).toBe(201);
  // Bodies that were rejected without a comparison did not count: a day after the tries, the sender gets the answer again.
  collector.clock.now += day;
  expect((await send(collector, stored)).status).toBe(200);
});
