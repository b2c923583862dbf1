import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { aForm } from '../../test/bad-forms.ts';
import { aCollector, aResponse, count, send, sendForm } from '../../test/collector.ts';
import { isOnServer } from '../../test/database.ts';
import { aFolder } from '../../test/folder.ts';
import { needs } from '../../test/needs.ts';
import { readPage } from '../../test/page.ts';
import { aServingProcess, heartProcess } from '../../test/processes.ts';
import { answerOf, expectNothingInside, postTogether, problemOf, type Answer } from '../../test/wire.ts';

const poisonTrigger = `CREATE TRIGGER poison BEFORE INSERT ON response WHEN NEW.comment = 'poison'
  BEGIN SELECT RAISE(ABORT, 'poison'); END`;

/** The JSON door says that it is out of order, and when to come again. */
function expectOutOfOrder(answer: Answer) {
  expect(problemOf(answer)).toMatchObject({ status: 503, title: expect.stringContaining('try again') });
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
}

/** The form's door says so on the page, thanks for nothing, and keeps all that was typed under the same id. */
function expectKept(answer: Answer, form: Record<string, string>) {
  expect(answer.status).toBe(503);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expectNothingInside(answer);
  const page = readPage(answer.body);
  expect(page.summary).toEqual(['There is a problem', expect.stringMatching(/^We are sorry: we could not save/)]);
  expect(page.title).not.toContain('Thank you');
  expect(page.fields).toEqual(form);
}

test('a row that the database refuses harms none of those it would have been committed with', async () => {
  await using collector = await aCollector();
  await collector.db.$client.execute(poisonTrigger);
  const good = Array.from({ length: 64 }, (_, index) => aResponse({ rating: (index % 5) + 1 }));
  const poison = aResponse({ comment: 'poison' });
  const statuses = await postTogether(collector.url, good.toSpliced(32, 0, poison));
  expect(statuses).toEqual(good.map(() => 201).toSpliced(32, 0, 400));
  const answer = await answerOf(await send(collector, poison));
  expect(problemOf(answer)).toMatchObject({ status: 400, title: 'The database refused this response.' });
  expect(await count(collector.db, 'response')).toBe(64);

  const page = readPage(await (await sendForm(collector, aForm({ comment: 'poison' }))).text());
  expect(page).toMatchObject({ comment: 'poison', ratings: { respect: '2' } });
  expect(page.summary).toEqual(['There is a problem', expect.stringMatching(/^We are sorry: your answers could not/)]);
  expect(await count(collector.db, 'response')).toBe(64);
  expect(await collector.heart('verify')).toMatchObject({ code: 0, out: expect.stringContaining('64 responses') });
});

test('a row that is neither stored nor known is asked for again later, and those that came with it are thanked', async () => {
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
  ['the quarters that are closed', ['snapshot']],
  ['the regions', ['region', 'response']],
])('while %s cannot be reached nobody is thanked and nothing typed is lost; then all goes on', async (_, tables) => {
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
  // A new start makes the triggers anew, which renaming their table has changed by a letter.
  await collector.restart();
  expect((await collector.heart('verify')).code).toBe(0);
});

test('where the regions cannot be read, every other address says that it is out of order, and no more', async () => {
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
    expect(readPage(answer.body).title).toBe('We are sorry');
    expectNothingInside(answer);
  }
});

test.skipIf(process.platform !== 'linux' || isOnServer)(
  'a full disk is an apology, and room on it is enough to go on',
  needs('Linux and a database in a file'),
  async () => {
    await using folder = await aFolder();
    const env = { DATABASE_URL: `file:${folder.file('heart.db')}` };
    {
      await using collector = await aServingProcess(env);
      // As far as this process can tell, no file has room beyond so many bytes.
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
