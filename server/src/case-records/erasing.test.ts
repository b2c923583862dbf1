import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { aCase, aFiling, versionIn } from '../../test/cases.ts';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { contents } from '../../test/contents.ts';
import { aMailServer } from '../../test/mail-server.ts';
import { outboxOf } from '../../test/outbox.ts';
import { personId } from '../../test/plans.ts';
import { aPerson } from '../../test/staff.ts';
import { aRow, fillCase, idOf } from '../../test/whole-case.ts';
import { caseById } from '../cases/cases.ts';
import { emptyLog } from '../database/database.ts';
import { eraseCase, rowsOfCase } from './erasing.ts';

const word = 'Xylofonquark';
const department = { id: 1, slug: 'cws', zone: 'America/Los_Angeles' };

/** Every file of the data folder that has one of these in it, anywhere. */
async function filesWith({ env }: TestCollector, ...words: string[]): Promise<string[]> {
  const folder = dirname(env['DATABASE_URL']!.replace('file:', ''));
  const names = await readdir(folder);
  const found = await Promise.all(
    names.map(async (name) => {
      const bytes = (await readFile(join(folder, name))).toString('latin1').toLowerCase();
      return words.filter((one) => bytes.includes(one.toLowerCase())).map((one) => `${name}: ${one}`);
    }),
  );
  return found.flat();
}

const close = ({ db, clock }: TestCollector, id: number) =>
  db.$client.execute(`UPDATE case_file SET stage = 'closed', closed_at = ${clock.now} WHERE id = ${id}`);

async function erase({ db, clock }: TestCollector, id: number, why: 'age' | 'early' = 'age'): Promise<boolean> {
  const file = (await caseById(db, id))!;
  const by = { reason: null, askedBy: null, agreedBy: null, authority: null };
  const condition = { sql: 'true', args: {} };
  return eraseCase(db, { file, department, at: clock.now, why, ...by, condition });
}

test('every table that can tell of a case is erased with it', async () => {
  await using collector = await aCollector();
  const { rows } = await collector.db.$client.execute(
    `SELECT DISTINCT tables.name FROM sqlite_schema AS tables
      LEFT JOIN pragma_foreign_key_list(tables.name) AS keys ON true
      LEFT JOIN pragma_table_info(tables.name) AS columns ON true
      WHERE tables.type = 'table' AND (keys."table" = 'case_file' OR columns.name IN ('case_id', 'reference'))`,
  );
  const known = new Set([...rowsOfCase.map(({ table }) => table), 'erased_case']);
  expect(rows.map(({ name }) => String(name)).filter((name) => !known.has(name))).toEqual([]);
  expect(rows.length).toBeGreaterThan(14);
});

