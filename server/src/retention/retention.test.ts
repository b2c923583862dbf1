import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send, type TestCollector } from '../../test/collector.ts';
import { contents } from '../../test/contents.ts';
import { insertRows } from '../../test/rows.ts';
import { aPerson } from '../../test/staff.ts';
import { jobsOf } from '../jobs/jobs.ts';
import { statement } from '../database/statement.ts';

/** The end of the quarter 2026-07 in California, in daylight saving time like the other times here. */
const end = Date.UTC(2026, 9, 1, 7);
const monthsAfter = (months: number) => Date.UTC(2026, 9 + months, 1, 7);

const hour = 60 * 60 * 1000;
const day = 24 * hour;
const log = { info: () => {}, error: () => {} };

const base = '/console/directory/departments/cws';

const setClock = ({ $client }: TestCollector['db'], at: number) =>
  $client.execute(statement("INSERT OR REPLACE INTO setting (name, value) VALUES ('retention clock', ?)", [`${at}`]));

/**
 * Runs the deleting job when called, like a collector's schedule that has run every hour until then.
 * @returns what it logs as deleted.
 */
function purger({ db, clock }: TestCollector) {
  const logged: unknown[] = [];
  const log = { info: (entry: unknown) => void logged.push(entry), error: () => {} };
  const job = jobsOf({ db, clock: () => clock.now, log }).find(({ name }) => name === 'purge')!;
  return async () => {
    await setClock(db, clock.now);
    await job.run();
    return logged.splice(0);
  };
}

/** A collector with a closed quarter 2026-07 whose responses all have comments. */
async function aClosedQuarter(responses: number): Promise<TestCollector> {
  const collector = await aCollector();
  await insertRows(collector.db, { responses });
  collector.clock.now = end;
  expect((await collector.heart('close-quarter', '--quarter', '2026-07')).code).toBe(0);
  return collector;
}

const left = async ({ db }: TestCollector) => ({
  responses: await count(db, "response WHERE quarter = '2026-07'"),
  comments: await count(db, "response WHERE quarter = '2026-07' AND comment IS NOT NULL"),
});

test('deletes comments two years and responses three years after their quarter’s end, and keeps the closed figures', async () => {
  await using collector = await aClosedQuarter(1234);
  const purge = purger(collector);
  const { clock } = collector;
  const published = await collector.figures('2026-07');
  const tallies = (await contents(collector.db))['rating_tally'];
  await collector.db.$client.execute('UPDATE response SET may_show = 1');

  clock.now = monthsAfter(24) - 1;
  expect(await purge()).toEqual([]);
  expect(await left(collector)).toEqual({ responses: 1234, comments: 1234 });
  clock.now = monthsAfter(24);
  expect(await purge()).toEqual([{ department: 'cws', quarter: '2026-07', what: 'comments', rows: 1234 }]);
  expect(await left(collector)).toEqual({ responses: 1234, comments: 0 });
  expect((await contents(collector.db))['rating_tally']).toEqual(tallies);
  expect(await count(collector.db, 'response WHERE may_show IS NOT NULL')).toBe(0);
  expect(await count(collector.db, 'purged_quarter')).toBe(0);

  clock.now = monthsAfter(36) - 1;
  expect(await purge()).toEqual([]);
  expect(await left(collector)).toEqual({ responses: 1234, comments: 0 });
  clock.now = monthsAfter(36);
  expect(await purge()).toEqual([{ department: 'cws', quarter: '2026-07', what: 'responses', rows: 1234 }]);
  expect(await purge(), 'nothing is left to do').toEqual([]);
  expect(await left(collector)).toEqual({ responses: 0, comments: 0 });

  expect(await collector.figures('2026-07')).toEqual(published);
  expect((await contents(collector.db))['purged_quarter']).toEqual([
    { department_id: 1, quarter: '2026-07', purged_at: clock.now },
  ]);
  expect(await collector.heart('verify')).toMatchObject({ code: 0, out: 'Recounted 0 responses: every tally agrees.' });
  const { rows } = await collector.db.$client.execute(
    "SELECT action, subject, detail FROM audit_event WHERE action LIKE '% deleted for their age' ORDER BY id",
  );
  expect(rows.map((row) => ({ ...row }))).toEqual([
    { action: 'comments deleted for their age', subject: 'cws 2026-07', detail: '{"comments":1234}' },
    { action: 'responses deleted for their age', subject: 'cws 2026-07', detail: '{"responses":1234}' },
  ]);
});

test('never touches open quarters, however old, nor later ones', async () => {
  await using collector = await aCollector();
  const purge = purger(collector);
  await insertRows(collector.db, { responses: 20 });
  collector.clock.now = monthsAfter(200);
  expect(await purge()).toEqual([]);
  expect(await left(collector)).toEqual({ responses: 20, comments: 20 });
  expect((await collector.heart('close-quarter', '--quarter', '2026-07')).code).toBe(0);
  await insertRows(collector.db, { responses: 20, quarter: '2026-10' });
  expect(await purge()).toHaveLength(1);
  expect(await left(collector)).toEqual({ responses: 0, comments: 0 });
  expect(await count(collector.db, "response WHERE quarter = '2026-10' AND comment IS NOT NULL")).toBe(20);
});

