import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { aCase, versionIn } from '../../test/cases.ts';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { outboxOf } from '../../test/outbox.ts';
import { personId } from '../../test/plans.ts';
import { aPerson, signIn, type Staff } from '../../test/staff.ts';
import { aRow, fillCase, idOf } from '../../test/whole-case.ts';
import type { Filing } from '../cases/cases.ts';

const contact = { title: null, name: 'Rosa Diaz', email: 'rosa@example.org', phone: null, post: null };

async function aClosedCase(collector: TestCollector, given: Partial<Filing> = {}) {
  const { reference } = await aCase(collector, { contact, ...given });
  const id = await idOf(collector, reference);
  const at = collector.clock.now;
  await collector.db.$client.execute(`UPDATE case_file SET stage = 'closed', closed_at = ${at} WHERE id = ${id}`);
  return { reference, id, path: `/console/cases/${reference}` };
}

const ask = (staff: Staff, path: string, reason = 'Sent to us by mistake.') =>
  staff.post(`${path}/erasure`, { id: randomUUID(), 'erasure-reason': reason });
const askedId = async ({ db }: TestCollector) => (await db.query.caseErasure.findFirst({}))!.id;
const location = ({ headers }: { headers: Headers }) => headers.get('location');

test('before its minimum, a case is erased by two persons, once, and never by one', async () => {
  await using collector = await aCollector();
  const [manager, other, handler] = [
    await aPerson(collector, 'manager'),
    await aPerson(collector, 'manager'),
    await aPerson(collector, 'handler'),
  ];
  const { path } = await aClosedCase(collector);
  const page = text((await manager.get(path)).body);
  expect(page).toContain('It will be kept until at least August 17, 2028, and erased on August 17, 2031.');
  expect(page).toContain('The writer’s contact information is erased on August 17, 2027.');
  // Neither an owner nor a manager.
  expect((await ask(handler, path)).status).toBe(404);
  const without = await ask(manager, path, ' ');
  expect([without.status, text(without.body).includes('Enter a reason of 500 characters or fewer.')]).toEqual([
    400,
    true,
  ]);
  expect(location(await ask(manager, path))).toBe(`${path}?notice=erasure-asked`);
  // Asked twice, also by someone else, it is one wish.
  expect((await ask(other, path)).status).toBe(409);
  const agree = `${path}/erasure/${await askedId(collector)}/agree`;
  const again = await signIn(collector, manager.email);
  for (const same of [manager, again]) expect((await same.post(agree)).status).toBe(409);
  expect(await count(collector.db, 'erased_case')).toBe(0);
  expect((await manager.get(path)).body).not.toContain('Agree and erase it');
  // Two who agree at once: once.
  expect((await handler.get(path)).body).toContain('Agree and erase it');
  const both = await Promise.all([other.post(agree), handler.post(agree)]);
  expect(both.filter((one) => location(one) === '/console/cases?notice=erased')).toHaveLength(1);
  const [row] = await collector.db.query.erasedCase.findMany();
  expect(row).toMatchObject({ why: 'early', reason: 'Sent to us by mistake.', caseId: null });
  expect(row!.askedBy).toBe(await personId(collector, manager));
  expect(row!.agreedBy).not.toBe(row!.askedBy);
  expect((await manager.get(path)).status).toBe(404);
}, 60_000);

test('a refused wish is over, and after the minimum one person is enough', async () => {
  await using collector = await aCollector();
  const manager = await aPerson(collector, 'manager');
  const handler = await aPerson(collector, 'handler');
  const { path } = await aClosedCase(collector);
  await ask(manager, path);
  const first = `${path}/erasure/${await askedId(collector)}`;
  expect(location(await handler.post(`${first}/refuse`))).toBe(`${path}?notice=erasure-refused`);
  expect((await handler.post(`${first}/agree`)).status).toBe(409);
  expect(location(await ask(manager, path))).toBe(`${path}?notice=erasure-asked`);
  expect(await count(collector.db, 'case_erasure')).toBe(2);
  // The time before the minimum is not over a moment too soon.
  const min = Date.UTC(2028, 7, 17, 19);
  const early = await aClosedCase(collector, { text: 'Another case.' });
  collector.clock.now = min - 1;
  const later = await signIn(collector, manager.email);
  expect(text((await later.get(early.path)).body)).toContain('Ask to erase the case early');
  collector.clock.now = min;
  expect(location(await ask(later, early.path))).toBe('/console/cases?notice=erased');
  expect(await collector.db.query.erasedCase.findFirst({})).toMatchObject({ agreedBy: null, why: 'early' });
}, 60_000);

