import { asc, eq } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { rowsAsJson } from '../database/rows.ts';
import { department, departmentDay, region, setting } from '../database/schema.ts';
import { statement, type Statement } from '../database/statement.ts';

const departmentsAndRegions = `SELECT ${rowsAsJson(department)} AS departments, ${rowsAsJson(region)} AS regions`;

/** Every department and every region, of one moment. */
export async function allRegions(db: Database) {
  const { rows } = await db.$client.execute(departmentsAndRegions);
  const [row] = rows;
  return {
    departments: JSON.parse(row!['departments'] as string) as (typeof department.$inferSelect)[],
    regions: JSON.parse(row!['regions'] as string) as (typeof region.$inferSelect)[],
  };
}

/** The days that a department lists as closed or open, in their order. */
export function departmentDays(db: Database, departmentId: number) {
  return db
    .select()
    .from(departmentDay)
    .where(eq(departmentDay.departmentId, departmentId))
    .orderBy(asc(departmentDay.day));
}

export type DepartmentDay = typeof departmentDay.$inferSelect;

export function allSettings(db: Database) {
  return db.select().from(setting);
}

/** Says it from now on, or says nothing of it any more. */
export function writeSetting(name: string, value: string | null): Statement {
  return value === null
    ? statement('DELETE FROM setting WHERE name = ?', [name])
    : statement(
        'INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
        [name, value],
      );
}
