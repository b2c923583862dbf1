import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send, type TestCollector } from '../../test/collector.ts';
import { insertRows } from '../../test/rows.ts';
import { aPerson, type Staff } from '../../test/staff.ts';
import { jobsOf } from '../jobs/jobs.ts';

/** Midnight in California on October 1, 2026: the end of the quarter 2026-07. */
const end = Date.UTC(2026, 9, 1, 7);
const quarter = '/console/departments/cws/quarters/2026-07';
const page = `${quarter}/closing`;

const textOf = (html: string) => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
const shownIn = (body: string) => /name="shown" value="(\w{64})"/.exec(body)![1]!;
const rows = async ({ db }: TestCollector, sql: string) =>
  (await db.$client.execute(sql)).rows.map((row) => ({ ...row }));

/** A collector whose quarter has ended: Central is below target, East has recovered, South has one response at target. */
async function anEndedQuarter() {
  const collector = await aCollector();
  for (const [region, ...ratings] of [
    ['central', 3, 3],
    ['east', 3, 5, 5],
    ['south', 4],
  ] as const) {
    for (const rating of ratings) expect((await send(collector, aResponse({ region, rating }))).status).toBe(201);
  }
  collector.clock.now = end;
  return collector;
}

/** Opens the page and presses the button. */
async function press(person: Staff) {
  const { body } = await person.get(page);
  return person.post(page, { shown: shownIn(body) });
}

test('a representative sees the figures that will be final, closes the quarter, and the audit log names them', async () => {
  await using collector = await anEndedQuarter();
  const representative = await aPerson(collector, 'representative');
  const { body } = await representative.get(page);
  const text = textOf(body);
  expect(text).toContain('It closes automatically on October 15, 2026.');
  expect(text).toContain('Everything is in order.');
  expect(text).toContain('Central Region 3.00 12 2 0 ▼ Missed Required');
  expect(body).toContain('<b aria-hidden="true">▼</b> Missed');
  expect(text).toContain('East Region 4.33 18 3 0 Met Withdrawn: recovered');
  expect(text).toContain('South Region 4.00 6 1 0 Met None');
  expect(text).toContain('Adoptions – 0 0 0 No ratings None');
  expect(text).toContain('Child Welfare Services 3.83 36 6 0 ▼ Missed');
  const before = await collector.figures('2026-07');

  const { status, headers } = await representative.post(page, { shown: shownIn(body) });
  expect([status, headers.get('location')]).toEqual([303, `${page}?notice=closed`]);
  const [person] = await rows(collector, `SELECT id, name FROM person WHERE email = '${representative.email}'`);
  expect(await rows(collector, 'SELECT quarter, version, closed_at, closed_by FROM snapshot')).toEqual([
    { quarter: '2026-07', version: 1, closed_at: end, closed_by: person!['id'] },
  ]);
  expect(await rows(collector, "SELECT person_id, subject FROM audit_event WHERE action = 'quarter closed'")).toEqual([
    { person_id: person!['id'], subject: 'cws 2026-07' },
  ]);
  expect(await rows(collector, 'SELECT region_id, stage FROM action_plan ORDER BY region_id')).toEqual([
    { region_id: 3, stage: 'required' },
    { region_id: 4, stage: 'withdrawn' },
  ]);
  const closed = textOf((await representative.get(`${page}?notice=closed`)).body);
  expect(closed).toContain(`It was closed by ${String(person!['name'])} on October 1, 2026, 12:00 a.m. Its figures`);
  const after = await collector.figures('2026-07');
  expect(after.quarter.status).toBe('closed');
  expect(after.total).toEqual(before.total);
});

test('a double press closes once; of two people at once, one closes it and the other sees who it was', async () => {
  await using collector = await anEndedQuarter();
  const [one, other] = [await aPerson(collector, 'representative'), await aPerson(collector, 'representative')];
  const shown = shownIn((await one.get(page)).body);
  const answers = await Promise.all([one, one, other].map((person) => person.post(page, { shown })));
  const closedByOne = answers[0]!.status === 303;
  expect(answers.map(({ status }) => status)).toEqual(closedByOne ? [303, 303, 409] : [409, 409, 303]);
  const refused = closedByOne ? answers[2]! : answers[0]!;
  const [winner] = await rows(
    collector,
    `SELECT name FROM person WHERE email = '${closedByOne ? one.email : other.email}'`,
  );
  expect(textOf(refused.body)).toContain(`This quarter was already closed by ${String(winner!['name'])}.`);
  expect(await count(collector.db, 'snapshot')).toBe(1);
  expect(await count(collector.db, "audit_event WHERE action = 'quarter closed'")).toBe(1);
});

