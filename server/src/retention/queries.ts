import type { Database } from '../database/database.ts';
import { snapshot } from '../database/schema.ts';
import { eq } from 'drizzle-orm';
import { statement, type Statement } from '../database/statement.ts';

/** A department's quarter, by their ids. */
export interface Quarterly {
  departmentId: number;
  quarter: string;
}

/** The quarters of a department that are closed; the others are never touched. */
export async function closedQuartersOf(db: Database, departmentId: number): Promise<string[]> {
  const { quarter } = snapshot;
  const rows = await db
    .selectDistinct({ quarter })
    .from(snapshot)
    .where(eq(snapshot.departmentId, departmentId))
    .orderBy(quarter);
  return rows.map((row) => row.quarter);
}

// Closed, and nobody has asked to keep it: looked at in every commit, since a hold may be placed at any moment.
const mayGo = `EXISTS (SELECT 1 FROM snapshot WHERE department_id = :departmentId AND quarter = :quarter)
  AND NOT EXISTS (SELECT 1 FROM legal_hold WHERE department_id = :departmentId AND lifted_at IS NULL)`;
const ofTheQuarter = `quarter = :quarter AND region_id IN (SELECT id FROM region WHERE department_id = :departmentId)`;

/** How many responses of the quarter may be deleted, or how many comments; 0 where all is to be kept. */
export async function countPurgeable(db: Database, of: Quarterly, what: 'comments' | 'responses'): Promise<number> {
  const { rows } = await db.$client.execute(
    statement(
      `SELECT count(*) AS n FROM response WHERE ${ofTheQuarter} ${what === 'comments' ? 'AND comment IS NOT NULL' : ''}
      AND ${mayGo}`,
      { ...of },
    ),
  );
  return Number(rows[0]!['n']);
}

/** Deletes some of the quarter's comments, and what staff wrote about them; of the responses nothing else changes. */
export function purgeComments(of: Quarterly, most: number): Statement[] {
  return [
    ...purgeWordsAbout(of),
    statement(
      `UPDATE response SET comment = NULL WHERE rowid IN
          (SELECT rowid FROM response WHERE ${ofTheQuarter} AND comment IS NOT NULL LIMIT :most) AND ${mayGo}`,
      { ...of, most },
    ),
  ];
}

/** Says of the quarter that its tallies say nothing any more, unless that is said; changes a row the first time. */
export function markPurged(of: Quarterly, at: number): Statement {
  return statement(
    `INSERT INTO purged_quarter (department_id, quarter, purged_at) SELECT :departmentId, :quarter, :at
      WHERE ${mayGo} AND EXISTS (SELECT 1 FROM response WHERE ${ofTheQuarter}) ON CONFLICT DO NOTHING`,
    { ...of, at },
  );
}

/** Deletes some of the quarter's responses, and what made them look odd. The triggers take them out of the tallies. */
export function purgeResponses(of: Quarterly, most: number): Statement[] {
  const some = `(SELECT id FROM response WHERE ${ofTheQuarter} LIMIT :most)`;
  const args = { ...of, most };
  return [
    ...purgeWordsAbout(of),
    statement(`DELETE FROM response_flag WHERE response_id IN ${some} AND ${mayGo}`, args),
    statement(`DELETE FROM response WHERE id IN ${some} AND ${mayGo}`, args),
  ];
}

/** Where a response counts, and whether that quarter is closed. */
export async function whereIs(db: Database, id: string): Promise<(Quarterly & { isClosed: boolean }) | undefined> {
  const { rows } = await db.$client.execute(
    statement(
      `SELECT department_id AS departmentId, quarter, EXISTS (SELECT 1 FROM snapshot
        WHERE snapshot.department_id = region.department_id AND snapshot.quarter = response.quarter) AS isClosed
      FROM response JOIN region ON region.id = region_id WHERE response.id = ?`,
      [id],
    ),
  );
  const [row] = rows;
  if (!row) return undefined;
  return {
    departmentId: Number(row['departmentId']),
    quarter: row['quarter'] as string,
    isClosed: row['isClosed'] === 1,
  };
}

const gone = "'(erased with the response)'";

/** That it was marked, flagged or excluded, by whom and when, stays; the words, which may quote it, go. */
export function removeWordsAbout(responseId: string): Statement[] {
  return [
    statement('DELETE FROM response_flag WHERE response_id = ?', [responseId]),
    ...wordsAbout.map((table) => statement(`UPDATE ${table} SET reason = ${gone} WHERE response_id = ?`, [responseId])),
  ];
}

/** Where staff write about a response. */
const wordsAbout = ['comment_mark', 'exclusion'];

/** The same for all of a quarter: these tables are small. */
function purgeWordsAbout(of: Quarterly): Statement[] {
  return wordsAbout.map((table) =>
    statement(
      `UPDATE ${table} SET reason = ${gone} WHERE reason <> ${gone} AND ${mayGo}
      AND EXISTS (SELECT 1 FROM response WHERE response.id = ${table}.response_id AND ${ofTheQuarter})`,
      { ...of },
    ),
  );
}

/** The furthest that deleting goes on at a time, in milliseconds. */
const stride = 24 * 60 * 60 * 1000;

/**
 * Sets the clock that deleting goes by, and answers with it: the collector's own, but never more than a day on from where
 * it stood the last time.
 */
export function moveRetentionClock(now: number): Statement {
  return statement(
    `INSERT INTO setting (name, value) VALUES ('retention clock', :now)
      ON CONFLICT (name) DO UPDATE SET value = CAST(min(:now, CAST(value AS INTEGER) + :stride) AS TEXT)
      RETURNING CAST(value AS INTEGER) AS at`,
    { now, stride },
  );
}
