import { expect, test } from 'vitest';
import { closedWith } from '../../test/closed-quarters.ts';
import { aCollector, type TestCollector } from '../../test/collector.ts';
import { submitted } from '../../test/submissions.ts';
import { statement } from '../database/statement.ts';
import { triggers } from '../database/triggers.ts';

const quarters = ['2025-07', '2025-10', '2026-01', '2026-04'];
const regions = { central: { 4: 20, 5: 20 }, south: { 3: 30 } };

/** Four submissions of one department. @returns their hashes. */
async function aChain(collector: TestCollector): Promise<string[]> {
  const hashes: string[] = [];
  for (const quarter of quarters) {
    await closedWith(collector.db, quarter, { regions, closedAt: collector.clock.now });
    hashes.push(await submitted(collector, quarter));
    collector.clock.now += 1000;
  }
  return hashes;
}

/** Changes what can never be changed through the database's own rules, like someone who can write to the file. */
async function tamper({ db }: TestCollector, sql: string, args: string[] = []): Promise<void> {
  const guards = triggers.filter(({ name }) => name.startsWith('submission'));
  for (const { name } of guards) await db.$client.execute(`DROP TRIGGER ${name}`);
  await db.$client.batch([statement('PRAGMA defer_foreign_keys = ON'), statement(sql, args)], 'write');
  for (const { sql } of guards) await db.$client.execute(sql);
}

test('a chain without gaps agrees, also with the hash of its end', async () => {
  await using collector = await aCollector();
  const hashes = await aChain(collector);
  const { code, out } = await collector.heart('verify', ...hashes.flatMap((head) => ['--head', head]));
  expect([code, out]).toEqual([0, expect.stringContaining('Checked 4 signed submissions: none was changed')]);
});

test('finds the first and a middle submission that were removed', async () => {
  await using collector = await aCollector();
  const hashes = await aChain(collector);
  for (const index of [0, 1, 2]) {
    const [lost, next] = [hashes[index]!, quarters[index + 1]!];
    const { rows } = await collector.db.$client.execute(statement('SELECT * FROM submission WHERE sha256 = ?', [lost]));
    await tamper(collector, 'DELETE FROM submission WHERE sha256 = ?', [lost]);
    const { code, err } = await collector.heart('verify');
    expect([code, err.split('\n')]).toEqual([
      1,
      [
        `The submission before the one of ${next} is missing. Its hash is ${lost}.`,
        `The submission of ${quarters[index]} is missing: its step is there without it.`,
      ],
    ]);
    const columns = Object.keys(rows[0]!).filter((name) => !/^\d+$/.test(name));
    const values = columns.map((name) => rows[0]![name]!);
    await collector.db.$client.execute(
      statement(`INSERT INTO submission (${columns.join()}) VALUES (${columns.map(() => '?').join()})`, values),
    );
  }
  expect((await collector.heart('verify')).code).toBe(0);
});

test('finds the last submission that was removed with its step only by its hash', async () => {
  await using collector = await aCollector();
  const hashes = await aChain(collector);
  await tamper(collector, 'DELETE FROM submission WHERE sha256 = ?', [hashes[3]!]);
  await tamper(collector, "DELETE FROM submission_event WHERE quarter = '2026-04'");
  expect((await collector.heart('verify')).code).toBe(0);
  const { code, err } = await collector.heart('verify', '--head', hashes[2]!, '--head', hashes[3]!);
  expect([code, err]).toEqual([1, `The submission with the hash ${hashes[3]} is missing.`]);
  const wrong = await collector.heart('verify', '--head', 'abc');
  expect([wrong.code, wrong.err]).toEqual([1, '--head needs the hash of a submission, not “abc”.']);
});

test('finds a submission that was changed, and what it is about', async () => {
  const changes: [sql: string, problem: string][] = [
    ["UPDATE submission SET manifest = replace(manifest, '4.', '5.')", 'does not have its own hash'],
    [
      "UPDATE submission SET signature = replace(signature, substr(signature, 1, 4), 'AAAA')",
      'was changed after it was',
    ],
    ["UPDATE submission SET quarter = '2025-04' WHERE quarter = '2025-07'", 'is stored in the wrong place'],
    ['UPDATE signing_key SET retired_at = 1', 'is dated after its key was retired'],
    ["UPDATE snapshot SET sha256 = 'x' WHERE quarter = '2025-07'", 'is about figures that are not stored any more'],
    ["UPDATE submission_event SET text = 'x' WHERE kind = 'submitted'", 'does not agree with its step'],
    ["UPDATE submission_event SET at = at + 1 WHERE kind = 'submitted'", 'does not agree with its step'],
  ];
  for (const [sql, problem] of changes) {
    await using changed = await aCollector();
    await aChain(changed);
    await tamper(changed, sql);
    const { code, err } = await changed.heart('verify');
    expect([code, err], sql).toEqual([
      1,
      expect.stringMatching(new RegExp(`The submission of 2025-\\d\\d \\([\\da-f]{12}…\\) ${problem}`)),
    ]);
  }
});

test('nothing in the chain can be changed or deleted through the database', async () => {
  await using collector = await aCollector();
  await aChain(collector);
  for (const table of ['submission', 'submission_event']) {
    await expect(collector.db.$client.execute(`DELETE FROM ${table}`)).rejects.toThrow('append-only');
    await expect(collector.db.$client.execute(`UPDATE ${table} SET quarter = 'x'`)).rejects.toThrow('append-only');
  }
});
