import { and, desc, eq, inArray } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { region, snapshot } from '../database/schema.ts';
import { talliesAsJson, type StoredTallies } from '../database/tallies.ts';
import { statement, type Statement } from '../database/statement.ts';

/** By which channel and in which language a region's responses came: triples in an order of their own. */
const originsAsJson = (region: string, quarter: string) =>
  `(SELECT json_group_array(json_array(channel, language, responses)) FROM (SELECT channel, language, responses
    FROM origin_tally WHERE region_id = ${region} AND quarter = ${quarter} AND responses > 0 ORDER BY channel, language))`;

/** The tallies of each of a department's regions, in their order, as one JSON text: `StoredRegion[]`. */
const departmentTallies = (department: string, quarter: string) =>
  `(SELECT json_group_array(json_object('region', slug, 'name', name, 'tallies', json(tallies), 'excluded', excluded,
      'origins', json(origins))) FROM
    (SELECT slug, name, ${talliesAsJson('region.id', quarter)} AS tallies, ${originsAsJson('region.id', quarter)} AS origins,
       (SELECT count(*) FROM response INDEXED BY response_excluded
        WHERE response.quarter = ${quarter} AND region_id = region.id AND excluded_at IS NOT NULL) AS excluded
     FROM region WHERE department_id = ${department} ORDER BY region.id))`;

export interface StoredRegion {
  region: string;
  name: string;
  tallies: StoredTallies;
  /** How many responses were taken out of the tallies; not in what was frozen before there was such a thing. */
  excluded?: number;
  /** Channel, language (empty where they are not known), and how many responses; not in what was frozen before. */
  origins?: StoredOrigin[];
}

export type StoredOrigin = [channel: string, language: string, responses: number];

/** What the department's tallies are at this moment, as text: the same text for the same tallies. */
export async function readTallies(db: Database, departmentId: number, quarter: string): Promise<string> {
  const { rows } = await db.$client.execute(
    statement(`SELECT ${departmentTallies(':department', ':quarter')} AS tallies`, {
      department: departmentId,
      quarter,
    }),
  );
  return rows[0]!['tallies'] as string;
}

/** The same for each of these quarters, in one reading. */
export async function readTalliesOf(
  db: Database,
  departmentId: number,
  quarters: string[],
): Promise<Map<string, string>> {
  const { rows } = await db.$client.execute(
    statement(
      `SELECT q.value AS quarter, ${departmentTallies(':department', 'q.value')} AS tallies FROM json_each(:quarters) AS q`,
      { department: departmentId, quarters: JSON.stringify(quarters) },
    ),
  );
  return new Map(rows.map((row) => [row['quarter'] as string, row['tallies'] as string]));
}

export type SnapshotRow = typeof snapshot.$inferSelect;

/** Every version of these quarters, the first ones first. */
export function snapshotsOf(db: Database, departmentId: number, quarters: string[]): Promise<SnapshotRow[]> {
  return db
    .select()
    .from(snapshot)
    .where(and(eq(snapshot.departmentId, departmentId), inArray(snapshot.quarter, quarters)))
    .orderBy(snapshot.version);
}

/** The latest snapshot of each of these quarters that is closed. */
export async function latestSnapshots(db: Database, departmentId: number, quarters: string[]) {
  const rows = await snapshotsOf(db, departmentId, quarters);
  // A later version takes the place of an earlier one.
  return new Map(rows.map((row) => [row.quarter, row]));
}

/** The last quarter of a department that is closed, by its id. */
export async function lastClosedQuarter(db: Database, departmentId: number): Promise<string | undefined> {
  const [found] = await db
    .select({ quarter: snapshot.quarter })
    .from(snapshot)
    .where(eq(snapshot.departmentId, departmentId))
    .orderBy(desc(snapshot.quarter))
    .limit(1);
  return found?.quarter;
}

/** The first quarter of a department that is closed, by its id. */
export async function firstSnapshot(db: Database, departmentId: number): Promise<string | undefined> {
  const [found] = await db
    .select({ quarter: snapshot.quarter })
    .from(snapshot)
    .where(eq(snapshot.departmentId, departmentId))
    .orderBy(snapshot.quarter)
    .limit(1);
  return found?.quarter;
}

export async function latestSnapshot(db: Database, departmentId: number, quarter: string) {
  const [latest] = await db
    .select()
    .from(snapshot)
    .where(and(eq(snapshot.departmentId, departmentId), eq(snapshot.quarter, quarter)))
    .orderBy(desc(snapshot.version))
    .limit(1);
  return latest;
}

/** Freezes a quarter, unless it is closed already or its tallies are no longer those that the figures were made from. */
export function insertSnapshot(row: typeof snapshot.$inferSelect): Statement {
  return statement(
    `INSERT INTO snapshot (id, department_id, quarter, version, target, figures, sha256, tallies, closed_at, closed_by, reason)
      SELECT :id, :departmentId, :quarter, :version, :target, :figures, :sha256, :tallies, :closedAt, :closedBy, :reason
      WHERE NOT EXISTS (SELECT 1 FROM snapshot WHERE department_id = :departmentId AND quarter = :quarter)
        AND ${departmentTallies(':departmentId', ':quarter')} = :tallies`,
    row,
  );
}

/** The first quarter that holds a response of the department, or undefined where there is none. */
export async function firstQuarter(db: Database, departmentId: number): Promise<string | undefined> {
  const { rows } = await db.$client.execute(
    statement(
      `SELECT min(quarter) AS quarter FROM response_tally JOIN region ON region.id = region_id WHERE department_id = ?`,
      [departmentId],
    ),
  );
  const quarter = rows[0]?.['quarter'];
  return typeof quarter === 'string' ? quarter : undefined;
}

/** A department's regions, in the order in which they were set up. */
export function regionsOf(db: Database, departmentId: number) {
  return db.select().from(region).where(eq(region.departmentId, departmentId)).orderBy(region.id);
}

/**
 * One page of a region's responses of a quarter in the order in which they were stored, and where the next page begins.
 * By region, since an index holds them in that very order: a page costs the same however many there are.
 */
export async function responsePage(db: Database, regionId: number, quarter: string, after: number, size: number) {
  const { rows } = await db.$client.execute(
    statement(
      `SELECT rowid AS position, *, EXISTS (SELECT 1 FROM comment_mark
        WHERE response_id = response.id AND kind = 'hidden' AND lifted_at IS NULL) AS is_hidden,
        (SELECT group_concat(kind, ' ') FROM response_flag WHERE response_id = response.id) AS flags
      FROM response
      WHERE quarter = ? AND region_id = ? AND rowid > ? ORDER BY rowid LIMIT ?`,
      [quarter, regionId, after, size],
    ),
  );
  return rows;
}