test('keeps another department’s responses of the same quarter until they are due', async () => {
  await using collector = await aClosedQuarter(30);
  const purge = purger(collector);
  const { $client } = collector.db;
  await $client.execute(`INSERT INTO department (slug, name, zone, first_month, rating_months)
    VALUES ('parks', 'Parks', 'America/Los_Angeles', 7, 60)`);
  await $client.execute("INSERT INTO region (department_id, slug, name) VALUES (2, 'harbor', 'Harbor')");
  await insertRows(collector.db, { responses: 30, region: 'harbor' });
  expect((await collector.heart('close-quarter', '--department', 'parks', '--quarter', '2026-07')).code).toBe(0);
  collector.clock.now = monthsAfter(36);
  expect(await purge()).toEqual([
    { department: 'cws', quarter: '2026-07', what: 'responses', rows: 30 },
    { department: 'parks', quarter: '2026-07', what: 'comments', rows: 30 },
  ]);
  expect(await count(collector.db, 'response')).toBe(30);
});

test('accepts responses while a quarter is deleted, and a new legal hold stops it at once', async () => {
  await using collector = await aClosedQuarter(5000);
  const purge = purger(collector);
  const { db, clock } = collector;
  clock.now = monthsAfter(36);
  const deleting = purge();
  const sent = send(collector, aResponse());
  await expect.poll(() => count(db, 'purged_quarter'), { interval: 1 }).toBe(1);
  await db.$client.execute(
    "INSERT INTO legal_hold (department_id, reason, placed_at, placed_by) VALUES (1, 'A lawsuit', 1, 'command line')",
  );
  await deleting;
  expect((await sent).status).toBe(201);
  const { responses } = await left(collector);
  expect(responses).toBeGreaterThan(0);
  expect(responses).toBeLessThan(5000);
  expect(await purge()).toEqual([]);
  expect((await left(collector)).responses).toBe(responses);
  expect((await collector.heart('verify')).code).toBe(0);
  await db.$client.execute('UPDATE legal_hold SET lifted_at = 2');
  expect(await purge()).toHaveLength(1);
  expect((await left(collector)).responses).toBe(0);
  expect(await count(db, "audit_event WHERE action LIKE 'responses deleted%'"), 'it is recorded once').toBe(1);
});

test('an administrator sets how long a department keeps data, and starts legal holds', async () => {
  await using collector = await aClosedQuarter(30);
  const purge = purger(collector);
  const { db, clock } = collector;
  clock.now = monthsAfter(13);
  const administrator = await aPerson(collector, 'administrator');
  const { body } = await administrator.get(base);
  expect(body).toMatch(/name="comment_months"[^>]*value="24"|value="24"[^>]*name="comment_months"/);
  const form = {
    name: 'Child Welfare Services',
    target: '4.00',
    closes_after: '10',
    plans_due_after: '20',
    hand_in_after: '5',
    submit_after: '10',
    holidays: 'US-CA',
    notice: '',
    contact_name: '',
    contact_email: '',
    comment_months: '12',
    rating_months: '13',
  };
  for (const [at, value] of [
    ['comment_months', '0'],
    ['comment_months', '14'],
    ['rating_months', '241'],
    ['rating_months', 'x'],
  ] as const) {
    const refused = await administrator.post(base, { ...form, [at]: value });
    expect(refused.status, `${at} ${value}`).toBe(400);
    expect(refused.body).toContain(`href="#${at}"`);
  }
  expect((await administrator.post(`${base}/holds`, { hold: ' ' })).status).toBe(400);
  expect((await administrator.post(`${base}/holds`, { hold: 'A lawsuit about <b>2026</b>' })).status).toBe(303);
  expect((await administrator.post(base, form)).status).toBe(303);
  expect((await administrator.get(base)).body).toContain('A lawsuit about &lt;b&gt;2026&lt;/b&gt;');
  expect(await purge()).toEqual([]);
  expect((await administrator.post(`${base}/holds/1/lifting`, { 'lift-1': '' })).status).toBe(400);
  expect((await administrator.post(`${base}/holds/2/lifting`, { 'lift-2': 'Settled' })).status).toBe(404);
  expect((await administrator.post(`${base}/holds/1/lifting`, { 'lift-1': 'Settled' })).status).toBe(303);
  expect((await administrator.post(`${base}/holds/1/lifting`, { 'lift-1': 'Settled' })).status).toBe(303);
  expect(await purge()).toHaveLength(1);
  expect(await left(collector)).toEqual({ responses: 0, comments: 0 });
  const { rows } = await db.$client.execute(
    "SELECT action, detail FROM audit_event WHERE action LIKE 'legal hold%' OR action = 'department changed' ORDER BY id",
  );
  expect(rows.map((row) => ({ ...row }))).toEqual([
    { action: 'legal hold placed', detail: '{"reason":"A lawsuit about <b>2026</b>"}' },
    { action: 'department changed', detail: '{"commentMonths":[24,12],"ratingMonths":[36,13]}' },
    { action: 'legal hold lifted', detail: '{"reason":"Settled","placedFor":"A lawsuit about <b>2026</b>"}' },
  ]);
  const ambassador = await aPerson(collector, 'ambassador');
  expect((await ambassador.post(`${base}/holds`, { hold: 'A lawsuit' })).status).toBe(404);
});

