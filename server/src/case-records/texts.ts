import * as v from 'valibot';
import { eventColumns } from '../cases/cases.ts';
import { commit, type Database } from '../database/database.ts';
import { readRows } from '../database/read.ts';
import { statement, type Statement } from '../database/statement.ts';
import { contactErased } from './aging.ts';
import { isFree } from './holds.ts';
import { leavesRemains } from './remains.ts';

// Each text of a case can be erased by itself: who wrote it and when stays.

/** Where texts are: the table, its columns with text, and which of its rows are the case's and have any. */
const places = {
  message: { table: 'case_message', columns: ['text'], are: 'case_id = :caseId', name: 'Message' },
  note: {
    table: 'note',
    columns: ['text'],
    are: `about = 'case/' || CAST(:caseId AS INTEGER)`,
    name: 'Note for staff',
  },
  letter: {
    table: 'case_letter',
    columns: ['content'],
    are: 'case_id = :caseId AND message_id IS NULL',
    name: 'Letter',
  },
  danger: {
    table: 'case_danger',
    columns: ['outcome_text'],
    are: 'case_id = :caseId',
    name: 'What was done about danger',
  },
  action: { table: 'case_action', columns: ['text', 'outcome'], are: 'case_id = :caseId', name: 'Action' },
  improvement: { table: 'case_improvement', columns: ['text'], are: 'case_id = :caseId', name: 'What should change' },
  referral: {
    table: 'case_referral',
    columns: ['agency', 'need', 'outcome'],
    are: 'case_id = :caseId',
    name: 'Need passed on to another agency',
  },
  breach: { table: 'case_breach', columns: ['reason'], are: 'case_id = :caseId', name: 'Why it is or is not a breach' },
} as const;
type Place = keyof typeof places;

/** The column that tells one row of a table from another. */
const keyOf = (place: Place) => (place === 'breach' ? 'case_id' : 'id');

/** A text that can be erased. */
export interface ErasableText {
  /** Such as `message/0192…`. */
  what: string;
  name: string;
  /** How it begins. */
  start: string;
}

const maxStart = 60;
const found = v.object({ id: v.union([v.string(), v.number()]), text: v.string() });

/** The texts of a case that were not erased, besides the case's own. */
export async function textsOf(db: Database, caseId: number): Promise<ErasableText[]> {
  const all = await Promise.all(
    (Object.keys(places) as Place[]).map(async (place) => {
      const { table, columns, are, name } = places[place];
      const text =
        place === 'letter'
          ? `content ->> '$.text'`
          : columns.map((column) => `coalesce(${column}, '')`).join(` || ' ' || `);
      const sql = `SELECT ${keyOf(place)} AS id, coalesce(${text}, '') AS text FROM ${table}
        WHERE ${are} AND (${hasText(place)}) ORDER BY rowid`;
      const rows = await readRows(db, found, sql, { caseId });
      return rows.map(({ id, text }) => ({ what: `${place}/${id}`, name, start: startOf(text) }));
    }),
  );
  return all.flat();
}

const hasText = (place: Place) => places[place].columns.map((column) => `${column} IS NOT NULL`).join(' OR ');

function startOf(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > maxStart ? `${line.slice(0, maxStart).trimEnd()}…` : line;
}

interface OfText {
  caseId: number;
  at: number;
  personId: string;
}

/**
 * Erases one text: `text` is what happened, `contact` the writer's contact information, and all others are those of {@link textsOf}.
 * The search finds the case only by what is left.
 * @returns false if it was erased before, or the case is under a hold.
 */
export async function eraseText(db: Database, what: string, { caseId, at, personId }: OfText): Promise<boolean> {
  const anyway = { sql: 'true', args: {} };
  if (what === 'contact') {
    const [done] = await commit(db, contactErased({ id: caseId, at, personId }, anyway));
    return done.rowsAffected > 0;
  }
  const first = what === 'text' ? ownText(caseId) : rowText(what, caseId);
  if (first === undefined) return false;
  const { detail } = eventColumns({ kind: 'text erased' });
  const [done] = await commit(db, [
    first,
    statement(
      `INSERT INTO case_event (case_id, kind, at, person_id, detail)
        SELECT :caseId, 'text erased', :at, :personId, :detail WHERE changes() > 0`,
      { caseId, at, personId, detail },
    ),
    leavesRemains(at),
    // The letter that brought a message goes with it.
    statement(
      `UPDATE case_letter SET content = NULL WHERE case_id = :caseId AND content IS NOT NULL
        AND message_id IN (SELECT id FROM case_message WHERE case_id = :caseId AND text IS NULL)`,
      { caseId },
    ),
    searchRebuilt(caseId),
  ]);
  return done.rowsAffected > 0;
}

const isFreeCase = `EXISTS (SELECT 1 FROM case_file WHERE case_file.id = :caseId AND ${isFree})`;

const ownText = (caseId: number) =>
  statement(`UPDATE case_file SET text = NULL WHERE id = :caseId AND text IS NOT NULL AND ${isFree}`, { caseId });

function rowText(what: string, caseId: number): Statement | undefined {
  const [place = '', id = ''] = what.split('/');
  if (!Object.hasOwn(places, place) || id === '') return undefined;
  const { table, columns, are } = places[place as Place];
  return statement(
    `UPDATE ${table} SET ${columns.map((column) => `${column} = NULL`).join(', ')}
      WHERE ${are} AND ${keyOf(place as Place)} = :key AND (${hasText(place as Place)}) AND ${isFreeCase}`,
    { caseId, key: /^\d+$/.test(id) ? Number(id) : id },
  );
}

/** What a case can be found by: its own text and its messages. */
function searchRebuilt(caseId: number): Statement {
  return statement(
    `UPDATE case_search SET words = coalesce((SELECT text FROM case_file WHERE id = :caseId), '') || char(10) ||
        coalesce((SELECT group_concat(text, char(10)) FROM case_message WHERE case_id = :caseId AND text IS NOT NULL), '')
      WHERE rowid = :caseId`,
    { caseId },
  );
}
