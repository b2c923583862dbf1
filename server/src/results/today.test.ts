import { expect, test } from 'vitest';
import { aCollector } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { insertRows } from '../../test/rows.ts';
import { aPerson } from '../../test/staff.ts';

/** The items on the home page, urgent and not. */
function itemsOn(html: string): { urgent: string[]; others: string[] } {
  const of = (kind: string) =>
    [...html.matchAll(new RegExp(`<li class="${kind}">(.*?)</li>`, 'gs'))].map(([, item]) => text(item!).trim());
  // The survey plan is another feature's.
  return { urgent: of('call'), others: of('need').filter((item) => !item.includes('survey plan')) };
}

test('before the quarter closes, names the regions first that ended it below target', async () => {
  await using collector = await aCollector();
  await insertRows(collector.db, { responses: 20, rating: '3' });
  await insertRows(collector.db, { responses: 20, region: 'east', rating: '5' });
  await insertRows(collector.db, { responses: 20, region: 'central', quarter: '2026-10', rating: '5' });
  collector.clock.now = Date.UTC(2026, 9, 5, 19);
  const ambassador = await aPerson(collector, 'ambassador');
  const { urgent, others } = itemsOn((await ambassador.get('/console')).body);
  expect(urgent).toEqual([
    'Central Region ended FY 2026-27 Q1 (Jul–Sep 2026) at 3.00, below 4.00. 20 responses. If it is still below target when the quarter closes on October 15, 2026, it needs an action plan. View Central Region',
  ]);
  expect(others[0]).toMatch(/^FY 2026-27 Q1 .* closes on October 15, 2026/);
  expect(others.filter((one) => !one.startsWith('New praise'))).toHaveLength(1);
  const junior = await aPerson(collector, 'junior', 'east');
  expect(itemsOn((await junior.get('/console')).body).urgent).toEqual([]);

  await collector.heart('close-quarter', '--quarter', '2026-07');
  expect((await ambassador.get('/console')).body).not.toContain('Central Region ended');
});

test('fewer than 11 responses below target are shown, but not as urgent', async () => {
  await using collector = await aCollector();
  await insertRows(collector.db, { responses: 10, rating: '3' });
  await insertRows(collector.db, { responses: 11, region: 'east', rating: '3' });
  const ambassador = await aPerson(collector, 'ambassador');
  const { urgent, others } = itemsOn((await ambassador.get('/console')).body);
  expect(urgent).toEqual([
    'East Region is at 3.00, below 4.00. 11 responses so far; 45 days are left in the quarter. View East Region',
  ]);
  expect(others).toEqual([
    'Central Region is at 3.00, below 4.00. 10 responses so far, low volume; 45 days are left in the quarter. View Central Region',
  ]);
});
