import { and, asc, desc, eq } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { snapshot, submission, submissionEvent } from '../database/schema.ts';
import { statement, type Statement } from '../database/statement.ts';
import { payloadHash, type Signed } from '../signing/signing.ts';
import { insertStep } from './events.ts';

/** A signed submission, as stored. */
export type SubmissionRow = typeof submission.$inferSelect;

/** A submission that is about to be stored. */
export interface NewSubmission {
  departmentId: number;
  quarter: string;
  snapshotId: string;
  personId: string;
  at: number;
  note: string | null;
  /** The number of steps of the quarter before this one. */
  position: number;
  /** The hash of the department's submission before this one; null for the first. */
  previous: string | null;
  signed: Signed;
}

/** The last step is the hand-in of this version, the chain ends with that submission, and the key is the current one. */
const isNextInChain = `EXISTS (SELECT 1 FROM submission_event
      WHERE department_id = :departmentId AND quarter = :quarter AND position = :position - 1
        AND kind = 'handed in' AND snapshot_id = :snapshotId)
    AND :previous = coalesce((SELECT sha256 FROM submission
      WHERE department_id = :departmentId ORDER BY event_id DESC LIMIT 1), '')
    AND EXISTS (SELECT 1 FROM signing_key WHERE id = :key AND retired_at IS NULL)`;

/**
 * Stores the step and its submission. They take effect only if the last step is the hand-in of this version, this is the
 * latest version, the chain ends with `previous`, and the key is the current one. The second statement changes a row if
 * they did.
 */
export function submissionStatements(given: NewSubmission): [Statement, Statement] {
  const { note, signed, previous: before, ...step } = given;
  const { departmentId, quarter, position } = step;
  const previous = before ?? '';
  const event = insertStep(
    { ...step, kind: 'submitted', text: note },
    { sql: isNextInChain, args: { previous, key: signed.keyId } },
  );
  const row = statement(
    `INSERT INTO submission (sha256, event_id, department_id, quarter, snapshot_id, previous, manifest, signature, key_id,
        submitted_at)
      SELECT :sha256, id, department_id, quarter, snapshot_id, :previous, :manifest, :signature, :key, at
      FROM submission_event
      WHERE changes() > 0 AND department_id = :department AND quarter = :quarter AND position = :position`,
    {
      sha256: payloadHash(signed),
      department: departmentId,
      quarter,
      position,
      previous,
      manifest: signed.payload,
      signature: signed.signature,
      key: signed.keyId,
    },
  );
  return [event, row];
}

/** The department's last submission; undefined if there is none. */
export async function lastSubmission(db: Database, departmentId: number): Promise<SubmissionRow | undefined> {
  const [last] = await db
    .select()
    .from(submission)
    .where(eq(submission.departmentId, departmentId))
    .orderBy(desc(submission.eventId))
    .limit(1);
  return last;
}

/** The last submission of a quarter; undefined if there is none. */
export async function submissionOfQuarter(
  db: Database,
  departmentId: number,
  quarter: string,
): Promise<SubmissionRow | undefined> {
  const [last] = await db
    .select()
    .from(submission)
    .where(and(eq(submission.departmentId, departmentId), eq(submission.quarter, quarter)))
    .orderBy(desc(submission.eventId))
    .limit(1);
  return last;
}

/** The hash of the last submission of each of a department's quarters, by the quarter's id. */
export async function lastSubmissions(db: Database, departmentId: number): Promise<Map<string, string>> {
  const { quarter, sha256, eventId } = submission;
  const rows = await db
    .select({ quarter, sha256 })
    .from(submission)
    .where(eq(submission.departmentId, departmentId))
    .orderBy(asc(eventId));
  // A later one replaces an earlier one.
  return new Map(rows.map((row) => [row.quarter, row.sha256]));
}

/** The submission that was made in that step of a quarter. */
export async function submissionOfStep(
  db: Database,
  { departmentId, quarter, stepId }: { departmentId: number; quarter: string; stepId: number },
): Promise<SubmissionRow | undefined> {
  const isOfQuarter = and(eq(submission.departmentId, departmentId), eq(submission.quarter, quarter));
  const [found] = await db
    .select()
    .from(submission)
    .where(and(isOfQuarter, eq(submission.eventId, stepId)));
  return found;
}

/** Every submission of every department, in the order in which they were made. */
export function allSubmissions(db: Database): Promise<SubmissionRow[]> {
  return db.select().from(submission).orderBy(asc(submission.departmentId), asc(submission.eventId));
}

/** A step as it is checked. */
export type StepRow = typeof submissionEvent.$inferSelect;

/** Every step of every quarter, the first one first. */
export function allSteps(db: Database): Promise<StepRow[]> {
  const { departmentId, quarter, position } = submissionEvent;
  return db.select().from(submissionEvent).orderBy(asc(departmentId), asc(quarter), asc(position));
}

/** Every version of every closed quarter, without its figures, the first one first. */
export function allVersions(db: Database) {
  const { id, departmentId, quarter, version, sha256, closedAt } = snapshot;
  return db
    .select({ id, departmentId, quarter, version, sha256, closedAt })
    .from(snapshot)
    .orderBy(asc(departmentId), asc(quarter), asc(version));
}
