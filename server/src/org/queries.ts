import { asc, eq, isNull } from 'drizzle-orm';
import * as v from 'valibot';
import { build } from '../database/builder.ts';
import type { Database } from '../database/database.ts';
import { readRows } from '../database/read.ts';
import { rowsAsJson, rowsFromJson } from '../database/rows.ts';
import { customerGroup, department, departmentDay, desk, division, region, setting } from '../database/schema.ts';
import type { Statement } from '../database/statement.ts';

const everything = `SELECT ${rowsAsJson(department)} AS departments, ${rowsAsJson(region)} AS regions, ${rowsAsJson(desk)} AS desks,
  ${rowsAsJson(customerGroup)} AS groups`;
const allTables = v.object({
  departments: rowsFromJson(department),
  regions: rowsFromJson(region),
  desks: rowsFromJson(desk),
  groups: rowsFromJson(customerGroup),
});

/** Every department, region, desk and customer group, as they stood at a single moment. */
export async function allRegions(db: Database) {
  const [found] = await readRows(db, allTables, everything);
  return found!;
}

/** All departments and settings, as texts: as long as they are the same, nothing changed. */
export interface DirectoryRows {
  departments: string;
  settings: string;
}

const directoryRows = v.object({ departments: v.string(), settings: v.string() });

/** A small read, for every request of the public; see `directoryIn`. */
export async function readDirectoryRows(db: Database): Promise<DirectoryRows> {
  const [found] = await readRows(
    db,
    directoryRows,
    `SELECT ${rowsAsJson(department)} AS departments,
      (SELECT json_group_array(json_array(name, value)) FROM setting) AS settings`,
  );
  return found!;
}

const departmentsSchema = rowsFromJson(department);
const settingsSchema = v.pipe(v.string(), v.parseJson(), v.array(v.tuple([v.string(), v.string()])));

export function directoryIn({ departments, settings }: DirectoryRows) {
  return { departments: v.parse(departmentsSchema, departments), settings: new Map(v.parse(settingsSchema, settings)) };
}

/** The days that a department lists as closed or open, in order. */
export function departmentDays(db: Database, departmentId: number) {
  return db
    .select()
    .from(departmentDay)
    .where(eq(departmentDay.departmentId, departmentId))
    .orderBy(asc(departmentDay.day));
}

/** The groups of departments, in the agency's own order. */
export function readDivisions(db: Database): Promise<Division[]> {
  return db.select().from(division).orderBy(isNull(division.place), asc(division.place), asc(division.id));
}

/** A group of departments. */
export type Division = typeof division.$inferSelect;

/** A listed day as stored. */
export type DepartmentDay = typeof departmentDay.$inferSelect;

/** Every setting of the installation. */
export function allSettings(db: Database) {
  return db.select().from(setting);
}

/** Sets a setting, or removes it. */
export function writeSetting(name: string, value: string | null): Statement {
  return value === null
    ? build.delete(setting).where(eq(setting.name, name))
    : build.insert(setting).values({ name, value }).onConflictDoUpdate({ target: setting.name, set: { value } });
}
