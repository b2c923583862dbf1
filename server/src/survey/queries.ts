import { eq } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { widgetBuild } from '../database/schema.ts';
import { statement, type Statement } from '../database/statement.ts';

/** Stores a build of the element, unless it is already stored. */
export function insertBuild({ hash, body, firstServedAt }: typeof widgetBuild.$inferInsert): Statement {
  return statement('INSERT INTO widget_build (hash, body, first_served_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', [
    hash,
    body,
    firstServedAt,
  ]);
}

/** The bytes of the build with that hash, if any collector on this database ever served it. */
export async function findBuild(db: Database, hash: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const [found] = await db.select({ body: widgetBuild.body }).from(widgetBuild).where(eq(widgetBuild.hash, hash));
  return found && new Uint8Array(found.body);
}
