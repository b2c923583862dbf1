import type { Quarter } from '@heart-survey/shared/quarters';
import { commitChange } from '../audit/audit.ts';
import type { Database } from '../database/database.ts';
import { statement, type Statement } from '../database/statement.ts';
import type { Department } from '../org/org.ts';
import { storedWith, type ShownWith } from './events.ts';

interface Act {
  department: Pick<Department, 'id'>;
  quarter: Pick<Quarter, 'id'>;
  /** The hash of the submission that is published or withdrawn. */
  submission: string;
  /** The id of the person who does it. */
  by: string;
  /** Milliseconds since the epoch. */
  at: number;
  /** How many events of the quarter the person saw: if there are more by now, nothing changes. */
  position: number;
}

const countEvents =
  '(SELECT count(*) FROM publication_event WHERE department_id = :departmentId AND quarter = :quarter)';

/** The last step of the quarter submitted this version, or confirmed that it arrived: it was not restated since. */
const isSubmitted = `EXISTS (SELECT 1 FROM submission AS last
    WHERE last.sha256 = :submission AND last.department_id = :departmentId AND last.quarter = :quarter
      AND last.event_id = (SELECT max(event_id) FROM submission
        WHERE department_id = :departmentId AND quarter = :quarter)
      AND (SELECT kind FROM submission_event WHERE department_id = :departmentId AND quarter = :quarter
        ORDER BY position DESC LIMIT 1) IN ('submitted', 'received'))`;

const isPublished = `EXISTS (SELECT 1 FROM publication_event
    WHERE department_id = :departmentId AND quarter = :quarter AND position = :position - 1
      AND kind = 'published' AND submission = :submission)`;

function event(
  { department, quarter, submission, by, at, position }: Act,
  given: { kind: 'published' | 'withdrawn'; done: string | null; reason: string | null },
  condition: string,
): Statement {
  return statement(
    `INSERT INTO publication_event (department_id, quarter, kind, submission, done, reason, at, person_id, position)
      SELECT :departmentId, :quarter, :kind, :submission, :done, :reason, :at, :by, :position
      WHERE :position = ${countEvents} AND ${condition}`,
    { departmentId: department.id, quarter: quarter.id, submission, by, at, position, ...given },
  );
}

/**
 * Shows the public a submission, in place of what it saw of the quarter before.
 * @param act with the actions and the standards to show.
 * @returns whether it is published; false if it is not the quarter's current submission, or if someone else was first.
 */
export function publishQuarter(db: Database, act: Act & ShownWith): Promise<boolean> {
  const { department, quarter, submission, by, at } = act;
  const given = { kind: 'published', done: storedWith(act), reason: null } as const;
  return commitChange(db, event(act, given, isSubmitted), {
    at,
    personId: by,
    action: 'results published',
    subject: quarter.id,
    departmentId: department.id,
    detail: { sha256: submission },
  });
}

/**
 * Takes a published quarter back.
 * @param reason the public reads it.
 * @returns whether it is withdrawn; false if the public did not see this submission, or if someone else was first.
 */
export function withdrawQuarter(db: Database, act: Act & { reason: string }): Promise<boolean> {
  const { department, quarter, submission, by, at, reason } = act;
  const given = { kind: 'withdrawn', done: null, reason } as const;
  return commitChange(db, event(act, given, isPublished), {
    at,
    personId: by,
    action: 'results withdrawn',
    subject: quarter.id,
    departmentId: department.id,
    detail: { sha256: submission, reason },
  });
}
