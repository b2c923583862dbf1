import { and, desc, eq, getTableColumns, inArray, max, min, sql } from 'drizzle-orm';
import * as v from 'valibot';
import type { Database } from '../database/database.ts';
import { readRows } from '../database/read.ts';
import { counters, purgedQuarter, snapshot } from '../database/schema.ts';
import { isCountedInGroups } from './group-year-rows.ts';
import { originsAsJson, talliesAsJson, type StoredTallies } from '../database/tallies.ts';

/** The tallies of each of a department's regions, in order, as one JSON text: `StoredRegion[]`. */
export const departmentTallies = (department: string, quarter: string) =>
  `(SELECT json_group_array(json_object('region', slug, 'name', name, 'tallies', json(tallies), 'excluded', excluded,
      'origins', json(origins))) FROM
    (SELECT slug, name, ${talliesAsJson('region.id', quarter)} AS tallies, ${originsAsJson('region.id', quarter)} AS origins,
       (SELECT count(*) FROM response INDEXED BY response_excluded
        WHERE response.quarter = ${quarter} AND region_id = region.id AND excluded_at IS NOT NULL) AS excluded
     FROM region WHERE department_id = ${department} ORDER BY region.id))`;

/**
 * An SQL expression for the tallies of each customer group of a department in a quarter, as JSON: its id, its counters, and
 * its respondents by (k, s). Null if there are none.
 */
export const departmentGroups = (department: string, quarter: string) => {
  const ofDepartment = `region_id IN (SELECT id FROM region WHERE department_id = ${department}) AND quarter = ${quarter}`;
  return `(SELECT nullif(json_group_array(json_object('group', group_id, 'ratings', json(ratings), 'responses', json(cells))), '[]')
    FROM (SELECT cell.group_id,
        (SELECT json_array(${counters.map((counter) => `sum(${counter})`).join(', ')}) FROM group_rating_tally AS rated
         WHERE rated.group_id = cell.group_id AND ${ofDepartment}) AS ratings,
        json_group_array(json_array(k, s, n)) AS cells
      FROM (SELECT group_id, k, s, sum(responses) AS n FROM group_response_tally WHERE ${ofDepartment}
        GROUP BY group_id, k, s HAVING sum(responses) > 0 ORDER BY group_id, k, s) AS cell
      GROUP BY cell.group_id ORDER BY cell.group_id))`;
};

/** A region's tallies in that text. */
export interface StoredRegion {
  region: string;
  name: string;
  tallies: StoredTallies;
  /** The number of excluded responses; missing in snapshots from before exclusions existed. */
  excluded?: number;
  /** Channel, language (empty if unknown), and number of responses; missing in older snapshots. */
  origins?: StoredOrigin[];
}

/** The responses that came by a channel in a language. */
export type StoredOrigin = [channel: string, language: string, responses: number];

/** The department's current tallies, as text: equal tallies give equal text. */
export async function readTallies(db: Database, departmentId: number, quarter: string): Promise<string> {
  const args = { department: departmentId, quarter };
  const [found] = await readRows(
    db,
    talliesRow,
    `SELECT ${departmentTallies(':department', ':quarter')} AS tallies`,
    args,
  );
  return found!.tallies;
}

const talliesRow = v.object({ tallies: v.string() });

/** The same for each of these quarters, in one query. */
export async function readTalliesOf(
  db: Database,
  departmentId: number,
  quarters: string[],
): Promise<Map<string, string>> {
  const rows = await readRows(
    db,
    v.object({ quarter: v.string(), ...talliesRow.entries }),
    `SELECT q.value AS quarter, ${departmentTallies(':department', 'q.value')} AS tallies FROM json_each(:quarters) AS q`,
    { department: departmentId, quarters: JSON.stringify(quarters) },
  );
  return new Map(rows.map(({ quarter, tallies }) => [quarter, tallies]));
}

/** A version of a closed quarter, as stored. */
export type SnapshotRow = typeof snapshot.$inferSelect;

/** Every version of these quarters, oldest first. */
export function snapshotsOf(db: Database, departmentId: number, quarters: string[]): Promise<SnapshotRow[]> {
  return db
    .select()
    .from(snapshot)
    .where(and(eq(snapshot.departmentId, departmentId), inArray(snapshot.quarter, quarters)))
    .orderBy(snapshot.version);
}

