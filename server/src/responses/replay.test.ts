import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { aForm } from '../../test/bad-forms.ts';
import { aCollector, aResponse, count, midQuarter, send, sendForm } from '../../test/collector.ts';
import { aDatabase } from '../../test/database.ts';
import { aFolder } from '../../test/folder.ts';
import { readPage } from '../../test/page.ts';
import { aServingProcess, heartProcess } from '../../test/processes.ts';
import { answerOf, problemOf } from '../../test/wire.ts';
import { openDatabase } from '../database/database.ts';
import { sumAndCount } from '../database/tallies.ts';
import { statement } from '../database/statement.ts';

const day = 24 * 60 * 60 * 1000;

test('answers a repeated response with the same receipt and counts it once', async () => {
  await using collector = await aCollector();
  const response = aResponse({ comment: 'Thank you', language: 'en', channel: 'embed', employee: 'k7', wording: 1 });
  const first = await answerOf(await send(collector, response));
  expect(first.status).toBe(201);
  expect(JSON.parse(first.body)).toEqual({
    id: response.id,
    quarter: '2026-07',
    receivedAt: new Date(midQuarter).toISOString(),
  });

  collector.clock.now += 40 * day;
  const inOtherWords = { ...response, id: response.id.toUpperCase(), comment: 'Thank\u0000 you', unknown: 1 };
  await collector.restart();
  for (const again of [response, inOtherWords, Object.fromEntries(Object.entries(response).toReversed())]) {
    expect(await answerOf(await send(collector, again))).toMatchObject({ status: 200, body: first.body });
  }
  expect(await count(collector.db, 'response')).toBe(1);
  expect((await collector.figures('2026-07')).total).toMatchObject({ responses: 1, n: 6 });
});

test('answers 409 to different content with the same id, and changes nothing', async () => {
  await using collector = await aCollector();
  const response = aResponse({ comment: 'Thank you', language: 'en', channel: 'embed', employee: 'k7' });
  expect((await send(collector, response)).status).toBe(201);
  const others = [
    { comment: 'Thank you!' },
    { comment: null },
    { ratings: { ...response.ratings, overall: 5 } },
    { ratings: { overall: 4 } },
    { region: 'east' },
    { region: 'nowhere' },
    { language: 'es' },
    { language: 'tlh' },
    { channel: 'page' },
    { employee: 'k8' },
    { wording: 1 },
  ];
  for (const other of others) {
    // A new day each time, so that none of them is the sixth conflict of the day.
    collector.clock.now += day;
    const answer = await answerOf(await send(collector, { ...response, ...other }));
    expect(problemOf(answer).status, JSON.stringify(other)).toBe(409);
  }
  expect(await count(collector.db, "response WHERE comment = 'Thank you' AND overall = 4 AND channel = 'embed'")).toBe(
    1,
  );
  expect(await count(collector.db, 'response')).toBe(1);
});

test('stores one of two responses that are sent at once with the same id, and rejects the other', async () => {
  await using collector = await aCollector();
  const { id } = aResponse();
  const ratings = [1, 2, 3, 1, 2, 3];
  const statuses = await Promise.all(
    ratings.map(async (rating) => (await send(collector, aResponse({ id, rating }))).status),
  );
  expect(statuses.toSorted()).toEqual([200, 201, ...Array<number>(4).fill(409)]);
  expect(await count(collector.db, 'response')).toBe(1);
});

test('stores a hundred simultaneous copies as one response, with two processes on one database', async () => {
  await using folder = await aFolder();
  await using database = await aDatabase(folder.path);
  const env = { DATABASE_URL: database.url };
  await using one = await aServingProcess(env);
  await using two = await aServingProcess(env);
  const responses = Array.from({ length: 10 }, (_, index) => aResponse({ rating: (index % 5) + 1 }));
  const copies = responses.flatMap((response) => Array.from({ length: 100 }, () => response));
  const answers = await Promise.all(
    copies.map(async (response, index) => answerOf(await send(index % 2 === 0 ? one : two, response))),
  );
  for (const { id } of responses) {
    const mine = answers.filter((_, index) => copies[index]!.id === id);
    expect(mine.map(({ status }) => status).toSorted()).toEqual([...Array<number>(99).fill(200), 201]);
    expect(new Set(mine.map(({ body }) => body)).size).toBe(1);
    expect(JSON.parse(mine[0]!.body)).toMatchObject({ id });
  }
  const db = await openDatabase(env.DATABASE_URL);
  expect(await count(db, 'response')).toBe(10);
  expect(await count(db, '(SELECT 1 FROM response_tally GROUP BY 1 HAVING sum(responses) = 10)')).toBe(1);
  expect(await count(db, `(${sumAndCount}) WHERE n = 60`)).toBe(1);
  db.$client.close();
  expect(await heartProcess(['verify'], env)).toMatchObject({ code: 0 });
});

