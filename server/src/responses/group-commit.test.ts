import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { aForm } from '../../test/bad-forms.ts';
import { aCollector, aResponse, count, send, sendForm } from '../../test/collector.ts';
import { isOnServer } from '../../test/database.ts';
import { aFolder } from '../../test/folder.ts';
import { requires } from '../../test/requires.ts';
import { readPage } from '../../test/page.ts';
import { aServingProcess, heartProcess } from '../../test/processes.ts';
import { answerOf, expectNothingInside, postTogether, problemOf, type Answer } from '../../test/wire.ts';

const poisonTrigger = `CREATE TRIGGER poison BEFORE INSERT ON response WHEN NEW.comment = 'poison'
  BEGIN SELECT RAISE(ABORT, 'poison'); END`;

/** The API answers 503 with a time to retry. */
function expectOutOfOrder(answer: Answer) {
  expect(problemOf(answer)).toMatchObject({ status: 503, title: expect.stringContaining('try again') });
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
}

/** The form shows the problem, does not thank, and keeps everything that was typed under the same id. */
function expectKept(answer: Answer, form: Record<string, string>) {
  expect(answer.status).toBe(503);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expectNothingInside(answer);
  const page = readPage(answer.body);
  expect(page.summary).toEqual(['There is a problem', expect.stringMatching(/^Sorry, we could not save/)]);
  expect(page.title).not.toContain('Thank you');
  expect(page.fields).toEqual(form);
}

test('rejects one bad row without harming the others in its commit', async () => {
  await using collector = await aCollector();
  await collector.db.$client.execute(poisonTrigger);
  const good = Array.from({ length: 64 }, (_, index) => aResponse({ rating: (index % 5) + 1 }));
  const poison = aResponse({ comment: 'poison' });
  const statuses = await postTogether(collector.url, good.toSpliced(32, 0, poison));
  expect(statuses).toEqual(good.map(() => 201).toSpliced(32, 0, 400));
  const answer = await answerOf(await send(collector, poison));
  expect(problemOf(answer)).toMatchObject({ status: 400, title: 'The database rejected this response.' });
  expect(await count(collector.db, 'response')).toBe(64);

  const page = readPage(await (await sendForm(collector, aForm({ comment: 'poison' }))).text());
  expect(page).toMatchObject({ comment: 'poison', ratings: { respect: '2' } });
  expect(page.summary).toEqual(['There is a problem', expect.stringMatching(/^Sorry, your answers could not/)]);
  expect(await count(collector.db, 'response')).toBe(64);
  expect(await collector.heart('verify')).toMatchObject({ code: 0, out: expect.stringContaining('64 responses') });
});

test('asks to retry a row that could not be stored, and confirms the others', async () => {
  await using collector = await aCollector();
  await collector.db.$client.execute(`CREATE TRIGGER passes_over BEFORE INSERT ON response WHEN NEW.comment = 'stuck'
    BEGIN SELECT RAISE(IGNORE); END`);
  const good = Array.from({ length: 8 }, () => aResponse());
  const stuck = aResponse({ comment: 'stuck' });
  const statuses = await postTogether(collector.url, good.toSpliced(4, 0, stuck));
  expect(statuses).toEqual(good.map(() => 201).toSpliced(4, 0, 503));
  expectOutOfOrder(await answerOf(await send(collector, stuck)));
  const form = aForm({ comment: 'stuck' });
  expectKept(await answerOf(await sendForm(collector, form)), form);
  expect(await count(collector.db, 'response')).toBe(8);
  await collector.db.$client.execute('DROP TRIGGER passes_over');
  expect((await send(collector, stuck)).status).toBe(201);
});

test.each([
  ['the responses', ['response']],
  ['the action plans', ['action_plan']],
  ['the closed quarters', ['snapshot']],
  ['the regions', ['region', 'response']],
])(
  'while %s cannot be reached, thanks nobody and loses nothing that was typed, and then recovers',
  async (_, tables) => {
    await using collector = await aCollector();
    const { db } = collector;
    const rename = (from: string, to: string) => db.$client.execute(`ALTER TABLE ${from} RENAME TO ${to}`);
    const response = aResponse();
    const form = aForm();
    for (const table of tables) await rename(table, `${table}_away`);
    const [json, page] = await Promise.all([
      send(collector, response).then(answerOf),
      sendForm(collector, form).then(answerOf),
    ]);
    expectOutOfOrder(json);
    expectKept(page, form);

    for (const table of tables) await rename(`${table}_away`, table);
    expect(await count(db, 'response')).toBe(0);
    expect((await send(collector, response)).status).toBe(201);
    expect((await sendForm(collector, readPage(page.body).fields)).status).toBe(303);
    expect(await count(db, 'response')).toBe(2);
    // A restart recreates the triggers, because renaming their table has changed them.
    await collector.restart();
    expect((await collector.heart('verify')).code).toBe(0);
  },
);

test('answers 503 without details at every other address if the regions cannot be read', async () => {
  await using collector = await aCollector();
  const token = (await collector.heart('token', 'create')).out;
  await collector.db.$client.execute('DROP TABLE token');
  await collector.db.$client.execute('ALTER TABLE region RENAME TO away');
  const figures = await fetch(`${collector.url}/api/v1/departments/cws/quarters/2026-07`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  expectOutOfOrder(await answerOf(figures));
  for (const path of ['/s/central', '/s/central/thanks']) {
    const answer = await answerOf(await fetch(collector.url + path));
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(readPage(answer.body).title).toBe('Something went wrong');
    expectNothingInside(answer);
  }
});

test.skipIf(process.platform !== 'linux' || isOnServer)(
  'apologizes when the disk is full, and recovers when there is space',
  requires('Linux and a database in a file'),
  async () => {
    await using folder = await aFolder();
    const env = { DATABASE_URL: `file:${folder.file('heart.db')}` };
    {
      await using collector = await aServingProcess(env);
      // A file size limit makes the disk look full to this process.
      const room = (bytes: string) =>
        promisify(execFile)('prlimit', ['--pid', String(collector.pid), `--fsize=${bytes}:unlimited`]);
      const [response, form] = [aResponse(), aForm()];
      expect((await send(collector, aResponse())).status).toBe(201);
      await room('4096');
      expectOutOfOrder(await answerOf(await send(collector, response)));
      const page = await answerOf(await sendForm(collector, form));
      expectKept(page, form);
      const several = await Promise.all(Array.from({ length: 20 }, () => send(collector, aResponse()).then(answerOf)));
      several.forEach(expectOutOfOrder);
      await room('unlimited');
      expect((await send(collector, response)).status).toBe(201);
      expect((await sendForm(collector, readPage(page.body).fields)).status).toBe(303);
    }
    expect((await heartProcess(['verify'], env)).out).toBe('Recounted 3 responses: every tally agrees.\n');
  },
);