/** A version as readers outside the department need it. */
export type OutsideRow = SnapshotRow & {
  /** Whether groups are shown outside that were counted in it, as read at the same moment: 1 or 0. */
  isCounted: number;
};

/** Every version of these quarters, oldest first. */
export function outsideRowsOf(db: Database, departmentId: number, quarters: string[]): Promise<OutsideRow[]> {
  return db
    .select({ ...getTableColumns(snapshot), isCounted: isCountedInGroups([departmentId]) })
    .from(snapshot)
    .where(and(eq(snapshot.departmentId, departmentId), inArray(snapshot.quarter, quarters)))
    .orderBy(snapshot.version);
}

/** The figures of these versions, by their ids. */
export async function storedVersions(db: Database, ids: readonly string[], departmentIds: readonly number[]) {
  const { id, target, figures, tallies } = snapshot;
  const rows = await db
    .select({ id, target, figures, tallies, isCounted: isCountedInGroups(departmentIds) })
    .from(snapshot)
    .where(sql`${id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`);
  return new Map(rows.map((row) => [row.id, row]));
}

const versionRow = v.object({ id: v.string(), departmentId: v.number(), quarter: v.string(), years: v.number() });

/** The ids of every version of these quarters, oldest first, and how many years by customer group the department has. */
export function versionsOf(db: Database, asked: readonly { departmentId: number; quarter: string }[]) {
  return readRows(
    db,
    versionRow,
    `SELECT snapshot.id, snapshot.department_id AS departmentId, snapshot.quarter,
        (SELECT count(*) FROM group_year WHERE group_year.department_id = snapshot.department_id) AS years
      FROM json_each(:asked) AS a CROSS JOIN snapshot
        ON snapshot.department_id = a.value ->> '$.departmentId' AND snapshot.quarter = a.value ->> '$.quarter'
      ORDER BY snapshot.version`,
    { asked: JSON.stringify(asked.map(({ departmentId, quarter }) => ({ departmentId, quarter }))) },
  );
}

/** When each closed quarter among these was first closed, in milliseconds since the epoch. */
export async function closedAtOf(db: Database, departmentId: number, quarters: string[]): Promise<Map<string, number>> {
  const rows = await db
    .select({ quarter: snapshot.quarter, at: min(snapshot.closedAt) })
    .from(snapshot)
    .where(and(eq(snapshot.departmentId, departmentId), inArray(snapshot.quarter, quarters)))
    .groupBy(snapshot.quarter);
  return new Map(rows.map(({ quarter, at }) => [quarter, at!]));
}

/** The latest snapshot of each closed quarter among these. */
export async function latestSnapshots(db: Database, departmentId: number, quarters: string[]) {
  const rows = await snapshotsOf(db, departmentId, quarters);
  // A later version replaces an earlier one.
  return new Map(rows.map((row) => [row.quarter, row]));
}

/** The id of each department's last closed quarter, by the department's id; a department without one is not in it. */
export async function lastClosedQuarters(db: Database): Promise<Map<number, string>> {
  const rows = await db
    .select({ departmentId: snapshot.departmentId, quarter: max(snapshot.quarter) })
    .from(snapshot)
    .groupBy(snapshot.departmentId);
  return new Map(rows.map(({ departmentId, quarter }) => [departmentId, quarter!]));
}

/** The id of the department's first closed quarter. */
export async function firstSnapshot(db: Database, departmentId: number): Promise<string | undefined> {
  const [found] = await db
    .select({ quarter: snapshot.quarter })
    .from(snapshot)
    .where(eq(snapshot.departmentId, departmentId))
    .orderBy(snapshot.quarter)
    .limit(1);
  return found?.quarter;
}

/** The latest snapshot of a quarter; undefined while it is open. */
export async function latestSnapshot(db: Database, departmentId: number, quarter: string) {
  const [latest] = await db
    .select()
    .from(snapshot)
    .where(and(eq(snapshot.departmentId, departmentId), eq(snapshot.quarter, quarter)))
    .orderBy(desc(snapshot.version))
    .limit(1);
  return latest;
}

/** The department's quarters whose responses were deleted for their age. */
export async function purgedQuarters(db: Database, departmentId: number): Promise<Set<string>> {
  const rows = await db
    .select({ quarter: purgedQuarter.quarter })
    .from(purgedQuarter)
    .where(eq(purgedQuarter.departmentId, departmentId));
  return new Set(rows.map(({ quarter }) => quarter));
}
