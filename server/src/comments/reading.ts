import { maskPersonal } from '@heart-survey/shared/mask';
import type { Database } from '../database/database.ts';
import { turn } from '../limits/turns.ts';
import type { Region } from '../org/org.ts';
import type { CommentFilter, Position } from './filter.ts';
import { commentById, listComments, lowestComments, marksOf, type CommentRow, type Mark } from './queries.ts';

/** A comment as staff see it. */
export interface Comment extends CommentRow {
  region: Region;
  /** The comment with personal information masked. */
  shown: string;
  isMasked: boolean;
  hidden: Mark | undefined;
  flagged: Mark | undefined;
}

/** One page of the list. */
export interface CommentPage {
  /** Newest first. */
  comments: Comment[];
  /** Where the next pages in both directions start, if there are any. */
  newer: Position | undefined;
  older: Position | undefined;
  /** Whether the search stopped early, so that there may be more matches. */
  isCut: boolean;
}

const pageSize = 25;
/** A search reads this many rows at a time, this many times, before the reader has to ask for more. */
const chunkSize = 200;
const maxChunks = 20;
/** The maximum text that one search masks, in UTF-16 units. */
const maxRead = 1_000_000;

interface CommentsAsked {
  filter: CommentFilter;
  regions: Region[];
  position: Position;
  /** Ends the search when the reader is gone. */
  signal: AbortSignal;
}

/** One page of the comments in these regions that match the filter. */
export async function readComments(db: Database, asked: CommentsAsked): Promise<CommentPage> {
  const { filter, regions, position, signal } = asked;
  const regionIds = (filter.region ? [filter.region] : regions).map(({ id }) => id);
  const isForward = position.after !== undefined;
  const { rows, isCut, last } = await visibleRows(db, { filter, regionIds, position, signal });
  const found = rows.slice(0, pageSize);
  const hasMore = rows.length > pageSize || isCut;
  if (isForward) found.reverse();
  const further = rows.length > pageSize ? found[isForward ? 0 : found.length - 1]!.position : last;
  const hasCome = found.length > 0 && position.before !== undefined;
  return {
    comments: await withMarks(db, found, regions),
    newer: isForward ? (hasMore ? { after: further } : undefined) : hasCome ? { after: found[0]!.position } : undefined,
    older: isForward
      ? found.length > 0
        ? { before: found.at(-1)!.position }
        : undefined
      : hasMore
        ? { before: further }
        : undefined,
    isCut,
  };
}

/**
 * Rows that match in their visible text: searching must not find masked text. A search stops after a number of rows and
 * an amount of text, and gives other requests a turn, because anyone can send long comments.
 */
async function visibleRows(
  db: Database,
  { filter, regionIds, position, signal }: Omit<CommentsAsked, 'regions'> & { regionIds: number[] },
) {
  const isForward = position.after !== undefined;
  const needle = lower(filter.search);
  const rows: CommentRow[] = [];
  let from = position;
  let last: number | undefined;
  let read = 0;
  for (let round = 0; round < maxChunks; round++) {
    const limit = needle === '' ? pageSize + 1 : chunkSize;
    const candidates = await listComments(db, filter, { regionIds, position: from, limit });
    if (needle === '') return { rows: candidates, isCut: false, last: candidates.at(-1)?.position };
    for (const row of candidates) {
      if (rows.length > pageSize) return { rows, isCut: false, last };
      if (read > maxRead || signal.aborted) return { rows, isCut: true, last };
      read += row.comment.length;
      await turn(row.comment.length);
      if (lower(maskPersonal(row.comment)).includes(needle)) rows.push(row);
      last = row.position;
    }
    if (candidates.length < limit || rows.length > pageSize) return { rows, isCut: false, last };
    from = isForward ? { after: last } : { before: last };
  }
  return { rows, isCut: true, last };
}

/** Lower case as SQLite's `lower()` does it: ASCII letters only. */
const lower = (text: string) => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());

/** The comment of a response as staff see it, if it is in one of these regions. */
export async function readComment(db: Database, id: string, regions: Region[]): Promise<Comment | undefined> {
  const row = await commentById(
    db,
    id,
    regions.map((region) => region.id),
  );
  return row && (await withMarks(db, [row], regions))[0];
}

/** The comments of a region's quarter that are not hidden, the lowest ratings first. */
export async function readLowestComments(
  db: Database,
  region: Region,
  { quarter, limit }: { quarter: string; limit: number },
): Promise<Comment[]> {
  return withMarks(db, await lowestComments(db, { regionId: region.id, quarter, limit }), [region]);
}

async function withMarks(db: Database, rows: CommentRow[], regions: Region[]): Promise<Comment[]> {
  const marks = await marksOf(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => {
    const shown = maskPersonal(row.comment);
    const markOf = (kind: Mark['kind']) => marks.find((mark) => mark.kind === kind && mark.responseId === row.id);
    return {
      ...row,
      region: regions.find(({ id }) => id === row.regionId)!,
      shown,
      isMasked: shown !== row.comment,
      hidden: markOf('hidden'),
      flagged: markOf('flagged'),
    };
  });
}
