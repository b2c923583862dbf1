import { eq } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { widgetBuild } from '../database/schema.ts';
import { statement, type Statement } from '../database/statement.ts';

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
