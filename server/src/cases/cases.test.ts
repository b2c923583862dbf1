import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { aCase, versionIn } from '../../test/cases.ts';
import { aCollector, count } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { outboxOf } from '../../test/outbox.ts';
import { aPerson } from '../../test/staff.ts';

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
  expect((await step('close', { 'close-reason': 'Sent twice.' })).status).toBe(303);
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
