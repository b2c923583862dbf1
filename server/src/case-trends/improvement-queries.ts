import * as v from 'valibot';
import { isSeen, seerOf } from '../cases/cases.ts';
import type { Database } from '../database/database.ts';
import { readRows } from '../database/read.ts';
import type { Person } from '../access/access.ts';
import type { Organization } from '../org/org.ts';
import type { Span } from './cohort-queries.ts';

const row = v.object({
  reference: v.string(),
  what: v.picklist(['change', 'action']),
  text: v.string(),
  at: v.number(),
});

/** Something that was improved because of a case. */
export type Improvement = v.InferOutput<typeof row>;

/** More than these are not listed. */
export const maxImprovements = 200;

/**
 * What should change, and the actions that were done, because of a department's cases that came in during that time. Only of
 * cases that the reader may see, and of no restricted one; oldest first. Texts that were erased are left out.
 */
export function improvementsOf(
  db: Database,
  { person, organization }: { person: Person; organization: Organization },
  departmentId: number,
  { start, end }: Span,
): Promise<Improvement[]> {
  const cohort = `case_file.department_id = :departmentId AND received_at >= :start AND received_at < :end
    AND sight <> 'restricted' AND ${isSeen}`;
  return readRows(
    db,
    row,
    `SELECT reference, 'change' AS what, case_improvement.text AS text, at FROM case_improvement
        JOIN case_file ON case_file.id = case_id
        WHERE answer = 'change' AND case_improvement.text IS NOT NULL AND ${cohort}
      UNION ALL
      SELECT reference, 'action', case_action.text, case_action.closed_at FROM case_action
        JOIN case_file ON case_file.id = case_id
        WHERE ending = 'done' AND case_action.text IS NOT NULL AND ${cohort}
      ORDER BY at, reference LIMIT ${maxImprovements + 1}`,
    { ...seerOf(person, organization), departmentId, start, end },
  );
}
