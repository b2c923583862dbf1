import { eachItem, items } from '@heart-survey/shared/items';
import { and, asc, count, desc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import * as v from 'valibot';
import { build, hasNone, insertIf } from '../database/builder.ts';
import type { Database } from '../database/database.ts';
import { readRows } from '../database/read.ts';
import { commentMark, employee, person, response } from '../database/schema.ts';
import type { Statement } from '../database/statement.ts';
import { unknownLanguage, type CommentFilter, type Position, type RatingGroup, type Show } from './filter.ts';

/** A row of a response with a comment. */
export const commentRow = v.object({
  id: v.string(),
  /** Its number in the order in which responses were stored: the rowid, which VACUUM may change, so never store it. */
  position: v.number(),
  regionId: v.number(),
  quarter: v.string(),
  receivedAt: v.number(),
  ...eachItem(() => v.nullable(v.number())),
  comment: v.string(),
  language: v.nullable(v.string()),
  channel: v.nullable(v.string()),
  employee: v.nullable(v.string()),
  /** When the response was excluded from the figures. */
  excludedAt: v.nullable(v.number()),
  /** 1 if the writer said that the words may be shown to others. */
  mayShow: v.nullable(v.number()),
});

/** A response with a comment, as stored. */
export type CommentRow = v.InferOutput<typeof commentRow>;

/** A current mark: the comment is hidden or flagged. */
export type Mark = Awaited<ReturnType<typeof marksOf>>[number];

/** How a comment can be marked. */
export type MarkKind = (typeof commentMark.kind.enumValues)[number];

const columns = `id, rowid AS position, region_id, quarter, received_at, ${items.join(', ')}, comment, language, channel, employee_id, excluded_at, may_show`;
const named = `one.id, position, one.region_id AS regionId, quarter, received_at AS receivedAt, ${items.join(', ')},
  comment, language, channel, employee.name AS employee, excluded_at AS excludedAt,
  may_show AS mayShow`;

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
  { search, quarter, language, rating, show, onlyMayShow = false }: CommentFilter,
  { regionIds, position, limit }: { regionIds: number[]; position: Position; limit: number },
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
    onlyMayShow ? 'AND may_show = 1' : '',
  ].join(' ');
  // The few marked ones are found by their ids, all others by the index of comments.
  const index = show === 'open' ? 'INDEXED BY response_comment' : '';
  const each = regionIds.map(
    (_, n) => `SELECT * FROM (SELECT ${columns} FROM response ${index}
      WHERE quarter = :quarter AND region_id = :region${n} AND comment IS NOT NULL ${filters}
      ORDER BY rowid ${order} LIMIT :limit)`,
  );
  if (each.length === 0) return [];
  const given = {
    before,
    after,
    language: language === unknownLanguage ? undefined : language,
    search: search === '' ? undefined : search,
  };
  return readRows(
    db,
    commentRow,
    `SELECT ${named} FROM (${each.join(' UNION ALL ')} ORDER BY position ${order} LIMIT :limit) AS one
      LEFT JOIN employee ON employee.id = one.employee_id ORDER BY position ${order}`,
    {
      quarter: quarter.id,
      limit,
      ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
      ...Object.fromEntries(regionIds.map((id, n) => [`region${n}`, id])),
    },
  );
}

/**
 * The comments of a region's quarter that are not hidden, those with the lowest overall rating first, then those with
 * the lowest mean.
 */
export async function lowestComments(
  db: Database,
  { regionId, quarter, limit }: { regionId: number; quarter: string; limit: number },
): Promise<CommentRow[]> {
  const rated = items.map((item) => `("${item}" IS NOT NULL)`).join(' + ');
  const sum = items.map((item) => `coalesce("${item}", 0)`).join(' + ');
  // The comments are read after sorting: they may be long, and there may be many.
  const lowest = `SELECT rowid AS sorted, overall AS rating, (${sum}) * 1.0 / (${rated}) AS mean
    FROM response INDEXED BY response_comment
    WHERE quarter = :quarter AND region_id = :regionId AND comment IS NOT NULL AND excluded_at IS NULL ${showing.open}
    ORDER BY rating NULLS LAST, mean, sorted LIMIT :limit`;
  return readRows(
    db,
    commentRow,
    `SELECT ${named} FROM (${lowest}) AS low
      CROSS JOIN (SELECT ${columns} FROM response) AS one ON one.position = low.sorted
      LEFT JOIN employee ON employee.id = one.employee_id ORDER BY rating NULLS LAST, mean, sorted`,
    { quarter, regionId, limit },
  );
}

