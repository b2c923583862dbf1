import { items, type Item } from '@heart-survey/shared/items';
import { notClosed } from '../database/closed-quarters.ts';
import type { Database } from '../database/database.ts';
import type { FlagKind } from '../responses/responses.ts';
import { statement, type Statement } from '../database/statement.ts';

/** A flagged response as it is stored. */
export interface FlaggedRow extends Record<Item, number | null> {
  id: string;
  regionId: number;
  receivedAt: number;
  /** Null where there is none, and where it is hidden. */
  comment: string | null;
  isHidden: boolean;
  language: string | null;
  channel: string | null;
  kinds: FlagKind[];
  excludedAt: number | null;
  /** Who excluded it and why, where it is excluded. */
  reason: string | null;
  by: string | null;
}

interface Asked {
  quarter: string;
  /** Those that the reader may read. */
  regionIds: number[];
}

/** Which of the flagged ones: those that count, or those that are excluded, and so many after so many others. */
export interface Part {
  areExcluded: boolean;
  most: number;
  skip: number;
}

/** The flagged responses of a quarter, the last flagged first. */
export async function flaggedResponses(
  db: Database,
  { quarter, regionIds }: Asked,
  { areExcluded, most, skip }: Part,
): Promise<FlaggedRow[]> {
  const { rows } = await db.$client.execute(
    statement(
      `WITH flagged AS (
        SELECT response_id, group_concat(kind) AS kinds, max(flagged_at) AS at
        FROM response_flag JOIN response ON response.id = response_id
        WHERE response_flag.quarter = :quarter AND response_flag.region_id IN (SELECT value FROM json_each(:regions))
          AND (excluded_at IS NOT NULL) = :excluded
        GROUP BY response_id ORDER BY at DESC, response_id LIMIT :most OFFSET :skip)
      SELECT response.id, response.region_id AS regionId, received_at AS receivedAt, ${items.join(', ')},
        EXISTS (SELECT 1 FROM comment_mark
          WHERE response_id = response.id AND kind = 'hidden' AND lifted_at IS NULL) AS isHidden,
        comment, language, channel, kinds, response.excluded_at AS excludedAt, exclusion.reason, person.name AS "by"
      FROM flagged JOIN response ON response.id = flagged.response_id
      LEFT JOIN exclusion ON exclusion.response_id = response.id AND restored_at IS NULL
      LEFT JOIN person ON person.id = exclusion.excluded_by
      ORDER BY at DESC, response.id`,
      { quarter, regions: JSON.stringify(regionIds), excluded: Number(areExcluded), most, skip },
    ),
  );
  return rows.map((row) => {
    const isHidden = row['isHidden'] === 1;
    const kinds = (row['kinds'] as string).split(',').toSorted();
    return { ...row, isHidden, kinds, ...(isHidden ? { comment: null } : {}) } as unknown as FlaggedRow;
  });
}

/** How many responses of the quarter are flagged, and how many of those are excluded. */
export async function countFlagged(db: Database, { quarter, regionIds }: Asked) {
  const { rows } = await db.$client.execute(
    statement(
      `SELECT count(DISTINCT response_id) AS flagged,
        count(DISTINCT CASE WHEN excluded_at IS NOT NULL THEN response_id END) AS excluded
      FROM response_flag JOIN response ON response.id = response_id
      WHERE response_flag.quarter = ? AND response_flag.region_id IN (SELECT value FROM json_each(?))`,
      [quarter, JSON.stringify(regionIds)],
    ),
  );
  return { flagged: Number(rows[0]!['flagged']), excluded: Number(rows[0]!['excluded']) };
}

interface Deciding extends Asked {
  ids: string[];
  at: number;
  by: string;
}

/** The change, its audit entries, and what goes along, as one commit takes them. */
type Decision = [change: Statement, entries: Statement, counting: Statement];

const flaggedIds = `SELECT response_id FROM response_flag
  WHERE response_id IN (SELECT value FROM json_each(:ids)) AND quarter = :quarter
    AND region_id IN (SELECT value FROM json_each(:regions))`;

/** The arguments of `flaggedIds`. */
const flaggedOf = ({ ids, quarter, regionIds }: Deciding) => ({
  ids: JSON.stringify(ids),
  quarter,
  regions: JSON.stringify(regionIds),
});

/**
 * Takes flagged responses out of the figures, and says of each why: those that still count, in a quarter that is not
 * closed. The audit has a line for each, without
 * the reason: it may quote the comment, and nothing is ever taken out of the audit.
 */
export function excludeResponses(deciding: Deciding, reason: string, departmentId: number): Decision {
  const { at, by } = deciding;
  const flagged = flaggedOf(deciding);
  return [
    statement(
      `INSERT INTO exclusion (response_id, reason, excluded_at, excluded_by)
        SELECT id, :reason, :at, :by FROM response
        WHERE id IN (${flaggedIds}) AND excluded_at IS NULL AND ${notClosed('response.region_id', 'response.quarter')}`,
      { ...flagged, at, by, reason },
    ),
    statement(
      `INSERT INTO audit_event (at, person_id, action, subject, department_id)
        SELECT :at, :by, 'response excluded', id, :department FROM response
        WHERE ${nowExcluded} AND excluded_at IS NULL`,
      { ...flagged, at, by, department: departmentId },
    ),
    statement(`UPDATE response SET excluded_at = :at WHERE ${nowExcluded} AND excluded_at IS NULL`, { ...flagged, at }),
  ];
}

const nowExcluded = `id IN (${flaggedIds})
  AND EXISTS (SELECT 1 FROM exclusion WHERE response_id = response.id AND restored_at IS NULL)`;

/** Puts excluded responses back into the figures, in a quarter that is not closed. */
export function restoreResponses(deciding: Deciding, departmentId: number): Decision {
  const { at, by } = deciding;
  const flagged = flaggedOf(deciding);
  return [
    statement(
      `UPDATE exclusion SET restored_at = :at, restored_by = :by
        WHERE restored_at IS NULL AND response_id IN (SELECT id FROM response
          WHERE id IN (${flaggedIds}) AND excluded_at IS NOT NULL
            AND ${notClosed('response.region_id', 'response.quarter')})`,
      { ...flagged, at, by },
    ),
    statement(
      `INSERT INTO audit_event (at, person_id, action, subject, department_id)
        SELECT :at, :by, 'response put back', id, :department FROM response WHERE ${nowBack}`,
      { ...flagged, at, by, department: departmentId },
    ),
    statement(`UPDATE response SET excluded_at = NULL WHERE ${nowBack}`, flagged),
  ];
}

const nowBack = `id IN (${flaggedIds}) AND excluded_at IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM exclusion WHERE response_id = response.id AND restored_at IS NULL)`;
