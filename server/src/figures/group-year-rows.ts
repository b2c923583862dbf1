import * as v from 'valibot';
import type { Database } from '../database/database.ts';
import { readRows } from '../database/read.ts';
import { groupYearSchema, type GroupYearFigures } from './group-year-schema.ts';

/** A fiscal year by customer group, as it is stored and shown outside. */
export interface GroupYear {
  figures: GroupYearFigures;
  /** The versions of its quarters that it was counted in, oldest quarter first, and their latest versions. */
  used: { quarter: string; version: number; latest: number }[];
  /** Milliseconds since the epoch. */
  madeAt: number;
}

/** All years by customer group of all departments as stored, oldest first, by the department's id. */
export type GroupYearRows = v.InferOutput<typeof storedYear>[];

const storedYear = v.object({
  departmentId: v.number(),
  figures: v.string(),
  used: v.string(),
  madeAt: v.number(),
});

const yearsOf = (where: string) => `SELECT department_id AS departmentId, figures, made_at AS madeAt,
    (SELECT json_group_array(json_object('quarter', quarter, 'version', version, 'latest',
        (SELECT max(version) FROM snapshot AS newer WHERE newer.department_id = counted.department_id AND newer.quarter = counted.quarter)))
      FROM (SELECT * FROM snapshot WHERE id IN (SELECT value FROM json_each(snapshots)) ORDER BY quarter) AS counted) AS used
  FROM group_year ${where} ORDER BY department_id, year`;

/** What the database has about all years by customer group. */
export function readGroupYearRows(db: Database): Promise<GroupYearRows> {
  return readRows(db, storedYear, yearsOf(''));
}

/** The department's years by customer group, oldest first. */
export async function readGroupYears(db: Database, departmentId: number): Promise<GroupYear[]> {
  return groupYearsIn(await readRows(db, storedYear, yearsOf('WHERE department_id = :departmentId'), { departmentId }));
}

/** The rows as figures. */
export function groupYearsIn(rows: GroupYearRows): GroupYear[] {
  return rows.map(({ figures, used, madeAt }) => ({
    figures: v.parse(groupYearSchema, JSON.parse(figures)),
    used: JSON.parse(used) as GroupYear['used'],
    madeAt,
  }));
}

/** The ids of the versions in which groups are shown outside. */
export async function countedInGroups(db: Database, departmentId: number): Promise<ReadonlySet<string>> {
  const rows = await readRows(
    db,
    v.object({ id: v.string() }),
    `SELECT version.value AS id FROM group_year, json_each(snapshots) AS version
      WHERE department_id = :departmentId AND figures->>'reason' IS NULL`,
    { departmentId },
  );
  return new Set(rows.map(({ id }) => id));
}
