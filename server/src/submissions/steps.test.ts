import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send, type TestCollector } from '../../test/collector.ts';
import { closedWith } from '../../test/closed-quarters.ts';
import { text } from '../../test/console-page.ts';
import { aPerson, type Staff } from '../../test/staff.ts';
import { submitted } from '../../test/submissions.ts';

/** Midnight in California on October 1, 2026: the end of the quarter 2026-07. */
const end = Date.UTC(2026, 9, 1, 7);
const path = '/console/departments/cws/quarters/2026-07/submission';
const inbox = '/console/agency/submissions';

/** A collector whose quarter has been closed, with two responses. */
async function aClosedQuarter({ responses = 2 } = {}) {
  const collector = await aCollector();
  for (let n = 0; n < responses; n += 1) expect((await send(collector, aResponse({ rating: 4 }))).status).toBe(201);
  collector.clock.now = end;
  await close(collector, '2026-07');
  return collector;
}

const close = async (collector: TestCollector, quarter: string) =>
  expect(await collector.heart('close-quarter', '--quarter', quarter)).toMatchObject({ code: 0 });

/** What the page's forms say that the reader saw. */
async function seenBy(person: Staff, page = path) {
  const { body } = await person.get(page);
  const field = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(body)![1]!;
  return { version: field('version'), steps: field('steps') };
}

async function press(person: Staff, step: string, fields: Record<string, string> = {}) {
  return person.post(`${path}/${step}`, { ...(await seenBy(person)), ...fields });
}

const kinds = async ({ db }: TestCollector) =>
  (await db.$client.execute('SELECT kind FROM submission_event ORDER BY id')).rows.map(({ kind }) => kind);

test('a quarter is handed in, returned, and handed in again, and each page says who did what', async () => {
  await using collector = await aClosedQuarter();
  const [ambassador, representative] = [
    await aPerson(collector, 'ambassador'),
    await aPerson(collector, 'representative'),
  ];
  expect(text((await ambassador.get('/console')).body)).toContain(
    'Child Welfare Services: July to September 2026 is closed. Hand it in by October 8, 2026.',
  );
  const done = await press(ambassador, 'hand-in', { note: 'All paper forms are in.' });
  expect([done.status, done.headers.get('location')]).toEqual([303, `${path}?notice=handed%20in`]);
  const review = text((await representative.get(path)).body);
  expect(review).toContain('handed in the quarter. October 1, 2026');
  expect(review).toContain('All paper forms are in.');
  expect((await press(representative, 'return', { reason: ' ' })).status).toBe(400);
  expect((await press(representative, 'return', { reason: 'South is missing its forms.' })).status).toBe(303);
  expect(text((await ambassador.get(path)).body)).toContain('South is missing its forms.');
  expect((await press(ambassador, 'hand-in')).status).toBe(303);
  expect(await kinds(collector)).toEqual(['handed in', 'returned', 'handed in']);
  expect(await count(collector.db, "audit_event WHERE action IN ('quarter handed in', 'quarter returned')")).toBe(3);
});

test('of two people who take a step at once, one wins, and the other keeps what they typed', async () => {
  await using collector = await aClosedQuarter();
  const ambassadors = [await aPerson(collector, 'ambassador'), await aPerson(collector, 'ambassador')];
  const seen = await seenBy(ambassadors[0]!);
  const answers = await Promise.all(
    ambassadors.map((one, n) => one.post(`${path}/hand-in`, { ...seen, note: `Note ${n}` })),
  );
  expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409]);
  const lost = answers.findIndex(({ status }) => status === 409);
  expect(text(answers[lost]!.body)).toContain('Something changed since you opened this page');
  expect(await kinds(collector)).toEqual(['handed in']);
  // Returned by two representatives at once.
  const representatives = [await aPerson(collector, 'representative'), await aPerson(collector, 'representative')];
  const form = { ...(await seenBy(representatives[0]!)), reason: 'Not complete' };
  const returned = await Promise.all(representatives.map((one) => one.post(`${path}/return`, form)));
  expect(returned.map(({ status }) => status).toSorted()).toEqual([303, 409]);
  const refused = returned.find(({ status }) => status === 409)!;
  expect(await kinds(collector)).toEqual(['handed in', 'returned']);
  expect(refused.body).toContain('returned the quarter');
});

test('a form that is sent twice takes one step', async () => {
  await using collector = await aClosedQuarter();
  const ambassador = await aPerson(collector, 'ambassador');
  const form = { ...(await seenBy(ambassador)), note: 'Ready' };
  const answers = await Promise.all([1, 2, 3].map(() => ambassador.post(`${path}/hand-in`, form)));
  expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
  expect(await kinds(collector)).toEqual(['handed in']);
});

