import { expect, test } from 'vitest';
import { aCollector } from '../test/collector.ts';
import { aPerson } from '../test/staff.ts';

test('the sample data shows action plans in every stage and with every verdict', async () => {
  await using collector = await aCollector();
  expect((await collector.heart('demo', '--responses', '60000')).code).toBe(0);
  const stages = await collector.db.$client.execute('SELECT DISTINCT stage FROM action_plan ORDER BY stage');
  expect(stages.rows.map(({ stage }) => stage)).toEqual(['agreed', 'completed', 'required', 'watch', 'withdrawn']);
  const ambassador = await aPerson(collector, 'ambassador');
  const { rows } = await collector.db.$client.execute(
    `SELECT action_plan.id, slug, quarter FROM action_plan JOIN region ON region.id = region_id WHERE cause IS NOT NULL`,
  );
  const shown = await Promise.all(
    rows.map(async ({ id, slug, quarter }) => {
      const { body } = await ambassador.get(`/console/departments/cws/action-plans/${String(id)}`);
      return [`${String(slug)} ${String(quarter)}`, /<h2>Did it help\?<\/h2>\s*<p>([^:.]*)/.exec(body)?.[1]];
    }),
  );
  expect(Object.fromEntries(shown)).toEqual({
    'adoptions 2025-04': 'Too few responses',
    'central 2025-04': 'At target in both quarters',
    'east 2025-04': 'Clearly better',
    'north-central 2025-04': 'No change shown',
    'north-central 2025-10': 'At target in the first quarter',
    'north-central 2026-01': 'Waiting for two quarters to close',
    'north-coastal 2025-04': 'At target in one of two quarters',
    'north-coastal 2026-01': undefined,
    'south 2025-04': 'Worse',
    'south 2025-10': 'Waiting for the second quarter to close',
    'south 2026-01': undefined,
  });
  expect((await collector.heart('verify')).code).toBe(0);
});
