import { items } from '@heart-survey/shared/items';
import { expect, test } from 'vitest';
import { aCollector, aResponse, send, type TestCollector } from '../../test/collector.ts';
import { insertRows } from '../../test/rows.ts';
import { aPerson, type Staff } from '../../test/staff.ts';
import { statement } from '../database/statement.ts';
import { talliesFrom, type StoredTallies } from '../database/tallies.ts';
import { jobsOf } from '../jobs/jobs.ts';
import type { MonthList } from './months-schema.ts';

const api = '/api/v1/departments';
const afterClosing = Date.UTC(2026, 9, 20, 19);

const read = async (staff: Staff, slug = 'cws') =>
  JSON.parse((await staff.get(`${api}/${slug}/months`)).body) as MonthList;
const central = ({ regions }: MonthList) => regions.find(({ region }) => region === 'central')!;
const month = ({ months }: MonthList['total'], id: string) => months.find((one) => one.month === id);

/** As a version before months were kept left its snapshots. */
async function withoutMonths({ db }: TestCollector): Promise<void> {
  const { rows } = await db.$client.execute('SELECT tallies FROM snapshot');
  const stored = JSON.parse(String(rows[0]!['tallies'])) as { tallies: StoredTallies }[];
  const older = stored.map(({ tallies, ...rest }) => {
    const { ratings, responses } = talliesFrom(tallies);
    const listed = items.flatMap((item) => ratings[item].map((n, index) => [item, index + 1, n]));
    return {
      ...rest,
      tallies: { ratings: listed, responses: responses.map((cell) => [cell.k, cell.s, cell.responses]) },
    };
  });
  await db.$client.execute(statement('UPDATE snapshot SET tallies = ?', [JSON.stringify(older)]));
}

test('lists the last 24 months of each region and of all together, the running one marked', async () => {
  await using collector = await aCollector();
  const staff = await aPerson(collector, 'ambassador');
  await insertRows(collector.db, { responses: 2, month: '2026-08', rating: '3' });
  await insertRows(collector.db, { responses: 1, region: 'east', month: '2026-08', rating: '5' });
  await insertRows(collector.db, { responses: 3, quarter: '2024-07', month: '2024-09', rating: '4' });
  await insertRows(collector.db, { responses: 3, quarter: '2024-07', month: '2024-08', ids: 'too old' });
  const list = await read(staff);
  expect(list).toMatchObject({ department: 'cws', target: '4.00' });
  expect(list.regions.map(({ region }) => region)).toEqual(
    (await collector.figures()).regions.map(({ region }) => region),
  );
  for (const { months } of [list.total, ...list.regions]) {
    expect([months.length, months[0]!.month, months.at(-1)!.month]).toEqual([24, '2024-09', '2026-08']);
  }
  const running = { month: '2026-08', label: 'Aug 2026', quarter: '2026-07', isFinished: false, status: 'open' };
  expect(month(central(list), '2026-08')).toEqual({ ...running, responses: 2, sum: 36, n: 12, average: '3.00' });
  expect(month(list.total, '2026-08')).toEqual({ ...running, responses: 3, sum: 66, n: 18, average: '3.66' });
  expect(month(list.total, '2024-09')).toMatchObject({ isFinished: true, responses: 3, sum: 72, n: 18 });
  expect(month(list.total, '2025-01')).toMatchObject({ responses: 0, sum: 0, n: 0, average: null });
  expect(list.total).toMatchObject({ medians: [{ from: '2024-09', median: '4.00' }], signals: [], isEnough: false });
});

test('the months of every quarter add up to its figures, for each region', async () => {
  await using collector = await aCollector();
  expect((await collector.heart('demo', '--responses', '3000')).code).toBe(0);
  const list = await read(await aPerson(collector, 'ambassador'));
  const quarters = new Set(list.total.months.map(({ quarter }) => quarter));
  expect(quarters.size).toBe(9);
  for (const quarter of quarters) {
    // The first quarter is only partly among the last 24 months.
    if (quarter === '2024-07') continue;
    const { regions, total } = await collector.figures(quarter);
    for (const { region, ...figures } of [...regions, { region: 'all', ...total }]) {
      const series = region === 'all' ? list.total : list.regions.find((one) => one.region === region)!;
      const months = series.months.filter((one) => one.quarter === quarter);
      const sum = (name: 'responses' | 'sum' | 'n') => months.reduce((all, one) => all + one[name]!, 0);
      const { responses, n } = figures;
      expect([sum('responses'), sum('sum'), sum('n')], `${region} ${quarter}`).toEqual([responses, figures.sum, n]);
    }
  }
});

test('signals a shift and gives the months from then on their own median', async () => {
  await using collector = await aCollector();
  const quarters = ['2024-10', '2025-01', '2025-04', '2025-07', '2025-10', '2026-01', '2026-04'];
  for (const [index, quarter] of quarters.entries()) {
    for (const later of [0, 1, 2]) {
      const [year, first] = quarter.split('-').map(Number) as [number, number];
      const id = `${year}-${String(first + later).padStart(2, '0')}`;
      // Every other month is at 3 for a year, and then each is at 5.
      const rating = index < 4 ? ((index + later) % 2 === 0 ? '4' : '3') : '5';
      await insertRows(collector.db, { responses: 1, quarter, month: id, rating, ids: id });
    }
  }
  const { total } = await read(await aPerson(collector, 'ambassador'));
  expect(total).toMatchObject({
    isEnough: true,
    medians: [
      { from: '2024-10', median: '3.50' },
      { from: '2025-10', median: '5.00' },
    ],
    signals: [{ kind: 'shift', from: '2025-10', side: 'above', months: 9, limit: 7 }],
  });
});