test('a quarter without responses needs a sentence on why there is no data', async () => {
  await using collector = await aClosedQuarter();
  collector.clock.now = Date.UTC(2027, 0, 2, 8);
  await close(collector, '2026-10');
  const ambassador = await aPerson(collector, 'ambassador');
  const empty = path.replace('2026-07', '2026-10');
  const seen = await seenBy(ambassador, empty);
  const refused = await ambassador.post(`${empty}/hand-in`, { ...seen, note: '' });
  expect(refused.status).toBe(400);
  expect(text(refused.body)).toContain('Why there is no data');
  expect((await ambassador.post(`${empty}/hand-in`, { ...seen, note: 'The office was closed.' })).status).toBe(303);
});

test('lists what to check before a quarter is handed in', async () => {
  await using collector = await aClosedQuarter();
  const [calm, poor] = [
    { 4: 30, 5: 30 },
    { 2: 30, 3: 30 },
  ];
  await closedWith(collector.db, '2026-01', { regions: { central: calm, east: calm }, closedAt: end });
  const regions = { central: poor, east: calm };
  await closedWith(collector.db, '2026-04', { regions, excluded: { east: 1 }, closedAt: end });
  await collector.db.$client.executeMultiple(`
    INSERT INTO action_plan (region_id, quarter, stage, opened_at, target, opened_on) VALUES (3, '2026-04', 'required', 1, 400, '{}');
    INSERT INTO response_flag (response_id, kind, region_id, quarter, flagged_at)
      SELECT id, 'trap', region_id, '2026-04', 1 FROM response LIMIT 1`);
  const next = path.replace('2026-07', '2026-04');
  const representative = await aPerson(collector, 'representative');
  const started = await representative.post(next.replace('/submission', '/restating'), {
    class: 'exclusion',
    reason: 'A test survey was counted.',
  });
  expect(started.status, started.body).toBe(303);
  const shown = text((await representative.get(next)).body);
  for (const line of [
    'A restatement of this quarter is not finished.',
    'One action plan for this quarter is not approved yet.',
    'One flagged response has not been reviewed.',
    '1 of 121 responses is excluded from the figures (1%).',
    'The average clearly changed from the previous quarter: Child Welfare Services (3.50, n 720, 120 responses; −1.00), central (2.50, n 360, 60 responses; −2.00).',
  ]) {
    expect(shown).toContain(line);
  }
});

test('the executive office sees what was submitted and what is late, and confirms receipt once', async () => {
  await using collector = await aClosedQuarter();
  expect(text((await (await aPerson(collector, 'executive')).get(inbox)).body)).toContain(
    'Not submitted due by October 15, 2026',
  );
  collector.clock.now = Date.UTC(2026, 9, 20, 19);
  const executive = await aPerson(collector, 'executive');
  expect(text((await executive.get('/console')).body)).toContain('July to September 2026 is late.');
  const sha256 = await submitted(collector, '2026-07');
  const page = `${inbox}/cws/2026-07`;
  const { body } = await executive.get(page);
  expect(body).toContain(sha256);
  expect(text(body)).toContain('I, Rui Representative, reviewed the figures of Child Welfare Services');
  const { rows } = await collector.db.$client.execute('SELECT id FROM snapshot');
  // The id of a version is the salt of its hash outside.
  for (const row of rows) expect(body).not.toContain(row['id']);
  const seen = { steps: /name="steps" value="(\d+)"/.exec(body)![1]! };
  const others = [executive, await aPerson(collector, 'executive')];
  const answers = await Promise.all(others.map((one) => one.post(page, seen)));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409]);
  expect(await kinds(collector)).toEqual(['handed in', 'submitted', 'received']);
  expect(text((await executive.get(inbox)).body)).toContain('No submissions are waiting.');
});

test('only ambassadors and representatives of the department open its submission, and only executives the inbox', async () => {
  await using collector = await aClosedQuarter();
  for (const [role, own, all] of [
    ['ambassador', 200, 404],
    ['representative', 200, 404],
    ['executive', 404, 200],
    ['administrator', 404, 404],
    ['junior', 404, 404],
  ] as const) {
    const person = await aPerson(collector, role);
    expect((await person.get(path)).status, role).toBe(own);
    expect((await person.get('/console/departments/cws/submissions')).status, role).toBe(own);
    expect((await person.get(inbox)).status, role).toBe(all);
    if (own === 404) expect((await person.post(`${path}/hand-in`)).status, role).toBe(404);
    if (role !== 'representative') expect((await person.post(`${path}/return`)).status, role).toBe(404);
    if (role !== 'representative') expect((await person.post(`${path}/submit`)).status, role).toBe(404);
  }
});

test('an open quarter cannot be handed in', async () => {
  await using collector = await aCollector();
  await send(collector, aResponse());
  const ambassador = await aPerson(collector, 'ambassador');
  expect((await ambassador.get(path)).status).toBe(404);
  expect((await ambassador.post(`${path}/hand-in`, { note: 'x' })).status).toBe(404);
});
