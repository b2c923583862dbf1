import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send, sendForm, type TestCollector } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { contents } from '../../test/contents.ts';
import { closeQuarter, valueOf } from '../../test/plans.ts';
import {
  addTo,
  eraseIt,
  makeIt,
  paperForm,
  restatingPath,
  startRestating,
  versionsPath,
} from '../../test/restating.ts';
import { aPerson } from '../../test/staff.ts';
import { statement } from '../../test/statement.ts';

const rowsOf = async ({ db }: TestCollector, sql: string, args: (string | number)[] = []) =>
  (await db.$client.execute(statement(sql, args))).rows.map((row) => ({ ...row }));

const figuresOf = (collector: TestCollector) => collector.figures('2026-07');

/** Every step agrees with a recount, and every version with its hash. */
async function expectVerified(collector: TestCollector) {
  expect(await collector.heart('verify')).toMatchObject({ code: 0 });
}

/** Central has these responses, of which the last was flagged; returns their ids. The quarter is closed. */
async function aClosedQuarter() {
  const collector = await aCollector();
  const ids: string[] = [];
  for (const rating of [5, 5, 4, 1]) {
    const response = aResponse({ rating });
    ids.push(response.id);
    expect((await send(collector, response)).status).toBe(201);
  }
  const { region: _, date: __, ...form } = paperForm(1, { wording: '1', topic: 'A hidden field', comment: 'Buy this' });
  expect((await sendForm(collector, form)).status).toBe(303);
  await closeQuarter(collector);
  return { collector, ids, flagged: form.id };
}

test('excludes a response by its ID, and flagged ones from the list, with the reason of the restatement', async () => {
  const { collector: given, ids, flagged } = await aClosedQuarter();
  await using collector = given;
  const representative = await aPerson(collector, 'representative');
  await startRestating(representative, 'exclusion');
  const { body } = await representative.get(restatingPath());
  expect(text(body)).toContain('A hidden field, which people do not see, was filled in.');
  expect(body).toContain(`value="${flagged}"`);
  for (const response of ['', randomUUID(), 'x']) {
    const refused = await representative.post(`${restatingPath()}/exclusions`, { response });
    expect(refused.status).toBe(400);
    expect(text(refused.body)).toContain('No counted response in this quarter has this ID.');
  }
  expect(body).toMatch(/<li>\s*<h3>/);
  const unselected = await representative.post(`${restatingPath()}/exclusions`, { list: 'flagged' });
  expect(unselected.status).toBe(400);
  expect(unselected.body).toContain('<a href="#flagged">Select at least one response.</a>');
  expect(unselected.body).toMatch(/<p class="error">Select at least one response.<\/p>\s*<ol[^>]* id="flagged"/);
  await addTo(representative, 'exclusions', { response: ids[3]!.toUpperCase() });
  await addTo(representative, 'exclusions', { response: [flagged] });
  expect((await representative.get(restatingPath())).body).not.toContain(`id="exclude-${flagged}"`);
  expect((await figuresOf(collector)).total).toMatchObject({ responses: 5, excluded: 0 });

  expect((await makeIt(representative)).status).toBe(303);
  expect((await figuresOf(collector)).total).toMatchObject({ responses: 3, excluded: 2, average: '4.66' });
  expect(await rowsOf(collector, 'SELECT reason, restored_at FROM exclusion')).toEqual([
    { reason: 'A reason for exclusion.', restored_at: null },
    { reason: 'A reason for exclusion.', restored_at: null },
  ]);
  expect(await count(collector.db, "audit_event WHERE action = 'response excluded'")).toBe(2);
  await expectVerified(collector);
});

