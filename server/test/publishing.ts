import { randomUUID } from 'node:crypto';
import { publicReader } from '../src/public-results/public-results.ts';
import type { DoneActions, PublishedDepartment } from '../src/publishing/publishing.ts';
import { statement } from '../src/database/statement.ts';
import { aResponse, send, type TestCollector } from './collector.ts';

interface Published {
  /** The id of the department; by default, that of the first one. */
  departmentId?: number;
  quarter: string;
  done?: DoneActions[];
  /** The hash of the submission to publish; by default, the quarter is submitted first. */
  submission?: string;
}

const publisher = statement(
  `INSERT OR IGNORE INTO person (id, email, name, created_at, updated_at)
    VALUES ('publisher', 'publisher@example.gov', 'A. Publisher', 0, 0)`,
  {},
);

/** Submits the latest version of a closed quarter by writing the rows. @returns the submission's hash. */
export async function submitAsRows(
  { db, clock }: Pick<TestCollector, 'db' | 'clock'>,
  { departmentId = 1, quarter }: Omit<Published, 'done'>,
): Promise<string> {
  const args = { departmentId, quarter, at: clock.now };
  const submission = randomUUID();
  await db.$client.batch(
    [
      publisher,
      statement("INSERT OR IGNORE INTO signing_key (id, public_key, created_at) VALUES ('a test key', '{}', 0)", {}),
      statement(
        `INSERT INTO submission_event (department_id, quarter, kind, snapshot_id, at, person_id, position)
          SELECT :departmentId, :quarter, 'submitted', id, :at, 'publisher',
            (SELECT count(*) FROM submission_event WHERE department_id = :departmentId AND quarter = :quarter)
          FROM snapshot WHERE department_id = :departmentId AND quarter = :quarter ORDER BY version DESC LIMIT 1`,
        args,
      ),
      statement(
        `INSERT INTO submission (sha256, event_id, department_id, quarter, snapshot_id, previous, manifest, signature, key_id,
            submitted_at)
          SELECT :submission, id, department_id, quarter, snapshot_id, :submission, '{}', '', 'a test key', at
          FROM submission_event WHERE department_id = :departmentId AND quarter = :quarter ORDER BY position DESC LIMIT 1`,
        { submission, departmentId, quarter },
      ),
    ],
    'write',
  );
  return submission;
}

/**
 * Submits and publishes the latest version of a closed quarter by writing the rows, for tests of what the public sees. The
 * way there through the console is in publishing.test.ts.
 */
export async function publish(
  collector: Pick<TestCollector, 'db' | 'clock'>,
  { departmentId = 1, quarter, done = [], submission: given }: Published,
): Promise<void> {
  const submission = given ?? (await submitAsRows(collector, { departmentId, quarter }));
  await collector.db.$client.execute(publisher);
  await collector.db.$client.execute(
    statement(
      `INSERT INTO publication_event (department_id, quarter, kind, submission, done, at, person_id, position)
        SELECT :departmentId, :quarter, 'published', :submission, :done, :at, 'publisher',
          (SELECT count(*) FROM publication_event WHERE department_id = :departmentId AND quarter = :quarter)`,
      { departmentId, quarter, at: collector.clock.now, submission, done: JSON.stringify(done) },
    ),
  );
}

/** Withdraws a published quarter by writing the row. */
export async function withdraw(
  { db, clock }: Pick<TestCollector, 'db' | 'clock'>,
  { departmentId = 1, quarter, reason }: Omit<Published, 'done'> & { reason: string },
): Promise<void> {
  await db.$client.execute(
    statement(
      `INSERT INTO publication_event (department_id, quarter, kind, submission, reason, at, person_id, position)
        SELECT department_id, quarter, 'withdrawn', submission, :reason, :at, person_id, position + 1
        FROM publication_event WHERE department_id = :departmentId AND quarter = :quarter ORDER BY position DESC LIMIT 1`,
      { departmentId, quarter, reason, at: clock.now },
    ),
  );
}

/** What the public sees of every department, in the agency's own order. */
export async function readPublished({
  db,
  clock,
}: Pick<TestCollector, 'db' | 'clock'>): Promise<PublishedDepartment[]> {
  const read = publicReader({ db, clock: () => clock.now });
  return (await read()).departments;
}

/** Midnight in California on October 1, 2026: the end of the quarter 2026-07. */
const end = Date.UTC(2026, 9, 1, 7);

/** Has 12 people rate Central Region with 4, and closes and publishes that quarter, 2026-07. */
export async function publishFirst(collector: TestCollector): Promise<void> {
  for (let people = 0; people < 12; people += 1) await send(collector, aResponse({ rating: 4 }));
  collector.clock.now = end;
  const { code, err } = await collector.heart('close-quarter', '--quarter', '2026-07');
  if (code !== 0) throw new Error(err);
  await publish(collector, { quarter: '2026-07' });
}
