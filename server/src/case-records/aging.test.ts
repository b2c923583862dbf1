import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { aCase } from '../../test/cases.ts';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { personId } from '../../test/plans.ts';
import { aPerson } from '../../test/staff.ts';
import { aRow, fillCase, idOf } from '../../test/whole-case.ts';
import { jobsOf } from '../jobs/jobs.ts';
import { eraseOldCases } from './aging.ts';
import { createOrganization } from '../org/org.ts';

const day = 24 * 60 * 60 * 1000;
const contact = { title: 'Dr.', name: 'Rosa Diaz', email: 'rosa@example.org', phone: '555', post: '1 Main St' };
/** 2026-09-01, 10 a.m. in California. */
const closedAt = Date.UTC(2026, 8, 1, 17);
const later = (months: number) => Date.UTC(2026, 8 + months, 1, 17);

const close = ({ db }: TestCollector, id: number, stage = 'closed') =>
  db.$client.execute(
    `UPDATE case_file SET stage = '${stage}', is_unread = 0, closed_at = ${stage === 'closed' ? closedAt : 'NULL'} WHERE id = ${id}`,
  );

/** Erases what is old at that moment of the retention clock. */
async function age({ db, clock }: TestCollector, now: number) {
  const { departments } = await createOrganization(db)();
  return eraseOldCases({ db, now, at: clock.now }, departments);
}

test('closed cases are erased at their maximum, and contact details before, but nothing that is open, unread or held', async () => {
  await using collector = await aCollector();
  const { db } = collector;
  const by = await personId(collector, await aPerson(collector, 'manager'));
  const cases = await Promise.all(
    ['closed', 'open', 'held', 'unread'].map(async (text) => {
      const { reference } = await aCase(collector, { text, contact });
      return { reference, id: await idOf(collector, reference) };
    }),
  );
  const [closed, open, held, unread] = cases.map(({ id }) => id) as [number, number, number, number];
  for (const id of [closed, held, unread]) await close(collector, id);
  await close(collector, open, 'answered');
  await fillCase(collector, { caseId: closed, otherId: open, by, word: 'Rosa' });
  await db.$client.execute('UPDATE case_hold SET lifted_at = placed_at');
  await aRow(collector, 'case_hold', { case_id: held, reason: 'Lawsuit', placed_at: 1, placed_by: by });
  await db.$client.execute(`UPDATE case_file SET is_unread = 1 WHERE id = ${unread}`);

  expect(await age(collector, later(12) - 1)).toEqual([]);
  expect(await age(collector, later(12))).toEqual([{ department: 'cws', cases: 0, contacts: 2 }]);
  expect(await count(db, `case_contact WHERE case_id IN (${open}, ${held})`)).toBe(2);
  expect(await count(db, `case_event WHERE kind = 'contact erased' AND case_id = ${closed}`)).toBe(1);
  expect(await count(db, `case_search WHERE people MATCH 'Diaz'`)).toBe(2);
  expect(await count(db, `case_letter WHERE json_array_length(content, '$.addressee') = 0`)).toBe(1);

  expect(await age(collector, later(60) - 1)).toEqual([]);
  expect(await age(collector, later(60))).toEqual([{ department: 'cws', cases: 1, contacts: 0 }]);
  expect(await count(db, `case_file WHERE id = ${closed}`)).toBe(0);
  expect(await count(db, 'case_file')).toBe(3);
  // A department decides for itself, for each kind, and its number goes with what was erased.
  await db.$client.execute('UPDATE case_hold SET lifted_at = placed_at');
  await aRow(collector, 'case_retention', {
    department_id: 1,
    kind: 'courtesy',
    min_months: 1,
    max_months: 84,
    contact_months: 80,
    authority: 'GS-12',
    updated_at: 1,
    updated_by: by,
  });
  // Times that were changed just now wait a week: someone can still correct them.
  await db.$client.execute(`UPDATE case_retention SET updated_at = ${later(84) - 7 * day + 1}`);
  expect(await age(collector, later(84))).toEqual([]);
  await db.$client.execute('UPDATE case_retention SET updated_at = 1');
  // So does a case whose kind was changed just now, because another kind has other times.
  const changed = await aCase(collector);
  const changedId = await idOf(collector, changed.reference);
  await close(collector, changedId);
  await aRow(collector, 'case_event', {
    case_id: changedId,
    kind: 'kind changed',
    at: later(84) - 7 * day + 1,
    detail: '{"from":"privacy","to":"courtesy"}',
  });
  expect(await age(collector, later(80) - 1)).toEqual([]);
  expect(await age(collector, later(84))).toEqual([{ department: 'cws', cases: 1, contacts: 0 }]);
  expect(await count(db, `erased_case WHERE authority = 'GS-12'`)).toBe(1);
  expect(await count(db, `case_file WHERE id = ${changedId}`)).toBe(1);
  expect(await age(collector, later(84) + 1)).toEqual([{ department: 'cws', cases: 1, contacts: 0 }]);
});

test('a hold that begins between two commits keeps what is left', async () => {
  await using collector = await aCollector();
  const { db } = collector;
  const by = await personId(collector, await aPerson(collector, 'manager'));
  for (let n = 0; n < 5; n += 1) await close(collector, await idOf(collector, (await aCase(collector)).reference));
  const running = age(collector, later(60));
  await expect.poll(() => count(db, 'erased_case'), { interval: 1 }).toBeGreaterThan(0);
  await aRow(collector, 'legal_hold', { department_id: 1, reason: 'Lawsuit', placed_at: 1, placed_by: by });
  const held = await count(db, 'case_file');
  await running;
  expect(await count(db, 'case_file')).toBe(held);
});

test('a clock that is years ahead erases at most what one more day makes old', async () => {
  await using collector = await aCollector();
  const { db, clock } = collector;
  const { reference } = await aCase(collector);
  await close(collector, await idOf(collector, reference));
  const logged: unknown[] = [];
  const log = { info: (entry: unknown) => void logged.push(entry), error: () => {} };
  const job = jobsOf({ db, clock: () => clock.now, log }).find(({ name }) => name === 'purge')!;
  clock.now = later(60) - day;
  await job.run();
  clock.now = later(60) + 900 * day;
  await db.$client.execute(`UPDATE setting SET value = '${later(60) - 1.5 * day}' WHERE name = 'retention clock'`);
  await job.run();
  expect(logged).toEqual([]);
  await job.run();
  expect(logged).toEqual([{ department: 'cws', cases: 1, contacts: 0 }]);
});

test('the daily run removes what the file still has of erased cases in unused parts of its pages', async () => {
  await using collector = await aCollector();
  const { db, clock, env } = collector;
  const file = env['DATABASE_URL']!.replace('file:', '');
  const { reference } = await aCase(collector, { text: 'Xylofonquark' });
  const id = await idOf(collector, reference);
  await close(collector, id);
  // As a page split leaves it: a row that was moved to another page, and then erased there.
  await db.$client.execute('PRAGMA secure_delete = OFF');
  await age(collector, later(60));
  await db.$client.execute('PRAGMA wal_checkpoint(TRUNCATE)');
  expect((await readFile(file)).includes('Xylofonquark')).toBe(true);
  const log = { info: () => {}, error: () => {} };
  const config = { databaseUrl: env['DATABASE_URL']!, backupFolder: undefined, backupKeep: 1 };
  const job = jobsOf({ db, clock: () => clock.now, log, config }).find(({ name }) => name === 'purge')!;
  await job.run();
  expect((await readFile(file)).includes('Xylofonquark')).toBe(false);
  expect(await count(db, 'erased_case')).toBe(1);
}, 60_000);
