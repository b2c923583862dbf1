import * as v from 'valibot';
import { isSeen, stageNames, type Seer, type Stage } from '../cases/cases.ts';
import type { Database } from '../database/database.ts';
import { readRows } from '../database/read.ts';
import { caseLink } from '../database/schema.ts';

const row = v.object({
  /** The case that was linked; for a duplicate, the later one. */
  case_id: v.number(),
  other_id: v.number(),
  kind: v.picklist(caseLink.kind.enumValues),
  at: v.number(),
  /** Of the case at the other end. */
  reference: v.string(),
  stage: v.picklist(Object.keys(stageNames) as Stage[]),
});

/** A link as it is seen from one of its cases. */
export type CaseLink = v.InferOutput<typeof row>;

/** The links of a case to those that the reader may see, the first one first. Nothing tells of any other. */
export function linksOf(db: Database, seer: Seer, caseId: number): Promise<CaseLink[]> {
  return readRows(
    db,
    row,
    `SELECT link.case_id, link.other_id, link.kind, link.at, case_file.reference, case_file.stage
      FROM (SELECT *, other_id AS end FROM case_link WHERE case_id = :caseId
        UNION ALL SELECT *, case_id AS end FROM case_link WHERE other_id = :caseId) AS link
      JOIN case_file ON case_file.id = link.end WHERE ${isSeen} ORDER BY link.at, case_file.reference`,
    { ...seer, caseId },
  );
}
