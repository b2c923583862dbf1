import { and, desc, eq, gte } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { auditEvent, response } from '../database/schema.ts';

/** The audit entry of an interview. Its subject is the response's id. */
export const entered = 'interview entered';

interface Asked {
  personId: string;
  regionId: number;
  /** Milliseconds since the epoch. */
  since: number;
}

/** The interviews that the person entered for a region since then and did not remove, the last one first. */
export function interviewsSince(db: Database, { personId, regionId, since }: Asked) {
  return db
    .select({ response })
    .from(auditEvent)
    .innerJoin(response, eq(response.id, auditEvent.subject))
    .where(
      and(
        gte(auditEvent.at, since),
        eq(auditEvent.personId, personId),
        eq(auditEvent.action, entered),
        eq(response.regionId, regionId),
      ),
    )
    .orderBy(desc(auditEvent.id));
}

/** Whether the person entered that interview for the department since then, even if it was removed. */
export async function hasEntered(db: Database, id: string, departmentId: number, asked: Omit<Asked, 'regionId'>) {
  const found = await db.$count(
    auditEvent,
    and(
      gte(auditEvent.at, asked.since),
      eq(auditEvent.personId, asked.personId),
      eq(auditEvent.action, entered),
      eq(auditEvent.subject, id),
      eq(auditEvent.departmentId, departmentId),
    ),
  );
  return found > 0;
}
