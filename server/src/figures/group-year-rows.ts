import { sql, type SQL } from 'drizzle-orm';
import * as v from 'valibot';
import type { Database } from '../database/database.ts';
import { readRows } from '../database/read.ts';
import { snapshot } from '../database/schema.ts';
import { groupYearSchema, type GroupYearFigures } from './group-year-schema.ts';

/** A fiscal year by customer group, as it is stored and shown outside. */
export interface GroupYear {
  figures: GroupYearFigures;
  /** The versions of its quarters that it was counted in, oldest quarter first, and their latest versions. */
  used: { quarter: string; version: number; latest: number }[];
  /** Milliseconds since the epoch. */
  madeAt: number;
}

const storedYear = v.object({
  figures: v.string(),
  used: v.string(),
  madeAt: v.number(),
});

const usedVersions = v.array(v.object({ quarter: v.string(), version: v.number(), latest: v.number() }));

const yearsOf = `SELECT figures, made_at AS madeAt,
    (SELECT json_group_array(json_object('quarter', quarter, 'version', version, 'latest',
        (SELECT max(version) FROM snapshot AS newer WHERE newer.department_id = counted.department_id AND newer.quarter = counted.quarter)))
      FROM (SELECT * FROM snapshot WHERE id IN (SELECT value FROM json_each(snapshots)) ORDER BY quarter) AS counted) AS used
  FROM group_year WHERE department_id = :departmentId ORDER BY year`;

/** The department and the hash of every year by customer group: as long as they are the same, no year was added. */
export async function readGroupYearHashes(db: Database): Promise<{ departmentId: number; sha256: string }[]> {
  const hashes = v.object({ departmentId: v.number(), sha256: v.string() });
  return readRows(db, hashes, 'SELECT department_id AS departmentId, sha256 FROM group_year ORDER BY id');
}

/** The department's years by customer group, oldest first. */
export async function readGroupYears(db: Database, departmentId: number): Promise<GroupYear[]> {
  const rows = await readRows(db, storedYear, yearsOf, { departmentId });
  return rows.map(({ figures, used, madeAt }) => ({
    figures: v.parse(groupYearSchema, JSON.parse(figures)),
    used: v.parse(usedVersions, JSON.parse(used)),
    madeAt,
  }));
}

/** Whether groups are shown outside that were counted in this version of a quarter: 1 or 0. */
export function isCountedInGroups(departmentIds: readonly number[]): SQL<number> {
  return sql`${snapshot.id} IN (SELECT version.value FROM group_year AS year, json_each(year.snapshots) AS version
    WHERE year.department_id IN (SELECT value FROM json_each(${JSON.stringify(departmentIds)}))
      AND year.figures ->> 'reason' IS NULL)`;
}
