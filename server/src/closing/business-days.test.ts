import { expect, test } from 'vitest';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { insertRows } from '../../test/rows.ts';

async function snapshots({ db }: TestCollector) {
  const { rows } = await db.$client.execute('SELECT quarter, closed_at, closed_by FROM snapshot ORDER BY rowid');
  return rows.map((row) => ({ ...row }));
}

// By the calendar on the wall. Thursday 1 October 2026 is the first business day after the quarter; the tenth is
// Wednesday the 14th (1 2 · 5 6 7 8 9 · 12 13 14). Columbus Day, Monday the 12th, is no public holiday in California.
const dueInAutumn = Date.UTC(2026, 9, 15, 7);
// 1 January 2027 is a Friday and New Year's Day. 4–8 and 11–15 January are ten business days; then it is Saturday.
const dueInWinter = Date.UTC(2027, 0, 16, 8);
// 1 April 2027 is a Thursday: 1 2 · 5 6 7 8 9 · 12 13 14. César Chávez Day, 31 March, is over by then.
const dueInSpring = Date.UTC(2027, 3, 15, 7);

test.each([
  ['2026-07', dueInAutumn],
  ['2026-10', dueInWinter],
  ['2027-01', dueInSpring],
])('%s closes on its own once ten business days have passed, and not a moment before', async (quarter, due) => {
  await using collector = await aCollector();
  await insertRows(collector.db, { responses: 20, quarter });
  collector.clock.now = due - 1;
  expect(await collector.heart('close-quarter')).toMatchObject({ code: 0, out: 'No quarter is due to close.' });
  expect(await count(collector.db, 'snapshot')).toBe(0);
  collector.clock.now = due;
  expect((await collector.heart('close-quarter')).out).toMatch(
    /^Child Welfare Services, FY 2026-27 Q\d .* is closed\.$/,
  );
  expect(await snapshots(collector)).toMatchObject([{ quarter, closed_at: due, closed_by: 'heart close-quarter' }]);
  expect((await collector.heart('close-quarter')).out).toBe('No quarter is due to close.');
});

test('all quarters that are due close in their order, those without responses between them too', async () => {
  await using collector = await aCollector();
  collector.clock.now = dueInSpring;
  expect((await collector.heart('close-quarter')).out).toBe('No quarter is due to close.');
  await insertRows(collector.db, { responses: 3, quarter: '2027-01' });
  await insertRows(collector.db, { responses: 3, quarter: '2026-04' });
  await insertRows(collector.db, { responses: 3, quarter: '2027-04' });
  const { out } = await collector.heart('close-quarter');
  expect(out.match(/Q\d/g)).toEqual(['Q4', 'Q1', 'Q2', 'Q3']);
  expect((await snapshots(collector)).map((row) => row['quarter'])).toEqual([
    '2026-04',
    '2026-07',
    '2026-10',
    '2027-01',
  ]);
  expect((await collector.figures('2026-07')).quarter).toMatchObject({ status: 'closed' });
  expect((await collector.figures('2027-04')).quarter).toMatchObject({ status: 'open' });
});

test.each([
  // New Year's Day of 2027, a Friday, is then a business day like any other.
  ['without holidays', '2026-10', 'closes_after = 1, holidays = NULL', Date.UTC(2027, 0, 2, 8)],
  // The eleventh is Thursday 15 April: Tax Day has a name and no closed office.
  ['that takes a day more', '2027-01', 'closes_after = 11', Date.UTC(2027, 3, 16, 7)],
  // In Berlin the year begins nine hours before it does in California, and by the holidays of Berlin on the same days.
  ['elsewhere', '2026-10', "zone = 'Europe/Berlin', holidays = 'DE-BE'", Date.UTC(2027, 0, 15, 23)],
])('a department %s closes by its own rule', async (_, quarter, rule, due) => {
  await using collector = await aCollector();
  await collector.db.$client.execute(`UPDATE department SET ${rule}`);
  await insertRows(collector.db, { responses: 3, quarter });
  collector.clock.now = due - 1;
  expect((await collector.heart('close-quarter')).out).toBe('No quarter is due to close.');
  collector.clock.now += 1;
  expect((await collector.heart('close-quarter')).out).toContain('is closed.');
});
