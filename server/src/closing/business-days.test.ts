import { expect, test } from 'vitest';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { insertRows } from '../../test/rows.ts';

async function snapshots({ db }: TestCollector) {
  const { rows } = await db.$client.execute('SELECT quarter, closed_at, closed_by FROM snapshot ORDER BY rowid');
  return rows.map((row) => ({ ...row }));
}

// Counted on a paper calendar. Thursday, October 1, 2026 is the first business day after the quarter; the tenth is
// Wednesday, October 14 (1 2 · 5 6 7 8 9 · 12 13 14). Columbus Day, October 12, is not a public holiday in California.
const dueInAutumn = Date.UTC(2026, 9, 15, 7);
// January 1, 2027 is a Friday and New Year's Day. January 4–8 and 11–15 are ten business days, before a Saturday.
const dueInWinter = Date.UTC(2027, 0, 16, 8);
// April 1, 2027 is a Thursday: 1 2 · 5 6 7 8 9 · 12 13 14. César Chávez Day, March 31, is before it.
const dueInSpring = Date.UTC(2027, 3, 15, 7);

test.each([
  ['2026-07', dueInAutumn],
  ['2026-10', dueInWinter],
  ['2027-01', dueInSpring],
])('%s closes automatically after ten business days, and not a moment earlier', async (quarter, due) => {
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

test('closes all due quarters in order, including those without responses between them', async () => {
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
  // Without holidays, New Year's Day of 2027, a Friday, is a business day.
  ['without holidays', '2026-10', 'closes_after = 1, holidays = NULL', Date.UTC(2027, 0, 2, 8)],
  // The eleventh is Thursday, April 15: Tax Day is not a public holiday.
  ['that takes one more day', '2027-01', 'closes_after = 11', Date.UTC(2027, 3, 16, 7)],
  // The year starts nine hours earlier in Berlin than in California; the business days are the same.
  ['in Berlin', '2026-10', "zone = 'Europe/Berlin', holidays = 'DE-BE'", Date.UTC(2027, 0, 15, 23)],
])('a department %s closes by its own calendar', async (_, quarter, rule, due) => {
  await using collector = await aCollector();
  await collector.db.$client.execute(`UPDATE department SET ${rule}`);
  await insertRows(collector.db, { responses: 3, quarter });
  collector.clock.now = due - 1;
  expect((await collector.heart('close-quarter')).out).toBe('No quarter is due to close.');
  collector.clock.now += 1;
  expect((await collector.heart('close-quarter')).out).toContain('is closed.');
});
