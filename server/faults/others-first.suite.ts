import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { items } from '@heart-survey/shared/items';
import { runHeart, startCollectorProcess, withNoop, type CollectorProcess } from '../bench/collector-process.ts';
import { keepFigures } from '../bench/results.ts';
import { openDatabase, type Database } from '../src/database/database.ts';
import { statement } from '../src/database/statement.ts';
import { aFolder } from '../test/folder.ts';
import { aPerson, fromConsole, type Staff, type Workplace } from '../test/staff.ts';
import { overAndOver, whileThereIs, type Meanwhile } from './others-first.ts';

// The most expensive requests, sent by many at once, compared with the same amount of harmless ones.

const goal = { loop: 100, connection: 250 };
const figures: Record<string, { hostile: Meanwhile; harmless: Meanwhile }> = {};

let folder: Awaited<ReturnType<typeof aFolder>>;
let collector: CollectorProcess;
let db: Database;
let people: { ambassador: Staff; administrator: Staff };

beforeAll(async () => {
  folder = await aFolder();
  collector = await startCollectorProcess(folder.path, withNoop);
  db = await openDatabase(`file:${folder.file('heart.db')}`);
  const workplace: Workplace = {
    url: collector.url,
    heart: async (...args) => ({ code: 0, out: await runHeart(folder.path, ...args), err: '' }),
  };
  people = {
    ambassador: await aPerson(workplace, 'ambassador'),
    administrator: await aPerson(workplace, 'administrator'),
  };
  await insertComments(`'a' || n || ' the staff were kind, and 5 = 5; '`, 8000);
}, 300_000);

afterAll(async () => {
  db.$client.close();
  await collector.stop();
  await folder[Symbol.asyncDispose]();
  await keepFigures('faults', { othersFirst: { goal, ...figures } });
});

/**
 * Inserts responses of the third quarter of 2026, each with a comment of the maximum length, made from that SQL
 * expression.
 */
async function insertComments(text: string, responses: number) {
  await db.$client.execute(
    statement(
      `WITH RECURSIVE i (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < :responses)
      INSERT INTO response (id, region_id, quarter, month, received_at, ${items.join(', ')}, comment, wording, fingerprint)
      SELECT 'row-' || n, 1, '2026-07', '2026-07', 1, ${items.map(() => '1 + n % 5').join(', ')},
        substr(replace(hex(zeroblob(200)), '00', ${text}), 1, 4000), 1, 'inserted' FROM i`,
      { responses },
    ),
  );
}

/** Prints how other visitors fare during both loads, and checks that there were some. */
async function expectVisitors(
  name: string,
  loads: { hostile: () => Promise<unknown>; harmless: () => Promise<unknown> },
) {
  const harmless = await whileThereIs(collector.url, loads.harmless);
  const hostile = await whileThereIs(collector.url, loads.hostile);
  figures[name] = { hostile, harmless };
  const summary = ({ loop, connection, visitors }: Meanwhile) =>
    `event loop ${loop} ms, new connection ${connection} ms (${visitors} visitors)`;
  process.stdout.write(`${name}: ${summary(hostile)}; with harmless input: ${summary(harmless)}.\n`);
  expect(Math.min(hostile.visitors, harmless.visitors)).toBeGreaterThan(0);
}

const marks = `a${'\u0316\u0301'.repeat(4000)}`;
const plain = 'a'.repeat(marks.length * 2);

const posted = (path: string, body: string, headers: Record<string, string>) => () =>
  fetch(collector.url + path, { method: 'POST', headers, body, redirect: 'manual' });
const json = (comment: string) => () =>
  posted(
    '/embed/preview/api/v1/responses',
    JSON.stringify({ id: randomUUID(), region: 'central', ratings: { overall: 4 }, comment }),
    { 'Content-Type': 'application/json' },
  )();
const form = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  posted(path, new URLSearchParams(fields).toString(), {
    'Content-Type': 'application/x-www-form-urlencoded',
    ...headers,
  });

