import * as v from 'valibot';
import { isAbout, isSeen, type Seer } from '../cases/cases.ts';
import type { Database } from '../database/database.ts';
import { readRows } from '../database/read.ts';

const row = v.object({
  what: v.picklist(['action', 'follow-up', 'notice']),
  reference: v.string(),
  department_id: v.number(),
  /** Null for a notice of a breach, which is due at once. */
  due_on: v.nullable(v.string()),
  owner: v.nullable(v.string()),
  /** Who has not been notified of a breach. */
  missing: v.nullable(v.picklist(['both', 'person', 'commissioner'])),
});

/** Something that has to be done because of a case. It has nothing that anyone wrote. */
export type Due = v.InferOutput<typeof row>;

/** Whether that person still has a role at work on cases; in a condition, whether they still see this case. */
const holds = (personId: string, condition: string) => `EXISTS (SELECT 1 FROM role_grant
  JOIN person AS holder ON holder.id = role_grant.person_id
  WHERE holder.id = ${personId} AND holder.left_at IS NULL AND role_grant.ended_at IS NULL AND role_grant.is_pending = 0
    AND ${condition})`;
const isAtWork = holds('case_file.owner_id', `role_grant.role IN ('handler', 'manager')`);
const stillSees = (personId: string) =>
  holds(
    personId,
    `((case_file.sight IN ('desk', 'restricted') AND role_grant.desk_id = case_file.desk_id)
      OR (case_file.sight <> 'restricted' AND role_grant.role = 'manager'
        AND role_grant.department_id = case_file.department_id))
    AND NOT ${isAbout('holder.id', 'holder.email')}`,
  );

/**
 * Whether something is for the reader, who sees the case: for whoever does it, for the case's owner, and for the managers. If none
 * of them is left to do it, it is for everyone who sees the case.
 */
const isMine = (personId: string) => `(${personId} = :me OR case_file.owner_id = :owner
  OR case_file.department_id IN (SELECT value FROM json_each(:managed))
  OR NOT (${stillSees(personId)} OR ${isAtWork}))`;

const isDue = (day: string) =>
  `${day} <= (SELECT value FROM json_each(:until) WHERE CAST(key AS INTEGER) = case_file.department_id)`;

/** The parts of the list, each of which reads its own index. */
const actions = `SELECT 'action' AS what, reference, department_id, case_action.due_on AS due_on, person.name AS owner, NULL AS missing
  FROM case_action JOIN case_file ON case_file.id = case_action.case_id LEFT JOIN person ON person.id = case_action.owner_id
  WHERE case_action.closed_at IS NULL AND ${isDue('case_action.due_on')} AND ${isSeen} AND ${isMine('case_action.owner_id')}`;

const followUps = `SELECT 'follow-up' AS what, reference, department_id, follow_up_on AS due_on, person.name AS owner, NULL AS missing
  FROM case_referral JOIN case_file ON case_file.id = case_referral.case_id
  LEFT JOIN person ON person.id = case_referral.passed_by
  WHERE followed_up_at IS NULL AND passed_at IS NOT NULL AND ${isDue('follow_up_on')} AND ${isSeen}
    AND ${isMine('case_referral.passed_by')}`;

/** It concerns everyone who sees the case, whoever works on it (docs/policies/dufferin-2-3-12.md, section 6.3). */
const notices = `SELECT 'notice' AS what, reference, department_id, NULL AS due_on, NULL AS owner,
    CASE WHEN person_notified_on IS NOT NULL THEN 'commissioner' WHEN commissioner_notified_on IS NOT NULL THEN 'person'
      ELSE 'both' END AS missing
  FROM case_breach JOIN case_file ON case_file.id = case_breach.case_id
  WHERE is_breach = 1 AND kind = 'privacy' AND (person_notified_on IS NULL OR commissioner_notified_on IS NULL)
    AND ${isSeen}`;

/**
 * What the reader has to do or to look after.
 * @param until the last day that counts, by the department's id.
 * @returns what has been due the longest first.
 */
export function dueFor(
  db: Database,
  seer: Seer,
  { until, limit }: { until: ReadonlyMap<number, string>; limit: number },
): Promise<Due[]> {
  const sql = `SELECT * FROM (${[notices, actions, followUps].join(' UNION ALL ')})
    ORDER BY due_on IS NOT NULL, due_on, reference LIMIT :limit`;
  return readRows(db, row, sql, { ...seer, until: JSON.stringify(Object.fromEntries(until)), limit });
}