test('nothing of an erased case is left in any byte of the data folder', async () => {
  await using mail = await aMailServer();
  await using collector = await aCollector({ SMTP_URL: mail.url, MAIL_FROM: 'heart@example.gov' });
  const manager = await aPerson(collector, 'manager');
  const handler = await aPerson(collector, 'handler');
  const by = await personId(collector, handler);
  await aRow(collector, 'printed_form', {
    reference: 'ABCD-EFGH',
    receipt_hash: 'a printed receipt',
    printed_at: collector.clock.now,
    printed_by: by,
  });
  const other = await aCase(collector, { text: 'The bus was late.', receivedAt: collector.clock.now });
  const otherId = await idOf(collector, other.reference);
  const { reference } = await aCase(collector, {
    text: `I was told ${word}. ${word}`,
    contact: { title: word, name: word, email: `${word}@example.org`, phone: word, post: word },
    printed: 'ABCD-EFGH',
    channel: 'counter',
    enteredBy: by,
  });
  const caseId = await idOf(collector, reference);
  const page = await handler.get(`/console/cases/${reference}`);
  await handler.post(`/console/cases/${reference}/steps/acknowledge`, {
    version: versionIn(page.body),
    'acknowledge-message': randomUUID(),
    'acknowledge-text': `We got it: ${word}.`,
    'acknowledge-way': 'email',
  });
  await collector.restart();
  await expect.poll(() => mail.emails.some(({ text }) => text.includes(word))).toBe(true);
  await fillCase(collector, { caseId, otherId, by, word });
  // One that waits, and one to an owner of an action.
  const email = { created_at: 1, next_at: 9e15, expires_at: 9e15, message_id: 'x' };
  const [action] = await collector.db.query.caseAction.findMany();
  await aRow(collector, 'outbox', { id: 'waits', kind: 'case-desk', cause: `case:${reference}/${by}`, ...email });
  await aRow(collector, 'outbox', {
    id: 'action',
    kind: 'case-action',
    cause: `case-action:${action!.id}/${by}`,
    ...email,
  });
  await close(collector, caseId);
  const before = await outboxOf(collector);
  expect(await filesWith(collector, word, reference)).not.toEqual([]);

  expect(await erase(collector, caseId)).toBe(true);
  expect(await emptyLog(collector.db)).toBe(true);
  expect(await filesWith(collector, word, reference)).toEqual([]);
  // Nor can the index of the search tell that it was there.
  const { $client } = collector.db;
  await $client.execute(`CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, case_search, row)`);
  expect((await $client.execute(`SELECT term FROM temp.words WHERE term IN ('xyl', 'fon', 'uar')`)).rows).toEqual([]);
  // Those about the other case stay.
  const after = await outboxOf(collector);
  expect(after.length).toBeLessThan(before.length - 2);
  expect(after.length).toBeGreaterThan(0);
  expect(await count(collector.db, 'case_link')).toBe(0);
  expect((await manager.get(`/console/cases/${other.reference}`)).body).toContain('The bus was late.');
  expect((await manager.get(`/console/cases/${reference}`)).status).toBe(404);
  const [row] = (await contents(collector.db))['erased_case']!;
  expect(row).toMatchObject({
    case_id: null,
    kind: 'courtesy',
    received_in: '2026-08',
    closed_in: '2026-08',
    why: 'age',
  });
}, 60_000);

test('a case is erased once, and its form does not bring it back', async () => {
  await using collector = await aCollector();
  const filing = aFiling(collector, { text: 'They were rude to me.' });
  const { reference } = await aCase(collector, filing);
  const id = await idOf(collector, reference);
  // An open case stays.
  expect(await erase(collector, id)).toBe(false);
  await close(collector, id);
  const file = await caseById(collector.db, id);
  const together = await Promise.all([erase(collector, id), erase(collector, id, 'early')]);
  expect(together.filter(Boolean)).toHaveLength(1);
  expect(await count(collector.db, 'erased_case')).toBe(1);
  expect(await count(collector.db, "audit_event WHERE action = 'case erased'")).toBe(1);
  const again = await aCase(collector, filing);
  expect(again).toMatchObject({ reference: '', receipt: null, isSame: true });
  // The next case gets another number, and nothing of it.
  const next = await aCase(collector, aFiling(collector));
  expect(await idOf(collector, next.reference)).toBeGreaterThan(file!.id);
  expect(await count(collector.db, 'case_event')).toBe(1);
});

test('no hold, old or new, lets a case be erased', async () => {
  await using collector = await aCollector();
  const by = await personId(collector, await aPerson(collector, 'manager'));
  const { reference } = await aCase(collector);
  const id = await idOf(collector, reference);
  await close(collector, id);
  const at = collector.clock.now;
  const { $client } = collector.db;
  await aRow(collector, 'case_hold', { case_id: id, reason: 'Lawsuit', placed_at: at, placed_by: by });
  expect(await erase(collector, id)).toBe(false);
  await $client.execute('UPDATE case_hold SET lifted_at = placed_at');
  await aRow(collector, 'legal_hold', { department_id: 1, reason: 'Lawsuit', placed_at: at, placed_by: by });
  const before = await contents(collector.db);
  expect(await erase(collector, id)).toBe(false);
  expect(await contents(collector.db)).toEqual(before);
  await $client.execute('UPDATE legal_hold SET lifted_at = placed_at');
  expect(await erase(collector, id)).toBe(true);
});