const withText: [name: string, send: (text: string) => () => Promise<Response>][] = [
  ['combining marks in a trial run', json],
  ['combining marks in another language', (comment) => form('/s/central', { comment, lang: 'es' })],
  ['combining marks in a response', (comment) => form('/s/central', { comment, id: randomUUID(), overall: '4' })],
  ['combining marks at sign-in', (email) => form('/console/sign-in', { email, password: 'x' }, fromConsole)],
  ['combining marks for a forgotten password', (email) => form('/console/forgotten', { email }, fromConsole)],
];

test.each(withText)('%s do not delay others', async (name, send) => {
  const load = (text: string) => () => overAndOver(send(text));
  await expectVisitors(name, { hostile: load(marks), harmless: load(plain) });
});

const take = (path: string) => () =>
  fetch(collector.url + path, { headers: { cookie: people.ambassador.cookie, ...fromConsole } });
const quarter = '/console/departments/cws/quarters/2026-07';

test('exports of long comments do not delay others', async () => {
  const load = (file: string, atOnce: number) => () => overAndOver(take(`${quarter}/${file}`), { atOnce, for: 1 });
  await expectVisitors('one export of long comments', {
    hostile: load('responses.csv', 1),
    harmless: load('averages.csv', 1),
  });
  await expectVisitors('ten exports of long comments', {
    hostile: load('responses.csv', 10),
    harmless: load('averages.csv', 10),
  });
  await expectVisitors('ten workbooks', { hostile: load('averages.xlsx', 10), harmless: load('averages.csv', 10) });
}, 600_000);

test('searching long comments does not delay others', async () => {
  const load = (q: string) => () => overAndOver(take(`/console/departments/cws/comments?q=${q}`), { for: 2000 });
  await expectVisitors('ten searches of long comments', { hostile: load('nowhere'), harmless: load('staff') });
}, 600_000);

const bring =
  (kind: string, text: string, step = '') =>
  () => {
    const body = new FormData();
    for (const [name, value] of Object.entries({ kind, text, step })) body.set(name, value);
    const headers = { cookie: people.administrator.cookie, ...fromConsole };
    return fetch(`${collector.url}/console/directory/import`, { method: 'POST', headers, body });
  };
const lines = (n: number, line: (n: number) => string) => Array.from({ length: n }, (_, at) => line(at + 1)).join('\n');

test('imported files do not delay others', async () => {
  const harmless = () =>
    overAndOver(bring('regions', 'department,slug,name\ncws,central,Central'), { atOnce: 1, for: 1 });
  const once = (send: () => Promise<Response>) => () => overAndOver(send, { atOnce: 1, for: 1 });
  await expectVisitors('a file of 600,000 short lines', {
    hostile: once(bring('employees', `region,name\n${lines(600_000, () => 'a')}`)),
    harmless,
  });
  await expectVisitors('a file of one long line', {
    hostile: once(bring('employees', `region,name\n"${'a,'.repeat(900_000)}`)),
    harmless,
  });
  const kinds: [kind: string, head: string, line: (n: number) => string][] = [
    ['regions', 'department,slug,name', (n) => `cws,r${n},Region ${n}`],
    ['employees', 'region,name,email,supervisor_name', (n) => `central,Person ${n},p${n}@example.gov,Q`],
    ['people', 'name,email,role,region', (n) => `Person ${n},q${n}@example.gov,junior,central`],
    ['departments', 'slug,name,zone', (n) => `d${n},Department ${n},UTC`],
  ];
  for (const [kind, head, line] of kinds) {
    const text = `${head}\n${lines(5000, line)}`;
    await expectVisitors(`previewing 5,000 ${kind}`, { hostile: once(bring(kind, text)), harmless });
    await expectVisitors(`importing 5,000 ${kind}`, { hostile: once(bring(kind, text, 'import')), harmless });
    await expectVisitors(`5,000 existing ${kind}`, {
      hostile: once(bring(kind, text, 'import')),
      harmless,
    });
  }
}, 600_000);
