import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { versionIn } from '../../test/cases.ts';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { aCasePath, addAction, anAction } from '../../test/follow-ups.ts';
import { personId } from '../../test/plans.ts';
import { statement } from '../../test/statement.ts';
import { aPerson, signIn, type Staff } from '../../test/staff.ts';
import { grantsOf, personById } from '../access/access.ts';
import { createOrganization } from '../org/org.ts';
import { employee } from '../database/schema.ts';
import { caseByReference, isSeenBy } from '../cases/queries.ts';
import { peopleWhoSee } from '../cases/seers.ts';
import { seerOf } from '../cases/sight.ts';

const events = async ({ db }: TestCollector) =>
  (await db.$client.execute("SELECT kind, detail FROM case_event WHERE kind <> 'received' ORDER BY id")).rows.map(
    ({ kind, detail }) => [kind, detail],
  );

test('an action is added, is due on the home pages of its owner and the managers, and is done after the case is closed', async () => {
  await using collector = await aCollector();
  let [handler, other, manager] = [
    await aPerson(collector, 'handler'),
    await aPerson(collector, 'handler'),
    await aPerson(collector, 'manager'),
  ];
  const { path, reference } = await aCasePath(collector);
  const close = { version: '1', 'close-reason': 'Settled on the phone.', 'close-outcome': 'withdrawn' };
  expect((await handler.post(`${path}/steps/close`, close)).status).toBe(303);
  const before = versionIn((await handler.get(path)).body);
  const id = await addAction(other, path, { 'action-new-owner': await personId(collector, handler) });
  const page = await handler.get(path);
  expect(text(page.body)).toContain('Put up a sign with the opening hours.');
  expect(text(page.body)).toContain(`due August 20, 2026`);
  // A colleague who is writing an answer is not overtaken by it.
  expect(versionIn(page.body)).toBe(before);
  const home = async (person: Staff) => text((await person.get('/console')).body);
  expect(await home(handler)).not.toContain(reference);
  collector.clock.now = Date.UTC(2026, 7, 18, 19);
  [handler, other, manager] = [
    await signIn(collector, handler.email),
    await signIn(collector, other.email),
    await signIn(collector, manager.email),
  ];
  for (const person of [handler, manager]) {
    expect(await home(person)).toContain(`An action on case ${reference} is due on August 20, 2026.`);
    expect(text((await person.get('/console/follow-ups')).body)).toContain(`${reference} Action August 20, 2026`);
  }
  for (const path of ['/console', '/console/follow-ups']) {
    expect(text((await other.get(path)).body)).not.toContain(reference);
  }
  collector.clock.now = Date.UTC(2026, 7, 21, 7);
  handler = await signIn(collector, handler.email);
  expect(await home(handler)).toContain(`An action on case ${reference} was due on August 20, 2026.`);
  expect(text((await handler.get(path)).body)).toContain('overdue (due August 20, 2026)');
  const end = { ending: 'done', [`action-${id}-text`]: 'The sign is up.' };
  // Sent twice, it ends once; someone who says something else is told that they were overtaken.
  for (const notice of ['step', 'before']) {
    const done = await handler.post(`${path}/actions/${id}/end`, end);
    expect(done.headers.get('location')).toBe(`${path}?notice=${notice}`);
  }
  const late = await handler.post(`${path}/actions/${id}/end`, { ...end, ending: 'dropped' });
  expect(late.status).toBe(409);
  expect(text(late.body)).toContain('You typed: The sign is up.');
  expect(await home(handler)).not.toContain(reference);
  expect(text((await handler.get(path)).body)).toContain('Done on August 21, 2026');
  expect((await events(collector)).slice(-2)).toEqual([
    ['action added', JSON.stringify({ action: id })],
    ['action ended', JSON.stringify({ action: id, ending: 'done' })],
  ]);
});

test('an action that is sent twice is one action, and half of one is none', async () => {
  await using collector = await aCollector();
  const handler = await aPerson(collector, 'handler');
  const { path } = await aCasePath(collector);
  const fields = anAction();
  const both = await Promise.all([handler.post(`${path}/actions`, fields), handler.post(`${path}/actions`, fields)]);
  expect(both.map(({ status }) => status)).toEqual([303, 303]);
  expect((await handler.post(`${path}/actions`, fields)).headers.get('location')).toBe(`${path}?notice=before`);
  for (const [name, value] of [
    ['action-new-text', ''],
    ['action-new-text', '–'],
    ['action-new-text', 'x'.repeat(501)],
    ['action-new-due', ''],
    ['action-new-due', '2026-08-16'],
    ['action-new-due', '2028-09-01'],
    ['action-new-due', '2026-02-30'],
    ['action-new-owner', 'nobody'],
    ['id', 'none'],
  ] as const) {
    const half = await handler.post(`${path}/actions`, anAction({ [name]: value }));
    expect([half.status, name, value]).toEqual([400, name, value]);
    expect(half.body).toContain('<details open>');
  }
  const page = await handler.post(`${path}/actions`, anAction({ 'action-new-due': '' }));
  expect(page.body).toContain('Put up a sign with the opening hours.</textarea>');
  for (const half of [{}, { ending: 'done' }]) {
    expect((await handler.post(`${path}/actions/${fields.id}/end`, half)).status).toBe(400);
  }
  expect((await handler.post(`${path}/actions/${randomUUID()}/end`, { ending: 'done' })).status).toBe(404);
  expect([await count(collector.db, 'case_action'), await count(collector.db, 'case_event')]).toEqual([1, 2]);
});

