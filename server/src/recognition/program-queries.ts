import { praiseFrom } from '@heart-survey/shared/heart';
import * as v from 'valibot';
import type { Database } from '../database/database.ts';
import { readRows } from '../database/read.ts';
import { isEligible } from './eligibility.ts';

const pieceRow = v.object({
  /** The position of the last comment; null if there are no more. */
  last: v.nullable(v.number()),
  comments: v.number(),
  /** How many are worth a thank-you by their rating, or got one. */
  praise: v.number(),
  thanked: v.number(),
  /** The others, which are praise only if they name an employee. */
  others: v.pipe(v.string(), v.parseJson(), v.array(v.string())),
});

/** Some comments of a region's quarter, in the order in which they were stored. */
interface Piece {
  regionId: number;
  quarter: string;
  /** The position after which the piece starts. */
  after: number;
  limit: number;
}

/** Counts the praise among some comments. It does not read what is praise by its rating. */
export async function praiseIn(db: Database, piece: Piece) {
  const [found] = await readRows(db, pieceRow, praiseOfPiece, { ...piece });
  return found!;
}

// The comments come as one text: the driver takes ten times as long for as many rows.
const praiseOfPiece = `SELECT max(position) AS last, count(*) AS comments, coalesce(sum(is_praise), 0) AS praise,
    coalesce(sum(is_praise AND stage = 'thanked'), 0) AS thanked,
    json_group_array(comment) FILTER (WHERE NOT is_praise AND stage = 'open' AND may_be) AS others
  FROM (SELECT *, may_be AND (stage = 'thanked' OR (stage = 'open' AND overall >= ${praiseFrom})) AS is_praise
    FROM (SELECT rowid AS position, comment, coalesce(overall, 0) AS overall, ${isEligible} AS may_be,
        coalesce((SELECT stage FROM recognition WHERE response_id = response.id), 'open') AS stage
      FROM response INDEXED BY response_comment
      WHERE quarter = :quarter AND region_id = :regionId AND comment IS NOT NULL AND rowid > :after
      ORDER BY rowid LIMIT :limit))`;

const daysRow = v.object({ regionId: v.number(), quarter: v.string(), days: v.number(), n: v.number() });

/** How many thank-yous took how many days, by region and quarter: also for comments that were deleted since. */
export function daysToThanks(db: Database, { regionIds, quarters }: { regionIds: number[]; quarters: string[] }) {
  return readRows(
    db,
    daysRow,
    `SELECT region_id AS regionId, quarter, days, count(*) AS n FROM recognition
      WHERE stage = 'thanked' AND days IS NOT NULL AND region_id IN (SELECT value FROM json_each(:regionIds))
        AND quarter IN (SELECT value FROM json_each(:quarters))
      GROUP BY region_id, quarter, days`,
    { regionIds: JSON.stringify(regionIds), quarters: JSON.stringify(quarters) },
  );
}
