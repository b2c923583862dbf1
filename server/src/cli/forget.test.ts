import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send } from '../../test/collector.ts';
import { aFolder } from '../../test/folder.ts';
import { aServingProcess, heartProcess } from '../../test/processes.ts';
import { text } from '../../test/console-page.ts';
import { contents } from '../../test/contents.ts';
import { aPerson } from '../../test/staff.ts';
import { statement } from '../database/statement.ts';

const afterTheQuarter = Date.UTC(2026, 9, 5, 19);
const secret = 'My neighbor Wilhelmina Quatsch saw it';

test('forgetting a response removes it from the figures and every table, ignores a replay, and records the reason', async () => {
  await using collector = await aCollector();
  const { db } = collector;
  const [kept, response] = [aResponse({ rating: 5 }), aResponse({ rating: 1, comment: secret })];
  for (const one of [kept, response]) expect((await send(collector, one)).status).toBe(201);
  const ambassador = await aPerson(collector, 'ambassador');
  const comment = `/console/departments/cws/comments/${response.id}`;
  expect((await ambassador.post(`${comment}/hiding`, { reason: 'Names Wilhelmina Quatsch' })).status).toBe(303);
  const flag = `INSERT INTO response_flag (response_id, kind, region_id, quarter, flagged_at)
    SELECT id, 'fast', region_id, quarter, 1 FROM response WHERE id = ?`;
  await db.$client.execute(statement(flag, [response.id]));
  const representative = await aPerson(collector, 'representative');
  const excluding = { quarter: '2026-07', response: response.id, reason: 'A machine wrote of Wilhelmina Quatsch' };
  await representative.post('/console/departments/cws/flagged/exclusions', excluding);
  expect(await count(db, "exclusion WHERE reason LIKE '%Quatsch'")).toBe(1);

  expect(await collector.heart('forget', response.id, '--reason', 'The respondent asked us to')).toEqual({
    code: 0,
    err: '',
    out: [
      `Response ${response.id} of 2026-07 is erased. The audit log has the reason.`,
      'Earlier backups still contain it until you delete them.',
    ].join('\n'),
  });
  expect((await collector.figures()).total).toMatchObject({ responses: 1, average: '5.00' });
  expect(JSON.stringify(await contents(db))).not.toMatch(/Wilhelmina|Quatsch/);
  expect(await count(db, 'exclusion'), 'the record of the exclusion stays').toBe(1);
  expect(await count(db, "erased_response WHERE fingerprint = 'erased'")).toBe(1);
  expect(await count(db, 'comment_mark'), 'the record of the hiding stays').toBe(1);
  expect(await count(db, 'response_flag')).toBe(0);
  const { rows } = await db.$client.execute("SELECT * FROM audit_event WHERE action = 'response forgotten'");
  expect(rows).toMatchObject([
    {
      subject: response.id,
      department_id: 1,
      person_id: null,
      detail: '{"reason":"The respondent asked us to","quarter":"2026-07","by":"heart forget"}',
    },
  ]);
  expect((await send(collector, response)).status).toBe(200);
  // A replay gets the same answer whether or not its content matches, so no one can find out what the response said.
  expect((await send(collector, { ...response, comment: 'other' })).status).toBe(200);
  expect(await count(db, 'response')).toBe(1);
  expect((await collector.heart('verify')).code).toBe(0);
});

