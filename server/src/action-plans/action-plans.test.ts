import { items, type Item, type Rating, type Ratings } from '@heart-survey/shared/items';
import { expect, test } from 'vitest';
import { aForm } from '../../test/bad-forms.ts';
import { aCollector, aResponse, count, midQuarter, send, sendForm, type TestCollector } from '../../test/collector.ts';
import { insertRows } from '../../test/rows.ts';
import { answerOf } from '../../test/wire.ts';

/** The end of the quarter 2026-07 in California. */
const end = Date.UTC(2026, 9, 1, 7);

const six = (rating: Rating) => Object.fromEntries(items.map((item) => [item, rating])) as Ratings;

async function respond(collector: TestCollector, ...all: Ratings[]) {
  for (const ratings of all) expect((await send(collector, aResponse({ ratings }))).status).toBe(201);
}

async function planOf(collector: TestCollector, region = 'central', quarter = '2026-07') {
  const { regions } = await collector.figures(quarter);
  return regions.find((figures) => figures.region === region)!.plan;
}

async function rows({ db }: TestCollector) {
  const found = await db.$client.execute(`SELECT id, region_id, quarter, stage, opened_at, target, opened_on,
    decided_at, decided_target, decided_on, owner_id, due_on, closed_at FROM action_plan ORDER BY id`);
  return found.rows.map((row) => ({ ...row, opened_on: JSON.parse(String(row['opened_on'])) }));
}

async function close(collector: TestCollector) {
  collector.clock.now = end;
  expect((await collector.heart('close-quarter', '--quarter', '2026-07')).code).toBe(0);
}

test('an average exactly at target needs no plan; one step below opens one with the response that caused it', async () => {
  await using collector = await aCollector();
  await respond(collector, six(5), six(3), six(4), { overall: 3, respect: 5 });
  expect(await collector.figures()).toMatchObject({ total: { sum: 80, n: 20, average: '4.00', status: 'met' } });
  expect(await rows(collector)).toEqual([]);

  collector.clock.now += 60_000;
  await respond(collector, { timeliness: 3 });
  expect(await rows(collector)).toMatchObject([
    {
      id: 1,
      region_id: 3,
      quarter: '2026-07',
      stage: 'watch',
      opened_at: midQuarter + 60_000,
      target: 400,
      decided_at: null,
      decided_target: null,
      decided_on: null,
      owner_id: null,
      due_on: null,
      closed_at: null,
      opened_on: {
        ratings: [[0, 0, 1, 1, 1, 0, 0, 1, 1, 1, 0, 0, 1, 1, 1, 0, 0, 1, 1, 2, 0, 0, 2, 1, 1, 0, 0, 2, 1, 1]],
        responses: [
          ['2026-08', 1, 3, 1],
          ['2026-08', 2, 8, 1],
          ['2026-08', 6, 18, 1],
          ['2026-08', 6, 24, 1],
          ['2026-08', 6, 30, 1],
        ],
      },
    },
  ]);
  expect(await planOf(collector)).toEqual({
    stage: 'watch',
    focus: ['timeliness', 'overall'],
    tags: ['low volume', 'within noise'],
  });
});

test('uses the department’s own target', async () => {
  await using collector = await aCollector();
  await collector.db.$client.execute('UPDATE department SET target = 350');
  await respond(collector, six(4), six(3));
  expect(await rows(collector)).toEqual([]);
  await respond(collector, { overall: 1 });
  expect(await rows(collector)).toMatchObject([{ target: 350, stage: 'watch' }]);
  expect((await planOf(collector))!.focus).toEqual(['overall']);
});

test('the focus is the items below target, lowest first, ties in the order of the items', async () => {
  await using collector = await aCollector();
  const lowest: [Item[], Ratings][] = [
    [
      ['expertise', 'respect', 'attentiveness', 'overall'],
      { helpfulness: 4, expertise: 2, attentiveness: 3, respect: 2, timeliness: 5, overall: 3 },
    ],
    [['overall', 'helpfulness'], { helpfulness: 3, overall: 1, respect: 5 }],
    [['timeliness'], { timeliness: 3 }],
    [[...items], six(1)],
  ];
  for (const [index, region] of ['central', 'east', 'south', 'ccws'].entries()) {
    const [focus, ratings] = lowest[index]!;
    await send(collector, aResponse({ region, ratings }));
    expect(await planOf(collector, region)).toMatchObject({ focus });
  }
});

test.each([
  { responses: 9, rating: '2 + n % 2', tags: ['low volume'] },
  { responses: 10, rating: '2 + n % 2', tags: [] },
  { responses: 9, rating: '3 + (n % 9 > 0)', tags: ['low volume', 'within noise'] },
  { responses: 30, rating: '3 + (n % 9 > 0)', tags: ['within noise'] },
])('$responses responses of $rating and one more get the tags $tags', async ({ responses, rating, tags }) => {
  await using collector = await aCollector();
  await insertRows(collector.db, { responses, rating });
  await respond(collector, { overall: 3 });
  expect((await planOf(collector))!.tags).toEqual(tags);
});