test('if a figure changed since the page was shown, shows the new figures instead of closing', async () => {
  await using collector = await anEndedQuarter();
  const representative = await aPerson(collector, 'representative');
  const shown = shownIn((await representative.get(page)).body);
  await insertRows(collector.db, { responses: 1, rating: '5' });
  const refused = await representative.post(page, { shown });
  expect(refused.status).toBe(409);
  expect(refused.body).toContain('<title>Error:');
  expect(textOf(refused.body)).toContain('The figures changed since you opened this page.');
  expect(textOf(refused.body)).toContain('Central Region 3.66 18 3');
  expect(await count(collector.db, 'snapshot')).toBe(0);
  await collector.db.$client.execute('UPDATE department SET target = 350');
  expect((await representative.post(page, { shown: shownIn(refused.body) })).status, 'another target').toBe(409);
  expect((await representative.post(page)).status, 'a form without figures').toBe(409);
  expect((await press(representative)).status).toBe(303);
});

test('before its end the page has no button, and a form sent anyway closes nothing', async () => {
  await using collector = await anEndedQuarter();
  collector.clock.now = end - 1;
  const representative = await aPerson(collector, 'representative');
  const { body } = await representative.get(page);
  expect(textOf(body)).toContain('The quarter ends on September 30, 2026.');
  expect(textOf(body)).toContain('It closes automatically on October 15, 2026.');
  expect(body).not.toContain('Close the quarter');
  const refused = await representative.post(page, { shown: 'x' });
  expect(refused.status).toBe(409);
  expect(textOf(refused.body)).toContain('The quarter has not ended yet.');
  expect(await count(collector.db, 'snapshot')).toBe(0);
  for (const id of ['2026-10', '2026-08', 'x']) {
    expect((await representative.get(`/console/departments/cws/quarters/${id}/closing`)).status, id).toBe(404);
  }
});

test('only a representative finds the page, from the home page and from the quarter', async () => {
  await using collector = await anEndedQuarter();
  for (const role of ['ambassador', 'junior', 'administrator', 'executive'] as const) {
    const person = await aPerson(collector, role);
    for (const path of ['/console', quarter]) expect((await person.get(path)).body, role).not.toContain(page);
    expect((await person.get(page)).status, role).toBe(404);
    expect((await person.post(page)).status, role).toBe(404);
  }
  const representative = await aPerson(collector, 'representative');
  const home = textOf((await representative.get('/console')).body);
  expect(home).toContain('Child Welfare Services: FY 2026-27 Q1 (Jul–Sep 2026) has ended. It closes automatically on');
  expect(home).not.toContain('can no longer change');
  expect((await representative.get('/console')).body).toContain(page);
  expect((await representative.get(quarter)).body).toContain(page);
  expect((await press(representative)).status).toBe(303);
  expect((await representative.get('/console')).body).not.toContain(page);
});

test('shows when the quarter was due to close if that day has passed', async () => {
  await using collector = await anEndedQuarter();
  collector.clock.now = Date.UTC(2026, 9, 15, 7);
  const representative = await aPerson(collector, 'representative');
  for (const path of ['/console', page]) {
    const { body } = await representative.get(path);
    expect(textOf(body)).toContain('It was due to close automatically on October 15, 2026.');
  }
});

test('shows how a quarter was closed if no person closed it in the console', async () => {
  await using collector = await anEndedQuarter();
  await collector.heart('close-quarter', '--quarter', '2026-07');
  const representative = await aPerson(collector, 'representative');
  expect(textOf((await representative.get(page)).body)).toContain('It was closed on the command line on October 1');
  await collector.db.$client.execute("UPDATE snapshot SET closed_by = 'schedule'");
  const { body } = await representative.get(page);
  expect(textOf(body)).toContain('It was closed automatically on October 1');
  const late = await representative.post(page, { shown: 'x' });
  expect(late.status).toBe(409);
  expect(textOf(late.body)).toContain('This quarter was already closed automatically.');
});

