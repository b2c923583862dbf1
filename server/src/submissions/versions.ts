import { and, asc, eq } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { snapshot } from '../database/schema.ts';

/** A version of a closed quarter, without its figures. */
export interface Version {
  id: string;
  quarter: string;
  version: number;
  sha256: string;
  /** When it was made, in milliseconds since the epoch. */
  closedAt: number;
}

/** The versions of a department's closed quarters, or of one of them, the first one first. */
export function versionsOf(db: Database, departmentId: number, ofQuarter?: string): Promise<Version[]> {
  const { id, quarter, version, sha256, closedAt } = snapshot;
  const isAsked = ofQuarter === undefined ? undefined : eq(quarter, ofQuarter);
  return db
    .select({ id, quarter, version, sha256, closedAt })
    .from(snapshot)
    .where(and(eq(snapshot.departmentId, departmentId), isAsked))
    .orderBy(asc(quarter), asc(version));
}
