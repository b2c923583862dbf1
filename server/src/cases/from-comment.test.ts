import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { aCase } from '../../test/cases.ts';
import { aCollector, aResponse, count, midQuarter, send } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { contents } from '../../test/contents.ts';
import { aFolder } from '../../test/folder.ts';
import { aServingProcess, heartProcess } from '../../test/processes.ts';
import { aPerson } from '../../test/staff.ts';
import { jobsOf } from '../jobs/jobs.ts';

const pathOf = ({ id }: { id: string }) => `/console/departments/cws/comments/${id}`;

test('a comment becomes one case with as much of it as the desk needs, and its page says so', async () => {
  await using collector = await aCollector();
  const comment = 'Ms. Vale never called. Call me at (619) 555-0134. My aunt says hello.';
  const response = aResponse({ rating: 1, comment, language: 'es' });
  expect((await send(collector, response)).status).toBe(201);
  const [ambassador, handler] = [await aPerson(collector, 'ambassador'), await aPerson(collector, 'handler')];
  const path = pathOf(response);
  expect((await ambassador.get(path)).body).toContain(`href="${path}/case"`);
  const form = await ambassador.get(`${path}/case`);
  expect(form.body).toContain('Ms. Vale never called.');
  expect(form.body).not.toContain('555-0134');
  expect(await count(collector.db, "audit_event WHERE action = 'comment revealed'")).toBe(0);
  expect((await ambassador.post(`${path}/case/whole`)).body).toContain('555-0134');
  expect(await count(collector.db, "audit_event WHERE action = 'comment revealed'")).toBe(1);

  const cut = 'Ms. Vale never called. Call me at (619) 555-0134.';
  for (const wrong of [
    { text: cut },
    { text: ' ', kind: 'courtesy' },
    { text: 'x'.repeat(20_001), kind: 'courtesy' },
  ]) {
    expect((await ambassador.post(`${path}/case`, wrong)).status).toBe(400);
  }
  collector.clock.now += 60_000;
  const opened = { text: cut, kind: 'courtesy' };
  const presses = await Promise.all(Array.from({ length: 8 }, () => ambassador.post(`${path}/case`, opened)));
  const answers = new Set(presses.map(({ status, headers }) => `${status} ${headers.get('location')}`));
  expect([...answers]).toEqual([`303 ${path}`]);
  expect((await ambassador.post(`${path}/case`, { ...opened, text: 'Something else' })).status).toBe(303);
  const { rows } = await collector.db.$client.execute(
    'SELECT reference, text, channel, language, received_at, response_id, region_id FROM case_file',
  );
  expect(rows).toEqual([
    expect.objectContaining({
      ...{ text: cut, channel: 'comment', language: 'es', response_id: response.id, region_id: 3 },
      received_at: midQuarter,
    }),
  ]);
  const reference = String(rows[0]!['reference']);
  const after = await ambassador.get(path);
  expect(text(after.body)).toContain(`A case was opened from this comment: ${reference}`);
  expect(after.body).not.toContain(`/console/cases/${reference}`);
  expect(after.body).not.toContain(`href="${path}/case"`);
  expect((await ambassador.get(`${path}/case`)).headers.get('location')).toBe(path);
  expect((await handler.get(`/console/cases/${reference}`)).body).toContain('Ms. Vale never called.');
});

test('only those who may read a comment open a case from it', async () => {
  await using collector = await aCollector();
  const response = aResponse({ region: 'east', comment: 'They listened' });
  expect((await send(collector, response)).status).toBe(201);
  for (const role of ['handler', 'manager', 'junior', 'administrator'] as const) {
    const person = await aPerson(collector, role);
    const path = `${pathOf(response)}/case`;
    const answers = [
      await person.get(path),
      await person.post(path, { text: 'x', kind: 'other' }),
      await person.post(`${path}/whole`),
    ];
    expect(
      answers.map(({ status }) => status),
      role,
    ).toEqual([404, 404, 404]);
  }
  expect(await count(collector.db, 'case_file')).toBe(0);
});

