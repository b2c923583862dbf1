import { hash } from 'node:crypto';
import { items } from '@heart-survey/shared/items';
import { expect, test } from 'vitest';
import { aCollector, aResponse, send, type TestCollector } from '../../test/collector.ts';
import { row, text } from '../../test/console-page.ts';
import { insertRows } from '../../test/rows.ts';
import { aPerson } from '../../test/staff.ts';
import { statement } from '../database/statement.ts';

/** Mid-October 2026, when the quarter of July is closed by its schedule. */
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

test('the quarter at a glance says the figures of heart averages, with n, and first who is below the target', async () => {
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
    for (const [place, item] of items.entries()) {
      expect(cells[place + 2], region.name).toContain(region.items[item].mean ?? '–');
      expect(cells[place + 2], region.name).toContain(`n ${region.items[item].n}`);
    }
  }
  expect(row(body, 'All together')[1]).toContain(figures.total.average!);
  const said = text(body);
  expect(said).toContain('July to September 2026');
  expect(said).toMatch(/Central Region is at 2\.75, below 4\.00\. 4 responses; weakest is Helpfulness \(2\.75\)/);
  expect(said).toMatch(/when the quarter closes on October 15, 2026, it owes an action plan/);
  expect(said).toMatch(/open, 45 days left/);
  expect(row(body, 'Central Region')[1]).toMatch(/2\.75 ▼ below target/);
  expect(row(body, 'Central Region')[1]).toContain('95 % interval 1.00 to 5.00');
  expect(row(body, 'East Region')[1]).not.toContain('▼');
  expect(row(body, 'East Region')[1]).toMatch(/^4\.66 met/);
  expect(row(body, 'East Region')[1]).toContain('95 % interval 3.23 to 5.00');
  expect(row(body, 'South Region')[1]).toBe('– n 0');
  expect(said).toContain('target 4.00 below so far');
  expect(said).toContain('▼ marks what is below it');
});

test('a junior ambassador sees their region, and neither another one nor what all come to', async () => {
  await using collector = await aCollector();
  await answers(collector, 'central', 4);
  await answers(collector, 'east', 1, 2);
  const junior = await aPerson(collector, 'junior', 'central');
  const { status, body } = await junior.get(`${department}/quarters/2026-07`);
  expect(status).toBe(200);
  expect(row(body, 'Central Region')[1]).toContain('4.00');
  expect(body).not.toContain('East Region');
  expect(body).not.toContain('All together');
  expect((await junior.get(`${department}/quarters/2026-07/regions/central`)).status).toBe(200);
  expect((await junior.get(`${department}/quarters/2026-07/regions/east`)).status).toBe(404);
  expect((await junior.get('/console/agency')).status).toBe(404);
  expect(text((await junior.get('/console')).body)).not.toContain('East Region');
});

test('a department is there for its own people alone, and so are its regions under any name', async () => {
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

test('an empty quarter says what to do next', async () => {
  await using collector = await aCollector();
  const representative = await aPerson(collector, 'representative', 'cws');
  const { body } = await representative.get(`${department}/quarters/2026-07`);
  expect(text(body)).toContain(
    'Nobody has answered yet in this quarter. Answers come when staff carry the survey link',
  );
  expect(body).toContain('href="/signature"');
});

test('the change since last quarter is said in words, clear only where chance would hardly make it', async () => {
  await using collector = await aCollector();
  await answers(collector, 'central', ...[4, 5, 4, 5, 4, 5, 4, 5, 4, 5, 4, 5]);
  await answers(collector, 'east', 5, 5);
  collector.clock.now = afterClosing;
  await answers(collector, 'central', ...[2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3]);
  await answers(collector, 'east', 1, 2);
  const ambassador = await aPerson(collector, 'ambassador', 'cws');
  const { body } = await ambassador.get(`${department}/quarters/2026-10`);
  expect(row(body, 'Central Region')[8]).toBe('−2.00 clear change');
  expect(row(body, 'East Region')[8]).toBe('−3.50 too little to tell a change');
  expect(row(body, 'South Region')[8]).toBe('– too little to tell a change');
});

test('a quarter that closed before a region was set up says so on the page of the region', async () => {
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
  expect(text(body)).toContain('Harbor Office was not there yet when this quarter closed.');
  expect(text(body)).not.toContain('Nobody has answered');
});

test('whether a change is clear is the same for every reader, on the table and on the page of the region', async () => {
  await using collector = await aCollector();
  // By itself this change would be clear, at t = 2.57; among eight regions such a one comes about by chance.
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

test('where the answers of a closed quarter came from is what it was at the close, and stays in the department', async () => {
  await using collector = await aCollector();
  for (const language of ['es', 'es', 'en']) await send(collector, aResponse({ language, channel: 'embed' }));
  collector.clock.now = afterClosing;
  expect((await collector.heart('close-quarter', '--quarter', '2026-07')).code).toBe(0);
  await collector.db.$client.execute("DELETE FROM response WHERE language = 'es'");
  const ambassador = await aPerson(collector, 'ambassador');
  const path = `${department}/quarters/2026-07`;
  for (const page of [path, `${path}/regions/central`]) {
    const { body } = await ambassador.get(page);
    expect(row(body, 'Español'), page).toEqual(['Español es', '2', '66 %']);
    expect(row(body, 'Agency website'), page).toEqual(['Agency website', '3', '100 %']);
  }
  expect(JSON.stringify(await collector.figures('2026-07'))).not.toContain('embed');
  expect((await ambassador.get('/api/v1/departments/cws/quarters/2026-07')).body).not.toContain('embed');
  expect((await collector.heart('verify')).code).toBe(0);
});

test('of a quarter that closed before its origins were kept, the page says so rather than what is left of them', async () => {
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
  const said = text((await ambassador.get(`${department}/quarters/2026-07`)).body);
  expect(said).toContain('When this quarter closed, it was not kept yet where its answers came from.');
  expect(said).not.toContain('Español');
  expect((await collector.heart('verify')).code).toBe(0);
});

test('the trend begins with the first quarter that was rated, and draws an interval only where there is one', async () => {
  await using collector = await aCollector();
  const quarters = { '2025-10': '1 + n % 5', '2026-01': '4', '2026-04': '1 + n % 5', '2026-07': '2 + n % 3' };
  for (const [quarter, rating] of Object.entries(quarters))
    await insertRows(collector.db, { responses: 12, quarter, rating });
  const ambassador = await aPerson(collector, 'ambassador');
  const { body } = await ambassador.get(`${department}/quarters/2026-07`);
  expect(row(body, 'Jul–Sep 2025')).toEqual([]);
  expect(row(body, 'Oct–Dec 2025')[2]).toMatch(/^\d\.\d\d to \d\.\d\d$/);
  expect(row(body, 'Jan–Mar 2026')).toEqual(['Jan–Mar 2026', '4.00', 'not estimable', '4.00', '12', '72']);
  const [chart] = /<svg\s+class="trend".*?<\/svg>/s.exec(body)!;
  // One stands alone before the quarter without spread; two are joined after it.
  expect([...chart.matchAll(/class="whisker"/g)]).toHaveLength(1);
  expect([...chart.matchAll(/class="band"/g)]).toHaveLength(1);
  expect(text(chart)).not.toContain('Jul–Sep 2025');
});
