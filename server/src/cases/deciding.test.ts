import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { aCase, versionIn } from '../../test/cases.ts';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { aPerson, signIn, type Staff } from '../../test/staff.ts';

const pathOf = (reference: string) => `/console/cases/${reference}`;

async function act(person: Staff, reference: string, step: string, fields: Record<string, string> = {}) {
  const version = versionIn((await person.get(pathOf(reference))).body);
  return person.post(`${pathOf(reference)}/steps/${step}`, { version, ...fields });
}

const rowsOf = async ({ db }: TestCollector, sql: string) =>
  (await db.$client.execute(sql)).rows.map((row) => ({ ...row }));

const answer = { 'answer-text': 'We are sorry.', 'answer-way': 'receipt' };

test('keeps the outcome of each stage: chosen with the answer, corrected until closing, and required then', async () => {
  await using collector = await aCollector();
  const handler = await aPerson(collector, 'handler');
  const officer = await aPerson(collector, 'handler', 'administration');
  const { reference } = await aCase(collector);
  const page = async (person = handler) => text((await person.get(pathOf(reference))).body);
  const answered = { ...answer, 'answer-message': randomUUID(), 'answer-outcome': 'not upheld' };
  expect((await act(handler, reference, 'answer', answered)).status).toBe(303);
  expect(await page()).toContain('Outcome Not upheld');
  expect((await act(handler, reference, 'outcome', { 'outcome-outcome': 'not upheld' })).status).toBe(400);
  expect((await act(handler, reference, 'outcome', { 'outcome-outcome': 'nonsense' })).status).toBe(400);
  expect((await act(handler, reference, 'outcome', { 'outcome-outcome': 'partly upheld' })).status).toBe(303);
  expect(await page()).toContain('Outcome Partly upheld');
  await act(handler, reference, 'not-satisfied', { 'not-satisfied-channel': 'letter' });
  expect(await page(officer)).toContain('Outcome Partly upheld (first stage)');
  // What was found before is no outcome of the second stage.
  expect((await act(officer, reference, 'close', { 'close-reason': 'They called.' })).status).toBe(400);
  expect((await act(officer, reference, 'answer', { ...answer, 'answer-message': randomUUID() })).status).toBe(303);
  const missing = await act(officer, reference, 'close');
  expect([missing.status, text(missing.body).includes('Choose the outcome.')]).toEqual([400, true]);
  expect((await act(officer, reference, 'close', { 'close-outcome': 'upheld' })).status).toBe(303);
  expect(await page(officer)).toContain('Outcome Upheld (second stage), Partly upheld (first stage)');
  expect((await act(officer, reference, 'outcome', { 'outcome-outcome': 'referred' })).status).toBe(409);
  const events = await rowsOf(collector, "SELECT detail FROM case_event WHERE kind = 'outcome' ORDER BY id");
  expect(events.map(({ detail }) => JSON.parse(String(detail)) as unknown)).toEqual(
    ['not upheld', 'partly upheld', 'upheld'].map((outcome) => ({ outcome })),
  );
});

test('closes a request for information without an outcome', async () => {
  await using collector = await aCollector();
  const handler = await aPerson(collector, 'handler', 'accessibility');
  const { reference } = await aCase(collector, { kind: 'access' });
  await act(handler, reference, 'answer', { ...answer, 'answer-message': randomUUID() });
  expect((await act(handler, reference, 'close')).status).toBe(303);
  expect(await count(collector.db, "case_event WHERE kind = 'outcome'")).toBe(0);
});

test('reminds of the committee until it was offered, on a day that can be', async () => {
  await using collector = await aCollector();
  const handler = await aPerson(collector, 'handler');
  const { reference } = await aCase(collector);
  const page = async () => text((await handler.get(pathOf(reference))).body);
  expect(await page()).toContain('No one has offered to put the matter on a committee’s agenda yet.');
  // It came in on August 17, and it is August 17.
  for (const day of ['2026-08-16', '2026-08-18', '', '17 August']) {
    expect((await act(handler, reference, 'committee', { 'committee-on': day })).status, day).toBe(400);
  }
  expect((await act(handler, reference, 'committee', { 'committee-on': '2026-08-17' })).status).toBe(303);
  const shown = await page();
  expect(shown).toContain('Committee Offered on August 17, 2026');
  expect(shown).not.toContain('No one has offered');
});

test('asks what should change when a promise was broken, and stores it with the closing', async () => {
  await using collector = await aCollector();
  let handler = await aPerson(collector, 'handler');
  const kept = await aCase(collector);
  const { reference } = await aCase(collector);
  await act(handler, kept.reference, 'answer', {
    ...answer,
    'answer-message': randomUUID(),
    'answer-outcome': 'upheld',
  });
  expect((await handler.get(pathOf(kept.reference))).body).not.toContain('close-change');
  // The answer was due on August 31.
  collector.clock.now = Date.UTC(2026, 8, 2, 19);
  handler = await signIn(collector, handler.email);
  await act(handler, reference, 'answer', { ...answer, 'answer-message': randomUUID(), 'answer-outcome': 'upheld' });
  const close = (fields: Record<string, string>) =>
    act(handler, reference, 'close', { 'close-outcome': 'upheld', ...fields });
  const half = await close({ 'close-change': '', 'close-change-text': 'Count calls as messages.' });
  expect(half.status).toBe(400);
  expect(text(half.body)).toContain('Choose whether a procedure or an expectation should change.');
  // The question is the name of the group, for people who hear the form.
  expect(text(half.body)).toContain('Should a procedure or an expectation change?');
  expect(half.body).toContain('Count calls as messages.');
  expect((await close({ 'close-change': 'nothing', 'close-change-text': ' ' })).status).toBe(400);
  expect((await close({ 'close-change': 'change', 'close-change-text': 'x'.repeat(1001) })).status).toBe(400);
  expect(await count(collector.db, 'case_improvement')).toBe(0);
  const given = { 'close-change': 'change', 'close-change-text': 'Count calls as messages.' };
  const version = versionIn((await handler.get(pathOf(reference))).body);
  const pressed = await Promise.all(
    [1, 2].map(() =>
      handler.post(`${pathOf(reference)}/steps/close`, { version, 'close-outcome': 'upheld', ...given }),
    ),
  );
  expect(pressed.map(({ status }) => status).toSorted()).toEqual([303, 409]);
  expect(await rowsOf(collector, 'SELECT answer, text FROM case_improvement')).toEqual([
    { answer: 'change', text: 'Count calls as messages.' },
  ]);
  const page = text((await handler.get(pathOf(reference))).body);
  expect(page).toContain('What should change Count calls as messages.');
  expect(page).toContain('Entered what should change.');
  // It is not asked again without another broken promise.
  await act(handler, reference, 'reopen', { 'reopen-reason': 'A mistake' });
  expect((await act(handler, reference, 'close', { 'close-reason': 'Done', 'close-outcome': 'upheld' })).status).toBe(
    303,
  );
  expect(await collector.heart('verify')).toMatchObject({ code: 0 });
});
