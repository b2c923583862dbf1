import { eq } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { department, region, setting, widgetBuild } from '../database/schema.ts';
import { statement, type Statement } from '../database/statement.ts';

/** Every department with each of its regions, in the order in which they were set up; null where it has none yet. */
export function allRegions(db: Database) {
  return db
    .select({ region, department })
    .from(department)
    .leftJoin(region, eq(region.departmentId, department.id))
    .orderBy(department.id, region.id);
}

/** Keeps a build of the element, unless it is kept already. */
export function insertBuild({ hash, body, firstServedAt }: typeof widgetBuild.$inferInsert): Statement {
  return statement('INSERT INTO widget_build (hash, body, first_served_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', [
    hash,
    body,
    firstServedAt,
  ]);
}

/** The bytes of the build of that hash, if any collector on this database ever handed it out. */
export async function findBuild(db: Database, hash: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const [found] = await db.select({ body: widgetBuild.body }).from(widgetBuild).where(eq(widgetBuild.hash, hash));
  return found && new Uint8Array(found.body);
}

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
