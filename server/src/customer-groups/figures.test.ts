import { expect, test } from 'vitest';
import { aCollector } from '../../test/collector.ts';
import { row, text } from '../../test/console-page.ts';
import { addGroups, answerAllYear, answerAs, closeAll, yearQuarters } from '../../test/group-years.ts';
import { aPerson } from '../../test/staff.ts';
import { addSubmitters, submitted } from '../../test/submissions.ts';

const inside = (quarter: string) => `/console/departments/cws/quarters/${quarter}/groups`;
const outside = '/console/agency/cws/groups/2025-07';

test('shows the department’s staff each customer group by quarter and fiscal year, closed ones as they were closed', async () => {
  await using collector = await aCollector();
  const ambassador = await aPerson(collector, 'ambassador');
  const quarterPage = '/console/departments/cws/quarters/2026-07';
  expect((await ambassador.get(quarterPage)).body).not.toContain('By customer group');
  expect((await ambassador.get(inside('2026-07'))).body).toContain('has no customer groups');
  await addGroups(collector);
  expect((await ambassador.get(quarterPage)).body).toContain(`href="${inside('2026-07')}"`);

  await answerAllYear(collector);
  await answerAs(collector, { quarter: '2026-07', group: 1, responses: 2, rating: '5' });
  await closeAll(collector);
  // What changes later in the responses does not change closed quarters.
  await collector.db.$client.execute("UPDATE response SET group_id = 2 WHERE quarter = '2026-01'");

  // Two months later, they have to sign in again.
  const later = await aPerson(collector, 'ambassador');
  const closed = (await later.get(inside('2026-01'))).body;
  expect(row(closed, 'Client').slice(0, 2)).toEqual([
    'Client 40 responses',
    expect.stringMatching(/^3\.50 ▼ below target n 240 95% confidence interval 3\.\d\d to 3\.\d\d$/),
  ]);
  expect(row(closed, 'Partner agency')[0]).toBe('Partner agency 6 responses');
  expect(row(closed, 'No group given')[0]).toBe('No group given 18 responses');
  expect(row(closed, 'Everyone')[0]).toBe('Everyone 76 responses');
  expect(row(closed.slice(closed.indexOf('<h2>FY 2025-26</h2>')), 'Client')[0]).toBe('Client 160 responses');

  const open = (await later.get(inside('2026-07'))).body;
  expect(row(open, 'Client')[1]).toMatch(/^5\.00/);
  await collector.db.$client.execute(`UPDATE customer_group SET names = '{"es":"Cliente"}' WHERE id = 1`);
  expect((await later.get(inside('2026-07'))).body).toContain('<th scope="row"><bdi lang="es">Cliente</bdi>');
  expect(text(open)).toContain('FY 2026-27 so far (Jul–Dec 2026)');
  expect(text(open)).toContain('No one outside the department sees a single quarter by customer group.');
});

test('shows the executive office a fiscal year by customer group once its last quarter is submitted', async () => {
  await using collector = await aCollector();
  await addSubmitters(collector);
  await addGroups(collector);
  await answerAllYear(collector);
  await closeAll(collector);
  const executive = await aPerson(collector, 'executive');
  const quarterPage = '/console/agency/cws/2026-01';
  expect((await executive.get(outside)).status).toBe(404);
  expect((await executive.get(quarterPage)).body).not.toContain('Customer groups');
  for (const quarter of yearQuarters) await submitted(collector, quarter);
  expect((await executive.get(quarterPage)).body).toContain(`<a href="${outside}">Customer groups in FY 2025-26</a>`);

  const { body } = await executive.get(outside);
  expect(row(body, 'Client').slice(0, 2)).toEqual(['Client 160 responses', expect.stringMatching(/^3\.50/)]);
  expect(row(body, 'Family member')[1]).toMatch(/^Withheld/);
  expect(row(body, 'Partner agency')[1]).toMatch(/^Withheld/);
  expect(row(body, 'No group given')[0]).toBe('No group given 72 responses');
  expect(row(body, 'Everyone')[0]).toBe('Everyone 286 responses');
  expect(text(body)).not.toContain('restated');
  expect((await executive.get(inside('2026-01'))).status).toBe(404);
});