test('the months of a closed quarter stay as they were at its close', async () => {
  await using collector = await aCollector();
  await insertRows(collector.db, { responses: 20, month: '2026-09' });
  const erased = aResponse({ rating: 1 });
  expect((await send(collector, erased)).status).toBe(201);
  collector.clock.now = afterClosing;
  expect((await collector.heart('close-quarter', '--quarter', '2026-07')).code).toBe(0);
  const staff = await aPerson(collector, 'ambassador');
  const before = await read(staff);
  expect(month(central(before), '2026-08')).toMatchObject({ status: 'closed', responses: 1, average: '1.00' });
  await collector.db.$client.execute(statement('DELETE FROM response WHERE id = ?', [erased.id]));
  await collector.db.$client.execute("UPDATE response SET excluded_at = 1 WHERE id LIKE '%-7'");
  expect(await read(staff)).toEqual(before);
  await collector.db.$client.execute('DELETE FROM response');
  expect(await read(staff)).toEqual(before);
  expect((await collector.heart('verify')).code).toBe(0);
});

test('shows when the months of a quarter closed by an older version no longer add up, and shows none after deletion', async () => {
  await using collector = await aCollector();
  await insertRows(collector.db, { responses: 20, month: '2026-09' });
  await insertRows(collector.db, { responses: 4, region: 'east', month: '2026-08' });
  collector.clock.now = afterClosing;
  expect((await collector.heart('close-quarter', '--quarter', '2026-07')).code).toBe(0);
  const fixed = await read(await aPerson(collector, 'ambassador'));
  await withoutMonths(collector);
  const staff = await aPerson(collector, 'ambassador');
  expect(await read(staff)).toEqual(fixed);
  expect((await collector.heart('verify')).code).toBe(0);

  await collector.db.$client.execute("DELETE FROM response WHERE id = 'central 2026-07 row-7'");
  const changed = await read(staff);
  expect(month(central(changed), '2026-09')).toMatchObject({ status: 'changed', responses: 19 });
  expect(month(changed.total, '2026-09')).toMatchObject({ status: 'changed', responses: 19 });
  expect(changed.regions.find(({ region }) => region === 'east')!.months.at(-3)).toMatchObject({
    month: '2026-08',
    status: 'closed',
    responses: 4,
  });
  const path = '/console/departments/cws/quarters/2026-07';
  const words = 'The months of July to September 2026 no longer add up to the closed figures';
  expect((await staff.get(path)).body).toContain(words);
  expect((await staff.get(`${path}/regions/central`)).body).toContain(words);
  expect((await staff.get(`${path}/regions/east`)).body).not.toContain(words);

  // By now the retention clock has caught up.
  collector.clock.now = Date.UTC(2029, 10, 1);
  await collector.db.$client.execute(
    statement("INSERT OR REPLACE INTO setting VALUES ('retention clock', ?)", [String(collector.clock.now)]),
  );
  const log = { info: () => {}, error: () => {} };
  await jobsOf({ db: collector.db, clock: () => collector.clock.now, log })
    .find(({ name }) => name === 'purge')!
    .run();
  collector.clock.now = afterClosing;
  const purged = await read(await aPerson(collector, 'ambassador'));
  for (const series of [central(purged), purged.total]) {
    expect(month(series, '2026-09')).toMatchObject({
      status: 'deleted',
      responses: null,
      sum: null,
      n: null,
      average: null,
    });
  }
  expect((await collector.figures('2026-07')).total.responses).toBe(24);
});

test('no month leaves the department: other readers get the same answer as for an unknown department', async () => {
  await using collector = await aCollector();
  await collector.db.$client.executeMultiple(`
    INSERT INTO department (slug, name, zone, first_month) VALUES ('other', 'Other Services', 'America/New_York', 10);
    INSERT INTO region (department_id, slug, name) VALUES (2, 'harbor', 'Harbor Office');`);
  for (const role of ['executive', 'administrator', 'junior'] as const) {
    const staff = await aPerson(collector, role);
    const [own, unknown] = [await staff.get(`${api}/cws/months`), await staff.get(`${api}/nowhere/months`)];
    expect([own.status, own.body], role).toEqual([404, unknown.body]);
  }
  const ambassador = await aPerson(collector, 'ambassador');
  expect((await ambassador.get(`${api}/other/months`)).status).toBe(404);
  const made = await ambassador.post('/console/tokens', { name: 'x', scope: 'averages', department: 'cws' });
  const headers = { Authorization: `Bearer ${/heart_[\w-]{43}/.exec(made.body)![0]}` };
  expect((await fetch(`${collector.url}${api}/cws/months`, { headers })).status).toBe(200);
  expect((await fetch(`${collector.url}${api}/other/months`, { headers })).status).toBe(404);
  expect((await fetch(`${collector.url}${api}/cws/months`)).status).toBe(401);
});