test('counts a wrongly excluded response again, and corrects the ratings of a paper form', async () => {
  await using collector = await aCollector();
  const early = await aPerson(collector, 'representative');
  const { region: _, date: __, ...spam } = paperForm(2, { wording: '1', topic: 'A hidden field' });
  expect((await sendForm(collector, spam)).status).toBe(303);
  const excluding = { quarter: '2026-07', response: spam.id, reason: 'A machine' };
  expect((await early.post('/console/departments/cws/flagged/exclusions', excluding)).status).toBe(303);
  const { headers } = await early.post('/console/departments/cws/paper', { region: 'central' });
  const form = paperForm(1, { comment: 'Typed from paper', date: '2026-08-03' });
  expect((await early.post(headers.get('location')!, form)).status).toBe(303);
  const online = aResponse({ rating: 5 });
  expect((await send(collector, online)).status).toBe(201);
  await closeQuarter(collector);
  expect((await figuresOf(collector)).total).toMatchObject({ responses: 2, excluded: 1, average: '3.00' });

  const representative = await aPerson(collector, 'representative');
  await startRestating(representative, 'error');
  const { body } = await representative.get(restatingPath());
  expect(text(body)).toMatch(/Excluded by .*: A machine/);
  expect(text(body)).toMatch(/Count it again : response 1, [A-Z][a-z]+ \d+, 2026, Central Region/);
  expect(body).toMatch(/<li>\s*<h3>/);
  for (const wrong of [online.id, randomUUID()]) {
    const missing = await representative.get(`${restatingPath()}?correct=${wrong}`);
    expect(text(missing.body), wrong).toContain('No paper form in this quarter has this ID.');
    const refused = await representative.post(`${restatingPath()}/corrections`, { ...form, response: wrong });
    expect(refused.status).toBe(400);
  }
  const correcting = (await representative.get(`${restatingPath()}?correct=${form.id}`)).body;
  expect(text(correcting)).toContain('The form dated August 3, 2026.');
  const correction = { ...paperForm(4), helpfulness: '', response: form.id };
  const wrong = await representative.post(`${restatingPath()}/corrections`, { ...correction, respect: '7' });
  expect(wrong.status).toBe(400);
  expect(wrong.body).toContain('value="7"');
  await addTo(representative, 'corrections', correction);
  await addTo(representative, 'inclusions', { response: spam.id });
  expect(text((await representative.get(restatingPath())).body)).toContain('No responses are excluded.');
  expect((await makeIt(representative)).status).toBe(303);

  expect((await figuresOf(collector)).total).toMatchObject({ responses: 3, excluded: 0, n: 17 });
  expect(
    await rowsOf(collector, 'SELECT helpfulness, overall, comment, paper_date FROM response WHERE id = ?', [form.id]),
  ).toEqual([{ helpfulness: null, overall: 4, comment: 'Typed from paper', paper_date: '2026-08-03' }]);
  expect(await rowsOf(collector, 'SELECT restored_at IS NULL AS open FROM exclusion')).toEqual([{ open: 0 }]);
  expect(await rowsOf(collector, 'SELECT content FROM restatement_change')).toEqual([
    { content: null },
    { content: null },
  ]);
  await expectVerified(collector);
});

test('erases a response at once, after showing the new figures, and keeps only its ID', async () => {
  const { collector: given, ids } = await aClosedQuarter();
  await using collector = given;
  const { db } = collector;
  const representative = await aPerson(collector, 'representative');
  const path = `${restatingPath()}/erasure`;
  for (const asked of [
    { response: randomUUID(), reason: 'A court order.' },
    { response: ids[3]!, reason: '' },
  ]) {
    expect((await representative.post(path, asked)).status).toBe(400);
  }
  const preview = await representative.post(path, { response: ids[3]!, reason: 'A court order.' });
  expect(preview.status).toBe(200);
  expect(text(preview.body)).toMatch(/Before 3\.20 n 30 5 .* After 3\.75 n 24 4/);
  expect(await count(db, 'snapshot')).toBe(1);
  expect(await count(db, 'response')).toBe(5);

  const done = await eraseIt(representative, ids[3]!);
  expect([done.status, done.headers.get('location')]).toEqual([303, `${versionsPath()}?notice=erased`]);
  expect((await figuresOf(collector)).total).toMatchObject({ responses: 4, average: '3.75' });
  expect(await rowsOf(collector, 'SELECT id, reason, fingerprint FROM erased_response')).toEqual([
    { id: ids[3], reason: 'A court order.', fingerprint: 'erased' },
  ]);
  expect(await rowsOf(collector, 'SELECT version, class, reason FROM snapshot WHERE version > 1')).toEqual([
    { version: 2, class: 'erasure', reason: 'A court order.' },
  ]);
  const again = { response: ids[3]!, reason: 'A court order.', shown: valueOf(preview.body, 'shown') };
  expect((await representative.post(path, again)).headers.get('location'), 'a double press').toBe(
    `${versionsPath()}?notice=erased`,
  );
  expect(await count(db, 'snapshot')).toBe(2);
  // As if another department erased a response of the same quarter.
  const elsewhere = randomUUID();
  await db.$client.execute(
    statement("INSERT INTO erased_response VALUES (?, '2026-07', 1, 'erased', 2, 'A court order.')", [elsewhere]),
  );
  const unknown = await representative.post(path, { ...again, response: elsewhere });
  expect(unknown.status).toBe(400);
  expect(text(unknown.body)).toContain('No response in this quarter has this ID.');
  expect((await send(collector, aResponse({ id: ids[3]! }))).status, 'a copy').toBe(200);
  await expectVerified(collector);
});

