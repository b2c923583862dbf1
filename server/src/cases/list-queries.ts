import * as v from 'valibot';
import type { Database } from '../database/database.ts';
import { readRows } from '../database/read.ts';
import { caseFile } from '../database/schema.ts';
import { kinds, type CaseKind } from './kinds.ts';
import { idsIn, isSeen, type Seer } from './sight.ts';

/** A case in a list. It has nothing that its writer wrote. */
const row = v.object({
  id: v.number(),
  reference: v.string(),
  kind: v.picklist(kinds),
  stage: v.picklist(caseFile.stage.enumValues),
  sight: v.picklist(caseFile.sight.enumValues),
  desk: v.string(),
  department_id: v.number(),
  received_at: v.number(),
  is_time_hidden: v.number(),
  closed_at: v.nullable(v.number()),
  due_at: v.nullable(v.number()),
  breaches: v.number(),
  is_unread: v.number(),
  flags: v.nullable(v.string()),
  owner: v.nullable(v.string()),
  is_danger: v.number(),
  is_second: v.number(),
});
export type ListedCase = v.InferOutput<typeof row>;

const columns = `case_file.id, reference, kind, stage, sight, desk.name AS desk, case_file.department_id, received_at,
  is_time_hidden, closed_at, due_at, breaches, is_unread, flags, person.name AS owner,
  EXISTS (SELECT 1 FROM case_danger WHERE case_id = case_file.id AND outcome IS NULL) AS is_danger,
  EXISTS (SELECT 1 FROM case_event WHERE case_id = case_file.id AND kind = 'not satisfied') AS is_second`;
const joined = `JOIN case_file ON case_file.id = found.id JOIN desk ON desk.id = case_file.desk_id
  LEFT JOIN person ON person.id = case_file.owner_id`;

/** Which cases a list shows. */
export interface Asked {
  view: 'open' | 'mine' | 'closed';
  /** Only those of one desk. */
  deskId: number | null;
  kind: CaseKind | null;
  limit: number;
  /** Where the page before it ended: the sort key and the id of its last case. */
  after: Position | null;
}

/** The sort key is the due date, or the moment of closing; null for an open case whose clocks are paused. */
export interface Position {
  key: number | null;
  id: number;
}

/**
 * The cases that the person may see: open ones by due date, paused ones last; closed ones from the last one closed. Each desk,
 * department and owner is read in the order of its own index, so that a page costs as much as its rows.
 */
export async function listCases(db: Database, seer: Seer, asked: Asked): Promise<ListedCase[]> {
  const { view, deskId, kind, limit, after } = asked;
  const isClosed = view === 'closed';
  const sources = sourcesOf(seer, asked);
  if (sources.length === 0) return [];
  const filters = [
    isSeen,
    ...(kind === null ? [] : ['case_file.kind = :kind']),
    ...(deskId === null ? [] : ['case_file.desk_id = :deskId']),
  ].join(' AND ');
  const parts = isClosed ? ['closed'] : after !== null && after.key === null ? ['paused'] : ['due', 'paused'];
  const branches = sources.flatMap((source) =>
    parts.map((part) => `SELECT * FROM (${branch(source, part as Part, after, filters)})`),
  );
  const order = isClosed ? 'key DESC, id DESC' : 'key IS NULL, key, id';
  const sql = `SELECT ${columns} FROM (SELECT DISTINCT id, key FROM (${branches.join(' UNION ALL ')})
    ORDER BY ${order} LIMIT :limit) AS found ${joined}
    ORDER BY ${isClosed ? 'closed_at DESC, case_file.id DESC' : 'due_at IS NULL, due_at, case_file.id'}`;
  return readRows(db, row, sql, {
    ...seer,
    limit,
    ...(kind === null ? {} : { kind }),
    ...(deskId === null ? {} : { deskId }),
    ...(after === null ? {} : { afterId: after.id }),
    ...(after === null || after.key === null ? {} : { afterKey: after.key }),
  });
}

/** What is counted among the open cases. */
const conditions = {
  late: 'due_at <= :now',
  soon: 'due_at > :now AND due_at <= :soon',
  unread: 'is_unread = 1',
};

const counted = v.object({ n: v.number() });

/** More than this are not counted one by one. */
export const maxCounted = 100;

/**
 * How many open cases that the person may see are late, due soon, or unread; {@link maxCounted} for that many or more.
 * @param soon until when a case is due soon, in milliseconds since the epoch.
 */
