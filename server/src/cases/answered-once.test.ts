import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { aCase, versionIn } from '../../test/cases.ts';
import { aCollector } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { aFolder } from '../../test/folder.ts';
import { outboxOf } from '../../test/outbox.ts';
import { aServingProcess, heartProcess } from '../../test/processes.ts';
import { aPerson } from '../../test/staff.ts';
import { openDatabase } from '../database/database.ts';
import { readRows } from '../database/read.ts';

const contact = { title: null, name: 'Rosa Diaz', email: 'rosa@example.org', phone: null, post: null };
const answerTo = (version: string, words: string) => ({
  version,
  'answer-message': randomUUID(),
  'answer-text': words,
  'answer-way': 'email',
});

test('of two handlers who answer at once, one wins, and the other keeps what they typed', async () => {
  await using collector = await aCollector();
  const handlers = [await aPerson(collector, 'handler'), await aPerson(collector, 'handler')];
  const { reference } = await aCase(collector, { contact });
  const path = `/console/cases/${reference}`;
  const version = versionIn((await handlers[0]!.get(path)).body);
  const answers = await Promise.all(
    handlers.map((handler, at) => handler.post(`${path}/steps/answer`, answerTo(version, `Answer number ${at}.`))),
  );
  expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409]);
  const late = answers.findIndex(({ status }) => status === 409);
  const shown = text(answers[late]!.body);
  expect(shown).toContain('Someone else changed this case');
  expect(shown).toContain(`You typed: Answer number ${late}.`);
  const page = text((await handlers[0]!.get(path)).body);
  expect(page).toContain(`Answer number ${1 - late}.`);
  expect(page).not.toContain(`Answer number ${late}.`);
  expect((await outboxOf(collector)).filter(({ kind }) => kind === 'case-message')).toHaveLength(1);
});

test('a collector that is killed while it answers has answered each case once or not at all', async () => {
  await using folder = await aFolder();
  const env = { DATABASE_URL: `file:${folder.file('heart.db')}` };
  await using collector = await aServingProcess(env);
  const heart = async (...args: string[]) => {
    const { code, out, err } = await heartProcess(args, { ...env, BASE_URL: collector.url });
    return { code: code ?? 1, out, err };
  };
  const db = await openDatabase(env.DATABASE_URL);
  const handler = await aPerson({ ...collector, heart }, 'handler');
  const given = { db, env, clock: { now: Date.now() } };
  const paths: string[] = [];
  for (let made = 0; made < 30; made += 1) paths.push(`/console/cases/${(await aCase(given, { contact })).reference}`);
  const forms = paths.map((path) => ({ path, fields: answerTo('1', 'We are sorry.') }));
  const pressed = forms.map(({ path, fields }) => handler.post(`${path}/steps/answer`, fields).catch(() => undefined));
  await Promise.race(pressed);
  await collector.kill('SIGKILL');
  await Promise.all(pressed);
  const before = await readRows(db, counted, eachCase);
  for (const row of before) expect([0, 1]).toContain(row.events);
  for (const { events, ...row } of before) {
    expect(row).toEqual({ messages: events, emails: events, answered: events });
  }
  expect(before.filter(({ events }) => events === 1).length).toBeGreaterThan(0);
  await using again = await aServingProcess(env);
  for (const { path, fields } of forms) {
    const { status } = await fetch(`${again.url}${path}/steps/answer`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: handler.cookie, 'Sec-Fetch-Site': 'same-origin' },
      body: new URLSearchParams(fields),
    });
    expect([303, 409]).toContain(status);
  }
  const after = await readRows(db, counted, eachCase);
  expect(after).toEqual(after.map(() => ({ events: 1, messages: 1, emails: 1, answered: 1 })));
  db.$client.close();
});

const counted = v.object({ events: v.number(), messages: v.number(), emails: v.number(), answered: v.number() });
const eachCase = `SELECT
    (SELECT count(*) FROM case_event WHERE case_id = case_file.id AND kind = 'answered') AS events,
    (SELECT count(*) FROM case_message WHERE case_id = case_file.id AND kind = 'answer') AS messages,
    (SELECT count(*) FROM outbox JOIN case_message ON cause = 'case-message:' || case_message.id
      WHERE case_id = case_file.id) AS emails,
    (stage = 'answered') AS answered
  FROM case_file`;
