import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { aCase, aFiling } from '../../test/cases.ts';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { contents } from '../../test/contents.ts';
import { personId } from '../../test/plans.ts';
import { aPerson } from '../../test/staff.ts';
import { idOf } from '../../test/whole-case.ts';
import { caseById, noteOnCase, writeBack, writerIsNotSatisfied, type CaseFile } from '../cases/cases.ts';
import { commit } from '../database/database.ts';
import { statement } from '../database/statement.ts';
import { createOrganization } from '../org/org.ts';
import { eraseCase } from './erasing.ts';

const department = { id: 1, slug: 'cws', zone: 'America/Los_Angeles' };
const outbox = { queue: () => ({ id: '', statement: statement('SELECT 1') }), wake: () => {} };

/** Erases a case and opens another. @returns the erased case as someone read it just before. */
async function anErasedCase(collector: TestCollector, kind: 'courtesy' | 'privacy' = 'courtesy') {
  const { db, clock } = collector;
  const opened = await aCase(collector, { kind, text: 'The first.' });
  const id = await idOf(collector, opened.reference);
  await db.$client.execute(`UPDATE case_file SET stage = 'closed', closed_at = ${clock.now} WHERE id = ${id}`);
  const file = (await caseById(db, id))!;
  const by = { reason: null, askedBy: null, agreedBy: null, authority: null };
  const condition = { sql: 'true', args: {} };
  expect(await eraseCase(db, { file, department, at: clock.now, why: 'age', ...by, condition })).toBe(true);
  return { file, opened };
}

test('a case never gets the number of an erased one', async () => {
  await using collector = await aCollector();
  const { file } = await anErasedCase(collector);
  const next = await idOf(collector, (await aCase(collector, aFiling(collector))).reference);
  expect(next).toBeGreaterThan(file.id);
  const again = await anErasedCase(collector);
  expect(again.file.id).toBeGreaterThan(next);
  // Also after one with a smaller number.
  const { db, clock } = collector;
  await db.$client.execute(`UPDATE case_file SET stage = 'closed', closed_at = ${clock.now} WHERE id = ${next}`);
  const by = { reason: null, askedBy: null, agreedBy: null, authority: null, condition: { sql: 'true', args: {} } };
  const older = (await caseById(db, next))!;
  expect(await eraseCase(db, { file: older, department, at: clock.now, why: 'age', ...by })).toBe(true);
  expect(await idOf(collector, (await aCase(collector)).reference)).toBeGreaterThan(again.file.id);
});

test('what is written to a case while it is erased is stored nowhere', async () => {
  await using collector = await aCollector();
  const { db, clock } = collector;
  const person = await personId(collector, await aPerson(collector, 'manager'));
  const { file } = await anErasedCase(collector);
  // Also if the number were used again.
  await aCase(collector, { text: 'The second.' });
  const written = { id: randomUUID(), text: 'Too late. He hits my child.', now: clock.now };
  const organization = await createOrganization(db)();
  const before = await contents(db);
  const tries: ((file: CaseFile) => Promise<unknown>)[] = [
    (one) => commit(db, [noteOnCase(one, { id: randomUUID(), personId: person, at: clock.now, text: 'Too late.' })]),
    (one) => writeBack({ db, outbox }, { file: one, department: organization.departments[0]!, ...written }),
    (one) => writerIsNotSatisfied({ db, outbox }, { file: one, organization, ...written }),
  ];
  const second = await db.query.caseFile.findFirst({});
  for (const one of tries) {
    await one(file);
    await one({ ...file, id: second!.id });
  }
  expect(await contents(db)).toEqual(before);
  expect(await count(db, `outbox WHERE cause LIKE '%${file.reference}%'`)).toBe(0);
});
