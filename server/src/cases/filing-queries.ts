import { eq } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { caseFile, caseRoute, erasedCase } from '../database/schema.ts';
import type { Sight } from './kinds.ts';
import type { Filing } from './open.ts';
import { sendHash } from './references.ts';

/** A case as it is stored when it is opened. */
export interface Filed extends Filing {
  reference: string;
  /** Null if the printed form has it. */
  receiptHash: string | null;
  deskId: number;
  sight: Sight;
  rulesId: number | null;
  calendarId: number | null;
  dueAt: number | null;
  breaches: number;
  /** When it was opened, in milliseconds since the epoch. */
  at: number;
}

/** The desks that were decided on for a department, by kind. */
export async function decidedRoutes(db: Database, departmentId: number): Promise<Map<string, number>> {
  const rows = await db.select().from(caseRoute).where(eq(caseRoute.departmentId, departmentId));
  return new Map(rows.map(({ kind, deskId }) => [kind, deskId]));
}

/** The case that was made by this form. */
export async function fileBySend(
  db: Database,
  send: string,
): Promise<{ reference: string; text: string | null } | undefined> {
  const { reference, text } = caseFile;
  const [found] = await db.select({ reference, text }).from(caseFile).where(eq(caseFile.sendId, send));
  return found;
}

/** Whether this form made a case that was erased since. */
export async function wasErased(db: Database, send: string): Promise<boolean> {
  return (await db.$count(erasedCase, eq(erasedCase.sendHash, sendHash(send)))) > 0;
}
