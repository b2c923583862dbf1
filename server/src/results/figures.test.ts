import { items, type Ratings } from '@heart-survey/shared/items';
import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send, type TestCollector } from '../../test/collector.ts';
import { aReader } from '../../test/reader.ts';
import { answerOf, problemOf } from '../../test/wire.ts';

/** Sends responses with these ratings, all at once. */
async function sendAll(collector: TestCollector, region: string, all: Ratings[]) {
  const sent = all.map(async (ratings) => (await send(collector, aResponse({ region, ratings }))).status);
  for (const status of await Promise.all(sent)) expect(status).toBe(201);
}

const six = (rating: number) => Object.fromEntries(items.map((item) => [item, rating])) as Ratings;
const times = (n: number, ratings: Ratings) => Array.from({ length: n }, () => ratings);

test('gives the figures of the contract for three responses of 3', async () => {
  await using collector = await aCollector();
  collector.clock.now = Date.UTC(2026, 9, 20, 19);
  await sendAll(collector, 'central', times(3, six(3)));
  const read = await aReader(collector);
  const { status, headers, body } = await read('2026-10');
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('application/json');
  const figures = JSON.parse(body);

  const three = { sum: 9, n: 3, mean: '3.00', distribution: [0, 0, 3, 0, 0], topTwo: 0 };
  const nothing = { sum: 0, n: 0, mean: null, distribution: [0, 0, 0, 0, 0], topTwo: 0 };
  const six3 = {
    helpfulness: three,
    expertise: three,
    attentiveness: three,
    respect: three,
    timeliness: three,
    overall: three,
  };
  const six0 = {
    helpfulness: nothing,
    expertise: nothing,
    attentiveness: nothing,
    respect: nothing,
    timeliness: nothing,
    overall: nothing,
  };
  const scores = {
    responses: 3,
    sum: 54,
    n: 18,
    average: '3.00',
    status: 'below',
    interval: null,
    items: six3,
    excluded: 0,
  };
  const nobody = { responses: 0, sum: 0, n: 0, average: null, status: 'none', interval: null, items: six0 };
  const none = { ...nobody, excluded: 0, plan: null };
  const focus = ['helpfulness', 'expertise', 'attentiveness', 'respect', 'timeliness', 'overall'];
  expect(figures).toStrictEqual({
    department: 'cws',
    target: '4.00',
    quarter: { id: '2026-10', label: 'FY 2026-27 Q2 (Oct–Dec 2026)', status: 'open' },
    regions: [
      { region: 'adoptions', name: 'Adoptions', ...none },
      { region: 'ccws', name: 'CCWS', ...none },
      { region: 'central', name: 'Central Region', ...scores, plan: { stage: 'watch', focus, tags: ['low volume'] } },
      { region: 'east', name: 'East Region', ...none },
      { region: 'north-central', name: 'North Central Region', ...none },
      { region: 'north-coastal', name: 'North Coastal Region', ...none },
      { region: 'north-inland', name: 'North Inland Region', ...none },
      { region: 'south', name: 'South Region', ...none },
    ],
    total: scores,
  });
  expect(figures).toStrictEqual(await collector.figures('2026-10'));
  expect(figures).toStrictEqual(await collector.figures());
});

test('cuts means, and a mean that only rounds to the target misses it', async () => {
  await using collector = await aCollector();
  // 999 / 250 is 3.996, which would round to the target.
  await sendAll(collector, 'central', [...times(41, six(4)), { helpfulness: 4, respect: 4, overall: 4, expertise: 3 }]);
  await sendAll(collector, 'east', times(2, six(4)));
  // 5 / 3 is 1.666…
  await sendAll(collector, 'south', [{ overall: 1 }, { overall: 2 }, { overall: 2 }]);
  const { regions } = await collector.figures();
  const figuresOf = (slug: string) => regions.find(({ region }) => region === slug)!;
  expect(figuresOf('central')).toMatchObject({ sum: 999, n: 250, average: '3.99', status: 'below' });
  expect(figuresOf('central').items.expertise).toMatchObject({ sum: 167, n: 42, mean: '3.97', topTwo: 41 });
  expect(figuresOf('east')).toMatchObject({ sum: 48, n: 12, average: '4.00', status: 'met', plan: null });
  expect(figuresOf('south')).toMatchObject({ sum: 5, n: 3, responses: 3, average: '1.66' });
  expect(figuresOf('south').items).toMatchObject({ overall: { mean: '1.66', n: 3 }, respect: { mean: null, n: 0 } });
});

