import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { aCase, versionIn } from '../../test/cases.ts';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { outboxOf } from '../../test/outbox.ts';
import { personId } from '../../test/plans.ts';
import { aPerson, type Staff } from '../../test/staff.ts';
import { statement } from '../../test/statement.ts';
import type { Filing } from './open.ts';

const pathOf = (reference: string) => `/console/cases/${reference}`;

async function act(person: Staff, reference: string, what: string, fields: Record<string, string> = {}) {
  const version = versionIn((await person.get(pathOf(reference))).body);
  return person.post(`${pathOf(reference)}/${what}`, { version, ...fields });
}

const answerWith = (words: string) => ({
  'answer-message': randomUUID(),
  'answer-text': words,
  'answer-way': 'receipt',
});

const byPhone = (words = '') => ({
  'not-satisfied-channel': 'phone',
  'not-satisfied-text': words,
  'not-satisfied-message': randomUUID(),
});

/** A case that someone answered. */
async function anAnswered(collector: TestCollector, person: Staff, given: Partial<Filing> = {}) {
  const opened = await aCase(collector, given);
  const { status, body } = await act(person, opened.reference, 'steps/answer', answerWith('The first answer.'));
  expect(status, body).toBe(303);
  return opened;
}

/** What the writer sees, or does with the fields. */
async function atCase({ url }: TestCollector, key: { reference: string; receipt: string | null }, fields = {}) {
  const body = new URLSearchParams({ reference: key.reference, receipt: key.receipt!, ...fields });
  const answer = await fetch(`${url}/case`, { method: 'POST', body });
  return { status: answer.status, page: text(await answer.text()) };
}

const kindsOf = async ({ db }: TestCollector, reference: string) => {
  const { rows } = await db.$client.execute(
    statement(
      `SELECT case_event.kind FROM case_event JOIN case_file ON case_file.id = case_id
      WHERE reference = ? AND case_event.kind NOT IN ('received', 'acknowledged') ORDER BY case_event.id`,
      [reference],
    ),
  );
  return rows.map(({ kind }) => kind);
};

