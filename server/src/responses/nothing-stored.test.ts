import { randomUUID } from 'node:crypto';
import type { Client } from '@libsql/client';
import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send, type TestCollector } from '../../test/collector.ts';
import { aPerson } from '../../test/staff.ts';
import { answerOf } from '../../test/wire.ts';
import { newPageId } from '../survey/survey.ts';
import { statement } from '../database/statement.ts';

// A request that stores nothing must change nothing. Otherwise someone who knows a response's id could get it flagged,
// and excluded, by sending something else with that id.

const day = 24 * 60 * 60 * 1000;

/** Every row of every table that an outside request could change, as text. */
async function contents({ db }: TestCollector): Promise<string> {
  const tables = ['response', 'response_flag', 'erased_response', 'rating_tally', 'response_tally', 'origin_tally'];
  const all = [...tables, 'action_plan', 'snapshot', 'exclusion', 'audit_event', 'comment_mark'];
  const rows = await Promise.all(all.map((table) => db.$client.execute(`SELECT * FROM ${table}`)));
  return JSON.stringify(rows.map(({ rows }) => rows));
}

/** Changes when another connection has committed anything. */
async function commits(client: Client): Promise<unknown> {
  return (await client.execute('PRAGMA data_version')).rows[0]!['data_version'];
}

async function flagsOf({ db }: TestCollector): Promise<string[]> {
  const { rows } = await db.$client.execute('SELECT response_id AS id, kind FROM response_flag ORDER BY 1, 2');
  return rows.map(({ id, kind }) => `${String(id)} ${String(kind)}`);
}