test('a hold stops every way of erasing until it is lifted', async () => {
  await using collector = await aCollector();
  const manager = await aPerson(collector, 'manager');
  const other = await aPerson(collector, 'manager');
  const handler = await aPerson(collector, 'handler');
  const { path, id } = await aClosedCase(collector);
  await ask(manager, path);
  const agree = `${path}/erasure/${await askedId(collector)}/agree`;
  expect((await handler.post(`${path}/hold`, { 'hold-reason': 'Lawsuit' })).status).toBe(404);
  expect((await manager.post(`${path}/hold`, { 'hold-reason': '' })).status).toBe(400);
  expect(location(await manager.post(`${path}/hold`, { 'hold-reason': 'Lawsuit 27-1' }))).toBe(`${path}?notice=held`);
  const page = text((await other.get(path)).body);
  expect(page).toContain('On hold since August 17, 2026');
  expect(page).toContain('Lawsuit 27-1');
  expect(page).toContain('A legal hold was placed on it.');
  expect(page).not.toContain('Erase part of the case');
  expect((await other.post(agree)).status).toBe(409);
  for (const what of ['text', 'contact']) {
    expect(location(await manager.post(`${path}/texts/erase`, { what }))).toBe(`${path}?notice=not-erased`);
  }
  expect(await count(collector.db, `case_contact WHERE case_id = ${id}`)).toBe(1);
  expect(location(await other.post(`${path}/hold/lift`))).toBe(`${path}?notice=released`);
  expect(text((await other.get(path)).body)).toContain('The legal hold was lifted.');
  expect(location(await other.post(agree))).toBe('/console/cases?notice=erased');
}, 60_000);

test('whoever changed the times does not erase alone', async () => {
  await using collector = await aCollector();
  const [manager, other] = [await aPerson(collector, 'manager'), await aPerson(collector, 'manager')];
  const { path } = await aClosedCase(collector);
  const second = await aClosedCase(collector, { text: 'Another case.' });
  await aRow(collector, 'case_retention', {
    department_id: 1,
    kind: 'courtesy',
    min_months: 0,
    max_months: 60,
    contact_months: 12,
    updated_at: 1,
    updated_by: await personId(collector, manager),
  });
  expect(location(await ask(manager, path))).toBe(`${path}?notice=erasure-asked`);
  expect(await count(collector.db, 'erased_case')).toBe(0);
  expect(location(await ask(other, second.path))).toBe('/console/cases?notice=erased');
}, 60_000);

test('whoever changed what a case is about, so that it may be erased earlier, does not erase it alone', async () => {
  await using collector = await aCollector();
  const [manager, other] = [await aPerson(collector, 'manager'), await aPerson(collector, 'manager')];
  await aRow(collector, 'case_retention', {
    department_id: 1,
    kind: 'other',
    min_months: 0,
    max_months: 60,
    contact_months: 12,
    updated_at: 1,
    updated_by: await personId(collector, await aPerson(collector, 'ambassador')),
  });
  const cases = [await aClosedCase(collector), await aClosedCase(collector, { text: 'Another case.' })];
  for (const { path } of cases) {
    const version = versionIn((await manager.get(path)).body);
    expect((await manager.post(`${path}/kind`, { version, kind: 'other' })).status).toBe(303);
  }
  expect(location(await ask(manager, cases[0]!.path))).toBe(`${cases[0]!.path}?notice=erasure-asked`);
  expect(location(await ask(other, cases[1]!.path))).toBe('/console/cases?notice=erased');
}, 60_000);

test('no one frees a case from its department’s hold by moving it to another department', async () => {
  await using collector = await aCollector();
  const { db, clock } = collector;
  const manager = await aPerson(collector, 'manager');
  await db.$client.execute(
    "INSERT INTO department (slug, name, zone, first_month) VALUES ('other', 'Other Services', 'America/Los_Angeles', 7)",
  );
  const { path, id } = await aClosedCase(collector);
  const by = await personId(collector, manager);
  const moved = { case_id: id, kind: 'office changed', person_id: by, detail: '{"department":1,"region":null}' };
  await aRow(collector, 'case_event', { ...moved, at: clock.now - 1 });
  await aRow(collector, 'legal_hold', { department_id: 2, reason: 'Lawsuit', placed_at: clock.now, placed_by: by });
  // It was moved before the hold.
  expect(location(await manager.post(`${path}/texts/erase`, { what: 'contact' }))).toBe(`${path}?notice=text-erased`);
  await aRow(collector, 'case_event', { ...moved, at: clock.now });
  expect(location(await manager.post(`${path}/texts/erase`, { what: 'text' }))).toBe(`${path}?notice=not-erased`);
  expect((await ask(manager, path)).status).toBe(409);
  const page = text((await manager.get(path)).body);
  expect(page).toContain('Nothing of it is erased until that hold is lifted.');
  expect(page).not.toContain('Erase part of the case');
  await db.$client.execute('UPDATE legal_hold SET lifted_at = placed_at');
  expect(location(await ask(manager, path))).toBe(`${path}?notice=erasure-asked`);
}, 60_000);

