import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { closedWith } from '../../test/closed-quarters.ts';
import { aCollector, type TestCollector } from '../../test/collector.ts';
import { keyFileOf, submitted } from '../../test/submissions.ts';
import { statement } from '../database/statement.ts';
import { triggers } from '../database/triggers.ts';
import { fromCanonicalJson } from '../signing/canonical-json.ts';
import { signingKeyOf } from '../signing/keys.ts';
import { payloadHash, signValue } from '../signing/signing.ts';
import type { Manifest } from './manifest-schema.ts';

/** The quarters of the chain, in words. */
const months: Record<string, string> = {
  '2025-07': 'July to September 2025',
  '2025-10': 'October to December 2025',
  '2026-01': 'January to March 2026',
  '2026-04': 'April to June 2026',
};
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
        expect.stringMatching(
          new RegExp(
            `^Child Welfare Services, ${months[next]} \\([\\da-f]{8}…\\): the submission before it is missing. Its hash is ${lost}\\.$`,
          ),
        ),
        `Child Welfare Services, ${months[quarters[index]!]}: is missing, although the history shows that it was submitted.`,
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
  const wrongPlace = 'names a different department, quarter or previous submission than it is stored with';
  const changes: [sql: string, problem: string][] = [
    ["UPDATE submission SET manifest = replace(manifest, '4.', '5.')", 'does not match its hash'],
    [
      "UPDATE submission SET signature = replace(signature, substr(signature, 1, 4), 'AAAA')",
      'was changed after it was',
    ],
    ["UPDATE submission SET quarter = '2025-04' WHERE quarter = '2025-07'", wrongPlace],
    ["UPDATE department SET slug = 'other'", wrongPlace],
    ['UPDATE signing_key SET retired_at = 1', 'is dated after its key was retired'],
    ["UPDATE snapshot SET sha256 = 'x' WHERE quarter = '2025-07'", 'is about figures that are no longer stored'],
    ["UPDATE snapshot SET version = 2 WHERE quarter = '2025-07'", 'is about figures that are no longer stored'],
    ...[
      "submission_event SET text = 'x' WHERE kind = 'submitted'",
      "submission_event SET at = at + 1 WHERE kind = 'submitted'",
      "submission SET submitted_at = submitted_at - 864000000 WHERE quarter = '2025-10'",
      "submission_event SET text = 'forged' WHERE kind = 'handed in'",
      "submission_event SET at = 1 WHERE kind = 'handed in'",
      "submission_event SET snapshot_id = (SELECT id FROM snapshot WHERE quarter = '2026-01') WHERE kind = 'handed in'",
      // As if one person had done both.
      "submission_event SET person_id = 'x'",
    ].map((sql): [string, string] => [`UPDATE ${sql}`, 'differs from the recorded step']),
  ];
  for (const [sql, problem] of changes) {
    await using changed = await aCollector();
    await aChain(changed);
    await tamper(changed, sql);
    const { code, err } = await changed.heart('verify');
    expect([code, err], sql).toEqual([
      1,
      expect.stringMatching(
        new RegExp(`^Child Welfare Services, \\w+ to \\w+ 2025 \\([\\da-f]{8}…\\): ${problem}`, 'm'),
      ),
    ]);
  }
});

test('finds a chain that was moved to another department', async () => {
  await using collector = await aCollector();
  await aChain(collector);
  const department = await aDepartment(collector, 'other');
  for (const table of ['snapshot', 'submission_event', 'submission']) {
    await tamper(collector, `UPDATE ${table} SET department_id = ${department}`);
  }
  const { code, err } = await collector.heart('verify');
  const lines = err.split('\n');
  expect([code, lines.length]).toEqual([1, quarters.length]);
  for (const line of lines) {
    expect(line).toMatch(
      /^Other, .*: names a different department, quarter or previous submission than it is stored with\.$/,
    );
  }
});

test('finds steps that are missing or in an order that is not possible', async () => {
  const insert = (kind: string, position: number) =>
    `INSERT INTO submission_event (department_id, quarter, kind, snapshot_id, at, person_id, position)
      SELECT department_id, quarter, '${kind}', snapshot_id, 5, 'nobody', ${position} FROM submission_event
      WHERE kind = 'submitted' AND quarter = '2026-01'`;
  const changes: [sql: string, problem: string][] = [
    [insert('received', 3), 'a step is missing'],
    [insert('submitted', 2), 'the steps are in an order that is not possible'],
    [insert('returned', 2), 'the steps are in an order that is not possible'],
    ["DELETE FROM submission_event WHERE kind = 'handed in' AND quarter = '2026-01'", 'a step is missing'],
  ];
  for (const [sql, problem] of changes) {
    await using collector = await aCollector();
    await aChain(collector);
    await tamper(collector, sql);
    const { code, err } = await collector.heart('verify');
    expect([code, err.split('\n')], sql).toEqual([
      1,
      expect.arrayContaining([`Child Welfare Services, January to March 2026: ${problem}.`]),
    ]);
  }
});

test('finds signed figures that are not the published ones', async () => {
  await using collector = await aCollector();
  await closedWith(collector.db, '2026-01', { regions, closedAt: collector.clock.now });
  await submitted(collector, '2026-01');
  const key = signingKeyOf(await readFile(keyFileOf(collector), 'utf8'))!;
  const { rows } = await collector.db.$client.execute('SELECT manifest FROM submission');
  const manifest = String(rows[0]!['manifest']);
  const { average } = (JSON.parse(manifest) as Manifest).figures.total;
  const better = fromCanonicalJson(manifest.replaceAll(`"average":"${average}"`, '"average":"5.00"'))!;
  const signed = signValue(key, better);
  await tamper(collector, 'UPDATE submission SET manifest = ?, signature = ?, sha256 = ?', [
    signed.payload,
    signed.signature,
    payloadHash(signed),
  ]);
  const { code, err } = await collector.heart('verify');
  expect([code, err]).toEqual([1, expect.stringMatching(/: has figures that differ from the published ones\.$/)]);
});

/** Adds a department like `cws`. @returns its id. */
async function aDepartment({ db }: TestCollector, slug: string): Promise<number> {
  const { rows, columns } = await db.$client.execute("SELECT * FROM department WHERE slug = 'cws'");
  const row = { ...rows[0], slug, name: 'Other' } as Record<string, string | number>;
  const names = columns.filter((name) => name !== 'id');
  const added = await db.$client.execute(
    statement(
      `INSERT INTO department (${names.join()}) VALUES (${names.map(() => '?').join()}) RETURNING id`,
      names.map((name) => row[name]!),
    ),
  );
  return Number(added.rows[0]!['id']);
}

test('nothing in the chain can be changed or deleted through the database', async () => {
  await using collector = await aCollector();
  await aChain(collector);
  for (const table of ['submission', 'submission_event']) {
    await expect(collector.db.$client.execute(`DELETE FROM ${table}`)).rejects.toThrow('append-only');
    await expect(collector.db.$client.execute(`UPDATE ${table} SET quarter = 'x'`)).rejects.toThrow('append-only');
  }
});
