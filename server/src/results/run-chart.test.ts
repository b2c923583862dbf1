import { expect, test } from 'vitest';
import { aCollector, type TestCollector } from '../../test/collector.ts';
import { insertRows } from '../../test/rows.ts';
import { aPerson } from '../../test/staff.ts';
import { statement } from '../database/statement.ts';

const quarter = '/console/departments/cws/quarters/2026-07';
const chart = 'class="trend run-chart"';

/** A collector with a rating in each of these months up to August 2026, in East Region. */
async function withMonths(ratings: number[]): Promise<TestCollector> {
  const collector = await aCollector();
  for (const [index, rating] of ratings.entries()) {
    const month = 8 - ratings.length + index;
    const id = (number: number) => new Date(Date.UTC(2026, number, 1)).toISOString().slice(0, 7);
    const given = { region: 'east', quarter: id(month - (((month % 3) + 3) % 3)), month: id(month), ids: id(month) };
    await insertRows(collector.db, { ...given, responses: 2, rating: String(rating) });
  }
  return collector;
}

/** Ratings in each month of 2025-26 until August, up and down. */
const aYear = () => withMonths(Array.from({ length: 14 }, (_, later) => (later % 2 === 0 ? 3 : 5)));

/** A plan that was agreed, with an action that was done and one that is still open. */
async function aPlan({ db }: TestCollector) {
  await db.$client.execute(
    statement(
      `INSERT INTO action_plan (id, region_id, quarter, stage, opened_at, target, opened_on, agreed_at)
        VALUES (7, 4, '2025-07', 'agreed', 1, 400, '{}', :at)`,
      { at: Date.UTC(2025, 10, 3) },
    ),
  );
  const action = `INSERT INTO plan_action (id, plan_id, text, due_on, strength, created_at, state, ended_at)
    VALUES (:id, 7, :text, '2026-01-15', 'strong', 1, :state, :at)`;
  const at = Date.UTC(2026, 0, 15);
  await db.$client.execute(statement(action, { id: 'a', text: 'A <second> phone line', state: 'done', at }));
  await db.$client.execute(statement(action, { id: 'b', text: 'A new sign', state: 'open', at: null }));
  await db.$client.execute(statement(action, { id: 'c', text: 'A fountain', state: 'dropped', at }));
}

/** The text of a page as a reader sees it. */
const textOf = (body: string) => body.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');

test('shows a region’s months with their median, signals, marks and table', async () => {
  await using collector = await aYear();
  await aPlan(collector);
  const junior = await aPerson(collector, 'junior', 'east');
  const { body } = await junior.get(`${quarter}/regions/east`);
  const text = textOf(body);
  expect(body).toContain(chart);
  expect(body).toContain('Average ratings for East Region by month: from 3.00 in Jul 2025 to 5.00 in Aug 2026.');
  expect(text).toContain('No lasting change found. The ups and downs may be due to chance.');
  expect(text).toContain('Aug 2026 is still in progress, so it does not count toward the median or any signal.');
  expect(text).toContain('Nov 2025: Plan for July to September 2025 agreed');
  expect(text).toContain('Jan 2026: Done: A &lt;second&gt; phone line');
  expect(body).toContain('href="/console/departments/cws/action-plans/7"');
  expect(text).not.toContain('A new sign');
  expect(text).not.toContain('A fountain');
  // Month, average, responses, n, median, target, event.
  expect(text).toContain('Nov 2025 3.00 ▼ below target 2 12 4.00 4.00 1 ');
  expect(text).toContain('Jan 2026 3.00 ▼ below target 2 12 4.00 4.00 2 ');
  expect(text).toContain('Aug 2026 in progress 5.00 2 12 – 4.00 ');
  expect((await junior.get(quarter)).body).not.toContain(chart);
});

test('shows the months of all regions together to those who see the whole department, with each mark’s region', async () => {
  await using collector = await aYear();
  await aPlan(collector);
  const ambassador = await aPerson(collector, 'ambassador');
  const { body } = await ambassador.get(quarter);
  expect(body).toContain(chart);
  expect(textOf(body)).toContain('Nov 2025: East Region: Plan for July to September 2025 agreed');
  const other = await ambassador.get(`${quarter}/regions/central`);
  expect(other.body).not.toContain(chart);
});

test('ends with the last month of an earlier quarter, and starts with the first rated one', async () => {
  await using collector = await aYear();
  const ambassador = await aPerson(collector, 'ambassador');
  const { body } = await ambassador.get('/console/departments/cws/quarters/2025-10');
  const text = textOf(body);
  expect(body).toContain('by month: from 3.00 in Jul 2025 to 5.00 in Dec 2025.');
  expect(text).not.toContain('in progress');
  expect(text).toContain('There are not enough months yet to tell a lasting change from chance.');
});

test.each([
  [
    'that the average crossed the median too rarely',
    { low: 6, high: 8 },
    'Too few crossings: since Jul 2025, the average crossed the median only once. If nothing had changed, at least 3 crossings would be expected, so the level has probably changed.',
  ],
  [
    'a shift with its new median',
    { low: 6, high: 12 },
    'Shift: starting in Sep 2025, 11 months in a row were above the median of 4.00. More than 7 in a row rarely happens by chance. From then on, the chart uses a new median: 5.00.',
  ],
])('shows %s', async (_, { low, high }, words) => {
  await using collector = await withMonths([...Array<number>(low).fill(3), ...Array<number>(high).fill(5)]);
  const ambassador = await aPerson(collector, 'ambassador');
  expect(textOf((await ambassador.get(`${quarter}/regions/east`)).body)).toContain(words);
});

test('describes a single month as such', async () => {
  await using collector = await withMonths([4]);
  const ambassador = await aPerson(collector, 'ambassador');
  expect((await ambassador.get(quarter)).body).toContain('by month: 4.00 in Aug 2026. All months');
});

test('shows no months outside the department', async () => {
  await using collector = await aYear();
  expect((await collector.heart('close-quarter', '--quarter', '2026-04')).code).toBe(0);
  const executive = await aPerson(collector, 'executive');
  for (const path of ['/console/agency', '/console/agency/cws/2026-04', quarter]) {
    expect((await executive.get(path)).body, path).not.toContain('run-chart');
  }
});
