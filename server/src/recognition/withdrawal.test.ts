import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { aCollector, aResponse, send, type TestCollector } from '../../test/collector.ts';
import { aMailServer } from '../../test/mail-server.ts';
import { again, closeQuarter, personId } from '../../test/plans.ts';
import { aThankYou, sendThankYou } from '../../test/recognition.ts';
import { eraseIt } from '../../test/restating.ts';
import { aPerson } from '../../test/staff.ts';
import { auditEvent, department, outbox, recognition, region } from '../database/schema.ts';

const hiding = { reason: 'Names a child' };
const path = (id: string) => `/console/departments/cws/comments/${id}/hiding`;

const withdrawn = ({ db }: TestCollector) =>
  db
    .select({ subject: auditEvent.subject, detail: auditEvent.detail, departmentId: auditEvent.departmentId })
    .from(auditEvent)
    .where(eq(auditEvent.action, 'quote withdrawn'));

test('the audit says once that the quote of a hidden comment was sent', async () => {
  await using mail = await aMailServer();
  await using collector = await aCollector({ SMTP_URL: mail.url, MAIL_FROM: 'survey@example.gov' });
  const ambassador = await aPerson(collector, 'ambassador');
  const thanks = await aThankYou(collector, ambassador);
  await sendThankYou(collector, await personId(collector, ambassador), thanks);
  for (let press = 0; press < 2; press++) {
    expect((await ambassador.post(path(thanks.responseId), hiding)).status).toBe(303);
  }
  expect(await withdrawn(collector)).toEqual([
    { subject: thanks.responseId, detail: '{"sent":true}', departmentId: 1 },
  ]);
});

test('a draft counts as sent once it was downloaded', async () => {
  await using collector = await aCollector();
  const ambassador = await aPerson(collector, 'ambassador');
  const [kept, downloaded] = [await aThankYou(collector, ambassador), await aThankYou(collector, ambassador)];
  for (const thanks of [kept, downloaded]) {
    await sendThankYou(collector, await personId(collector, ambassador), thanks);
  }
  const { rows } = await collector.db.$client.execute(
    "SELECT id FROM outbox WHERE kind = 'thank-you' ORDER BY rowid DESC LIMIT 1",
  );
  expect((await ambassador.post(`/console/email/${String(rows[0]!['id'])}/draft`)).status).toBe(200);
  for (const { responseId } of [kept, downloaded]) await ambassador.post(path(responseId), hiding);
  expect(await withdrawn(collector)).toMatchObject([
    { subject: kept.responseId, detail: '{"sent":false}' },
    { subject: downloaded.responseId, detail: '{"sent":true}' },
  ]);
});

test('an email counts as sent while it is handed over', async () => {
  await using collector = await aCollector();
  const ambassador = await aPerson(collector, 'ambassador');
  const thanks = await aThankYou(collector, ambassador);
  await sendThankYou(collector, await personId(collector, ambassador), thanks);
  await collector.db.update(outbox).set({ contentAt: collector.clock.now }).where(eq(outbox.kind, 'thank-you'));
  await ambassador.post(path(thanks.responseId), hiding);
  expect(await withdrawn(collector)).toMatchObject([{ subject: thanks.responseId, detail: '{"sent":true}' }]);
});

test('hiding a comment that nobody was thanked for leaves no such entry', async () => {
  await using collector = await aCollector();
  const ambassador = await aPerson(collector, 'ambassador');
  const response = aResponse({ comment: 'Thanks' });
  await send(collector, response);
  const { id, responseId } = await aThankYou(collector, ambassador);
  await collector.db.update(recognition).set({ stage: 'dismissed' }).where(eq(recognition.id, id));
  for (const one of [response.id, responseId]) expect((await ambassador.post(path(one), hiding)).status).toBe(303);
  expect(await withdrawn(collector)).toEqual([]);
});

test.each(['heart forget', 'a restatement'])('%s records it too, and erases what the thank-you said', async (how) => {
  await using collector = await aCollector();
  const [ambassador, representative] = [
    await aPerson(collector, 'ambassador'),
    await aPerson(collector, 'representative'),
  ];
  const thanks = await aThankYou(collector, ambassador, { line: 'For Leo’s family', cuts: [[0, 5]] });
  await collector.db.update(recognition).set({ publicDecision: 'approved', publicAt: 1 });
  for (let index = 0; index < 3; index++) await send(collector, aResponse());
  await closeQuarter(collector);
  if (how === 'heart forget') {
    const reason = ['--reason', 'A court order'];
    expect(await collector.heart('forget', thanks.responseId, ...reason)).toMatchObject({ code: 0 });
  } else {
    const eraser = await again(collector, representative);
    expect((await eraseIt(eraser, thanks.responseId)).status).toBe(303);
  }
  expect(await withdrawn(collector)).toMatchObject([{ subject: thanks.responseId, departmentId: 1 }]);
  expect(await collector.db.select().from(recognition)).toMatchObject([
    { stage: 'thanked', cuts: null, line: null, letters: null, publicDecision: null, publicAt: null },
  ]);
});

test('heart forget records it in an open quarter', async () => {
  await using collector = await aCollector();
  const ambassador = await aPerson(collector, 'ambassador');
  const thanks = await aThankYou(collector, ambassador, { line: 'For Leo’s family' });
  await collector.heart('forget', thanks.responseId, '--reason', 'A court order');
  expect(await withdrawn(collector)).toMatchObject([{ subject: thanks.responseId }]);
  expect(await collector.db.select().from(recognition)).toMatchObject([{ line: null }]);
});

test('removing a form from a batch that it is not in changes nothing of its thank-you', async () => {
  await using collector = await aCollector();
  const { db } = collector;
  await db.insert(department).values({ slug: 'parks', name: 'Parks', zone: 'America/Los_Angeles', firstMonth: 7 });
  await db.insert(region).values({ departmentId: 2, slug: 'harbor', name: 'Harbor' });
  const ambassador = await aPerson(collector, 'ambassador');
  const thanks = await aThankYou(collector, ambassador, { line: 'For Leo’s family', cuts: [[0, 5]] });
  await db.update(recognition).set({ publicDecision: 'approved', publicAt: 1 });
  const before = await db.select().from(recognition);
  for (const [person, slug, where] of [
    [await aPerson(collector, 'ambassador', 'parks'), 'parks', 'harbor'],
    [ambassador, 'cws', 'central'],
  ] as const) {
    const batch = (await person.post(`/console/departments/${slug}/paper`, { region: where })).headers.get('location')!;
    const removed = await person.post(`${batch}/forms/${thanks.responseId}/undoing`);
    expect(removed.headers.get('location')).toContain('not-undone');
    expect(await db.select().from(recognition)).toEqual(before);
  }
  expect(await withdrawn(collector)).toEqual([]);
});
