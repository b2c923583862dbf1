import { eachItem, items } from '@heart-survey/shared/items';
import { and, countDistinct, eq, inArray, notExists, sql } from 'drizzle-orm';
import * as v from 'valibot';
import { build } from '../database/builder.ts';
import { notClosed } from '../database/closed-quarters.ts';
import type { Database } from '../database/database.ts';
import { readRows } from '../database/read.ts';
import { exclusion, region, response, responseFlag } from '../database/schema.ts';
import { statement, type Statement } from '../database/statement.ts';

const kind = v.picklist(responseFlag.kind.enumValues);

const flaggedRow = v.object({
  id: v.string(),
  regionId: v.number(),
  receivedAt: v.number(),
  ...eachItem(() => v.nullable(v.number())),
  /** Null if there is none, or it is hidden. */
  comment: v.nullable(v.string()),
  isHidden: v.pipe(
    v.number(),
    v.transform((value) => value === 1),
  ),
  language: v.nullable(v.string()),
  channel: v.nullable(v.string()),
  kinds: v.pipe(
    v.string(),
    v.transform((kinds) => kinds.split(',').toSorted()),
    v.array(kind),
  ),
  excludedAt: v.nullable(v.number()),
  /** Who excluded it and why, if it is excluded. */
  reason: v.nullable(v.string()),
  by: v.nullable(v.string()),
});

/** A flagged response, as stored. */
export type FlaggedRow = v.InferOutput<typeof flaggedRow>;

interface Asked {
  quarter: string;
  /** The regions that the reader may read. */
  regionIds: number[];
}

/** One page of the flagged responses: those that count, or those that are excluded. */
export interface Part {
  areExcluded: boolean;
  limit: number;
  skip: number;
}

/** The flagged responses of a quarter, the last flagged first. */
export function flaggedResponses(
  db: Database,
  { quarter, regionIds }: Asked,
  { areExcluded, limit, skip }: Part,
): Promise<FlaggedRow[]> {
  return readRows(db, flaggedRow, flaggedPage, {
    quarter,
    regions: JSON.stringify(regionIds),
    excluded: Number(areExcluded),
    limit,
    skip,
  });
}

const isHidden = `EXISTS (SELECT 1 FROM comment_mark
  WHERE response_id = response.id AND kind = 'hidden' AND lifted_at IS NULL)`;

// The page is chosen by the flags alone, before the responses are read.
const flaggedPage = `WITH flagged AS (
    SELECT response_id, group_concat(kind) AS kinds, max(flagged_at) AS at
    FROM response_flag JOIN response ON response.id = response_id
    WHERE response_flag.quarter = :quarter AND response_flag.region_id IN (SELECT value FROM json_each(:regions))
      AND (excluded_at IS NOT NULL) = :excluded
    GROUP BY response_id ORDER BY at DESC, response_id LIMIT :limit OFFSET :skip)
  SELECT response.id, response.region_id AS regionId, received_at AS receivedAt, ${items.join(', ')},
    ${isHidden} AS isHidden, CASE WHEN NOT ${isHidden} THEN comment END AS comment, language, channel, kinds,
    response.excluded_at AS excludedAt, exclusion.reason, person.name AS "by"
  FROM flagged JOIN response ON response.id = flagged.response_id
  LEFT JOIN exclusion ON exclusion.response_id = response.id AND restored_at IS NULL
  LEFT JOIN person ON person.id = exclusion.excluded_by
  ORDER BY at DESC, response.id`;

/** How many responses of the quarter are flagged, and how many of those are excluded. */
export async function countFlagged(db: Database, { quarter, regionIds }: Asked) {
  const { responseId, regionId } = responseFlag;
  const [counted] = await db
    .select({
      flagged: countDistinct(responseId),
      excluded: sql<number>`count(DISTINCT CASE WHEN ${response.excludedAt} IS NOT NULL THEN ${responseId} END)`,
    })
    .from(responseFlag)
    .innerJoin(response, eq(responseId, response.id))
    .where(and(eq(responseFlag.quarter, quarter), inArray(regionId, regionIds)));
  return counted!;
}

/** How many flagged responses of a department's quarter nobody has excluded or put back. */
export async function countUndecided(db: Database, departmentId: number, quarter: string): Promise<number> {
  const decided = build
    .select({ id: exclusion.id })
    .from(exclusion)
    .where(eq(exclusion.responseId, responseFlag.responseId));
  const [counted] = await db
    .select({ n: countDistinct(responseFlag.responseId) })
    .from(responseFlag)
    .innerJoin(response, eq(responseFlag.responseId, response.id))
    .innerJoin(region, eq(responseFlag.regionId, region.id))
    .where(and(eq(responseFlag.quarter, quarter), eq(region.departmentId, departmentId), notExists(decided)));
  return counted!.n;
}

interface Deciding extends Asked {
  ids: string[];
  at: number;
  by: string;
}

/** The change, its audit entries, and the change of what counts, for one commit. */
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
 * Excludes flagged responses from the figures and records the reason: those that still count, in a quarter that is not
 * closed. The audit gets an entry for each, without the reason, which may quote the comment: nothing is ever removed from
 * the audit.
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