test('forgetting a response of a closed quarter restates it, and the version before stays readable', async () => {
  await using collector = await aCollector();
  const response = aResponse({ rating: 1 });
  for (const one of [response, aResponse()]) expect((await send(collector, one)).status).toBe(201);
  collector.clock.now = afterTheQuarter;
  expect((await collector.heart('close-quarter', '--quarter', '2026-07')).code).toBe(0);
  const { rows: before } = await collector.db.$client.execute('SELECT * FROM snapshot');
  const { code, out } = await collector.heart('forget', response.id, '--reason', 'Asked for');
  expect(code).toBe(0);
  expect(out.split('\n')).toContain('2026-07 is closed, so it is restated: version 2 counts without the response.');
  const after = await collector.figures('2026-07');
  expect(after.quarter.version).toBe(2);
  expect(after.total).toMatchObject({ responses: 1, average: '4.00' });
  const { rows: versions } = await collector.db.$client.execute('SELECT * FROM snapshot ORDER BY version');
  expect(versions[0]).toEqual(before[0]);
  expect(versions[1]).toMatchObject({ class: 'erasure', reason: 'Asked for', closed_by: 'heart forget' });
  expect(await count(collector.db, "audit_event WHERE action = 'response erased' AND person_id IS NULL")).toBe(1);
  expect(await count(collector.db, "audit_event WHERE action = 'quarter restated'")).toBe(1);
  expect(await count(collector.db, 'response')).toBe(1);
  expect((await send(collector, response)).status, 'a copy').toBe(200);
  expect((await collector.heart('verify')).code).toBe(0);
  const representative = await aPerson(collector, 'representative');
  const { body } = await representative.get('/console/departments/cws/quarters/2026-07/versions');
  expect(text(body)).toContain('Version 2 Erasure Asked for on the command line');
  expect(text(body)).toMatch(/before: 2\.50 \(n 12, 2 responses\); −1 response /);
});

test('forgetting a response of a quarter whose responses were deleted for their age leaves its figures', async () => {
  await using collector = await aCollector();
  const response = aResponse({ rating: 1 });
  for (const one of [response, aResponse()]) expect((await send(collector, one)).status).toBe(201);
  collector.clock.now = afterTheQuarter;
  expect((await collector.heart('close-quarter', '--quarter', '2026-07')).code).toBe(0);
  const closed = await collector.figures('2026-07');
  await collector.db.$client.execute("INSERT INTO purged_quarter VALUES (1, '2026-07', 1)");
  const { code, out } = await collector.heart('forget', response.id, '--reason', 'Asked for');
  expect(code).toBe(0);
  expect(out.split('\n')).toContain('2026-07 cannot be restated anymore, so its closed figures do not change.');
  expect(await collector.figures('2026-07')).toEqual(closed);
  expect(await count(collector.db, 'response')).toBe(1);
  expect(await count(collector.db, 'erased_response')).toBe(1);
});

test('an unknown response, an erased one and a missing reason each give one error and change nothing', async () => {
  await using collector = await aCollector();
  const response = aResponse();
  expect((await send(collector, response)).status).toBe(201);
  const before = await contents(collector.db);
  for (const args of [[response.id], [response.id, '--reason', ' '], [response.id, '--reason', 'x'.repeat(501)]]) {
    const { code, err } = await collector.heart('forget', ...args);
    expect({ code, err }).toEqual({
      code: 1,
      err: 'Give a reason with --reason: at most 500 characters, and nothing from the response itself.',
    });
  }
  const unknown = await collector.heart('forget', 'no-such-id', '--reason', 'Asked for');
  expect(unknown).toEqual({ code: 1, out: '', err: 'No response has the ID no-such-id.' });
  expect(await contents(collector.db)).toEqual(before);
  expect((await collector.heart('forget', response.id, '--reason', 'Asked for')).code).toBe(0);
  const after = await contents(collector.db);
  expect((await collector.heart('forget', response.id, '--reason', 'Asked for')).code).toBe(1);
  expect(await contents(collector.db)).toEqual(after);
});

test('no byte of a forgotten comment stays in the database files', async () => {
  await using folder = await aFolder();
  const env = { DATABASE_URL: `file:${folder.file('heart.db')}` };
  const bytes = async () =>
    (await Promise.all((await folder.files()).map((name) => readFile(folder.file(name), 'latin1')))).join('');
  const response = aResponse({ comment: secret });
  await using collector = await aServingProcess(env);
  for (const one of [aResponse({ comment: 'Thanks' }), response, aResponse({ comment: 'Thanks' })]) {
    expect((await send(collector, one)).status).toBe(201);
  }
  expect(await bytes()).toContain(secret);
  const { code, out, err } = await heartProcess(['forget', response.id, '--reason', 'Asked for'], env);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).not.toContain('busy');
  expect(await bytes()).not.toContain(secret);
});
