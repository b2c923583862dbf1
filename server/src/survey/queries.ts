import { eq } from 'drizzle-orm';
import { build } from '../database/builder.ts';
import type { Database } from '../database/database.ts';
import { widgetBuild } from '../database/schema.ts';
import type { Statement } from '../database/statement.ts';

/** Stores a build of the element, unless it is stored. */
export function insertBuild(row: typeof widgetBuild.$inferInsert): Statement {
  return build.insert(widgetBuild).values(row).onConflictDoNothing();
}

/** The bytes of the build with that hash, if any collector on this database ever served it. */
export async function findBuild(db: Database, hash: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const [found] = await db.select({ body: widgetBuild.body }).from(widgetBuild).where(eq(widgetBuild.hash, hash));
  return found && new Uint8Array(found.body);
}
