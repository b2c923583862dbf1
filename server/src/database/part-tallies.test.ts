import { expect, test } from 'vitest';
import { aCollector } from '../../test/collector.ts';
import { insertRows } from '../../test/rows.ts';
import { counters } from './schema.ts';

const afterTheQuarter = Date.UTC(2026, 9, 5, 19);

/** A collector with two customer groups, a campaign, and 12 responses of Central and East that belong to some of them. */
async function aCollectorWithParts() {
  const collector = await aCollector();
  const run = (sql: string) => collector.db.$client.execute(sql);
  await collector.db.$client.executeMultiple(`
    INSERT INTO person (id, name, email, email_verified, created_at, updated_at) VALUES ('p', 'P', 'p@example.org', 1, 0, 0);
    INSERT INTO customer_group (id, department_id, code, names, place, created_at)
      VALUES (1, 1, 'client', '{"en":"Client"}', 1, 0), (2, 1, 'advocate', '{"en":"Advocate"}', 2, 0);
    INSERT INTO campaign (id, send_id, department_id, code, name, purpose, audience, stage, starts_on, ends_on, proposed_at, proposed_by)
      VALUES (7, 's', 1, 'lobby', 'Lobby week', 'Ask', 'external', 'approved', '2026-07-01', '2026-09-30', 0, 'p');`);
  await insertRows(collector.db, { responses: 8 });
  await insertRows(collector.db, { responses: 4, region: 'east', rating: '5' });
  return { collector, run, [Symbol.asyncDispose]: () => collector[Symbol.asyncDispose]() };
}

test('the tallies of groups and campaigns agree with the responses after any change to them', async () => {
  await using parts = await aCollectorWithParts();
  const { collector, run } = parts;
  const agreement = { code: 0, out: 'Recounted 12 responses: every tally agrees.', err: '' };
  const sums = async () => {
    const of = 'SELECT coalesce(sum(responses), 0) AS n FROM';
    const { rows } = await run(
      `SELECT (${of} group_response_tally) AS grouped, (${of} campaign_response_tally) AS campaigned`,
    );
    return { ...rows[0] };
  };
  expect(await sums()).toEqual({ grouped: 0, campaigned: 0 });
  const changes: [sql: string, grouped: number, campaigned: number][] = [
    ["UPDATE response SET group_id = 1, campaign_id = 7 WHERE id LIKE 'central%'", 8, 8],
    ["UPDATE response SET group_id = 2 WHERE id LIKE 'east%'", 12, 8],
    ['UPDATE response SET overall = 5, respect = NULL WHERE overall = 1', 12, 8],
    ["UPDATE response SET group_id = 1 WHERE id LIKE 'east%-1'", 12, 8],
    ["UPDATE response SET excluded_at = 1 WHERE id LIKE 'central%-1'", 11, 7],
    ['UPDATE response SET excluded_at = NULL', 12, 8],
    ["UPDATE response SET quarter = '2026-10' WHERE id LIKE 'central%-2'", 12, 8],
    ["UPDATE response SET region_id = region_id + 1 WHERE id LIKE 'east%'", 12, 8],
    ['UPDATE response SET campaign_id = NULL WHERE overall = 5', 12, 6],
  ];
  for (const [sql, grouped, campaigned] of changes) {
    expect((await run(sql)).rowsAffected, sql).toBeGreaterThan(0);
    expect(await sums(), sql).toEqual({ grouped, campaigned });
    expect(await collector.heart('verify'), sql).toEqual(agreement);
  }
  await run("DELETE FROM response WHERE id LIKE 'central%'");
  expect(await sums()).toEqual({ grouped: 4, campaigned: 0 });
  expect(await collector.heart('verify')).toMatchObject({ code: 0 });

  await run('UPDATE group_response_tally SET responses = responses + 1 WHERE responses > 0');
  await run('UPDATE campaign_rating_tally SET overall5 = 9');
  const { code, err } = await collector.heart('verify');
  expect(code).toBe(1);
  expect(err).toContain('group_response_tally');
  expect(err).toContain('campaign_rating_tally');
});

test('closing freezes the tallies of the groups with the quarter', async () => {
  await using parts = await aCollectorWithParts();
  const { collector, run } = parts;
  await run("UPDATE response SET group_id = 2 WHERE id LIKE 'east%' OR id LIKE 'central%-5'");
  collector.clock.now = afterTheQuarter;
  expect(await collector.heart('close-quarter', '--quarter', '2026-07')).toMatchObject({ code: 0 });
  await run('UPDATE response SET group_id = 1');
  const { rows } = await run('SELECT groups FROM snapshot');
  expect(JSON.parse(String(rows[0]!['groups']))).toEqual([
    {
      group: 2,
      ratings: counters.map((name) => ({ 1: 1, 5: 4 })[name.at(-1)!] ?? 0),
      responses: [
        [6, 6, 1],
        [6, 30, 4],
      ],
    },
  ]);
});
