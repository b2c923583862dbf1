import { hash } from 'node:crypto';
import { items } from '@heart-survey/shared/items';
import { expect, test } from 'vitest';
import { aCollector, aResponse, send, type TestCollector } from '../../test/collector.ts';
import { row, text } from '../../test/console-page.ts';
import { insertRows } from '../../test/rows.ts';
import { aPerson } from '../../test/staff.ts';
import { statement } from '../database/statement.ts';

/** Mid-October 2026, after the July quarter has closed on schedule. */
const afterClosing = Date.UTC(2026, 9, 20, 19);
const department = '/console/departments/cws';
async function answers(collector: TestCollector, region: string, ...ratings: number[]) {
  for (const rating of ratings) expect((await send(collector, aResponse({ region, rating }))).status).toBe(201);
}

async function another(collector: TestCollector) {
  await collector.db.$client.executeMultiple(`
    INSERT INTO department (slug, name, zone, first_month) VALUES ('other', 'Other Services', 'America/Los_Angeles', 7);
    INSERT INTO region (department_id, slug, name) VALUES (2, 'harbor', 'Harbor Office');`);
}

test('the quarter page shows the figures of heart averages with n, and the regions below target first', async () => {
  await using collector = await aCollector();
  await answers(collector, 'central', 1, 2, 5, 3);
  await answers(collector, 'east', 5, 5, 4);
  const ambassador = await aPerson(collector, 'ambassador', 'cws');
  const { status, body } = await ambassador.get(`${department}/quarters/2026-07`);
  expect(status).toBe(200);
  const figures = await collector.figures();
  for (const region of figures.regions) {
    const cells = row(body, region.name);
    expect(cells[0], region.name).toContain(`${region.responses} response`);
    expect(cells[1], region.name).toContain(region.average ?? '–');
    expect(cells[1], region.name).toContain(`n ${region.n}`);
    for (const [index, item] of items.entries()) {
      expect(cells[index + 2], region.name).toContain(region.items[item].mean ?? '–');
      expect(cells[index + 2], region.name).toContain(`n ${region.items[item].n}`);
    }
  }
  expect(row(body, 'All regions')[1]).toContain(figures.total.average!);
  const notice = text(body);
  expect(notice).toContain('July to September 2026');
  expect(notice).toMatch(/Central Region is at 2\.75, below 4\.00\. 4 responses; lowest item: Helpfulness \(2\.75\)/);
  expect(notice).toMatch(/when the quarter closes on October 15, 2026, it needs an action plan/);
  expect(notice).toMatch(/open, 45 days left/);
  expect(row(body, 'Central Region')[1]).toMatch(/2\.75 ▼ below target/);
  expect(row(body, 'Central Region')[1]).toContain('95% confidence interval 1.00 to 5.00');
  expect(row(body, 'East Region')[1]).not.toContain('▼');
  expect(row(body, 'East Region')[1]).toMatch(/^4\.66 met/);
  expect(row(body, 'East Region')[1]).toContain('95% confidence interval 3.23 to 5.00');
  expect(row(body, 'South Region')[1]).toBe('– n 0');
  expect(notice).toContain('target 4.00, below so far');
  expect(notice).toContain('▼ means below target');
});

test('a junior ambassador sees their own region, but no other one and no totals', async () => {
  await using collector = await aCollector();
  await answers(collector, 'central', 4);
  await answers(collector, 'east', 1, 2);
  const junior = await aPerson(collector, 'junior', 'central');
  const { status, body } = await junior.get(`${department}/quarters/2026-07`);
  expect(status).toBe(200);
  expect(row(body, 'Central Region')[1]).toContain('4.00');
  expect(body).not.toContain('East Region');
  expect(body).not.toContain('All regions');
  expect((await junior.get(`${department}/quarters/2026-07/regions/central`)).status).toBe(200);
  expect((await junior.get(`${department}/quarters/2026-07/regions/east`)).status).toBe(404);
  expect((await junior.get('/console/agency')).status).toBe(404);
  expect(text((await junior.get('/console')).body)).not.toContain('East Region');
});