test('an erasure removes what staff wrote about the response, and why it was flagged', async () => {
  const { collector: given, flagged } = await aClosedQuarter();
  await using collector = given;
  const representative = await aPerson(collector, 'representative');
  const comment = `/console/departments/cws/comments/${flagged}`;
  expect((await representative.post(`${comment}/hiding`, { reason: 'Says Buy this' })).status).toBe(303);
  expect((await eraseIt(representative, flagged)).status).toBe(303);
  expect(await count(collector.db, 'response_flag')).toBe(0);
  expect(JSON.stringify(await contents(collector.db))).not.toContain('Buy this');
});

test('an erasure takes the response out of an open restatement, which then changes nothing of it', async () => {
  const { collector: given, ids, flagged } = await aClosedQuarter();
  await using collector = given;
  const representative = await aPerson(collector, 'representative');
  await startRestating(representative, 'exclusion');
  await addTo(representative, 'exclusions', { response: [ids[3]!, flagged] });
  const stale = (await representative.get(restatingPath())).body;
  expect((await eraseIt(representative, ids[3]!)).status).toBe(303);
  expect(await count(collector.db, 'restatement_change')).toBe(1);
  expect(stale).toContain(ids[3]!);
  expect((await representative.get(restatingPath())).body).not.toContain(ids[3]!);
  expect((await makeIt(representative)).status).toBe(303);
  expect((await figuresOf(collector)).quarter.version).toBe(3);
  expect((await figuresOf(collector)).total).toMatchObject({ responses: 3, excluded: 1 });
  await expectVerified(collector);
});

test('each class takes only its own changes', async () => {
  const { collector: given, ids } = await aClosedQuarter();
  await using collector = given;
  const representative = await aPerson(collector, 'representative');
  const tries = ['forms', 'corrections', 'exclusions', 'inclusions'];
  const own: Record<string, string[]> = {
    'late paper': ['forms'],
    exclusion: ['exclusions'],
    error: ['corrections', 'inclusions'],
  };
  for (const [given, allowed] of Object.entries(own)) {
    await startRestating(representative, given);
    for (const rest of tries.filter((rest) => !allowed.includes(rest))) {
      const refused = await representative.post(`${restatingPath()}/${rest}`, { ...paperForm(3), response: ids[0]! });
      expect(refused.status, `${given}: ${rest}`).toBe(409);
    }
    const open = await rowsOf(collector, 'SELECT id FROM restatement WHERE closed_at IS NULL');
    await representative.post(`${restatingPath()}/dropping`, { restatement: String(open[0]!['id']) });
  }
  expect(await count(collector.db, 'restatement_change')).toBe(0);
  for (const wrong of ['erasure', '', 'x']) {
    expect((await representative.post(restatingPath(), { class: wrong, reason: 'Why' })).status, wrong).toBe(400);
  }
});