test('goes to the officer’s desk in one commit, out of sight of the first desk, and someone else answers', async () => {
  await using collector = await aCollector();
  const [handler, manager] = [await aPerson(collector, 'handler'), await aPerson(collector, 'manager')];
  const officer = await aPerson(collector, 'handler', 'administration');
  const opened = await anAnswered(collector, handler);
  const { reference } = opened;
  const before = (await outboxOf(collector)).length;
  const begun = await act(handler, reference, 'steps/not-satisfied', byPhone('Nobody asked my sister.'));
  expect([begun.status, begun.headers.get('location')]).toEqual([303, '/console/cases?notice=second']);
  expect(await kindsOf(collector, reference)).toEqual([
    'answered',
    'message out',
    'handed',
    'not satisfied',
    'message in',
    'reopened',
    'moved',
    'handed',
  ]);
  const told = (await outboxOf(collector)).slice(before);
  expect(told.map(({ kind }) => kind)).toEqual(['case-desk']);
  expect((await handler.get(pathOf(reference))).status).toBe(404);
  expect(text((await handler.get('/console/cases?q=sister')).body)).toContain('No results');
  const { body } = await officer.get(pathOf(reference));
  const page = text(body);
  for (const words of [
    'Stage Reopened',
    'The writer is not satisfied with the answer (phone call).',
    'Nobody asked my sister.',
    'Owner No owner yet',
    'Answer after reopening: due on August 31, 2026',
  ]) {
    expect(page).toContain(words);
  }
  // It is where every second stage goes, and nobody was sent from desk to desk.
  expect(page).not.toContain('Handed over Once');
  // The page is long, and each of its parts is one press away.
  const nav = /<nav aria-label="On this page"[^]*?<\/nav>/.exec(body)![0];
  const parts = [...nav.matchAll(/href="#([a-z-]+)"/g)].map(([, id]) => id!);
  expect(parts).toEqual(['steps', 'people', 'follow-ups', 'history']);
  for (const id of parts) expect(body.split(`id="${id}"`), id).toHaveLength(2);
  // Each button says by itself what it does.
  const main = body.slice(body.indexOf('<main'));
  const buttons = [...main.matchAll(/<button[^>]*>([^]*?)<\/button>/g)].map(([, words]) => text(words!).trim());
  expect(new Set(buttons).size, buttons.join(' · ')).toBe(buttons.length);
  for (const vague of ['Send', 'Change', 'Save', 'Start']) expect(buttons).not.toContain(vague);
  // What comes first is on top, and what ends the case below it.
  expect([...body.matchAll(/\/steps\/([a-z-]+)"/g)].map(([, step]) => step)).toEqual([
    'second-stage',
    'answer',
    'message',
    'extend',
    'read',
    'investigate',
    'pause',
    'committee',
    'close',
  ]);
  expect(text((await officer.get('/console')).body)).toContain('1 case is new or has a new message');
  expect(text((await officer.get('/console/cases')).body)).toContain('Reopened Second stage August 31, 2026');
  expect(text((await officer.get('/console/cases?q=sister')).body)).toContain(reference);
  const counted = text((await officer.get(`${pathOf(reference)}/counted`)).body);
  expect(counted).toContain('Answer after reopening Due on August 31, 2026.');
  // A manager of the department sees it. The one who answered first can neither own nor answer it, in whatever way.
  expect((await manager.get(pathOf(reference))).status).toBe(200);
  expect((await act(officer, reference, 'owner', { owner: await personId(collector, handler) })).status).toBe(400);
  const answered = await act(officer, reference, 'steps/answer', answerWith('The second answer.'));
  expect(answered.status, answered.body).toBe(303);
  expect(await count(collector.db, "case_message WHERE kind = 'second answer'")).toBe(1);
  expect((await act(officer, reference, 'steps/not-satisfied', byPhone())).status).toBe(409);
  expect(await collector.heart('verify')).toMatchObject({ code: 0 });
});

test('bars whoever answered first at the same desk, and says when no one is left', async () => {
  await using collector = await aCollector();
  const officer = await aPerson(collector, 'handler', 'administration');
  const { reference } = await anAnswered(collector, officer, { kind: 'officials' });
  expect((await act(officer, reference, 'steps/not-satisfied', byPhone())).headers.get('location')).toBe(
    `${pathOf(reference)}?notice=second`,
  );
  expect(await kindsOf(collector, reference)).not.toContain('moved');
  const page = await officer.get(pathOf(reference));
  expect(text(page.body)).toContain('Everyone who could answer this case handled its first stage.');
  expect(page.body).not.toContain('Become its owner');
  expect(page.body).not.toContain('steps/answer');
  expect(text((await officer.get('/console')).body)).toContain(`No one can answer case ${reference}`);
  for (const step of ['answer', 'close']) {
    const fields = { ...answerWith('Again.'), 'close-reason': 'No.' };
    expect((await act(officer, reference, `steps/${step}`, fields)).status, step).toBe(409);
  }
  // Nor does writing a message make them its owner.
  const message = { 'message-message': randomUUID(), 'message-text': 'Please wait.', 'message-way': 'receipt' };
  expect((await act(officer, reference, 'steps/message', message)).status).toBe(303);
  expect(await count(collector.db, 'case_file WHERE owner_id IS NOT NULL')).toBe(0);
  const other = await aPerson(collector, 'handler', 'administration');
  expect(text((await officer.get('/console')).body)).not.toContain('No one can answer');
  expect(text((await officer.get(pathOf(reference))).body)).toContain('someone else must answer it and close it');
  expect((await act(other, reference, 'steps/answer', answerWith('We see it differently.'))).status).toBe(303);
});

test('keeps a breach of privacy from everyone but the officer’s desk, and danger from the desk', async () => {
  await using collector = await aCollector();
  const clerk = await aPerson(collector, 'handler', 'clerk');
  const [handler, manager] = [await aPerson(collector, 'handler'), await aPerson(collector, 'manager')];
  const officer = await aPerson(collector, 'handler', 'administration');
  const secret = await anAnswered(collector, clerk, { kind: 'privacy' });
  expect((await act(clerk, secret.reference, 'steps/not-satisfied', byPhone())).status).toBe(303);
  for (const person of [clerk, handler, manager]) {
    expect((await person.get(pathOf(secret.reference))).status).toBe(404);
  }
  expect((await officer.get(pathOf(secret.reference))).status).toBe(200);
  // What only a restricted desk sees stays so, whatever it is about.
  const other = await anAnswered(collector, clerk, { kind: 'privacy' });
  await collector.db.$client.execute("UPDATE case_file SET kind = 'courtesy' WHERE stage = 'answered'");
  expect((await act(clerk, other.reference, 'steps/not-satisfied', byPhone())).status).toBe(303);
  expect((await manager.get(pathOf(other.reference))).status).toBe(404);
  const { reference } = await anAnswered(collector, handler);
  await act(handler, reference, 'steps/not-satisfied', byPhone('Now he hits my child.'));
  expect(await count(collector.db, "case_danger JOIN case_file ON case_file.id = case_id WHERE sight = 'danger'")).toBe(
    1,
  );
  expect((await officer.get(pathOf(reference))).status).toBe(404);
  expect(text((await manager.get(pathOf(reference))).body)).toContain('Now he hits my child.');
  expect((await outboxOf(collector)).filter(({ kind }) => kind === 'case-danger')).toHaveLength(1);
});

test('asks how they said so, and keeps what was typed', async () => {
  await using collector = await aCollector();
  const handler = await aPerson(collector, 'handler');
  const { reference } = await anAnswered(collector, handler);
  const fields = { ...byPhone('Not good enough.'), 'not-satisfied-channel': '' };
  const asked = await act(handler, reference, 'steps/not-satisfied', fields);
  expect(asked.status).toBe(400);
  expect(text(asked.body)).toContain('Choose how they said so.');
  expect(asked.body).toContain('Not good enough.');
  expect(await kindsOf(collector, reference)).not.toContain('not satisfied');
});

test('lets the writer say so once, with or without words', async () => {
  await using collector = await aCollector();
  const handler = await aPerson(collector, 'handler');
  const officer = await aPerson(collector, 'handler', 'administration');
  const opened = await aCase(collector);
  expect((await atCase(collector, opened)).page).not.toContain('I am not satisfied');
  // Whatever is sent by hand, there is no second stage before the first answer, and no word is lost.
  const early = await atCase(collector, opened, { second: 'yes', why: 'You are slow.' });
  expect([early.status, early.page.includes('You are slow.')]).toEqual([201, true]);
  expect(await kindsOf(collector, opened.reference)).toEqual(['message in']);
  await act(handler, opened.reference, 'steps/answer', answerWith('The first answer.'));
  const shown = await atCase(collector, opened);
  expect(shown.page).toContain('Someone else will look at it again and write you a second answer.');
  const sent = { second: 'yes', why: 'You asked the wrong person.', 'second-id': randomUUID(), message: '' };
  const [one, other] = await Promise.all([atCase(collector, opened, sent), atCase(collector, opened, sent)]);
  expect([one.status, other.status].toSorted()).toEqual([200, 201]);
  const first = one.status === 201 ? one : other;
  const again = one.status === 201 ? other : one;
  expect(first.page).toContain('We opened it again. Someone else will look at it and answer you.');
  expect(first.page).toContain('You will get an answer by Monday, August 31, 2026.');
  expect(again.page).toContain('We are already looking at it again.');
  expect(first.page).not.toContain('I am not satisfied');
  expect(await kindsOf(collector, opened.reference)).toEqual([
    'message in',
    'answered',
    'message out',
    'handed',
    'not satisfied',
    'message in',
    'reopened',
    'moved',
    'handed',
  ]);
  expect(await count(collector.db, "case_message WHERE text = 'You asked the wrong person.'")).toBe(1);
  expect(text((await officer.get(pathOf(opened.reference))).body)).toContain(
    'satisfied with the answer (public form).',
  );
  await act(officer, opened.reference, 'steps/answer', answerWith('The second answer.'));
  expect((await atCase(collector, opened)).page).toContain(
    'Ask us for the phone number and the address of the Ombudsman',
  );
  await collector.db.$client.execute(
    "INSERT INTO setting (name, value) VALUES ('ombudsman:en', 'Ombudsman Ontario' || char(10) || '1-800-263-1830')",
  );
  const last = await atCase(collector, opened, sent);
  for (const words of ['Our second answer', 'This was our last answer.', 'Ombudsman Ontario 1-800-263-1830']) {
    expect(last.page).toContain(words);
  }
  for (const words of ['I am not satisfied', 'looking at it again.']) expect(last.page).not.toContain(words);
  const plain = await anAnswered(collector, handler);
  expect((await atCase(collector, plain, { second: 'yes', why: '' })).status).toBe(201);
  expect((await atCase(collector, plain, { second: 'yes', why: '' })).status).toBe(200);
  expect(await kindsOf(collector, plain.reference)).toContain('not satisfied');
  expect(await collector.heart('verify')).toMatchObject({ code: 0 });
});

test('names the Ombudsman even if the second stage was closed without an answer, until it is reopened', async () => {
  await using collector = await aCollector();
  const handler = await aPerson(collector, 'handler');
  const officer = await aPerson(collector, 'handler', 'administration');
  const opened = await anAnswered(collector, handler);
  const { reference } = opened;
  expect((await act(handler, reference, 'steps/not-satisfied', byPhone())).status).toBe(303);
  expect(text((await officer.get(pathOf(reference))).body)).toContain('answers now.');
  expect((await atCase(collector, opened)).page).not.toContain('Ombudsman');
  const why = { 'close-reason': 'They moved away.', 'close-outcome': 'withdrawn' };
  expect((await act(officer, reference, 'steps/close', why)).status).toBe(303);
  expect(text((await officer.get(pathOf(reference))).body)).toContain('It was closed without a second answer.');
  const { page } = await atCase(collector, opened, { second: 'yes', why: '' });
  expect(page).toContain('you can go to the Ombudsman: Ask us');
  for (const words of ['our last answer', 'looking at it again.']) expect(page).not.toContain(words);
  expect((await act(officer, reference, 'steps/reopen', { 'reopen-reason': 'They came back.' })).status).toBe(303);
  expect((await atCase(collector, opened)).page).not.toContain('Ombudsman');
});

test('of the writer and staff who say so at the same moment, one begins it, and no words are lost', async () => {
  await using collector = await aCollector();
  const handler = await aPerson(collector, 'handler');
  for (let round = 0; round < 5; round += 1) {
    const opened = await anAnswered(collector, handler);
    const [writer, staff] = await Promise.all([
      atCase(collector, opened, { second: 'yes', why: 'In my words.', 'second-id': randomUUID() }),
      act(handler, opened.reference, 'steps/not-satisfied', byPhone('On the phone.')),
    ]);
    expect(writer.status).toBe(201);
    // Whoever is late may not see it anymore.
    expect([303, 404, 409]).toContain(staff.status);
    if (staff.status === 409) expect(staff.body).toContain('On the phone.');
    const kinds = await kindsOf(collector, opened.reference);
    expect(kinds.filter((kind) => kind === 'not satisfied' || kind === 'reopened')).toHaveLength(2);
    expect(writer.page).toContain('In my words.');
    expect((await atCase(collector, opened)).page.includes('On the phone.')).toBe(staff.status === 303);
  }
});

test('hides when a writer with a hidden time says so, and keeps the order of events', async () => {
  await using collector = await aCollector();
  const handler = await aPerson(collector, 'handler');
  await aPerson(collector, 'handler', 'administration');
  const receivedAt = collector.clock.now - 60_000;
  const opened = await anAnswered(collector, handler, { channel: 'survey', isTimeHidden: true, receivedAt });
  const answeredAt = collector.clock.now;
  collector.clock.now += 10 * 60_000;
  const { page } = await atCase(collector, opened, { second: 'yes', why: 'Now he hits my child.' });
  expect(page).toContain('We opened it again');
  const { rows } = await collector.db.$client.execute(
    "SELECT DISTINCT at FROM case_event WHERE kind NOT IN ('received') ORDER BY at",
  );
  expect(rows.map(({ at }) => at)).toEqual([answeredAt]);
  const emails = await outboxOf(collector);
  const midnight = Date.UTC(2026, 7, 18, 7);
  const told = emails.filter(({ kind }) => kind === 'case-desk').map(({ nextAt }) => nextAt);
  expect(told).toEqual([midnight, midnight]);
  expect(await count(collector.db, 'case_danger')).toBe(1);
  expect(await collector.heart('verify')).toMatchObject({ code: 0 });
});