test('a clock that is years ahead deletes at most a day’s worth per hour, and nothing once it is right again', async () => {
  await using collector = await aClosedQuarter(30);
  const { db, clock } = collector;
  const purge = purger(collector);
  const right = monthsAfter(24) - 3 * day;
  clock.now = right;
  expect(await purge()).toEqual([]);
  const job = jobsOf({ db, clock: () => clock.now, log }).find(({ name }) => name === 'purge')!;
  clock.now = monthsAfter(24 + 48);
  await job.run();
  clock.now += hour;
  await job.run();
  expect(await left(collector)).toEqual({ responses: 30, comments: 30 });
  clock.now = right;
  for (let hours = 0; hours < 5; hours += 1) await job.run();
  expect(await left(collector)).toEqual({ responses: 30, comments: 30 });
  for (let hours = 0; hours < 3; hours += 1) {
    clock.now += day;
    await job.run();
  }
  expect(await left(collector)).toEqual({ responses: 30, comments: 0 });
});

test('deletes what staff wrote about a response along with its comment', async () => {
  await using collector = await aClosedQuarter(3);
  const { db, clock } = collector;
  const { rows } = await db.$client.execute('SELECT id FROM response LIMIT 1');
  await aPerson(collector, 'ambassador');
  const words = { id: String(rows[0]!['id']) };
  for (const table of ['comment_mark (kind, marked_at, marked_by,', 'exclusion (excluded_at, excluded_by,']) {
    const kind = table.startsWith('comment') ? "'hidden', " : '';
    const sql = `INSERT INTO ${table} response_id, reason) VALUES (${kind}1, (SELECT id FROM person), :id, 'Names Wilhelmina Quatsch')`;
    await db.$client.execute(statement(sql, words));
  }
  clock.now = monthsAfter(24);
  await purger(collector)();
  expect(JSON.stringify(await contents(db))).not.toContain('Quatsch');
  expect([await count(db, 'comment_mark'), await count(db, 'exclusion')]).toEqual([1, 1]);
});

/** Thanks staff for each comment, 23 months after its quarter ended, with something left out of the quote. */
const thankForAll = ({ db }: TestCollector) =>
  db.$client.execute(
    statement(
      `INSERT INTO recognition (response_id, region_id, quarter, stage, opened_at, closed_at, decided_at, cuts, line)
      SELECT id, region_id, quarter, 'thanked', :at, :at, :at, '[[0,4]]', 'A line' FROM response`,
      { at: monthsAfter(23) },
    ),
  );

test.each([
  { what: 'comments', ratingMonths: 36 },
  { what: 'responses', ratingMonths: 24 },
])('deletes what thank-yous keep of comments along with the $what', async ({ ratingMonths }) => {
  await using collector = await aClosedQuarter(3);
  const { db, clock } = collector;
  await insertRows(db, { responses: 1, quarter: '2026-10' });
  await db.$client.execute(statement('UPDATE department SET rating_months = ?', [ratingMonths]));
  await thankForAll(collector);
  const purge = purger(collector);
  const inFull = 'cuts IS NOT NULL AND line IS NOT NULL';
  clock.now = monthsAfter(24) - 1;
  await purge();
  expect(await count(db, `recognition WHERE ${inFull}`)).toBe(4);
  clock.now = monthsAfter(24);
  expect(await purge()).toMatchObject([{ rows: 3 }]);
  expect(await count(db, "recognition WHERE quarter = '2026-07' AND cuts IS NULL AND line IS NULL")).toBe(3);
  expect(await count(db, `recognition WHERE quarter = '2026-10' AND ${inFull}`), 'its comment is still there').toBe(1);
});

test('keeps what thank-yous leave out of the comments that a legal hold saves in the middle of a quarter', async () => {
  await using collector = await aClosedQuarter(5000);
  const { db, clock } = collector;
  await thankForAll(collector);
  clock.now = monthsAfter(24);
  const deleting = purger(collector)();
  const deleted = "audit_event WHERE action = 'comments deleted for their age'";
  await expect.poll(() => count(db, deleted), { interval: 1 }).toBe(1);
  await db.$client.execute(
    "INSERT INTO legal_hold (department_id, reason, placed_at, placed_by) VALUES (1, 'A lawsuit', 1, 'command line')",
  );
  await deleting;
  const { comments } = await left(collector);
  expect(comments).toBeGreaterThan(0);
  expect(comments).toBeLessThan(5000);
  const withCuts = `recognition JOIN response ON response.id = response_id WHERE cuts IS NOT NULL`;
  expect(await count(db, withCuts)).toBe(comments);
  expect(await count(db, `${withCuts} AND comment IS NULL`)).toBe(0);
});
