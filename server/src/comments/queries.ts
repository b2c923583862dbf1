import { items, type Item } from '@heart-survey/shared/items';
import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { commentMark, response } from '../database/schema.ts';
import { unknownLanguage, type CommentFilter, type Position, type RatingGroup, type Show } from './filter.ts';
import { statement, type Statement } from '../database/statement.ts';

/** A response with a comment, as it is stored. */
export interface CommentRow extends Record<Item, number | null> {
  id: string;
  /** Its place in the order in which responses were stored: the rowid, which VACUUM may count anew, so keep it nowhere. */
  position: number;
  regionId: number;
  quarter: string;
  receivedAt: number;
  comment: string;
  language: string | null;
  channel: string | null;
  employee: string | null;
}

/** That a comment is hidden or flagged, now. */
export interface Mark {
  responseId: string;
  kind: MarkKind;
  reason: string;
  markedAt: number;
  by: string;
}

export type MarkKind = 'hidden' | 'flagged';

const columns = `id, rowid AS position, region_id, quarter, received_at, ${items.join(', ')}, comment, language, channel, employee_id`;
const named = `one.id, position, one.region_id AS regionId, quarter, received_at AS receivedAt, ${items.join(', ')},
  comment, language, channel, employee.name AS employee`;

const marked = (kind: MarkKind) =>
  `(SELECT response_id FROM comment_mark WHERE kind = '${kind}' AND lifted_at IS NULL)`;
const showing: Record<Show, string> = {
  open: `AND id NOT IN ${marked('hidden')}`,
  flagged: `AND id IN ${marked('flagged')}`,
  hidden: `AND id IN ${marked('hidden')}`,
};
const rated: Record<RatingGroup, string> = {
  low: 'AND overall <= 2',
  middle: 'AND overall = 3',
  high: 'AND overall >= 4',
  none: 'AND overall IS NULL',
};

/**
 * Comments in the order of arrival: the newest before a position, newest first, or the next after one, oldest first.
 * Each region is read from its own end of the index, so that no more rows are touched than are asked for.
 * @param regionIds those that the reader may read.
 */
export async function listComments(
  db: Database,
  { search, quarter, language, rating, show }: CommentFilter,
  { regionIds, position, most }: { regionIds: number[]; position: Position; most: number },
): Promise<CommentRow[]> {
  const { before, after } = position;
  const order = after === undefined ? 'DESC' : 'ASC';
  const filters = [
    before === undefined ? '' : 'AND rowid < :before',
    after === undefined ? '' : 'AND rowid > :after',
    language === undefined ? '' : language === unknownLanguage ? 'AND language IS NULL' : 'AND language = :language',
    search === '' ? '' : 'AND instr(lower(comment), lower(:search)) > 0',
    rating === undefined ? '' : rated[rating],
    showing[show],
  ].join(' ');
  // A few are marked: these are found by their ids. All the others, by the index of comments.
  const index = show === 'open' ? 'INDEXED BY response_comment' : '';
  const each = regionIds.map(
    (_, n) => `SELECT * FROM (SELECT ${columns} FROM response ${index}
      WHERE quarter = :quarter AND region_id = :region${n} AND comment IS NOT NULL ${filters}
      ORDER BY rowid ${order} LIMIT :most)`,
  );
  if (each.length === 0) return [];
  const given = { before, after, language: language === unknownLanguage ? undefined : language };
  const { rows } = await db.$client.execute(
    statement(
      `SELECT ${named} FROM (${each.join(' UNION ALL ')} ORDER BY position ${order} LIMIT :most) AS one
      LEFT JOIN employee ON employee.id = one.employee_id ORDER BY position ${order}`,
      {
        ...{ quarter: quarter.id, most },
        ...(search === '' ? {} : { search }),
        ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
        ...Object.fromEntries(regionIds.map((id, n) => [`region${n}`, id])),
      },
    ),
  );
  return rows as unknown as CommentRow[];
}

