import { expect, test } from 'vitest';
import { aCollector, type TestCollector } from '../../test/collector.ts';
import { insertRows } from '../../test/rows.ts';
import { createOrganization } from '../org/org.ts';
import { publishedTrend } from '../figures/figures.ts';

/** The quarters of fiscal years 2025 and 2026 in California, and when each may close. */
const quarters = ['2025-07', '2025-10', '2026-01', '2026-04', '2026-07'];

/** Reads the trend as published outside the department. @returns it, and how many turns the event loop took. */
async function asked({ db }: TestCollector) {
  const [department] = (await createOrganization(db)()).departments;
  const asked = quarters.map((id) => department!.calendar.byId(id)!);
  let turns = 0;
  let isOver = false;
  const count = () => {
    turns += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  const { points } = await publishedTrend(db, department!, asked);
  isOver = true;
  return { totals: points.map(({ total }) => total), turns };
}

test('gives other requests a turn between two quarters that are computed for the first time', async () => {
  await using collector = await aCollector();
  for (const quarter of quarters) {
    await insertRows(collector.db, { responses: 40, quarter });
    const { code, err } = await closed(collector, quarter);
    expect([code, err]).toEqual([0, '']);
  }
  const first = await asked(collector);
  expect(first.totals.map((total) => total?.status)).not.toContain(undefined);
  const again = await asked(collector);
  expect(again.totals).toEqual(first.totals);
  expect(first.turns - again.turns).toBeGreaterThanOrEqual(quarters.length - 1);
});

function closed(collector: TestCollector, quarter: string) {
  const [year, month] = quarter.split('-').map(Number);
  collector.clock.now = Date.UTC(year!, month! - 1 + 3, 20);
  return collector.heart('close-quarter', '--quarter', quarter);
}
