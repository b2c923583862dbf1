import { expect, test } from 'vitest';
import { closedWith } from '../../test/closed-quarters.ts';
import { aCollector, type TestCollector } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { readCsv } from '../../test/csv.ts';
import { aPlan } from '../../test/plans.ts';
import { aPerson } from '../../test/staff.ts';
import { savePlan } from '../../test/survey-plans.ts';

const path = '/console/coverage';
/** In the quarter after 2026-04. */
const closedAt = Date.UTC(2026, 6, 15, 7);

async function anAgency() {
  const collector = await aCollector();
  await collector.db.$client.executeMultiple(`
    INSERT INTO division (name, place, created_at) VALUES ('Family Services', 2, 1), ('Health', 1, 1);
    UPDATE department SET division_id = 1;
    INSERT INTO department (slug, name, zone, first_month, division_id) VALUES
      ('clinics', 'Clinics', 'America/Los_Angeles', 7, 2), ('parks', 'Parks', 'America/Los_Angeles', 7, NULL),
      ('library', 'Library', 'America/Los_Angeles', 7, NULL), ('roads', 'Roads', 'America/Los_Angeles', 7, NULL);
    INSERT INTO region (department_id, slug, name) VALUES (2, 'harbor', 'Harbor Clinic'), (3, 'trails', 'Trails'),
      (4, 'main', 'Main'), (5, 'north', 'North');`);
  return collector;
}

const close = (
  { db }: TestCollector,
  departmentId: number,
  regions: Parameters<typeof closedWith>[2]['regions'],
  quarter = '2026-04',
) => closedWith(db, quarter, { departmentId, regions, closedAt });

test('shows every department by division, with its plan, its standing and what is under way, never ranked', async () => {
  await using collector = await anAgency();
  await savePlan(await aPerson(collector, 'ambassador'));
  // Below the target, with two regions below, of which one is too small to be shown.
  await close(collector, 1, { central: { 2: 20, 4: 20 }, east: { 1: 4 }, south: { 4: 30, 5: 5 } });
  await aPlan(collector.db, { region: 'central', quarter: '2026-04', stage: 'agreed' });
  await aPlan(collector.db, { region: 'east', quarter: '2026-04', stage: 'required' });
  await close(collector, 2, { harbor: { 4: 5, 5: 200 } });
  await close(collector, 3, { trails: { 3: 10, 4: 10, 5: 12 } });
  await close(collector, 4, { main: { 5: 7 } });
  // Older than a year.
  await close(collector, 5, { north: { 5: 70 } }, '2025-04');

  const executive = await aPerson(collector, 'executive');
  const page = text((await executive.get(path)).body);
  expect(page).toContain('Have a survey plan 1 of 5 Surveyed within the year 4 of 5 Published results 0 of 5');
  expect(page).toContain(
    'Compared with their target 1 exceeding, 1 meeting, 1 failing 1 with figures withheld, 1 not surveyed',
  );
  const rows = [
    'Health Clinics , Health None yet Yes Exceeding 4.97, target 4.00; 95% confidence interval 4.95 to 5.00 n 1,230, 205 responses April to June 2026 None Not yet None shown',
    'Family Services Child Welfare Services , Family Services Every year : plan of Child Welfare Services Next: March 1, 2027 Yes',
    'Without a division Parks None yet Yes Meeting, may be chance 4.06, target 4.00; 95% confidence interval',
    'Library None yet Yes Figures withheld April to June 2026 None Not yet None shown',
    'Roads None yet No – None Not yet None shown',
  ];
  expect((await executive.get(path)).body).toMatch(/<th scope="row">\s*Clinics<span class="vh">, Health<\/span>/);
  const positions = rows.map((row) => page.indexOf(row));
  expect(positions, page).not.toContain(-1);
  expect(positions).toEqual(positions.toSorted((one, other) => one - other));
  expect(page, 'a plan of a region that is withheld stays inside').toContain('At least 1 under way');
  expect(text((await executive.get('/console')).body)).toContain('4 departments have no survey plan yet.');

  const plan = text((await executive.get(`${path}/cws`)).body);
  expect(plan).toContain('Families and caregivers with an open case.');
  expect(plan, 'counts stay inside').not.toContain('responses');
  expect(text((await executive.get(`${path}/parks`)).body)).toContain('Parks has no survey plan yet.');

  const { lines: csv } = readCsv((await executive.get(`${path}.csv`)).body);
  expect(csv.map((row) => [row['department'], row['status'], row['may_be_chance'], row['average'], row['n']])).toEqual([
    ['clinics', 'exceeding', 'no', '4.97', '1230'],
    ['cws', 'failing', expect.anything(), expect.anything(), expect.anything()],
    ['parks', 'meeting', 'yes', '4.06', '192'],
    ['library', 'suppressed', '', '', ''],
    ['roads', 'none', '', '', ''],
  ]);
  const { rows: audited } = await collector.db.$client.execute(
    "SELECT count(*) AS n FROM audit_event WHERE action = 'survey coverage exported'",
  );
  expect(audited[0]!['n']).toBe(1);
});

test('a restatement that outside readers see changes the board at once', async () => {
  await using collector = await anAgency();
  await close(collector, 2, { harbor: { 4: 5, 5: 200 } });
  const executive = await aPerson(collector, 'executive');
  expect(text((await executive.get(path)).body)).toContain('Exceeding 4.97');
  await closedWith(collector.db, '2026-04', {
    departmentId: 2,
    regions: { harbor: { 1: 200, 4: 5, 5: 200 } },
    closedAt,
    version: 2,
  });
  const page = text((await executive.get(path)).body);
  expect(page).toContain('Failing 3.01');
});