export async function countCases(
  db: Database,
  seer: Seer,
  what: keyof typeof conditions,
  { now, soon }: { now: number; soon: number },
): Promise<number> {
  const branches = sourcesOf(seer, { view: 'open', deskId: null }).map(
    (source) => `SELECT * FROM (SELECT id FROM case_file
      WHERE ${source} AND closed_at IS NULL AND ${conditions[what]} AND ${isSeen} LIMIT ${maxCounted})`,
  );
  const sql = `SELECT count(*) AS n FROM (SELECT DISTINCT id FROM (${branches.join(' UNION ALL ')}) LIMIT ${maxCounted})`;
  const dates = what === 'unread' ? {} : what === 'late' ? { now } : { now, soon };
  const [found] = await readRows(db, counted, sql, { ...seer, ...dates });
  return found!.n;
}

const named = v.object({ reference: v.string() });

/** The closed cases that the person may see and whose writers wrote again, which no list of open cases has. */
export function unreadClosed(db: Database, seer: Seer, limit: number): Promise<{ reference: string }[]> {
  const branches = sourcesOf(seer, { view: 'closed', deskId: null }).map(
    (source) => `SELECT * FROM (SELECT reference, id FROM case_file
      WHERE ${source} AND closed_at IS NOT NULL AND is_unread = 1 AND ${isSeen} LIMIT :limit)`,
  );
  const sql = `SELECT DISTINCT reference, id FROM (${branches.join(' UNION ALL ')}) ORDER BY id LIMIT :limit`;
  return readRows(db, named, sql, { ...seer, limit });
}

type Part = 'due' | 'paused' | 'closed';

/** The conditions that begin an index each. They are numbers from the database, never what someone typed. */
function sourcesOf({ myDesks, managed }: Seer, { view, deskId }: Pick<Asked, 'view' | 'deskId'>): string[] {
  const mine = 'case_file.owner_id = :me';
  if (view === 'mine') return [mine];
  const desks = idsIn(myDesks).filter((id) => deskId === null || id === deskId);
  const departments = idsIn(managed);
  return [
    ...desks.map((id) => `case_file.desk_id = ${id}`),
    ...departments.map((id) => `case_file.department_id = ${id}`),
    mine,
  ];
}

function branch(source: string, part: Part, after: Position | null, filters: string): string {
  const rest = `${source} AND ${filters}`;
  if (part === 'closed') {
    const later = after === null ? '' : 'AND (closed_at, id) < (:afterKey, :afterId)';
    return `SELECT id, closed_at AS key FROM case_file WHERE ${rest} AND closed_at IS NOT NULL ${later}
      ORDER BY closed_at DESC, id DESC LIMIT :limit`;
  }
  if (part === 'paused') {
    const later = after !== null && after.key === null ? 'AND id > :afterId' : '';
    return `SELECT id, NULL AS key FROM case_file WHERE ${rest} AND closed_at IS NULL AND due_at IS NULL ${later}
      ORDER BY id LIMIT :limit`;
  }
  const later = after === null ? '' : 'AND (due_at, id) > (:afterKey, :afterId)';
  return `SELECT id, due_at AS key FROM case_file WHERE ${rest} AND closed_at IS NULL AND due_at IS NOT NULL ${later}
    ORDER BY due_at, id LIMIT :limit`;
}

/**
 * The cases whose text, messages, name or address have these words, newest first. Only those that the person may see.
 * @param words as typed. Each must be found, in any place.
 */
export async function searchCases(db: Database, seer: Seer, words: string, limit: number): Promise<ListedCase[]> {
  const terms = termsIn(words);
  const match = terms.filter((term) => isLong.test(term)).map((term) => `"${term.replaceAll('"', '""')}"`);
  const short = terms.filter((term) => !isLong.test(term));
  if (terms.length === 0) return [];
  // The index has pieces of three characters. For shorter words, as in Chinese, it is read from end to end.
  const like = short.map((_, at) => `(words LIKE :short${at} ESCAPE '!' OR people LIKE :short${at} ESCAPE '!')`);
  const found = [...(match.length > 0 ? ['case_search MATCH :match'] : []), ...like].join(' AND ');
  const sql = `SELECT ${columns} FROM (SELECT case_file.id FROM case_search JOIN case_file ON case_file.id = case_search.rowid
      WHERE ${found} AND ${isSeen} ORDER BY case_search.rowid DESC LIMIT :limit) AS found ${joined}
    ORDER BY case_file.id DESC`;
  return readRows(db, row, sql, {
    ...seer,
    limit,
    ...(match.length > 0 ? { match: match.join(' ') } : {}),
    ...Object.fromEntries(short.map((term, at) => [`short${at}`, `%${term.replaceAll(/[!%_]/g, '!$&')}%`])),
  });
}

/** Whether a word has the three characters that the index needs. */
const isLong = /^.{3}/su;

/** The maximum number of words that a search uses. */
const maxTerms = 8;

/** The words of a search: the index ignores what is not a letter, a digit or a sign inside a word. */
function termsIn(words: string): string[] {
  return words
    .split(/\s+/u)
    .filter((one) => /[\p{L}\p{N}]/u.test(one))
    .slice(0, maxTerms);
}