test('only a department’s own staff can open it and its regions, under any name', async () => {
  await using collector = await aCollector();
  await another(collector);
  const ambassador = await aPerson(collector, 'ambassador', 'cws');
  const paths = [
    '/console/departments/other',
    '/console/departments/other/quarters/2026-07',
    '/console/departments/other/quarters/2026-07/regions/harbor',
    `${department}/quarters/2026-07/regions/harbor`,
    `${department}/quarters/2027-07`,
    `${department}/quarters/2026-08`,
    `${department}/quarters/x`,
    '/console/departments/nowhere/quarters/2026-07',
    '/console/agency/cws/2026-07',
  ];
  for (const path of paths) expect((await ambassador.get(path)).status, path).toBe(404);
  expect((await ambassador.get(department)).headers.get('location')).toBe(`${department}/quarters/2026-07`);
});

test('an empty quarter explains what to do next', async () => {
  await using collector = await aCollector();
  const representative = await aPerson(collector, 'representative', 'cws');
  const { body } = await representative.get(`${department}/quarters/2026-07`);
  expect(text(body)).toContain(
    'No responses in this quarter yet. To get responses, add the survey link to staff email signatures:',
  );
  expect(body).toContain('href="/signature"');
});

test('describes the change since last quarter in words, and calls it clear only if chance is unlikely', async () => {
  await using collector = await aCollector();
  await answers(collector, 'central', ...[4, 5, 4, 5, 4, 5, 4, 5, 4, 5, 4, 5]);
  await answers(collector, 'east', 5, 5);
  collector.clock.now = afterClosing;
  await answers(collector, 'central', ...[2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3]);
  await answers(collector, 'east', 1, 2);
  const ambassador = await aPerson(collector, 'ambassador', 'cws');
  const { body } = await ambassador.get(`${department}/quarters/2026-10`);
  expect(row(body, 'Central Region')[8]).toBe('−2.00 clear change');
  expect(row(body, 'East Region')[8]).toBe('−3.50 not enough responses to compare');
  expect(row(body, 'South Region')[8]).toBe('– not enough responses to compare');
});

test('a region’s page explains that the quarter closed before the region was set up', async () => {
  await using collector = await aCollector();
  await answers(collector, 'central', 4, 5);
  collector.clock.now = afterClosing;
  expect((await collector.heart('close-quarter', '--quarter', '2026-07')).code).toBe(0);
  await collector.db.$client.execute(
    "INSERT INTO region (department_id, slug, name) VALUES (1, 'harbor', 'Harbor Office')",
  );
  const ambassador = await aPerson(collector, 'ambassador', 'cws');
  const now = await ambassador.get(`${department}/quarters/2026-10/regions/harbor`);
  const previous = /<a href="([^"]*)">Previous quarter/.exec(now.body)![1]!;
  const { status, body } = await ambassador.get(previous);
  expect(status).toBe(200);
  expect(text(body)).toContain('Harbor Office did not exist yet when this quarter closed.');
  expect(text(body)).not.toContain('No responses in this quarter');
});

test('every reader sees the same verdict on a change, in the table and on the region’s page', async () => {
  await using collector = await aCollector();
  // On its own this change would be clear, at t = 2.57; among eight regions chance alone can produce one like it.
  await answers(collector, 'central', ...[4, 5, 4, 5, 4, 5, 4, 5, 4, 5, 4, 5]);
  collector.clock.now = afterClosing;
  await answers(collector, 'central', ...[4, 5, 4, 4, 4, 4, 4, 4, 4, 4, 4, 3]);
  const path = `${department}/quarters/2026-10`;
  for (const role of ['ambassador', 'junior'] as const) {
    const person = await aPerson(collector, role);
    expect(row((await person.get(path)).body, 'Central Region')[8], role).toBe('−0.50 no clear change');
    expect(text((await person.get(`${path}/regions/central`)).body), role).toContain('−0.50 no clear change');
  }
});

