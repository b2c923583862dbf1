import { hash } from 'node:crypto';
import { items } from '@heart-survey/shared/items';
import { expect, test } from 'vitest';
import { aCollector, aResponse, send } from '../../test/collector.ts';
import { insertRows } from '../../test/rows.ts';
import { counters } from '../database/schema.ts';
import { statement } from '../database/statement.ts';

const afterTheQuarter = Date.UTC(2026, 9, 5, 19);

const agreementOn = (responses: number) => ({
  code: 0,
  out: `Recounted ${responses} responses: every tally agrees.`,
  err: '',
});

test('the tallies agree with the responses after any change to them', async () => {
  await using collector = await aCollector();
  const run = (sql: string) => collector.db.$client.execute(sql);
  expect(await collector.heart('verify')).toEqual(agreementOn(0));
  const first = aResponse({ rating: 1 });
  for (const response of [first, aResponse({ ratings: { respect: 2 } }), aResponse({ rating: 5, region: 'east' })]) {
    expect((await send(collector, response)).status).toBe(201);
  }
  expect((await send(collector, first)).status).toBe(200);
  expect((await send(collector, { ...first, comment: 'other' })).status).toBe(409);
  expect(await collector.heart('verify')).toEqual(agreementOn(3));

  const changes = [
    'UPDATE response SET overall = 5 WHERE overall = 1',
    'UPDATE response SET helpfulness = NULL, timeliness = 3 WHERE overall = 5',
    "UPDATE response SET comment = 'Thank you', language = 'es'",
    "UPDATE response SET region_id = (SELECT id FROM region WHERE slug = 'south') WHERE respect = 2",
    "UPDATE response SET month = '2026-09' WHERE respect = 2",
    'UPDATE response SET month = NULL WHERE respect = 2',
    "UPDATE response SET quarter = '2026-10' WHERE overall IS NULL",
    "UPDATE response SET quarter = '2026-04', region_id = region_id + 1, expertise = 4 WHERE overall = 5",
  ];
  for (const change of changes) {
    expect((await run(change)).rowsAffected, change).toBeGreaterThan(0);
    expect(await collector.heart('verify')).toEqual(agreementOn(3));
  }
  await run("DELETE FROM response WHERE quarter = '2026-10'");
  expect(await collector.heart('verify')).toEqual(agreementOn(2));
  await run('DELETE FROM response');
  expect(await collector.heart('verify')).toEqual(agreementOn(0));
});

test('the tallies of a hundred thousand responses agree, and still do after many changes and deletions', async () => {
  await using collector = await aCollector();
  await insertRows(collector.db, { responses: 100_000, rating: '1 + (n * 7 + n / 13) % 5', region: 'south' });
  expect(await collector.heart('verify')).toEqual(agreementOn(100_000));
  await collector.db.$client.execute('UPDATE response SET respect = NULL, overall = 6 - overall WHERE rowid % 4 = 1');
  expect(await collector.heart('verify')).toEqual(agreementOn(100_000));
  await collector.db.$client.execute('DELETE FROM response WHERE rowid % 2 = 0');
  expect(await collector.heart('verify')).toEqual(agreementOn(50_000));
});

/** A change to the database, and what `heart verify` must print about it. */
const tampering: [what: string, sql: string, ...lines: string[]][] = [
  [
    'a count of ratings is too high',
    'UPDATE rating_tally SET overall4 = overall4 + 5',
    'rating_tally 3 2026-07 2026-08 overall 4: stored 6, recounted 1',
  ],
  [
    'a count of ratings is too low',
    'UPDATE rating_tally SET respect4 = 0',
    'rating_tally 3 2026-07 2026-08 respect 4: stored 0, recounted 1',
  ],
  [
    'all counts of a month are missing',
    'DELETE FROM rating_tally',
    ...items.toSorted().map((item) => `rating_tally 3 2026-07 2026-08 ${item} 4: stored 0, recounted 1`),
  ],
  [
    'a count is for ratings that do not exist',
    `INSERT INTO rating_tally VALUES (4, '2026-07', '2026-08', ${counters.map((name) => (name === 'respect5' ? 2 : 0)).join(', ')})`,
    'rating_tally 4 2026-07 2026-08 respect 5: stored 2, recounted 0',
  ],
  [
    'a count of responses is too low',
    'UPDATE response_tally SET responses = 0',
    'response_tally 3 2026-07 2026-08 6 24: stored 0, recounted 1',
  ],
  [
    'a response was moved from one sum to another',
    'UPDATE response_tally SET s = 30',
    'response_tally 3 2026-07 2026-08 6 24: stored 0, recounted 1',
    'response_tally 3 2026-07 2026-08 6 30: stored 1, recounted 0',
  ],
  [
    'a response was moved from one month to another',
    "UPDATE response_tally SET month = '2026-09'",
    'response_tally 3 2026-07 2026-08 6 24: stored 0, recounted 1',
    'response_tally 3 2026-07 2026-09 6 24: stored 1, recounted 0',
  ],
  [
    'a response was moved from one language to another',
    "UPDATE origin_tally SET language = 'es'",
    'origin_tally 3 2026-07 2026-08  : stored 0, recounted 1',
    'origin_tally 3 2026-07 2026-08  es: stored 1, recounted 0',
  ],
];

test.each(tampering)('reports when %s, and exits with 1', async (_, sql, ...lines) => {
  await using collector = await aCollector();
  expect((await send(collector, aResponse({ rating: 4 }))).status).toBe(201);
  await collector.db.$client.execute(sql);
  const { code, out, err } = await collector.heart('verify');
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err.split('\n').toSorted()).toEqual(lines);
});

test('reports changed closed figures, even if their hash was changed with them', async () => {
  await using collector = await aCollector();
  const { db, clock } = collector;
  await send(collector, aResponse({ rating: 3 }));
  clock.now = afterTheQuarter;
  expect((await collector.heart('close-quarter', '--quarter', '2026-07')).code).toBe(0);
  expect(await collector.heart('verify')).toEqual(agreementOn(1));
  const { rows } = await db.$client.execute('SELECT figures, sha256, tallies, target FROM snapshot');
  const { figures, sha256, tallies, target } = { ...rows[0] } as Record<string, string>;
  const store = (changed: Record<string, string>) => {
    const now = { figures, sha256, tallies, target, ...changed };
    return db.$client.execute(
      statement(
        'UPDATE snapshot SET figures = :figures, sha256 = :sha256, tallies = :tallies, target = :target',
        now as Record<string, string>,
      ),
    );
  };
  const better = figures!.replaceAll('"3.00"', '"4.00"').replaceAll('"below"', '"met"');
  expect(better).not.toBe(figures);
  const changes: Record<string, string>[] = [
    { figures: better },
    { sha256: hash('sha256', better) },
    { figures: better, sha256: hash('sha256', better) },
    { tallies: tallies!.replaceAll('0,0,1,0,0', '0,0,0,0,1') },
    { target: '300' },
  ];
  for (const changed of changes) {
    await store(changed);
    expect(await collector.heart('verify'), Object.keys(changed).join()).toEqual({
      code: 1,
      out: '',
      err: 'The closed figures of 2026-07 version 1 were changed.',
    });
    await store({});
    expect(await collector.heart('verify')).toEqual(agreementOn(1));
  }
});
