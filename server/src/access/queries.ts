import { eq } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { token } from '../database/schema.ts';

export async function insertToken(db: Database, row: typeof token.$inferInsert): Promise<void> {
  await db.insert(token).values(row);
}

export async function tokenExists(db: Database, sha256: string): Promise<boolean> {
  const found = await db.select({ id: token.id }).from(token).where(eq(token.sha256, sha256));
  return found.length === 1;
}
