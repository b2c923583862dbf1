import { items } from '@heart-survey/shared/items';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aForm } from '../../test/bad-forms.ts';
import { aCollector, aResponse, count, send, sendForm, type TestCollector } from '../../test/collector.ts';
import { insertRows } from '../../test/rows.ts';
import { verify } from './results.ts';

/** `heart verify` finds so many responses and every tally right. */
async function expectAgreement({ heart }: TestCollector, responses: number) {
  const out = `Recounted ${responses} responses: every tally agrees.`;
  expect(await heart('verify')).toEqual({ code: 0, out, err: '' });
}

test('the tallies follow whatever happens to a response', async () => {
  await using collector = await aCollector();
  const { db } = collector;
  const run = (sql: string) => db.$client.execute(sql);
  await expectAgreement(collector, 0);
  const responses = [1, 2, 3, 4, 5].map((rating) => aResponse({ rating }));
  for (const response of [...responses, ...responses]) await send(collector, response);
  await send(collector, aResponse({ ratings: { overall: 2, respect: 5 } }));
  await sendForm(collector, aForm());
  await expectAgreement(collector, 7);

  const [first, second, third] = responses.map(({ id }) => `'${id}'`);
  await run(`UPDATE response SET overall = 5, respect = NULL WHERE id = ${first}`);
  await run(`UPDATE response SET comment = 'Thank you', language = 'es' WHERE id = ${first}`);
  await run(`UPDATE response SET region_id = 5 WHERE id = ${second}`);
  await run(`UPDATE response SET quarter = '2026-04', timeliness = 1 WHERE id = ${third}`);
  await run('UPDATE response SET helpfulness = coalesce(helpfulness, 3)');
  await expectAgreement(collector, 7);
  expect(await count(db, "response_tally WHERE region_id = 5 AND quarter = '2026-07' AND k = 6 AND s = 12")).toBe(1);
  expect(
    await count(db, "rating_tally WHERE quarter = '2026-04' AND item = 'timeliness' AND value = 1 AND n = 1"),
  ).toBe(1);

  await run(`DELETE FROM response WHERE id IN (${first}, ${third})`);
  await expectAgreement(collector, 5);
  await run('DELETE FROM response');
  await expectAgreement(collector, 0);
  expect(await count(db, 'rating_tally WHERE n > 0')).toBe(0);
  await send(collector, responses[4]);
  await expectAgreement(collector, 1);
});

test('a hundred thousand responses in one statement are counted as one by one', async () => {
  await using collector = await aCollector();
  await insertRows(collector.db, { responses: 100_000, rating: 'nullif(1 + (n * 7 + n / 13) % 6, 6)', ids: 'many' });
  await expectAgreement(collector, 100_000);
  await collector.db.$client.execute('DELETE FROM response WHERE rowid % 3 = 0');
  await expectAgreement(collector, 66_667);
});

test('what the database refuses is not counted', async () => {
  await using collector = await aCollector();
  await insertRows(collector.db, { responses: 10, rating: '4' });
  const refused = [
    { rating: '6' },
    { rating: '0' },
    { rating: '4.5' },
    { rating: 'NULL' },
    { region: 'nowhere' },
    { rating: '1 + n % 6', responses: 6 },
  ];
  for (const rows of refused) {
    await expect(
      insertRows(collector.db, { responses: 1, ids: 'bad', ...rows }),
      JSON.stringify(rows),
    ).rejects.toThrow();
  }
  await expect(collector.db.$client.execute('UPDATE response SET overall = 7')).rejects.toThrow();
  await expectAgreement(collector, 10);
});

test('any sequence of inserts, updates and deletes leaves tallies that agree', async () => {
  await using collector = await aCollector();
  const { db } = collector;
  const row = fc.nat({ max: 8 }).map((n) => `'row-${n}'`);
  const rating = fc.constantFrom('NULL', '1', '2', '3', '4', '5');
  const place = fc.tuple(fc.constantFrom(1, 2), fc.constantFrom("'2026-07'", "'2026-10'"));
  const change = fc.oneof(
    fc.tuple(row, place, rating).map(
      ([id, [region, quarter], value]) =>
        `INSERT INTO response (id, region_id, quarter, received_at, overall, respect, wording, fingerprint)
         VALUES (${id}, ${region}, ${quarter}, 1, 3, ${value}, 1, '') ON CONFLICT DO NOTHING`,
    ),
    fc.tuple(row, place, fc.constantFrom(...items), rating).map(
      ([id, [region, quarter], item, value]) =>
        `UPDATE response SET region_id = ${region}, quarter = ${quarter}, ${item} = ${value}, wording = 1
           WHERE id >= ${id} AND coalesce(overall, 0) > 0 AND '${item}' <> 'overall'`,
    ),
    row.map((id) => `DELETE FROM response WHERE id <= ${id}`),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 30 }), async (changes) => {
      if (changes.length > 0) await db.$client.batch(changes, 'write');
      expect((await verify(db)).differences).toEqual([]);
    }),
    { numRuns: 60 },
  );
  expect(await count(db, 'response_tally')).toBeGreaterThan(1);
});

test.each([
  ["UPDATE rating_tally SET n = n + 1 WHERE item = 'overall'", 'rating_tally 3 2026-07 overall 4: kept 3, recounted 2'],
  ["DELETE FROM rating_tally WHERE item = 'respect'", 'rating_tally 3 2026-07 respect 4: kept 0, recounted 2'],
  ["INSERT INTO response_tally VALUES (4, '2026-07', 1, 5, 9)", 'response_tally 4 2026-07 1 5: kept 9, recounted 0'],
  [
    'UPDATE response_tally SET s = 25',
    'response_tally 3 2026-07 6 24: kept 0, recounted 2\nresponse_tally 3 2026-07 6 25: kept 2, recounted 0',
  ],
])('a tally that was tampered with is named: %s', async (sql, said) => {
  await using collector = await aCollector();
  for (let times = 0; times < 2; times += 1) await send(collector, aResponse({ rating: 4 }));
  await expectAgreement(collector, 2);
  await collector.db.$client.execute(sql);
  expect(await collector.heart('verify')).toEqual({ code: 1, out: '', err: said });
});

test('closed figures that were tampered with are named', async () => {
  await using collector = await aCollector();
  await send(collector, aResponse({ rating: 4 }));
  collector.clock.now = Date.UTC(2026, 9, 1, 7);
  await collector.heart('close-quarter', '--quarter', '2026-07');
  await expectAgreement(collector, 1);
  await collector.db.$client.execute(`UPDATE snapshot SET figures = replace(figures, '"4.00"', '"5.00"')`);
  const { code, err } = await collector.heart('verify');
  expect(code).toBe(1);
  expect(err).toMatch(/2026-07/);
});