/** Its first three letters begin no other word, so that the index of the search keeps them together. */
const secret = 'My neighbor Jqxzv saw it';

test('no byte of a forgotten comment stays in the case that copied it, or in its search', async () => {
  await using folder = await aFolder();
  const env = { DATABASE_URL: `file:${folder.file('heart.db')}` };
  // Without keys and hashes: any three letters can be in those.
  const bytes = async () =>
    (await Promise.all((await folder.files()).map((name) => readFile(folder.file(name), 'latin1'))))
      .join('')
      .replaceAll(/[\w-]{20,}/g, '');
  await using serving = await aServingProcess(env);
  const workplace = { url: serving.url, heart: (...args: string[]) => heartProcess(args, env) };
  const ambassador = await aPerson(workplace, 'ambassador');
  const response = aResponse({ rating: 1, comment: secret });
  expect((await send(serving, response)).status).toBe(201);
  await ambassador.post(`${pathOf(response)}/case`, { text: secret, kind: 'courtesy' });
  expect((await ambassador.get(pathOf(response))).body).toContain('A case was opened from this comment');
  expect(await bytes()).toMatch(/jqx/);
  const { code, err } = await heartProcess(['forget', response.id, '--reason', 'Asked for'], env);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(await bytes()).not.toMatch(/jqx/i);
});

test('a case keeps its copy while the comment is hidden, and loses it when the comment is deleted for its age', async () => {
  await using collector = await aCollector();
  const { db, clock } = collector;
  const [old, recent] = [aResponse({ comment: secret }), aResponse({ comment: secret })];
  const open = async (response: { id: string }) => {
    expect((await send(collector, response)).status).toBe(201);
    const ambassador = await aPerson(collector, 'ambassador');
    await ambassador.post(`${pathOf(response)}/case`, { text: secret, kind: 'courtesy' });
    return ambassador;
  };
  const ambassador = await open(old);
  await ambassador.post(`${pathOf(old)}/hiding`, { reason: 'Names someone' });
  expect(await count(db, 'case_file WHERE text IS NOT NULL')).toBe(1);
  clock.now = Date.UTC(2026, 9, 20, 19);
  expect((await collector.heart('close-quarter', '--quarter', '2026-07')).code).toBe(0);
  await open(recent);
  const { reference } = await aCase(collector, { text: 'Jqxzv wrote this on the form' });
  clock.now = Date.UTC(2028, 9, 2, 19);
  const log = { info: () => {}, error: () => {} };
  await db.$client.execute(`UPDATE setting SET value = '${clock.now}' WHERE name = 'retention clock'`);
  const job = jobsOf({ db, clock: () => clock.now, log }).find(({ name }) => name === 'purge')!;
  for (let round = 0; round < 3; round += 1) {
    await job.run();
    clock.now += 24 * 60 * 60 * 1000;
  }
  expect(await count(db, `response WHERE id = '${old.id}' AND comment IS NULL`)).toBe(1);
  const { case_file: files } = (await contents(db)) as { case_file: { response_id: string; text: string | null }[] };
  expect(files.map(({ response_id, text }) => [response_id, text])).toEqual([
    [old.id, null],
    [recent.id, secret],
    [null, 'Jqxzv wrote this on the form'],
  ]);
  expect(await count(db, "case_search WHERE case_search MATCH 'jqxzv'")).toBe(2);
  expect(await count(db, "case_event WHERE kind = 'erased'")).toBe(1);
  const { rows } = await db.$client.execute(`SELECT reference FROM case_file WHERE response_id = '${old.id}'`);
  const handler = await aPerson(collector, 'handler');
  const found = await handler.get(`/console/cases/${String(rows[0]!['reference'])}`);
  expect(text(found.body)).toContain('The text was erased along with the survey comment');
  expect(text(found.body)).toContain('We do not know who wrote the comment, and they have no receipt.');
  expect(text(found.body)).not.toContain('They can read');
  expect((await handler.get(`/console/cases/${reference}`)).body).toContain('Jqxzv');
});