test('pools all ratings for the total instead of averaging averages', async () => {
  await using collector = await aCollector();
  await sendAll(collector, 'central', [{ overall: 5 }]);
  await sendAll(collector, 'east', [...times(2, six(3))]);
  const { total } = await collector.figures();
  // (5 + 36) / (1 + 12); the average of 5.00 and 3.00 would meet the target.
  expect(total).toMatchObject({ responses: 3, sum: 41, n: 13, average: '3.15', status: 'below' });
  expect(total.items.overall).toEqual({ sum: 11, n: 3, mean: '3.66', distribution: [0, 0, 2, 0, 1], topTwo: 1 });
});

test('takes the interval over respondents, and clips it to the scale', async () => {
  await using collector = await aCollector();
  await sendAll(collector, 'central', [six(5), six(4), six(3), six(4)]);
  await sendAll(collector, 'east', [six(1), six(5)]);
  const { regions } = await collector.figures();
  // Computed by hand: SE = √(4/3 · (36+0+36+0)) / 24 = 0.40825, t(3) = 3.18245, so 4 ± 1.29923.
  expect(regions[2]).toMatchObject({ region: 'central', average: '4.00', interval: { low: '2.70', high: '5.00' } });
  expect(regions[3]).toMatchObject({ region: 'east', average: '3.00', interval: { low: '1.00', high: '5.00' } });
});

test('shows figures only with a token that was created here', async () => {
  await using collector = await aCollector();
  const { out: token } = await collector.heart('token', 'create', '--name', 'DHRO');
  const paths = ['2026-07', '2026-07.csv', '2026-07/responses.csv', '1999-01', 'nonsense'];
  const wrong = [undefined, 'Bearer', 'Bearer ', `Bearer ${token}x`, `Bearer ${token.slice(0, -1)}`, `Basic ${token}`];
  for (const path of paths) {
    for (const authorization of [...wrong, token, `Bearer ${token} ${token}`]) {
      const answer = await answerOf(
        await fetch(`${collector.url}/api/v1/departments/cws/quarters/${path}`, {
          headers: authorization === undefined ? {} : { Authorization: authorization },
        }),
      );
      expect(problemOf(answer, `${path} ${authorization}`).status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toContain('Bearer realm="HEART Survey"');
    }
  }
  const shown = await fetch(`${collector.url}/api/v1/departments/cws/quarters/2026-07`, {
    headers: { Authorization: `bearer ${token}` },
  });
  expect(shown.status).toBe(200);
  expect(await count(collector.db, `token WHERE sha256 LIKE '%${token.slice(6)}%' OR name LIKE '%${token}%'`)).toBe(0);
  await shown.body?.cancel();
});

test('answers 404 for an unknown quarter, one that has not started, and an unknown department', async () => {
  await using collector = await aCollector();
  const read = await aReader(collector);
  const none = [
    '2026-08',
    '2026-10',
    '2027-07',
    '2026-13',
    '2026-00',
    '0000-07',
    '2026-7',
    '26-07',
    'latest',
    '2026-07-01',
  ];
  for (const quarter of none) {
    for (const path of [quarter, `${quarter}.csv`, `${quarter}/responses.csv`]) {
      expect(problemOf(await read(path), path).status).toBe(404);
    }
  }
  for (const path of ['2026-07.pdf', '2026-07/', '2026-07/nothing', '../../nobody/quarters/2026-07', '']) {
    expect(problemOf(await read(path), path).status).toBe(404);
  }
  expect((await read('1999-10')).status).toBe(200);
  collector.clock.now = Date.UTC(2026, 9, 1, 7);
  expect((await read('2026-10')).status).toBe(200);
  expect((await collector.heart('averages', '--quarter', '2026-08')).code).toBe(1);
  expect((await collector.heart('averages', '--department', 'nobody')).code).toBe(1);
});
