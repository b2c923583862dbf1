import { asc, eq } from 'drizzle-orm';
import * as v from 'valibot';
import type { Database } from '../database/database.ts';
import { groupYear } from '../database/schema.ts';
import { groupYearSchema, type GroupYearFigures } from './group-year-schema.ts';

/** A fiscal year by customer group, as it is stored and shown outside. */
export interface GroupYear {
  figures: GroupYearFigures;
  /** The ids of the versions that it was counted in, oldest quarter first. */
  snapshots: string[];
  /** Milliseconds since the epoch. */
  madeAt: number;
}

/** The department's years by customer group, oldest first. */
export async function readGroupYears(db: Database, departmentId: number): Promise<GroupYear[]> {
  const rows = await db
    .select()
    .from(groupYear)
    .where(eq(groupYear.departmentId, departmentId))
    .orderBy(asc(groupYear.year));
  return rows.map(({ figures, snapshots, madeAt }) => ({
    figures: v.parse(groupYearSchema, JSON.parse(figures)),
    snapshots: JSON.parse(snapshots) as string[],
    madeAt,
  }));
}

/** The ids of the versions in which groups are shown outside. */
export async function countedInGroups(db: Database, departmentId: number): Promise<ReadonlySet<string>> {
  const years = await readGroupYears(db, departmentId);
  return new Set(years.flatMap(({ figures, snapshots }) => (figures.reason === null ? snapshots : [])));
}
