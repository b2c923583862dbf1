import { and, asc, eq } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { person, snapshot, submissionEvent } from '../database/schema.ts';
import { statement, type Statement } from '../database/statement.ts';
import type { Step } from './steps.ts';

/** A step of a quarter, as it was recorded. */
export interface SubmissionEvent {
  id: number;
  quarter: string;
  kind: Step;
  snapshotId: string;
  /** The version that it is about. */
  version: number;
  /** Milliseconds since the epoch. */
  at: number;
  personId: string;
  /** Null if it was not done by a person. */
  name: string | null;
  email: string | null;
  /** The reason for returning it, why there is no data, or another note. */
  text: string | null;
  /** How many steps came before it. */
  position: number;
}

/** A step that someone takes. */
export interface NewStep {
  departmentId: number;
  quarter: string;
  kind: Step;
  /** The version that it is about, which has to be the latest one. */
  snapshotId: string;
  at: number;
  personId: string;
  text: string | null;
  /** How many steps the person saw: if there are more by now, nothing is recorded. */
  position: number;
}

const latestVersion = `(SELECT id FROM snapshot WHERE department_id = :departmentId AND quarter = :quarter
  ORDER BY version DESC LIMIT 1)`;
const countSteps = '(SELECT count(*) FROM submission_event WHERE department_id = :departmentId AND quarter = :quarter)';

/**
 * Records a step, unless someone else was first or the quarter has been restated since.
 * @param also another condition in SQL, which may name the step's columns, and its arguments.
 */
export function insertStep(
  step: NewStep,
  also: { sql: string; args: Record<string, string> } = noCondition,
): Statement {
  return statement(
    `INSERT INTO submission_event (department_id, quarter, kind, snapshot_id, at, person_id, text, position)
      SELECT :departmentId, :quarter, :kind, :snapshotId, :at, :personId, :text, :position
      WHERE ${latestVersion} = :snapshotId AND ${countSteps} = :position AND ${also.sql}`,
    { ...step, ...also.args },
  );
}

const noCondition = { sql: 'TRUE', args: {} };

/** Records that a quarter was restated, if it was handed in before. @param snapshotId the version that was made. */
export function insertRestated(made: {
  departmentId: number;
  quarter: string;
  snapshotId: string;
  at: number;
  by: string;
}): Statement {
  return statement(
    `INSERT INTO submission_event (department_id, quarter, kind, snapshot_id, at, person_id, position)
      SELECT :departmentId, :quarter, 'restated', :snapshotId, :at, :by, ${countSteps}
      WHERE ${countSteps} > 0 AND EXISTS (SELECT 1 FROM snapshot WHERE id = :snapshotId)`,
    made,
  );
}

/** The steps of a department's quarters, or of one of them, the first one first. */
export function stepsOf(db: Database, department: number, ofQuarter?: string): Promise<SubmissionEvent[]> {
  const { id, departmentId, quarter, kind, snapshotId, at, personId, text, position } = submissionEvent;
  const columns = { id, quarter, kind, snapshotId, at, personId, text, position };
  const isAsked = ofQuarter === undefined ? undefined : eq(quarter, ofQuarter);
  return db
    .select({ ...columns, version: snapshot.version, name: person.name, email: person.email })
    .from(submissionEvent)
    .innerJoin(snapshot, eq(snapshotId, snapshot.id))
    .leftJoin(person, eq(personId, person.id))
    .where(and(eq(departmentId, department), isAsked))
    .orderBy(asc(quarter), asc(position));
}
