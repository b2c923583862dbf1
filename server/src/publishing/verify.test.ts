import { expect, test } from 'vitest';
import { closedWith } from '../../test/closed-quarters.ts';
import { aCollector, type TestCollector } from '../../test/collector.ts';
import { withdraw } from '../../test/publishing.ts';
import { representative, submitted } from '../../test/submissions.ts';
import { department, person } from '../database/schema.ts';
import { statement } from '../database/statement.ts';
import { triggers } from '../database/triggers.ts';

const quarters = ['2026-01', '2026-04'];

/** Two submitted quarters that are published, and the later one withdrawn. */
async function published(): Promise<TestCollector> {
  const collector = await aCollector();
  await collector.db.insert(person).values({ ...representative, createdAt: new Date(0), updatedAt: new Date(0) });
  for (const quarter of quarters) {
    await closedWith(collector.db, quarter, {
      regions: { central: { 4: 20, 5: 20 } },
      closedAt: collector.clock.now,
    });
    const sha256 = await submitted(collector, quarter);
    collector.clock.now += 1000;
    await collector.db.$client.execute(
      statement(
        `INSERT INTO publication_event (department_id, quarter, kind, submission, done, at, person_id, position)
          SELECT department_id, quarter, 'published', sha256, '[]', :at, 'representative', 0
          FROM submission WHERE sha256 = :sha256`,
        { sha256, at: collector.clock.now },
      ),
    );
    collector.clock.now += 1000;
  }
  await withdraw(collector, { quarter: '2026-04', reason: 'A region was counted twice.' });
  return collector;
}

/** Changes what can never be changed through the database's own rules, like someone who can write to the file. */
async function tamper({ db }: TestCollector, sql: string): Promise<void> {
  const guards = triggers.filter(({ name }) => /^(?:publication|submission)/.test(name));
  for (const { name } of guards) await db.$client.execute(`DROP TRIGGER ${name}`);
  await db.$client.execute('PRAGMA foreign_keys = OFF');
  await db.$client.execute(sql);
  for (const { sql: create } of guards) await db.$client.execute(create);
}

test('agrees with quarters that were published and withdrawn, and published again', async () => {
  await using collector = await published();
  const ok = (count: number) => [0, expect.stringContaining(`Checked ${count} publications and withdrawals: each one`)];
  const first = await collector.heart('verify');
  expect([first.code, first.out], first.err).toEqual(ok(3));
  await collector.db.$client.execute(`INSERT INTO publication_event
      (department_id, quarter, kind, submission, done, at, person_id, position)
    SELECT department_id, quarter, 'published', submission, '[]', at + 1, person_id, 2 FROM publication_event
    WHERE kind = 'withdrawn'`);
  const again = await collector.heart('verify');
  expect([again.code, again.out], again.err).toEqual(ok(4));
});

const [earlier, later] = ['January to March 2026', 'April to June 2026'];
const otherQuarter = 'names a submission of a different department or quarter';
const other = "(SELECT sha256 FROM submission WHERE quarter = '2026-01')";
const changes: [what: string, sql: string, ...lines: string[]][] = [
  [
    'a publication was moved to another quarter',
    "UPDATE publication_event SET quarter = '2025-10' WHERE quarter = '2026-01'",
    `October to December 2025: a publication ${otherQuarter}.`,
  ],
  [
    'a publication was moved to another department',
    "UPDATE publication_event SET department_id = 2 WHERE quarter = '2026-01'",
    `January to March 2026: a publication ${otherQuarter}.`,
  ],
  [
    'a publication names the submission of another quarter',
    `UPDATE publication_event SET submission = ${other} WHERE quarter = '2026-04' AND kind = 'published'`,
    `${later}: a publication ${otherQuarter}.`,
    `${later}: a withdrawal does not follow a publication of the same submission.`,
  ],
  [
    'the submission of a publication is missing',
    `UPDATE publication_event SET submission = 'x' WHERE quarter = '2026-01'`,
    `${earlier}: a publication names a submission that is missing.`,
  ],
  [
    'a publication is dated before its submission',
    "UPDATE publication_event SET at = 1 WHERE quarter = '2026-01'",
    `${earlier}: a publication is dated before its submission.`,
  ],
  [
    'a publication is of an older submission',
    `INSERT INTO submission (sha256, event_id, department_id, quarter, snapshot_id, previous, manifest, signature, key_id,
        submitted_at)
      SELECT 'newer', 99, department_id, quarter, snapshot_id, 'newer', manifest, signature, key_id, submitted_at + 1
      FROM submission WHERE quarter = '2026-01'`,
    `${earlier}: a publication is of an older submission than the last one at that time.`,
  ],
  [
    'the actions of a publication were changed to something else',
    "UPDATE publication_event SET done = '{}' WHERE quarter = '2026-01'",
    `${earlier}: a publication lists actions or standards that cannot be read.`,
  ],
  [
    'a publication is missing before a withdrawal',
    "DELETE FROM publication_event WHERE quarter = '2026-04' AND kind = 'published'",
    `${later}: a publication or a withdrawal is missing.`,
    `${later}: a withdrawal does not follow a publication of the same submission.`,
  ],
  [
    'a publication was changed to a withdrawal',
    "UPDATE publication_event SET kind = 'withdrawn', reason = 'x' WHERE quarter = '2026-01'",
    `${earlier}: a withdrawal does not follow a publication of the same submission.`,
  ],
  [
    'a withdrawal has no reason',
    "UPDATE publication_event SET reason = ' ' WHERE kind = 'withdrawn'",
    `${later}: a withdrawal has no reason.`,
  ],
];

test.each(changes)('reports when %s, and exits with 1', async (_, sql, ...lines) => {
  await using collector = await published();
  await collector.db
    .insert(department)
    .values({ id: 2, slug: 'other', name: 'Other', zone: 'UTC', firstMonth: 1, target: 400, closesAfter: 10 });
  await tamper(collector, sql);
  const { code, err, out } = await collector.heart('verify');
  const own = err.split('\n').filter((line) => /publication|withdrawal/.test(line));
  expect([code, own.map((line) => line.replace(/^(?:Child Welfare Services|Other), /, ''))]).toEqual([1, lines]);
  expect(out).not.toContain('publications and withdrawals');
});