test('the channels and languages of a closed quarter stay as they were at close, and stay in the department', async () => {
  await using collector = await aCollector();
  for (const language of ['es', 'es', 'en']) await send(collector, aResponse({ language, channel: 'embed' }));
  collector.clock.now = afterClosing;
  expect((await collector.heart('close-quarter', '--quarter', '2026-07')).code).toBe(0);
  await collector.db.$client.execute("DELETE FROM response WHERE language = 'es'");
  const ambassador = await aPerson(collector, 'ambassador');
  const path = `${department}/quarters/2026-07`;
  for (const page of [path, `${path}/regions/central`]) {
    const { body } = await ambassador.get(page);
    expect(row(body, 'Español'), page).toEqual(['Español es', '2', '66%']);
    expect(row(body, 'Agency website'), page).toEqual(['Agency website', '3', '100%']);
  }
  expect(JSON.stringify(await collector.figures('2026-07'))).not.toContain('embed');
  expect((await ambassador.get('/api/v1/departments/cws/quarters/2026-07')).body).not.toContain('embed');
  expect((await collector.heart('verify')).code).toBe(0);
});

test('explains that a quarter closed before channels and languages were recorded', async () => {
  await using collector = await aCollector();
  await send(collector, aResponse({ language: 'es', channel: 'embed' }));
  collector.clock.now = afterClosing;
  expect((await collector.heart('close-quarter', '--quarter', '2026-07')).code).toBe(0);
  const { rows } = await collector.db.$client.execute('SELECT figures, tallies FROM snapshot');
  const [figures, tallies] = [rows[0]!['figures'], rows[0]!['tallies']].map((text) =>
    String(text).replaceAll(/,"origins":\[(?:\[[^\]]*\],?)*\]/g, ''),
  ) as [string, string];
  await collector.db.$client.execute(
    statement('UPDATE snapshot SET figures = ?, tallies = ?, sha256 = ?', [figures, tallies, hash('sha256', figures)]),
  );
  const ambassador = await aPerson(collector, 'ambassador');
  const shown = text((await ambassador.get(`${department}/quarters/2026-07`)).body);
  expect(shown).toContain('Channels and languages were not being recorded yet when this quarter closed.');
  expect(shown).not.toContain('Español');
  expect((await collector.heart('verify')).code).toBe(0);
});

test('the trend starts with the first rated quarter, and draws an interval only where there is one', async () => {
  await using collector = await aCollector();
  const quarters = { '2025-10': '1 + n % 5', '2026-01': '4', '2026-04': '1 + n % 5', '2026-07': '2 + n % 3' };
  for (const [quarter, rating] of Object.entries(quarters))
    await insertRows(collector.db, { responses: 12, quarter, rating });
  const ambassador = await aPerson(collector, 'ambassador');
  const { body } = await ambassador.get(`${department}/quarters/2026-07`);
  expect(row(body, 'Jul–Sep 2025')).toEqual([]);
  expect(row(body, 'Oct–Dec 2025')[2]).toMatch(/^\d\.\d\d to \d\.\d\d$/);
  expect(row(body, 'Jan–Mar 2026')).toEqual(['Jan–Mar 2026', '4.00', 'cannot be estimated', '4.00', '12', '72']);
  const [chart] = /<svg\s+class="trend".*?<\/svg>/s.exec(body)!;
  // One quarter before the one without an interval gets a whisker; the two after it share a band.
  expect([...chart.matchAll(/class="whisker"/g)]).toHaveLength(1);
  expect([...chart.matchAll(/class="band"/g)]).toHaveLength(1);
  expect(text(chart)).not.toContain('Jul–Sep 2025');
});