/** Posts the survey page's form, as a bot or another site's page could. */
function post(
  collector: TestCollector,
  fields: Record<string, string>,
  { region = 'central', headers = {} }: { region?: string; headers?: Record<string, string> } = {},
) {
  return fetch(`${collector.url}/s/${region}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(fields).toString(),
    redirect: 'manual',
  });
}

const crossSite = { headers: { 'Sec-Fetch-Site': 'cross-site' } };

/** What a stranger who knows the id might send with it, as a form and as JSON. */
const attacks: Record<string, (collector: TestCollector, id: string) => Promise<Response>> = {
  'the hidden field': (collector, id) => post(collector, { id, overall: '1', topic: 'x' }),
  'the hidden field, in another region': (collector, id) =>
    post(collector, { id, overall: '1', topic: 'x' }, { region: 'east' }),
  'a form from another site': (collector, id) => post(collector, { id, overall: '1' }, crossSite),
  'other ratings as JSON': (collector, id) => send(collector, aResponse({ id, rating: 1 })),
  'another region as JSON': (collector, id) => send(collector, aResponse({ id, region: 'east', rating: 1 })),
};

for (const [name, attack] of Object.entries(attacks)) {
  for (const isClosed of [false, true]) {
    test(`writes nothing for ${name} with a stored id${isClosed ? ' in a closed quarter' : ''}`, async () => {
      await using collector = await aCollector();
      const stored = aResponse({ rating: 5, comment: 'Thank you' });
      expect((await send(collector, stored)).status).toBe(201);
      if (isClosed) {
        collector.clock.now += 70 * day;
        expect((await collector.heart('close-quarter', '--quarter', '2026-07')).code).toBe(0);
      }
      const [before, version] = [await contents(collector), await commits(collector.db.$client)];
      expect((await attack(collector, stored.id)).status).toBe(409);
      expect(await flagsOf(collector)).toEqual([]);
      expect(await contents(collector)).toBe(before);
      expect(await commits(collector.db.$client)).toBe(version);
    });
  }
}

test('writes and flags nothing for a copy of a stored response, whatever else the form contains', async () => {
  await using collector = await aCollector();
  const id = randomUUID();
  const form = { id, overall: '5', wording: '1' };
  expect((await post(collector, form)).status).toBe(303);
  const version = await commits(collector.db.$client);
  expect((await post(collector, { ...form, topic: 'x' })).status).toBe(303);
  expect((await post(collector, form, crossSite)).status).toBe(303);
  expect(await flagsOf(collector)).toEqual([]);
  expect(await commits(collector.db.$client)).toBe(version);
});

test('flags nothing for an erased id', async () => {
  await using collector = await aCollector();
  const stored = aResponse();
  await send(collector, stored);
  expect((await collector.heart('forget', stored.id, '--reason', 'asked for')).err).toBe('');
  expect(await count(collector.db, 'response')).toBe(0);
  await post(collector, { id: stored.id, overall: '1', topic: 'x' });
  expect(await count(collector.db, 'response_flag')).toBe(0);
});

test('does not count a stored response in a burst that others send with its id', async () => {
  await using collector = await aCollector({ TRUST_PROXY: '1' });
  const from = (client: string, body: unknown) =>
    fetch(`${collector.url}/api/v1/responses`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': client },
      body: JSON.stringify(body),
    });
  const honest = Array.from({ length: 5 }, (_, n) => aResponse({ rating: 5, comment: `Kind, ${n} times` }));
  for (const [n, response] of honest.entries()) expect((await from(`192.0.2.${n}`, response)).status).toBe(201);

  // One conflict with each honest id, then four of the attacker's own: five with the same comment.
  const words = { rating: 1, comment: 'Bad' };
  for (const { id } of honest) expect((await from('198.51.100.1', aResponse({ ...words, id }))).status).toBe(409);
  for (let n = 0; n < 4; n += 1) expect((await from('198.51.100.1', aResponse(words))).status).toBe(201);
  expect(await flagsOf(collector)).toEqual([]);

  // Thirty in total from that network; five of them stored nothing.
  for (let n = 0; n < 26; n += 1) {
    expect((await from('198.51.100.1', aResponse({ rating: 2, comment: `Mine, ${n}` }))).status).toBe(201);
  }
  expect(await flagsOf(collector)).toEqual([]);
  const own = await from('198.51.100.1', aResponse({ rating: 2, comment: 'One more' }));
  expect(own.status).toBe(201);
  const flags = await flagsOf(collector);
  expect(flags).toHaveLength(31);
  for (const { id } of honest) expect(flags.join('\n')).not.toContain(id);
});

test('flags nothing for the losing request of two with one id in one commit', async () => {
  await using collector = await aCollector();
  for (let round = 0; round < 10; round += 1) {
    const id = randomUUID();
    // Enough requests at once that they wait together. The first to arrive is the one that is stored.
    const answers = await Promise.all([
      send(collector, aResponse({ id, rating: 5, comment: `Honest ${round}` })),
      ...Array.from({ length: 4 }, () => post(collector, { id, overall: '1', topic: 'x' }, crossSite)),
    ]);
    const statuses = answers.map(({ status }) => status);
    const stored = await collector.db.$client.execute(statement('SELECT comment FROM response WHERE id = ?', [id]));
    const isHonest = stored.rows[0]!['comment'] !== null;
    expect(statuses[0]).toBe(isHonest ? 201 : 409);
    const flags = (await flagsOf(collector)).filter((flag) => flag.startsWith(id));
    expect(flags, String(round)).toEqual(isHonest ? [] : [`${id} foreign`, `${id} trap`]);
  }
});

test('flags a page that is sent back at once only through its own request', async () => {
  await using collector = await aCollector();
  const id = newPageId(collector.clock.now);
  collector.clock.now += 60_000;
  expect((await post(collector, { id, overall: '5' })).status).toBe(303);
  collector.clock.now -= 59_000;
  expect((await post(collector, { id, overall: '4' })).status).toBe(409);
  expect(await flagsOf(collector)).toEqual([]);
});

test('flags nothing when staff thank themselves with the id of a stored response', async () => {
  await using collector = await aCollector();
  const staff = await aPerson(collector, 'ambassador');
  await collector.db.$client.execute(
    statement(
      `INSERT INTO employee (region_id, name, email, code, created_at)
      VALUES ((SELECT id FROM region WHERE slug = 'central'), 'Sam', ?, 'k7', 1)`,
      [staff.email],
    ),
  );
  const stored = aResponse({ rating: 5 });
  expect((await send(collector, stored)).status).toBe(201);
  const signedIn = { headers: { Cookie: staff.cookie } };
  expect((await post(collector, { id: stored.id, overall: '5', employee: 'k7' }, signedIn)).status).toBe(409);
  expect(await flagsOf(collector)).toEqual([]);
  const own = randomUUID();
  expect((await post(collector, { id: own, overall: '5', employee: 'k7' }, signedIn)).status).toBe(303);
  expect(await flagsOf(collector)).toEqual([`${own} self`]);
});

test('stores flags with the next response if storing them failed', async () => {
  await using collector = await aCollector();
  const alike = Array.from({ length: 5 }, () => aResponse({ rating: 1, comment: 'They were rude to me' }));
  for (const response of alike.slice(0, 4)) await send(collector, response);
  await collector.db.$client.execute(`CREATE TRIGGER no_flags BEFORE INSERT ON response_flag BEGIN
    SELECT RAISE(ABORT, 'Not now.'); END`);
  expect((await send(collector, alike[4])).status).toBe(201);
  expect(await flagsOf(collector)).toEqual([]);
  await collector.db.$client.execute('DROP TRIGGER no_flags');
  expect((await send(collector, aResponse({ rating: 4 }))).status).toBe(201);
  expect(await flagsOf(collector)).toEqual(alike.map(({ id }) => `${id} burst`).toSorted());
});

test('does not count a response in a burst that could not be stored', async () => {
  await using collector = await aCollector();
  const alike = Array.from({ length: 5 }, () => aResponse({ rating: 1, comment: 'They were rude to me' }));
  for (const [way, status] of [
    ['IGNORE', 503],
    ["ABORT, 'no'", 400],
  ] as const) {
    await collector.db.$client.execute(`CREATE TRIGGER none BEFORE INSERT ON response BEGIN SELECT RAISE(${way}); END`);
    for (let n = 0; n < 3; n += 1) expect((await send(collector, alike[0])).status).toBe(status);
    await collector.db.$client.execute('DROP TRIGGER none');
  }
  for (const response of alike.slice(0, 4)) expect((await send(collector, response)).status).toBe(201);
  expect(await flagsOf(collector)).toEqual([]);
  await send(collector, alike[4]);
  expect(await flagsOf(collector)).toHaveLength(5);
});

test('opens no plan for a conflict in a region below its target', async () => {
  await using collector = await aCollector();
  expect((await send(collector, aResponse({ region: 'east', rating: 4 }))).status).toBe(201);
  const stored = aResponse({ rating: 5 });
  expect((await send(collector, stored)).status).toBe(201);
  // The target is raised later, so the next stored response opens the plan.
  await collector.db.$client.execute('UPDATE department SET target = 450');
  expect((await send(collector, { ...stored, region: 'east' })).status).toBe(409);
  expect(await count(collector.db, 'action_plan')).toBe(0);
  const answers = await Promise.all([
    send(collector, { ...stored, region: 'east' }),
    send(collector, aResponse({ rating: 5 })),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([409, 201]);
  expect(await count(collector.db, 'action_plan')).toBe(0);
  expect((await answerOf(await send(collector, aResponse({ region: 'east', rating: 4 })))).status).toBe(201);
  expect(await count(collector.db, 'action_plan')).toBe(1);
});
