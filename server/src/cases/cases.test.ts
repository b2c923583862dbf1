import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { aCase, versionIn } from '../../test/cases.ts';
import { aCollector, count } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { outboxOf } from '../../test/outbox.ts';
import { personId } from '../../test/plans.ts';
import { aPerson, signIn } from '../../test/staff.ts';

test('a complaint is acknowledged and answered, each with one message and one email', async () => {
  await using collector = await aCollector();
  const handler = await aPerson(collector, 'handler');
  const { reference, receipt } = await aCase(collector, {
    contact: { title: 'Ms.', name: 'Rosa Diaz', email: 'rosa@example.org', phone: null, post: null },
  });
  expect(reference).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/);
  expect(receipt).toMatch(/^\d{4} \d{4} \d{4} \d{4}$/);
  const list = await handler.get('/console/cases');
  expect(text(list.body)).toContain(`${reference} New Lack of customer service Received August 18, 2026`);
  const path = `/console/cases/${reference}`;
  const page = await handler.get(path);
  expect(text(page.body)).toContain('I waited two hours and nobody spoke to me.');
  expect(text(page.body)).toContain('Ms. Rosa Diaz rosa@example.org');
  expect(text(page.body)).toContain('Reply to an email or a form: due on August 18, 2026');
  expect(text(page.body)).toContain('Answer: due on August 31, 2026');
  const acknowledged = await handler.post(`${path}/steps/acknowledge`, {
    version: versionIn(page.body),
    'acknowledge-message': randomUUID(),
    'acknowledge-text': 'We got it.',
    'acknowledge-way': 'email',
  });
  expect([acknowledged.status, acknowledged.headers.get('location')]).toEqual([303, `${path}?notice=sent`]);
  const after = await handler.get(path);
  expect(text(after.body)).toContain('Stage Acknowledged');
  expect(text(after.body)).toContain('Reply to an email or a form: kept');
  const answer = {
    version: versionIn(after.body),
    'answer-message': randomUUID(),
    'answer-text': 'We are sorry. We changed the shifts.',
    'answer-way': 'email',
  };
  // Sent twice: the second press finds the case as the first left it.
  expect((await handler.post(`${path}/steps/answer`, answer)).status).toBe(303);
  const twice = await handler.post(`${path}/steps/answer`, answer);
  expect(twice.status).toBe(409);
  expect(text(twice.body)).toContain('We are sorry. We changed the shifts.');
  expect(await count(collector.db, "case_message WHERE kind = 'answer'")).toBe(1);
  expect(await count(collector.db, "case_event WHERE kind = 'answered'")).toBe(1);
  const emails = await outboxOf(collector);
  expect(emails.filter(({ kind }) => kind === 'case-message')).toHaveLength(2);
  const found = await handler.get('/console/cases?q=changed+the+SHIFTS');
  expect(text(found.body)).toContain(reference);
});

test('a message to a closed case is shown on the home page until someone marks it as read', async () => {
  await using collector = await aCollector();
  const handler = await aPerson(collector, 'handler');
  const { reference, receipt } = await aCase(collector);
  const path = `/console/cases/${reference}`;
  const home = async () => text((await handler.get('/console')).body);
  const step = async (id: string, fields = {}) =>
    handler.post(`${path}/steps/${id}`, { version: versionIn((await handler.get(path)).body), ...fields });
  expect((await step('close', { 'close-reason': 'Sent twice.', 'close-outcome': 'not upheld' })).status).toBe(303);
  expect(await home()).not.toContain(reference);
  expect((await step('read')).status).toBe(409);
  const body = new URLSearchParams({ reference, receipt: receipt!, message: 'It was not.' });
  const sent = await fetch(`${collector.url}/case`, { method: 'POST', body });
  expect(sent.status).toBe(201);
  const page = await sent.text();
  expect(page).toContain('We closed it.');
  // Nobody answered in time, or at all.
  expect(page).not.toContain('Done in time');
  expect(await home()).toContain(`Case ${reference} is closed, and its writer wrote back.`);
  expect((await step('read')).status).toBe(303);
  expect(await home()).not.toContain(reference);
  expect(text((await handler.get(path)).body)).toContain('Stage Closed');
});