test('the texts of an action can be erased, and the page says so', async () => {
  await using collector = await aCollector();
  const handler = await aPerson(collector, 'handler');
  const { path } = await aCasePath(collector);
  const id = await addAction(handler, path);
  await handler.post(`${path}/actions/${id}/end`, { ending: 'dropped', [`action-${id}-text`]: 'Too dear.' });
  await collector.db.$client.execute('UPDATE case_action SET text = NULL, outcome = NULL');
  const page = text((await handler.get(path)).body);
  expect(page).toContain('The text of this action was erased.');
  expect(page).toContain('The reason was erased.');
});

test('an action of a restricted case is on no other home page, and without anyone to do it on all of the desk’s', async () => {
  await using collector = await aCollector();
  const [clerk, second] = [await aPerson(collector, 'handler', 'clerk'), await aPerson(collector, 'handler', 'clerk')];
  const [handler, manager] = [await aPerson(collector, 'handler'), await aPerson(collector, 'manager')];
  const { path, reference } = await aCasePath(collector);
  const isTold = async (person: Staff) =>
    text((await person.get('/console')).body).includes(`action on case ${reference}`);
  const told = () => Promise.all([clerk, second, handler, manager].map(isTold));
  await addAction(handler, path, {
    'action-new-owner': await personId(collector, handler),
    'action-new-due': '2026-08-17',
  });
  expect(await told()).toEqual([false, false, true, true]);
  // Nobody who was to do it sees it anymore.
  await manager.post(`${path}/kind`, { version: '1', kind: 'privacy' });
  expect(await told()).toEqual([true, true, false, false]);
  for (const person of [handler, manager]) {
    expect((await person.post(`${path}/actions`, anAction())).status).toBe(404);
    expect(text((await person.get('/console/follow-ups')).body)).not.toContain(reference);
  }
  expect(text((await clerk.get(path)).body)).toContain('who can no longer see this case');
  await clerk.post(`${path}/owner`, { version: '2', owner: await personId(collector, clerk) });
  expect(await told()).toEqual([true, false, false, false]);
});

test('the people who can be given an action are those who see the case, whoever it is about', async () => {
  await using collector = await aCollector();
  const { db } = collector;
  const people = [
    await aPerson(collector, 'manager'),
    await aPerson(collector, 'manager'),
    await aPerson(collector, 'handler'),
    await aPerson(collector, 'handler'),
    await aPerson(collector, 'handler', 'clerk'),
    await aPerson(collector, 'handler', 'treasury'),
    await aPerson(collector, 'representative'),
    await aPerson(collector, 'administrator'),
  ];
  for (const [index, { email }] of people.entries()) {
    await db
      .insert(employee)
      .values({ regionId: 1, name: `E${index}`, email: email.toUpperCase(), code: `c${index}`, createdAt: 0 });
  }
  const ids = await Promise.all(people.map((one) => personId(collector, one)));
  const { reference } = await aCasePath(collector);
  const organization = await createOrganization(db)();
  for (const sight of ['desk', 'managers', 'danger', 'restricted']) {
    for (const owner of [null, ids[5]!, ids[6]!]) {
      for (const about of [[], [0], [0, 1], [2], [4, 5]]) {
        await db.$client.batch([
          statement(
            'UPDATE case_file SET sight = :sight, owner_id = :owner, desk_id = (SELECT id FROM desk WHERE slug = :desk)',
            { sight, owner, desk: sight === 'restricted' ? 'clerk' : 'cws-desk' },
          ),
          'DELETE FROM case_about',
          ...about.map((one) =>
            statement('INSERT INTO case_about (case_id, employee_id, named_at, named_by) VALUES (1, :one, 0, :by)', {
              one: one + 1,
              by: ids[0]!,
            }),
          ),
        ]);
        const file = (await caseByReference(db, reference))!;
        const seen = [];
        for (const id of ids) {
          const person = { ...(await personById(db, id))!, hasSecondFactor: false, grants: await grantsOf(db, id) };
          if (await isSeenBy(db, seerOf(person, organization), file.id)) seen.push(id);
        }
        expect(
          (await peopleWhoSee(db, file)).map(({ id }) => id).toSorted(),
          `${sight} ${owner} ${about.join()}`,
        ).toEqual(seen.toSorted());
      }
    }
  }
});