/** The comment of that response, if it is in one of those regions. */
export async function commentById(db: Database, id: string, regionIds: number[]): Promise<CommentRow | undefined> {
  const { regionId, quarter, receivedAt, language, channel } = response;
  const [found] = await db
    .select({
      id: response.id,
      position: sql<number>`response.rowid`,
      regionId,
      quarter,
      receivedAt,
      ...eachItem((item) => response[item]),
      comment: sql<string>`${response.comment}`,
      language,
      channel,
      employee: employee.name,
      excludedAt: response.excludedAt,
      mayShow: response.mayShow,
    })
    .from(response)
    .leftJoin(employee, eq(response.employeeId, employee.id))
    .where(and(eq(response.id, id), isNotNull(response.comment), inArray(regionId, regionIds)));
  return found;
}

/** The current marks of these responses. */
export function marksOf(db: Database, responseIds: string[]) {
  const { responseId, kind, reason, markedAt } = commentMark;
  return db
    .select({ responseId, kind, reason, markedAt, by: person.name })
    .from(commentMark)
    .innerJoin(person, eq(commentMark.markedBy, person.id))
    .where(and(isNull(commentMark.liftedAt), inArray(responseId, responseIds)))
    .orderBy(asc(commentMark.id));
}

/** Where the flagged comment of that response counts; undefined if it is not flagged or was deleted. */
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

function isMarked({ responseId, kind }: Marking) {
  return and(eq(commentMark.responseId, responseId), eq(commentMark.kind, kind), isNull(commentMark.liftedAt));
}

/** Marks a comment, unless it has that mark. */
export function setMark(marking: Marking, reason: string): Statement {
  const { responseId, kind, at, by } = marking;
  const mark = { responseId, kind, reason, markedAt: at, markedBy: by };
  return insertIf(commentMark, mark, hasNone(commentMark, isMarked(marking)));
}

/** Removes a mark; it stays on record that there was one. */
export function liftMark(marking: Marking): Statement {
  const { at, by } = marking;
  return build.update(commentMark).set({ liftedAt: at, liftedBy: by }).where(isMarked(marking));
}

/** How many comments of these regions arrived after that time; the count ends at `most`. */
export async function countSince(
  db: Database,
  { regionIds, quarters, from, limit }: { regionIds: number[]; quarters: string[]; from: number; limit: number },
): Promise<number> {
  const [counted] = await readRows(
    db,
    v.object({ n: v.nullable(v.number()) }),
    `SELECT sum((SELECT count(*) FROM (SELECT received_at FROM response INDEXED BY response_comment
        WHERE quarter = quarters.value AND region_id = regions.value AND comment IS NOT NULL
        ORDER BY rowid DESC LIMIT :limit)
        WHERE received_at >= :from)) AS n
      FROM json_each(:regions) AS regions, json_each(:quarters) AS quarters`,
    { regions: JSON.stringify(regionIds), quarters: JSON.stringify(quarters), limit, from },
  );
  return Math.min(counted!.n ?? 0, limit);
}

/** How many comments of these regions are flagged now, by quarter, the latest first. */
export function flaggedNow(db: Database, regionIds: number[]): Promise<{ quarter: string; n: number }[]> {
  const { quarter, comment, regionId } = response;
  const isFlagged = and(eq(commentMark.kind, 'flagged'), isNull(commentMark.liftedAt));
  return db
    .select({ quarter, n: count() })
    .from(commentMark)
    .innerJoin(response, eq(commentMark.responseId, response.id))
    .where(and(isFlagged, isNotNull(comment), inArray(regionId, regionIds)))
    .groupBy(quarter)
    .orderBy(desc(quarter));
}
