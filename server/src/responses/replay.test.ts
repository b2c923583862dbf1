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
import { statement } from '../database/statement.ts';

const day = 24 * 60 * 60 * 1000;

test('the same response again is answered with the same receipt and counted once', async () => {
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

test('other content under the same id is a conflict, whatever differs, and changes nothing', async () => {
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
    // So that none of them is the sixth that day.
    collector.clock.now += day;
    const answer = await answerOf(await send(collector, { ...response, ...other }));
    expect(problemOf(answer).status, JSON.stringify(other)).toBe(409);
  }
  expect(await count(collector.db, "response WHERE comment = 'Thank you' AND overall = 4 AND channel = 'embed'")).toBe(
    1,
  );
  expect(await count(collector.db, 'response')).toBe(1);
});

test('two contents under one id at the same moment: one is stored, the other a conflict', async () => {
  await using collector = await aCollector();
  const { id } = aResponse();
  const ratings = [1, 2, 3, 1, 2, 3];
  const statuses = await Promise.all(
    ratings.map(async (rating) => (await send(collector, aResponse({ id, rating }))).status),
  );
  expect(statuses.toSorted()).toEqual([200, 201, ...Array<number>(4).fill(409)]);
  expect(await count(collector.db, 'response')).toBe(1);
});

test('a hundred copies at once, over two processes on one database, are one response', async () => {
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
  expect(await count(db, '(SELECT 1 FROM rating_tally GROUP BY 1 HAVING sum(n) = 60)')).toBe(1);
  db.$client.close();
  expect(await heartProcess(['verify'], env)).toMatchObject({ code: 0 });
});

test('what was answered 201 is there after the process was killed, and the rest may be sent again', async () => {
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

test('a replay stays good after its region was retired and its grace has passed; a new response is gone', async () => {
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

test('a form sent twice is thanked twice and stored once', async () => {
  await using collector = await aCollector();
  const form = aForm();
  const both = await Promise.all([sendForm(collector, form), sendForm(collector, form)]);
  const later = await sendForm(collector, form);
  for (const { status, headers } of [...both, later]) {
    expect({ status, location: headers.get('location') }).toEqual({ status: 303, location: '/s/central/thanks' });
  }
  expect(await count(collector.db, 'response')).toBe(1);
});

test('a form changed after it was sent is shown again whole, under a new id, and taken when sent once more', async () => {
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
    expect.stringMatching(/^Answers were sent from this page before/),
  ]);
  expect(page.fields).toEqual({ ...changed, id: expect.not.stringMatching(form.id!) });
  expect(await count(collector.db, 'response')).toBe(1);

  expect((await sendForm(collector, page.fields)).status).toBe(303);
  expect(await count(collector.db, "response WHERE comment = 'One more thing' AND overall = 1")).toBe(1);
  expect(await count(collector.db, 'response')).toBe(2);
});

test('any other page with a problem keeps its id, so that what was stored after all is not stored twice', async () => {
  await using collector = await aCollector();
  const form = aForm({ id: randomUUID() });
  const page = readPage(await (await sendForm(collector, { ...form, overall: '6' })).text());
  expect(page.hidden['id']).toBe(form.id);
  for (let times = 0; times < 2; times += 1) expect((await sendForm(collector, page.fields)).status).toBe(303);
  expect(await count(collector.db, 'response')).toBe(1);
});