test('a plan keeps the figures that opened it, and its focus follows the current ones', async () => {
  await using collector = await aCollector();
  await respond(collector, { respect: 2 });
  const opened = await rows(collector);
  collector.clock.now += 60_000;
  await respond(collector, six(5), six(5));
  expect((await collector.figures()).total.status).toBe('met');
  expect(await planOf(collector)).toMatchObject({ stage: 'watch', focus: [] });
  await respond(collector, six(1), six(1), { timeliness: 1 });
  expect((await collector.figures()).total.status).toBe('below');
  expect(await rows(collector)).toEqual(opened);
  const focus = ['timeliness', 'respect', 'helpfulness', 'expertise', 'attentiveness', 'overall'];
  expect(await planOf(collector)).toEqual({ stage: 'watch', focus, tags: ['low volume', 'within noise'] });
});

test('a form opens a plan too, but a rejected or repeated response does not', async () => {
  await using collector = await aCollector();
  const form = aForm({ respect: '3' });
  const statusOf = async (fields: Record<string, string>) => (await answerOf(await sendForm(collector, fields))).status;
  expect(await statusOf({ ...form, overall: '6' })).toBe(400);
  expect(await rows(collector)).toEqual([]);
  expect(await statusOf(form)).toBe(303);
  const opened = await rows(collector);
  expect(opened).toMatchObject([{ region_id: 3, stage: 'watch' }]);
  collector.clock.now += 1000;
  expect(await statusOf(form)).toBe(303);
  expect(await statusOf({ ...form, respect: '1' })).toBe(409);
  expect(await rows(collector)).toEqual(opened);
});

test('at close, a plan is required if the region is still below target, with the figures at close', async () => {
  await using collector = await aCollector();
  await respond(collector, { respect: 2 }, { overall: 1 }, six(4));
  await close(collector);
  expect(await planOf(collector)).toEqual({
    stage: 'required',
    focus: ['overall', 'respect'],
    tags: ['low volume', 'within noise'],
  });
  const [row] = await rows(collector);
  expect(row).toMatchObject({ stage: 'required', decided_at: end, opened_at: midQuarter });
  expect(row!.opened_on.responses).toEqual([['2026-08', 1, 2, 1]]);
  expect(JSON.parse(String((row as Record<string, unknown>)['decided_on'])).responses).toEqual([
    ['2026-08', 1, 1, 1],
    ['2026-08', 1, 2, 1],
    ['2026-08', 6, 24, 1],
  ]);
});

test('at close, a plan is decided by that day’s target', async () => {
  await using collector = await aCollector();
  await respond(collector, { respect: 3 }, { overall: 4 });
  await send(collector, aResponse({ region: 'east', ratings: { respect: 3 } }));
  await send(collector, aResponse({ region: 'east', ratings: { respect: 5, overall: 4 } }));
  await collector.db.$client.execute('UPDATE department SET target = 375');
  await close(collector);
  expect(await planOf(collector)).toMatchObject({ stage: 'required', focus: ['respect'] });
  expect(await planOf(collector, 'east')).toMatchObject({ stage: 'withdrawn' });
  expect(await rows(collector)).toMatchObject([
    { target: 400, decided_target: 375 },
    { target: 400, decided_target: 375 },
  ]);
});

test('at close, a plan is withdrawn if the region has recovered, even exactly to the target', async () => {
  await using collector = await aCollector();
  await respond(collector, { respect: 3 }, { overall: 5 });
  await close(collector);
  expect((await collector.figures('2026-07')).total.average).toBe('4.00');
  expect(await planOf(collector)).toEqual({ stage: 'withdrawn', focus: ['respect'], tags: ['low volume'] });
  expect(await rows(collector)).toMatchObject([{ stage: 'withdrawn', decided_at: end }]);
});

test('at close, a region below target without a plan gets one; others and other quarters stay as they are', async () => {
  await using collector = await aCollector();
  await insertRows(collector.db, { responses: 12, region: 'south', rating: '3' });
  await insertRows(collector.db, { responses: 12, region: 'east', rating: '4' });
  collector.clock.now = end;
  await respond(collector, six(1));
  await close(collector);
  expect(await planOf(collector, 'south')).toEqual({ stage: 'required', focus: [...items], tags: [] });
  expect(await rows(collector)).toMatchObject([
    { region_id: 3, quarter: '2026-10', stage: 'watch', decided_at: null, decided_target: null },
    { region_id: 8, quarter: '2026-07', stage: 'required', opened_at: end, decided_at: end },
  ]);
  const decided = await rows(collector);
  collector.clock.now += 1000;
  expect((await collector.heart('close-quarter', '--quarter', '2026-07')).out).toContain('was already closed');
  expect(await rows(collector)).toEqual(decided);
  expect(await count(collector.db, 'action_plan')).toBe(2);
});
