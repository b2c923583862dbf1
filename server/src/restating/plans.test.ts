import { expect, test } from 'vitest';
import { aCollector, aResponse, send, type TestCollector } from '../../test/collector.ts';
import { row, text } from '../../test/console-page.ts';
import { closeQuarter, endOfQuarter, plansPath, take, writePlan } from '../../test/plans.ts';
import { addTo, makeIt, paperForm, startRestating } from '../../test/restating.ts';
import { insertRows } from '../../test/rows.ts';
import { aPerson } from '../../test/staff.ts';
import { dueReminders } from '../action-plans/action-plans.ts';

const day = 24 * 60 * 60 * 1000;

async function respond(collector: TestCollector, region: string, ...ratings: number[]) {
  for (const rating of ratings) expect((await send(collector, aResponse({ region, rating }))).status).toBe(201);
}

async function plansIn({ db }: TestCollector) {
  const { rows } = await db.$client.execute(
    'SELECT slug, stage, due_on, decided_at, closed_at FROM action_plan JOIN region ON region.id = region_id ORDER BY slug',
  );
  return rows.map((row) => ({ ...row }));
}

test('a restatement opens a plan for a region that is below target now, and never removes one', async () => {
  await using collector = await aCollector();
  // Central was below target and recovered, East and Adoptions are below, and South is at target.
  await respond(collector, 'central', 3, 5);
  await respond(collector, 'east', 3);
  await respond(collector, 'south', 4);
  await respond(collector, 'adoptions', 2);
  await closeQuarter(collector);
  const [adoptions, , east] = await plansIn(collector);
  expect(await plansIn(collector)).toMatchObject([
    { slug: 'adoptions', stage: 'required' },
    { slug: 'central', stage: 'withdrawn' },
    { slug: 'east', stage: 'required' },
  ]);
  collector.clock.now = endOfQuarter + 3 * day;
  const representative = await aPerson(collector, 'representative');
  await startRestating(representative, 'late paper');
  for (const [region, rating] of [
    ['central', 2],
    ['south', 3],
    ['adoptions', 1],
    ['east', 5],
    ['east', 5],
  ] as const) {
    await addTo(representative, 'forms', paperForm(rating, { region }));
  }
  expect((await makeIt(representative)).status).toBe(303);
  expect(await plansIn(collector)).toEqual([
    adoptions,
    { slug: 'central', stage: 'required', due_on: '2026-10-30', decided_at: collector.clock.now, closed_at: null },
    east,
    { slug: 'south', stage: 'required', due_on: '2026-10-30', decided_at: collector.clock.now, closed_at: null },
  ]);
  for (const [plan, figures] of [
    [1, '3.33'],
    [4, '3.50'],
  ] as const) {
    const page = text((await representative.get(`${plansPath}/${plan}`)).body);
    expect(page).toContain(
      'This plan was opened by a restatement of the quarter (late paper) on October 4, 2026. Its figures are those of version 2.',
    );
    expect(page).toContain(`Average after the restatement ${figures}`);
    expect(page).toContain('20 business days after the quarter was restated, from October 5, 2026');
  }
  expect(text((await representative.get(`${plansPath}/2`)).body)).not.toContain('opened by a restatement');
  // A second restatement, after which the regions are at target again, leaves the plans as they are.
  const before = await plansIn(collector);
  collector.clock.now += day;
  const later = await aPerson(collector, 'representative');
  await startRestating(later, 'late paper');
  for (const region of ['central', 'south', 'central', 'south', ...Array<string>(8).fill('adoptions')])
    await addTo(later, 'forms', paperForm(5, { region }));
  expect((await makeIt(later)).status).toBe(303);
  expect((await collector.figures('2026-07')).regions.filter(({ status }) => status === 'below')).toEqual([]);
  expect(await plansIn(collector)).toEqual(before);
});

test('a plan that a restatement opened notifies its people, and is written, approved and done like any other', async () => {
  await using collector = await aCollector();
  await respond(collector, 'central', 4);
  await closeQuarter(collector);
  const [ambassador, representative] = [
    await aPerson(collector, 'ambassador'),
    await aPerson(collector, 'representative'),
  ];
  await startRestating(representative, 'late paper');
  await addTo(representative, 'forms', paperForm(1));
  expect((await makeIt(representative)).status).toBe(303);
  const reminders = await dueReminders(collector.db, collector.clock.now);
  expect(reminders.map(({ message }) => message)).toEqual(['required']);
  await writePlan(collector, ambassador, representative);
  expect((await take(collector, ambassador, 'submission')).status).toBe(303);
  expect((await take(collector, representative, 'agreement')).status).toBe(303);
});

test('a verdict gets a new one beside it when one of its quarters is restated', async () => {
  await using collector = await aCollector();
  const { clock, db } = collector;
  await insertRows(db, { responses: 40, rating: '3 + n % 2' });
  await closeQuarter(collector);
  const [ambassador, representative] = [
    await aPerson(collector, 'ambassador'),
    await aPerson(collector, 'representative'),
  ];
  await writePlan(collector, ambassador, representative);
  await take(collector, ambassador, 'submission');
  expect((await take(collector, representative, 'agreement')).status).toBe(303);
  for (const [quarter, end] of [
    ['2026-10', Date.UTC(2027, 0, 2)],
    ['2027-01', Date.UTC(2027, 3, 2)],
    ['2027-04', Date.UTC(2027, 6, 2)],
  ] as const) {
    await insertRows(db, { responses: 40, quarter, rating: '4 + n % 2' });
    await closeQuarter(collector, quarter, end);
  }
  clock.now = Date.UTC(2027, 6, 10, 19);
  const page = '/console/departments/cws/quarters/2027-04/regions/central';
  const later = await aPerson(collector, 'representative');
  expect(text((await later.get(page)).body)).toMatch(
    /help\? Clearly better: 4\.50 in Jan–Jun 2027 \(n 480, 80 responses\)/,
  );

  clock.now = Date.UTC(2027, 6, 12, 19);
  const again = await aPerson(collector, 'representative');
  await startRestating(again, 'late paper', '2027-04');
  for (let form = 0; form < 12; form += 1) {
    await addTo(again, 'forms', paperForm(1, { date: '2027-05-03' }), '2027-04');
  }
  expect((await makeIt(again, '2027-04')).status).toBe(303);
  const { body } = await again.get(page);
  expect(text(body)).toMatch(/help\? .*: 4\.04 in Jan–Jun 2027 \(n 552, 92 responses\)/);
  expect(text(body)).toMatch(/Earlier verdicts .* Clearly better: 4\.50 in Jan–Jun 2027 \(n 480, 80 responses\)/);
  expect(row(body, 'After: Apr–Jun 2027')[1]).toContain('3.69');
  const plans = JSON.parse((await again.get('/api/v1/departments/cws/plans')).body) as {
    plans: { quarter: string; verdicts: { after: { quarters: { id: string; version: number }[] } }[] }[];
  };
  const versionsUsed = plans.plans
    .find(({ quarter }) => quarter === '2026-07')!
    .verdicts.map(({ after }) => after.quarters.map(({ id, version }) => `${id} ${version}`));
  expect(versionsUsed).toEqual([
    ['2027-01 1', '2027-04 1'],
    ['2027-01 1', '2027-04 2'],
  ]);
});
