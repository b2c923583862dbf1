import { hash, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { aCollector, aResponse, send, type TestCollector } from '../../test/collector.ts';
import { row, text } from '../../test/console-page.ts';
import { insertRows } from '../../test/rows.ts';
import { aPerson } from '../../test/staff.ts';
import { snapshot } from '../database/schema.ts';
import { computeFigures, type PublishedFigures, readTallies } from '../figures/figures.ts';

/** Mid-October 2026, after the July quarter has closed on schedule. */
const afterClosing = Date.UTC(2026, 9, 20, 19);
const department = '/console/departments/cws';

async function answers(collector: TestCollector, region: string, ...ratings: number[]) {
  for (const rating of ratings) expect((await send(collector, aResponse({ region, rating }))).status).toBe(201);
}

async function close(collector: TestCollector, quarter: string) {
  expect((await collector.heart('close-quarter', '--quarter', quarter)).code).toBe(0);
}

test('executives see only closed quarters, and no group of fewer than 11 nor anything that would reveal one', async () => {
  await using collector = await aCollector();
  await answers(collector, 'central', ...Array<number>(20).fill(5));
  await answers(collector, 'east', ...Array<number>(14).fill(4));
  await answers(collector, 'south', 1, 2, 3);
  const executive = await aPerson(collector, 'executive');
  expect((await executive.get('/console/agency/cws/2026-07')).status).toBe(404);
  expect(text((await executive.get('/console/agency')).body)).toContain('No quarter has closed yet');
  expect((await executive.get(`${department}/quarters/2026-07`)).status).toBe(404);
  collector.clock.now = afterClosing;
  expect((await collector.heart('close-quarter', '--quarter', '2026-07')).code).toBe(0);
  const again = await aPerson(collector, 'executive');
  const { status, body } = await again.get('/console/agency/cws/2026-07');
  expect(status).toBe(200);
  expect(row(body, 'Central Region')[1]).toContain('5.00');
  for (const name of ['South Region', 'East Region']) expect(row(body, name)[1], name).toMatch(/^Withheld/);
  // A plan would reveal that the small region was below target.
  expect(row(body, 'South Region')).toHaveLength(2);
  expect(row(body, 'All regions')[1]).toContain('4.37');
  expect(text((await again.get('/console/agency')).body)).toMatch(
    /Child Welfare Services FY 2026-27 Q1 .*37 responses/,
  );
});

test('the trend marks withheld and open quarters as such, never as having no responses', async () => {
  await using collector = await aCollector();
  for (const [quarter, responses] of Object.entries({ '2026-01': 20, '2026-04': 5, '2026-07': 20, '2026-10': 30 }))
    await insertRows(collector.db, { responses, quarter });
  collector.clock.now = Date.UTC(2027, 0, 20);
  for (const quarter of ['2026-01', '2026-04', '2026-10']) await close(collector, quarter);
  const executive = await aPerson(collector, 'executive');
  for (const path of ['/console/agency', '/console/agency/cws/2026-10']) {
    const { body } = await executive.get(path);
    expect(row(body, 'Jan–Mar 2026').slice(4), path).toEqual(['20', '120']);
    expect(row(body, 'Apr–Jun 2026'), path).toEqual(['Apr–Jun 2026', 'Withheld: fewer than 11 responses']);
    expect(row(body, 'Jul–Sep 2026'), path).toEqual(['Jul–Sep 2026', 'Not closed']);
    const [chart] = /<svg\s+class="trend".*?<\/svg>/s.exec(body)!;
    expect(text(chart), path).toMatch(/withheld.* not closed/);
    expect(text(chart), path).not.toContain('none');
  }
});

test('the plan count mentions that withheld regions are left out', async () => {
  await using collector = await aCollector();
  await answers(collector, 'central', ...Array<number>(20).fill(5));
  await answers(collector, 'east', ...Array<number>(14).fill(5));
  await answers(collector, 'south', 1, 2, 3);
  collector.clock.now = afterClosing;
  await close(collector, '2026-07');
  const executive = await aPerson(collector, 'executive');
  expect(row((await executive.get('/console/agency')).body, 'Child Welfare Services').at(-2)).toBe(
    'none needed in the regions shown; others are withheld',
  );
  for (const type of ['csv', 'xlsx']) {
    const file = `/console/agency/cws/2026-07/averages.${type}`;
    expect((await executive.get('/console/agency')).body).toContain(`href="${file}"`);
    expect((await executive.open(file)).status).toBe(200);
  }
});

test('executives see the interval and the distribution of every group that is shown, and of no other', async () => {
  await using collector = await aCollector();
  for (const [region, responses] of Object.entries({ central: 40, adoptions: 12, east: 15, south: 3 }))
    await insertRows(collector.db, { responses, region, rating: '1 + n % 5' });
  collector.clock.now = afterClosing;
  await close(collector, '2026-07');
  const executive = await aPerson(collector, 'executive');
  const { body } = await executive.get('/console/agency/cws/2026-07');
  const { regions } = await collector.figures('2026-07');
  for (const slug of ['central', 'east']) {
    const { name, interval } = regions.find(({ region }) => region === slug)!;
    expect(row(body, name)[1], name).toContain(`95% confidence interval ${interval!.low} to ${interval!.high}`);
  }
  expect(body).toContain('aria-label="Distribution of ratings: Central Region"');
  // Of 15 people, 6 agreed, which is between 1 and 10.
  for (const name of ['South Region', 'Adoptions', 'East Region'])
    expect(body).not.toContain(`Distribution of ratings: ${name}`);
  const [central] = /Distribution of ratings: Central Region.*?<\/table>/s.exec(body)!;
  expect(row(central, 'Respect')).toEqual(['Respect', '8', '8', '8', '8', '8', '40', '40% 16 of 40']);
});

test('withholds an item that 1 to 10 people rated, on the page and in the files, with what would reveal it', async () => {
  await using collector = await aCollector();
  for (const [region, responses] of Object.entries({ central: 40, east: 30, south: 12 }))
    await insertRows(collector.db, { responses, region, rating: '1 + n % 5' });
  // Two of twelve people rated timeliness.
  await collector.db.$client.execute(`UPDATE response SET timeliness = NULL
    WHERE region_id = (SELECT id FROM region WHERE slug = 'south') AND CAST(substr(id, -2) AS INTEGER) NOT IN (-1, -2)`);
  expect((await collector.figures('2026-07')).regions.at(-1)!.items.timeliness.n).toBe(2);
  collector.clock.now = afterClosing;
  await close(collector, '2026-07');
  const executive = await aPerson(collector, 'executive');
  const { body } = await executive.get('/console/agency/cws/2026-07');
  const withheldIn = (name: string) => row(body, name).filter((cell) => cell === 'withheld').length;
  expect(row(body, 'South Region')[0]).toContain('12 responses');
  expect(row(body, 'South Region')[1]).toMatch(/n 62/);
  // Rows and columns add up, so one more item is withheld, and both items in another region.
  expect([withheldIn('South Region'), withheldIn('East Region'), withheldIn('Central Region')]).toEqual([2, 2, 0]);
  expect(withheldIn('All regions')).toBe(0);
  for (const path of ['/api/v1/departments/cws/quarters/2026-07', '/api/v1/departments/cws/quarters/2026-07.csv']) {
    const shown = (await executive.get(path)).body;
    expect(shown).not.toMatch(/"timeliness":\{"sum":\d+,"n":2,/);
    expect(shown).not.toMatch(/^cws,2026-07,south,.*,2,\d\.\d\d,/m);
  }
});

test('shows no plan outside that was opened and withdrawn within the quarter, and no withheld items of a plan', async () => {
  await using collector = await aCollector();
  await answers(collector, 'central', 1, ...Array<number>(30).fill(5));
  await answers(collector, 'east', ...Array<number>(14).fill(3));
  expect((await collector.figures()).regions.find(({ region }) => region === 'central')!.plan).not.toBeNull();
  collector.clock.now = afterClosing;
  await close(collector, '2026-07');
  const executive = await aPerson(collector, 'executive');
  const { body } = await executive.get('/api/v1/departments/cws/quarters/2026-07');
  const { regions } = JSON.parse(body) as PublishedFigures;
  const planOf = (slug: string) => regions.find(({ region }) => region === slug)!.plan;
  expect(planOf('central')).toBeNull();
  expect(planOf('east')).toMatchObject({ stage: 'required', tags: [] });
  expect(row((await executive.get('/console/agency/cws/2026-07')).body, 'Central Region').at(-1)).toBe('–');
});

/**
 * Closes another version of the quarter with its current figures. There is no button for that, so the row is made by
 * hand.
 */
async function restate({ db, clock }: TestCollector, quarter: string, version: number): Promise<void> {
  const tallies = await readTallies(db, 1, quarter);
  const figures = JSON.stringify(computeFigures(tallies, 400));
  const frozen = { figures, sha256: hash('sha256', figures), tallies, target: 400 };
  const closed = { closedAt: clock.now, closedBy: 'a test', reason: 'late forms' };
  await db.insert(snapshot).values({ id: randomUUID(), departmentId: 1, quarter, version, ...frozen, ...closed });
}

test('shows a restatement of a few people as a dated notice without figures, unless it changes whether the target was met', async () => {
  await using collector = await aCollector();
  await answers(collector, 'central', ...Array<number>(20).fill(4));
  await answers(collector, 'east', ...Array<number>(20).fill(5));
  const late = async (rating: number, ids: string) =>
    insertRows(collector.db, { responses: 1, region: 'east', rating: String(rating), ids });
  collector.clock.now = afterClosing;
  await close(collector, '2026-07');
  const read = async () => {
    const executive = await aPerson(collector, 'executive');
    const { body: page } = await executive.get('/console/agency/cws/2026-07');
    const { body } = await executive.get('/api/v1/departments/cws/quarters/2026-07');
    return { page, figures: JSON.parse(body) as PublishedFigures };
  };
  const first = await read();
  collector.clock.now += 24 * 60 * 60 * 1000;
  await late(5, 'first late');
  await restate(collector, '2026-07', 2);
  const noticed = await read();
  expect(noticed.figures).toEqual({
    ...first.figures,
    quarter: {
      ...first.figures.quarter,
      restated: [{ version: 2, closedAt: new Date(collector.clock.now).toISOString() }],
    },
  });
  expect(text(noticed.page)).toContain('Restated on October 21, 2026 (version 2). Its figures are withheld');
  expect(text(noticed.page)).not.toContain('41 responses');

  // Central drops below its target by one response.
  await insertRows(collector.db, { responses: 1, region: 'central', rating: '1', ids: 'second late' });
  await restate(collector, '2026-07', 3);
  const { page, figures } = await read();
  expect(figures.quarter).toMatchObject({ version: 3, replaced: [{ version: 1 }] });
  // East's change is still only noticed, so neither East nor the total may be subtracted.
  const responses = new Map(figures.regions.map((one) => [one.region, one.responses]));
  expect([responses.get('central'), responses.get('east'), figures.total.responses]).toEqual([21, null, null]);
  expect(figures.quarter.totalStatus).toBe('met');
  expect(text(page)).toContain('can work out the difference in a region whose status changed.');
  expect(text(page)).toContain('All regions together meet the target. Their figures are withheld.');
  const replaced = (await collector.db.select().from(snapshot)).find(({ version }) => version === 1)!;
  expect(page).toContain(hash('sha256', `${replaced.id} ${replaced.sha256}`));
  // A hash of the figures alone can be tried with every possible answer of a small group.
  expect(page).not.toContain(replaced.sha256);
});
