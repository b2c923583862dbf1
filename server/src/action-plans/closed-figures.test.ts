import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { aCollector, aResponse, send, type TestCollector } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { contents } from '../../test/contents.ts';
import { readCsv } from '../../test/csv.ts';
import { closeQuarter, personId, plansPath, take, versionOf, writePlan } from '../../test/plans.ts';
import { aPerson, type Staff } from '../../test/staff.ts';
import { readSheet } from '../../test/xlsx.ts';

const page = `${plansPath}/1`;
const department = '/console/departments/cws';
const api = '/api/v1/departments/cws';
const quarter = '2026-07';

async function respond(collector: TestCollector, region: string, ratings: number[]) {
  for (const rating of ratings) {
    const response = aResponse({ region, rating, comment: 'Nobody called me back' });
    expect((await send(collector, response)).status).toBe(201);
  }
}

/** The sections of a page that show figures of the quarter: not those about plans, and not the marks of what was done. */
function figuresOf(body: string): string[] {
  const main = body.slice(body.indexOf('<main'));
  const sections = text(main.replaceAll('<h2', '\u0000<h2').replaceAll(/<ol.*?<\/ol>/gs, '')).split('\u0000');
  return sections
    .filter((section) => !/^\s*(Action plan|Did |Average by month)/.test(section))
    .map((section) =>
      section
        .replaceAll(/Action plan: \w+|(Required|Agreed|Completed|Result: clearly better|Result: withheld)\b/g, '')
        .replaceAll(/\s+/g, ' '),
    );
}

/** Every figure of the quarter, wherever it is shown: pages, files, API, inside the department and outside. */
async function everyFigure(collector: TestCollector): Promise<unknown[]> {
  const inside = await aPerson(collector, 'representative');
  const outside = await aPerson(collector, 'executive');
  const pages: [Staff, string][] = [
    [inside, `${department}/quarters/${quarter}`],
    [inside, `${department}/quarters/${quarter}/regions/central`],
    [inside, `${department}/quarters/${quarter}/closing`],
    [outside, `/console/agency/cws/${quarter}`],
  ];
  const shown = await Promise.all(pages.map(async ([who, path]) => figuresOf((await who.get(path)).body)));
  const files = await Promise.all([inside, outside].map((who) => filesOf(collector, who)));
  const { months, regions } = JSON.parse((await inside.get(`${api}/months`)).body) as Record<string, unknown>;
  const ofQuarter = JSON.stringify({ months, regions }).match(/\{"month":"2026-0[789]".*?\}/g);
  return [shown, files, ofQuarter, (await contents(collector.db))['snapshot']!.slice(0, 1)];
}

async function filesOf({ url }: TestCollector, who: Staff): Promise<unknown[]> {
  const path = `${api}/quarters/${quarter}`;
  const { regions, total } = JSON.parse((await who.get(path)).body) as { regions: { plan: unknown }[]; total: unknown };
  const { header, lines } = readCsv((await who.get(`${path}.csv`)).body);
  const sheet = await readSheet(`${url}${path}.xlsx`, who.cookie);
  return [
    regions.map(({ plan: _, ...scores }) => scores),
    total,
    lines.map((line) => header.filter((name) => !name.startsWith('plan')).map((name) => line[name])),
    sheet.rows.map((row) => row.filter((cell) => !['required', 'agreed', 'completed'].includes(String(cell)))),
  ];
}

test('nothing that people do with plans changes a figure of a closed quarter anywhere', async () => {
  await using collector = await aCollector();
  await respond(
    collector,
    'central',
    Array.from({ length: 20 }, (_, n) => 2 + (n % 3)),
  );
  await respond(
    collector,
    'east',
    Array.from({ length: 20 }, (_, n) => 4 + (n % 2)),
  );
  await closeQuarter(collector);
  const before = await everyFigure(collector);
  expect(JSON.stringify(before)).toContain('2.95');

  const ambassador = await aPerson(collector, 'ambassador');
  const representative = await aPerson(collector, 'representative');
  await writePlan(collector, ambassador, representative);
  const { rows } = await collector.db.$client.execute('SELECT id FROM response WHERE region_id = 3 LIMIT 1');
  await ambassador.post(`${page}/comments`, { response: String(rows[0]!['id']) });
  await ambassador.post(`${page}/notes`, { id: randomUUID(), note: 'Looked at the phones.' });
  await take(collector, ambassador, 'submission');
  await take(collector, representative, 'return', { reason: 'Add a date.' });
  await take(collector, ambassador, 'submission');
  expect((await take(collector, representative, 'agreement')).status).toBe(303);
  const action = String((await collector.db.$client.execute('SELECT id FROM plan_action')).rows[0]!['id']);
  const owner = await personId(collector, representative);
  const moved = { version: await versionOf(collector), owner, dueOn: '2027-02-01' };
  expect((await ambassador.post(`${page}/actions/${action}`, moved)).status).toBe(303);
  await ambassador.post(`${page}/actions/${action}/end`, { state: 'done', outcome: 'The new menu is in use.' });
  await ambassador.post(`${page}/actions/${action}/reopening`);
  await ambassador.post(`${page}/actions/${action}/end`, { state: 'dropped', outcome: 'Replaced.' });
  await ambassador.post(`${page}/notes`, { id: randomUUID(), note: 'All is well.', state: 'on track' });
  for (const [next, during, end] of [
    ['2026-10', Date.UTC(2026, 10, 1), Date.UTC(2027, 0, 2)],
    ['2027-01', Date.UTC(2027, 1, 1), Date.UTC(2027, 3, 2)],
    ['2027-04', Date.UTC(2027, 4, 1), Date.UTC(2027, 6, 2)],
  ] as const) {
    collector.clock.now = during;
    await respond(collector, 'central', [5, 4, 5, 5, 4, 5, 3]);
    await closeQuarter(collector, next, end);
  }
  const later = await aPerson(collector, 'representative');
  expect((await take(collector, later, 'completion')).status).toBe(303);
  expect(await everyFigure(collector)).toEqual(before);
  expect(await collector.heart('verify')).toMatchObject({ code: 0 });
});