/** The comment of that response, where it is one of those regions'. */
export async function commentById(db: Database, id: string, regionIds: number[]): Promise<CommentRow | undefined> {
  const { rows } = await db.$client.execute(
    statement(
      `SELECT ${named} FROM (SELECT ${columns} FROM response WHERE id = ? AND comment IS NOT NULL) AS one
      LEFT JOIN employee ON employee.id = one.employee_id
      WHERE one.region_id IN (SELECT value FROM json_each(?))`,
      [id, JSON.stringify(regionIds)],
    ),
  );
  return rows[0] as unknown as CommentRow | undefined;
}

/** The marks that these responses have now. */
export async function marksOf(db: Database, responseIds: string[]): Promise<Mark[]> {
  const { rows } = await db.$client.execute(
    statement(
      `SELECT response_id AS responseId, kind, reason, marked_at AS markedAt, person.name AS by
      FROM comment_mark JOIN person ON person.id = comment_mark.marked_by
      WHERE lifted_at IS NULL AND response_id IN (SELECT value FROM json_each(?)) ORDER BY comment_mark.id`,
      [JSON.stringify(responseIds)],
    ),
  );
  return rows as unknown as Mark[];
}

/** Where the flagged comment of that response counts; undefined where it is flagged or there no longer. */
export async function flaggedComment(db: Database, id: string) {
  const isFlagged = and(eq(commentMark.responseId, response.id), eq(commentMark.kind, 'flagged'));
  const [found] = await db
    .select({ regionId: response.regionId, quarter: response.quarter })
    .from(response)
    .innerJoin(commentMark, isFlagged)
    .where(and(eq(response.id, id), isNotNull(response.comment), isNull(commentMark.liftedAt)))
    .limit(1);
  return found;
}

interface Marking {
  responseId: string;
  kind: MarkKind;
  at: number;
  by: string;
}

/** Marks a comment, unless it is marked so already. */
export function setMark({ responseId, kind, at, by }: Marking, reason: string): Statement {
  return statement(
    `INSERT INTO comment_mark (response_id, kind, reason, marked_at, marked_by) SELECT ?, ?, ?, ?, ?
      WHERE NOT EXISTS (SELECT 1 FROM comment_mark WHERE response_id = ? AND kind = ? AND lifted_at IS NULL)`,
    [responseId, kind, reason, at, by, responseId, kind],
  );
}

/** Takes a mark away; it stays on record that there was one. */
export function liftMark({ responseId, kind, at, by }: Marking): Statement {
  return statement(
    `UPDATE comment_mark SET lifted_at = ?, lifted_by = ?
      WHERE response_id = ? AND kind = ? AND lifted_at IS NULL`,
    [at, by, responseId, kind],
  );
}

/** How many comments of the region came since then; from `most` on it counts no further. */
export async function countSince(
  db: Database,
  { regionIds, quarters, since, most }: { regionIds: number[]; quarters: string[]; since: number; most: number },
): Promise<number> {
  let found = 0;
  for (const regionId of regionIds) {
    for (const quarter of quarters) {
      const { rows } = await db.$client.execute(
        statement(
          `SELECT count(*) AS n FROM (SELECT received_at FROM response INDEXED BY response_comment
          WHERE quarter = ? AND region_id = ? AND comment IS NOT NULL ORDER BY rowid DESC LIMIT ?)
          WHERE received_at >= ?`,
          [quarter, regionId, most, since],
        ),
      );
      found += Number(rows[0]!['n']);
    }
  }
  return Math.min(found, most);
}

/** How many comments of these regions are flagged now, by quarter, the latest first. */
export async function flaggedNow(db: Database, regionIds: number[]): Promise<{ quarter: string; n: number }[]> {
  const { rows } = await db.$client.execute(
    statement(
      `SELECT quarter, count(*) AS n FROM comment_mark JOIN response ON response.id = comment_mark.response_id
      WHERE kind = 'flagged' AND lifted_at IS NULL AND comment IS NOT NULL
        AND region_id IN (SELECT value FROM json_each(?)) GROUP BY quarter ORDER BY quarter DESC`,
      [JSON.stringify(regionIds)],
    ),
  );
  return rows as unknown as { quarter: string; n: number }[];
}