test('keeps every response that got a 201 after the process is killed, and accepts the rest again', async () => {
  await using folder = await aFolder();
  await using database = await aDatabase(folder.path);
  const env = { DATABASE_URL: database.url };
  const sent: ReturnType<typeof aResponse>[] = [];
  const stored: typeof sent = [];
  {
    await using collector = await aServingProcess(env);
    const sendUntilItIsGone = async () => {
      for (;;) {
        const response = aResponse();
        sent.push(response);
        if ((await send(collector, response)).status === 201) stored.push(response);
        if (stored.length === 200) void collector.kill('SIGKILL');
      }
    };
    await Promise.allSettled(Array.from({ length: 20 }, sendUntilItIsGone));
  }
  expect(sent.length).toBeGreaterThan(stored.length);

  await using again = await aServingProcess(env);
  for (const response of stored) expect((await send(again, response)).status).toBe(200);
  for (const response of sent) expect([200, 201]).toContain((await send(again, response)).status);
  expect((await heartProcess(['verify'], env)).out).toBe(`Recounted ${sent.length} responses: every tally agrees.\n`);
});

test('still accepts a replay after its region has ended, and rejects a new response', async () => {
  await using collector = await aCollector();
  const response = aResponse({ region: 'east' });
  const first = await answerOf(await send(collector, response));
  const form = aForm();
  expect((await sendForm(collector, form, 'east')).status).toBe(303);
  await collector.db.$client.execute(
    statement("UPDATE region SET retired_at = ? WHERE slug = 'east'", [collector.clock.now]),
  );
  collector.clock.now += 31 * day;
  expect(await answerOf(await send(collector, response))).toMatchObject({ status: 200, body: first.body });
  expect((await sendForm(collector, form, 'east')).status).toBe(303);
  expect(problemOf(await answerOf(await send(collector, aResponse({ region: 'east' })))).status).toBe(410);
  expect(await count(collector.db, 'response')).toBe(2);
});

test('thanks twice for a form that is sent twice, and stores it once', async () => {
  await using collector = await aCollector();
  const form = aForm();
  const both = await Promise.all([sendForm(collector, form), sendForm(collector, form)]);
  const later = await sendForm(collector, form);
  for (const { status, headers } of [...both, later]) {
    expect({ status, location: headers.get('location') }).toEqual({ status: 303, location: '/s/central/thanks' });
  }
  expect(await count(collector.db, 'response')).toBe(1);
});

test('shows a changed form again with a new id, and accepts it when it is sent again', async () => {
  await using collector = await aCollector();
  const form = aForm();
  await sendForm(collector, form);
  const changed = { ...form, comment: 'One more thing', overall: '1' };
  const answer = await answerOf(await sendForm(collector, changed));
  expect(answer.status).toBe(409);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const page = readPage(answer.body);
  expect(page.summary).toEqual([
    'There is a problem',
    expect.stringMatching(/^Answers were already sent from this page/),
  ]);
  expect(page.fields).toEqual({ ...changed, id: expect.not.stringMatching(form.id!) });
  expect(await count(collector.db, 'response')).toBe(1);

  expect((await sendForm(collector, page.fields)).status).toBe(303);
  expect(await count(collector.db, "response WHERE comment = 'One more thing' AND overall = 1")).toBe(1);
  expect(await count(collector.db, 'response')).toBe(2);
});

test('keeps the id of a page with any other problem, so that nothing is stored twice', async () => {
  await using collector = await aCollector();
  const form = aForm({ id: randomUUID() });
  const page = readPage(await (await sendForm(collector, { ...form, overall: '6' })).text());
  expect(page.hidden['id']).toBe(form.id);
  for (let times = 0; times < 2; times += 1) expect((await sendForm(collector, page.fields)).status).toBe(303);
  expect(await count(collector.db, 'response')).toBe(1);
});