test('an unknown office is found out by one desk, and the right department sees the case from then on', async () => {
  await using collector = await aCollector();
  await collector.db.$client.executeMultiple(`
    INSERT INTO department (slug, name, zone, first_month) VALUES ('other', 'Other Services', 'America/Los_Angeles', 7);
    INSERT INTO region (department_id, slug, name) VALUES (2, 'harbor', 'Harbor Office');`);
  const [manager, other] = [await aPerson(collector, 'manager'), await aPerson(collector, 'manager', 'other')];
  const officer = await aPerson(collector, 'handler', 'administration');
  const { reference } = await aCase(collector, { isOfficeKnown: false });
  const path = `/console/cases/${reference}`;
  for (const person of [manager, other]) expect((await person.get(path)).status).toBe(404);
  expect((await outboxOf(collector)).map(({ kind }) => kind)).toEqual(['case-desk']);
  const version = versionIn((await officer.get(path)).body);
  const changed = await officer.post(`${path}/office`, { version, office: 'region/harbor' });
  expect(changed.headers.get('location')).toBe('/console/cases?notice=gone');
  expect((await manager.get(path)).status).toBe(404);
  const page = text((await other.get(path)).body);
  expect(page).toContain('Office Harbor Office');
  expect(page).toContain('Department or office changed to Harbor Office.');
  expect((await outboxOf(collector)).map(({ kind }) => kind)).toEqual(['case-desk', 'case-manager']);
});

test('a writer who writes back is announced once to the owner, and a case closed without an answer kept no promise', async () => {
  await using collector = await aCollector();
  const handler = await aPerson(collector, 'handler');
  const { reference, receipt } = await aCase(collector, {});
  const path = `/console/cases/${reference}`;
  const version = async () => versionIn((await handler.get(path)).body);
  await handler.post(`${path}/owner`, { version: await version(), owner: await personId(collector, handler) });
  const write = (message: string) =>
    fetch(`${collector.url}/case`, {
      method: 'POST',
      body: new URLSearchParams({ reference, receipt: receipt!, message, id: randomUUID() }),
    });
  const told = async () => (await outboxOf(collector)).filter(({ kind }) => kind === 'case-wrote-back').length;
  await write('Hello?');
  await write('Hello again?');
  expect(await told()).toBe(1);
  await handler.post(`${path}/steps/close`, {
    version: await version(),
    'close-reason': 'Sent by a program',
    'close-outcome': 'not upheld',
  });
  const page = text((await handler.get(path)).body);
  expect(page).toContain('Answer: closed without it');
  expect(page).not.toMatch(/: kept\b/);
});

test('a new date needs a reason and a message, and a date that was missed stays missed', async () => {
  await using collector = await aCollector();
  let handler = await aPerson(collector, 'handler');
  const { reference } = await aCase(collector, {});
  const path = `/console/cases/${reference}`;
  const version = async () => versionIn((await handler.get(path)).body);
  const extend = async (given: Record<string, string>) =>
    handler.post(`${path}/steps/extend`, {
      ...{ version: await version(), 'extend-until': '2026-09-30', 'extend-reason': 'The file is in another county.' },
      ...{
        'extend-message': randomUUID(),
        'extend-text': 'You will hear from us by September 30.',
        'extend-way': 'receipt',
      },
      ...given,
    });
  for (const missing of ['until', 'reason', 'text']) {
    expect((await extend({ [`extend-${missing}`]: '' })).status, missing).toBe(400);
  }
  // The answer was due on August 31.
  collector.clock.now = Date.UTC(2026, 8, 2, 19);
  handler = await signIn(collector, handler.email);
  expect((await extend({})).status).toBe(303);
  const page = text((await handler.get(path)).body);
  expect(page).toContain('Answer: due on September 30, 2026');
  expect(page).toContain('The file is in another county.');
  const counted = text((await handler.get(`${path}/counted`)).body);
  expect(counted).toContain('Missed: August 31, 2026.');
});