test('warns of what is not in order, with a link to each, and closes anyway', async () => {
  await using collector = await anEndedQuarter();
  const { db } = collector;
  const representative = await aPerson(collector, 'representative');
  await insertRows(db, { responses: 4, quarter: '2026-04', region: 'north-inland' });
  await insertRows(db, { responses: 12, region: 'north-coastal', ids: 'c' });
  const flag = (
    id: string,
    kind = 'fast',
  ) => `INSERT INTO response_flag (response_id, kind, region_id, quarter, flagged_at)
    SELECT id, '${kind}', region_id, quarter, 1 FROM response WHERE id = '${id}'`;
  const me = '(SELECT id FROM person LIMIT 1)';
  await db.$client.batch([
    // One to decide about, with two flags; one that is excluded; one that was put back; one of another quarter.
    ...[flag('c-1'), flag('c-1', 'many'), flag('c-2'), flag('c-3'), flag('north-inland 2026-04 row-1')],
    "UPDATE response SET excluded_at = 1 WHERE id = 'c-2'",
    ...['c-2', 'c-3'].map(
      (id) =>
        `INSERT INTO exclusion (response_id, reason, excluded_at, excluded_by) VALUES ('${id}', 'A machine', 1, ${me})`,
    ),
    "UPDATE exclusion SET restored_at = 2 WHERE response_id = 'c-3'",
    // One is finished, one has a form of the quarter, one has a form of the next quarter only, and one is empty.
    ...[5, null, null, null].map(
      (ended, index) =>
        `INSERT INTO paper_batch (id, region_id, person_id, started_at, ended_at) VALUES (${index + 1}, ${index + 1}, ${me}, 1, ${ended})`,
    ),
    "UPDATE response SET batch_id = 2 WHERE id = 'c-4'",
    "UPDATE response SET batch_id = 3 WHERE id = 'north-inland 2026-04 row-2'",
    ...['c-5', 'c-6', 'c-7', 'north-inland 2026-04 row-3'].map(
      (id) =>
        `INSERT INTO comment_mark (response_id, kind, reason, marked_at, marked_by) VALUES ('${id}', 'flagged', 'Danger', 1, ${me})`,
    ),
    "UPDATE comment_mark SET lifted_at = 2 WHERE response_id = 'c-7'",
    // Required plans of earlier quarters: without anything, without actions, complete; and one that is agreed.
    ...['2025-04', '2025-07', '2025-10', '2026-01'].map(
      (earlier, index) => `INSERT INTO action_plan (id, region_id, quarter, stage, opened_at, target, opened_on, cause)
        VALUES (${100 + index}, 3, '${earlier}', '${index === 3 ? 'agreed' : 'required'}', 1, 400, '{"ratings":[],"responses":[]}', ${index === 0 ? 'NULL' : "'Long lines'"})`,
    ),
    "INSERT INTO plan_action (id, plan_id, text, due_on, strength, created_at) VALUES ('a', 102, 'Hire', '2026-12-01', 'strong', 1)",
  ]);
  const { body } = await representative.get(page);
  expect(textOf(body)).toContain('North Coastal Region 2.90 66 11 1 ▼ Missed Required');
  const [, list = ''] = /<ul class="needs">(.*?)<\/ul>/s.exec(body) ?? [];
  const links = [...list.matchAll(/<p>(.*?)<\/p>\s*<a href="([^"]*)"/gs)].map(([, message, href]) => [
    textOf(message!).trim(),
    href,
  ]);
  const department = '/console/departments/cws';
  const [name] = await rows(collector, 'SELECT name FROM person');
  const by = String(name!['name']);
  expect(links).toEqual([
    ['An earlier quarter is still open: FY 2025-26 Q4 (Apr–Jun 2026).', `${department}/quarters/2026-04/closing`],
    [
      '2 comments are flagged for danger or abuse and not resolved.',
      `${department}/comments?quarter=2026-07&amp;show=flagged`,
    ],
    [
      'One flagged response has not been reviewed. It is counted unless someone excludes it.',
      `${department}/flagged?quarter=2026-07`,
    ],
    [
      `2 batches of paper forms are not finished: CCWS, by ${by}, 1 form; East Region, by ${by}, 0 forms. Only the person who started a batch can finish it.`,
      `${department}/paper`,
    ],
    [
      '2 required action plans from earlier quarters are missing their cause or their actions.',
      `${department}/action-plans`,
    ],
  ]);
  for (const [, href] of links) expect((await representative.get(href!.replace('&amp;', '&'))).status, href).toBe(200);
  expect((await representative.post(page, { shown: shownIn(body) })).status).toBe(303);
});

test('asks the representative to confirm the date and time while the clock may be wrong', async () => {
  await using collector = await anEndedQuarter();
  const { clock, db } = collector;
  const log = { info: () => {}, error: () => {} };
  clock.now = end - 3 * 24 * 60 * 60 * 1000;
  await jobsOf({ db, clock: () => clock.now, log })[0]!.run();
  clock.now = end + 60_000;
  const representative = await aPerson(collector, 'representative');
  const { body } = await representative.get(page);
  expect(textOf(body)).toContain('It is October 1, 2026, 12:01 a.m. The date and time are right.');
  for (const clockShown of [[], [`${clock.now - 2 * 60 * 60 * 1000}`]]) {
    const refused = await representative.post(page, { shown: shownIn(body), clock: clockShown });
    expect(refused.status).toBe(400);
    expect(refused.body).toContain('href="#clock"');
  }
  expect(await count(db, 'snapshot')).toBe(0);
  expect(await count(db, "audit_event WHERE action = 'clock confirmed'")).toBe(0);
  const closed = await representative.post(page, { shown: shownIn(body), clock: `${clock.now}` });
  expect(closed.status).toBe(303);
  expect(await count(db, "audit_event WHERE action = 'clock confirmed'")).toBe(1);
  expect(await count(db, 'snapshot')).toBe(1);
});

test('closes no quarter before the first one with a response', async () => {
  await using collector = await anEndedQuarter();
  const representative = await aPerson(collector, 'representative');
  const path = '/console/departments/cws/quarters/1026-07/closing';
  expect(textOf((await representative.get(path)).body)).toContain('There is nothing to close.');
  await representative.post(path, { shown: shownIn((await representative.get(page)).body) });
  expect(await count(collector.db, 'snapshot')).toBe(0);
});
