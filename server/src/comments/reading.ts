import { maskPersonal } from '@heart-survey/shared/mask';
import type { Database } from '../database/database.ts';
import { turn } from '../limits/turns.ts';
import type { Region } from '../org/org.ts';
import type { CommentFilter, Position } from './filter.ts';
import { commentById, listComments, marksOf, type CommentRow, type Mark } from './queries.ts';

/** A comment as its readers see it. */
export interface Comment extends CommentRow {
  region: Region;
  /** With what looks personal masked. */
  shown: string;
  isMasked: boolean;
  hidden: Mark | undefined;
  flagged: Mark | undefined;
}

/** A page of the list. */
export interface CommentPage {
  /** Newest first. */
  comments: Comment[];
  /** Where the page before this one and the one after it begin, if there are any. */
  newer: Position | undefined;
  older: Position | undefined;
  /** Whether the search stopped before it came to the end: what it looked at was not all. */
  isCut: boolean;
}

const pageSize = 25;
/** How many of the candidates of a search are read at once, and how often, before the reader is asked whether to go on. */
const chunk = 200;
const chunks = 20;
/** How many UTF-16 units a search masks in all. */
const longestRead = 1_000_000;

interface CommentsAsked {
  filter: CommentFilter;
  regions: Region[];
  position: Position;
  /** Ends a search that nobody waits for any more. */
  signal: AbortSignal;
}

/** A page of the comments that are in these regions and fit the filter. */
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
 * Rows in which the reader can see what they search for: what is masked is not found by searching for it. A search ends
 * after so many rows and so much text, and lets others have their turn: anybody may send comments that take long.
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
  for (let round = 0; round < chunks; round++) {
    const most = needle === '' ? pageSize + 1 : chunk;
    const candidates = await listComments(db, filter, { regionIds, position: from, most });
    if (needle === '') return { rows: candidates, isCut: false, last: candidates.at(-1)?.position };
    for (const row of candidates) {
      if (rows.length > pageSize) return { rows, isCut: false, last };
      if (read > longestRead || signal.aborted) return { rows, isCut: true, last };
      read += row.comment.length;
      await turn(row.comment.length);
      if (lower(maskPersonal(row.comment)).includes(needle)) rows.push(row);
      last = row.position;
    }
    if (candidates.length < most || rows.length > pageSize) return { rows, isCut: false, last };
    from = isForward ? { after: last } : { before: last };
  }
  return { rows, isCut: true, last };
}

/** Lower case as SQLite has it: of the letters of English alone. */
const lower = (text: string) => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());

/** The comment of that response as its readers see it, where it is one of those regions'. */
export async function readComment(db: Database, id: string, regions: Region[]): Promise<Comment | undefined> {
  const row = await commentById(
    db,
    id,
    regions.map((region) => region.id),
  );
  return row && (await withMarks(db, [row], regions))[0];
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