test('every text can be erased by itself, and the search finds only what is left', async () => {
  await using collector = await aCollector();
  const manager = await aPerson(collector, 'manager');
  const handler = await aPerson(collector, 'handler');
  const { path, id, reference } = await aClosedCase(collector, { text: 'The word is zebrafish.' });
  const other = await aClosedCase(collector, { text: 'A neighbor.' });
  await collector.db.$client.execute(`UPDATE case_file SET stage = 'received', closed_at = NULL WHERE id = ${id}`);
  const page = await manager.get(path);
  await manager.post(`${path}/steps/acknowledge`, {
    version: versionIn(page.body),
    'acknowledge-message': randomUUID(),
    'acknowledge-text': 'We say armadillo.',
    'acknowledge-way': 'email',
  });
  const by = await personId(collector, manager);
  await fillCase(collector, { caseId: id, otherId: other.id, by, word: 'Xylofonquark' });
  const whats = async () =>
    [...(await manager.get(path)).body.matchAll(/name="what" value="([^"]+)"/g)].map(([, what]) => what!);
  const first = await whats();
  const kinds = first.map((what) => what.split('/')[0]);
  expect([...new Set(kinds)]).toEqual([
    'text',
    'contact',
    'message',
    'note',
    'danger',
    'action',
    'improvement',
    'referral',
    'breach',
  ]);
  expect((await handler.post(`${path}/texts/erase`, { what: 'text' })).status).toBe(404);
  expect(location(await manager.post(`${path}/texts/erase`, { what: `note/${randomUUID()}` }))).toContain('not-erased');
  expect(location(await manager.post(`${path}/texts/erase`, { what: 'text' }))).toBe(`${path}?notice=text-erased`);
  const finds = async (word: string) => (await manager.get(`/console/cases?q=${word}`)).body.includes(reference);
  expect([await finds('zebrafish'), await finds('armadillo'), await finds('Diaz')]).toEqual([false, true, true]);
  for (const what of first.slice(1)) await manager.post(`${path}/texts/erase`, { what });
  expect(await whats()).toEqual([]);
  expect([await finds('armadillo'), await finds('Diaz'), await finds('Xylofonquark')]).toEqual([false, false, false]);
  const { body } = await manager.get(path);
  expect(body).toContain('This message was erased.');
  expect(text(body)).toContain('The writer’s contact information was erased.');
  for (const word of ['zebrafish', 'armadillo', 'Diaz', 'message Xylofonquark']) expect(body).not.toContain(word);
  expect(await count(collector.db, 'case_letter WHERE content IS NOT NULL')).toBe(0);
  // The email that waited has nothing to say anymore.
  await collector.restart();
  expect((await outboxOf(collector)).filter(({ kind, state }) => kind === 'case-message' && state === 'sent')).toEqual(
    [],
  );
  expect(await count(collector.db, `case_event WHERE case_id = ${id} AND kind = 'text erased'`)).toBe(first.length - 1);
}, 60_000);

test('people at a restricted desk decide what is kept of its cases, and a manager finds none of it', async () => {
  await using collector = await aCollector();
  const manager = await aPerson(collector, 'manager');
  const clerks = [await aPerson(collector, 'handler', 'clerk'), await aPerson(collector, 'handler', 'clerk')] as const;
  const { path } = await aClosedCase(collector, { kind: 'privacy' });
  for (const [one, fields] of [
    ['hold', { 'hold-reason': 'x' }],
    ['hold/lift', {}],
    ['texts/erase', { what: 'text' }],
    ['erasure', { id: randomUUID(), 'erasure-reason': 'x' }],
  ] as const) {
    expect((await manager.post(`${path}/${one}`, fields)).status, one).toBe(404);
  }
  expect(location(await ask(clerks[0], path))).toBe(`${path}?notice=erasure-asked`);
  const agree = `${path}/erasure/${await askedId(collector)}/agree`;
  expect((await manager.post(agree)).status).toBe(404);
  expect(location(await clerks[1].post(agree))).toBe('/console/cases?notice=erased');
  // Who erased it is kept, where no administrator counts restricted cases.
  expect(await count(collector.db, 'erased_case WHERE asked_by IS NOT NULL AND agreed_by IS NOT NULL')).toBe(1);
  const audit = JSON.stringify(await collector.db.query.auditEvent.findMany());
  expect(audit).not.toContain('case erased');
}, 60_000);
