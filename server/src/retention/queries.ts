import type { Database } from '../database/database.ts';
import { snapshot } from '../database/schema.ts';
import { eq } from 'drizzle-orm';
import { statement, type Statement } from '../database/statement.ts';

/** A department's quarter, by their ids. */
export interface Quarterly {
  departmentId: number;
  quarter: string;
}

/** The closed quarters of a department; others are never purged. */
export async function closedQuartersOf(db: Database, departmentId: number): Promise<string[]> {
  const { quarter } = snapshot;
  const rows = await db
    .selectDistinct({ quarter })
    .from(snapshot)
    .where(eq(snapshot.departmentId, departmentId))
    .orderBy(quarter);
  return rows.map((row) => row.quarter);
}

// The quarter is closed and has no legal hold. Checked in every commit, since a hold can start at any moment.
const mayDelete = `EXISTS (SELECT 1 FROM snapshot WHERE department_id = :departmentId AND quarter = :quarter)
  AND NOT EXISTS (SELECT 1 FROM legal_hold WHERE department_id = :departmentId AND lifted_at IS NULL)`;
const ofTheQuarter = `quarter = :quarter AND region_id IN (SELECT id FROM region WHERE department_id = :departmentId)`;

/** How many responses or comments of the quarter may be deleted; 0 if a legal hold keeps them. */
export async function countPurgeable(db: Database, of: Quarterly, what: 'comments' | 'responses'): Promise<number> {
  const { rows } = await db.$client.execute(
    statement(
      `SELECT count(*) AS n FROM response WHERE ${ofTheQuarter} ${what === 'comments' ? 'AND comment IS NOT NULL' : ''}
      AND ${mayDelete}`,
      { ...of },
    ),
  );
  return Number(rows[0]!['n']);
}

/** Deletes some of the quarter's comments, and what staff wrote about them. Nothing else of the responses changes. */
export function purgeComments(of: Quarterly, limit: number): Statement[] {
  return [
    ...purgeReasons(of),
    statement(
      `UPDATE response SET comment = NULL WHERE rowid IN
          (SELECT rowid FROM response WHERE ${ofTheQuarter} AND comment IS NOT NULL LIMIT :limit) AND ${mayDelete}`,
      { ...of, limit },
    ),
  ];
}

/** Marks that the quarter's tallies are no longer valid; changes a row only the first time. */
export function markPurged(of: Quarterly, at: number): Statement {
  return statement(
    `INSERT INTO purged_quarter (department_id, quarter, purged_at) SELECT :departmentId, :quarter, :at
      WHERE ${mayDelete} AND EXISTS (SELECT 1 FROM response WHERE ${ofTheQuarter}) ON CONFLICT DO NOTHING`,
    { ...of, at },
  );
}

/** Deletes some of the quarter's responses and their flags. Triggers remove them from the tallies. */
export function purgeResponses(of: Quarterly, limit: number): Statement[] {
  const some = `(SELECT id FROM response WHERE ${ofTheQuarter} LIMIT :limit)`;
  const args = { ...of, limit };
  return [
    ...purgeReasons(of),
    statement(`DELETE FROM response_flag WHERE response_id IN ${some} AND ${mayDelete}`, args),
    statement(`DELETE FROM response WHERE id IN ${some} AND ${mayDelete}`, args),
  ];
}

/** The quarter in which a response counts, and whether it is closed. */
export async function findResponse(db: Database, id: string): Promise<(Quarterly & { isClosed: boolean }) | undefined> {
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

const erased = "'(erased with the response)'";

/** Keeps that the response was marked or excluded, by whom and when, but removes the words, which may quote it. */
export function removeReasons(responseId: string): Statement[] {
  return [
    statement('DELETE FROM response_flag WHERE response_id = ?', [responseId]),
    ...tablesWithReasons.map((table) =>
      statement(`UPDATE ${table} SET reason = ${erased} WHERE response_id = ?`, [responseId]),
    ),
  ];
}

/** The tables where staff write about a response. */
const tablesWithReasons = ['comment_mark', 'exclusion'];

/** The same for a whole quarter: these tables are small. */
function purgeReasons(of: Quarterly): Statement[] {
  return tablesWithReasons.map((table) =>
    statement(
      `UPDATE ${table} SET reason = ${erased} WHERE reason <> ${erased} AND ${mayDelete}
      AND EXISTS (SELECT 1 FROM response WHERE response.id = ${table}.response_id AND ${ofTheQuarter})`,
      { ...of },
    ),
  );
}

/** The most that the retention clock advances at a time, in milliseconds. */
const maxAdvance = 24 * 60 * 60 * 1000;

/** Sets and returns the retention clock: the collector's own clock, but at most a day later than the last time. */
export function moveRetentionClock(now: number): Statement {
  return statement(
    `INSERT INTO setting (name, value) VALUES ('retention clock', :now)
      ON CONFLICT (name) DO UPDATE SET value = CAST(min(:now, CAST(value AS INTEGER) + :maxAdvance) AS TEXT)
      RETURNING CAST(value AS INTEGER) AS at`,
    { now, maxAdvance },
  );
}
