import { and, desc, eq, exists, gt, like, lte, sql } from 'drizzle-orm';
import { auditedIf, type AuditEntry } from '../audit/audit.ts';
import { build, changedBefore, hasNone, insertIf } from '../database/builder.ts';
import type { Database } from '../database/database.ts';
import { auditEvent, response, verification } from '../database/schema.ts';
import type { Statement } from '../database/statement.ts';

// Who entered an interview, as long as they may remove it: until the day ends. Within an hour after that it is deleted, and not
// with the other proofs, which wait another day. It is kept in the table of proofs that expire, which no backup has. The audit
// log has only the person and the day: with the minute, the telephone bill would tell whose answer it is
// (docs/design.md §6).

/** A person who enters interviews for a department. */
interface Interviewer {
  personId: string;
  departmentId: number;
}

const prefix = 'interviews/';
const nameOf = ({ personId, departmentId }: Interviewer) => `${prefix}${departmentId}/${personId}`;

interface Entered extends Interviewer {
  /** The department's slug. With the region, the log would name the interviewer of a region's only interviews that day. */
  department: string;
  /** The response's id. */
  id: string;
  at: number;
  /** The day in which it is entered: its start and the start of the next one, in milliseconds since the epoch. */
  day: { start: number; end: number };
}

/** For the commit that stores an interview, right after it: nothing happens if it was not stored. */
export function interviewEntered({ personId, departmentId, department, id, at, day }: Entered): Statement[] {
  const entry = { personId, action: 'interviews entered', subject: department, departmentId };
  const now = new Date(at);
  const proof = {
    id,
    identifier: nameOf({ personId, departmentId }),
    value: '',
    expiresAt: new Date(day.end),
    createdAt: now,
    updatedAt: now,
  };
  const isKept = build.select({ id: verification.id }).from(verification).where(eq(verification.id, id));
  return [
    insertIf(verification, proof, changedBefore),
    auditedIf(entry, day.start, and(exists(isKept), hasNone(auditEvent, sameEntry(entry, day.start)))),
  ];
}

function sameEntry({ personId, action, subject, departmentId }: AuditEntry, at: number) {
  return and(
    eq(auditEvent.at, at),
    eq(auditEvent.personId, personId!),
    eq(auditEvent.action, action),
    eq(auditEvent.subject, subject),
    eq(auditEvent.departmentId, departmentId!),
  );
}

/** Deletes who entered the interviews of days that are over. @param now in milliseconds since the epoch. */
export function forgetInterviewers(db: Database, now: number) {
  const isOver = lte(verification.expiresAt, new Date(now));
  return db.delete(verification).where(and(like(verification.identifier, `${prefix}%`), isOver));
}

/** The interviews that the person entered today and did not remove, the last one first. @param now in milliseconds since the epoch. */
export function interviewsToday(db: Database, interviewer: Interviewer, now: number) {
  return db
    .select({ response })
    .from(verification)
    .innerJoin(response, eq(response.id, verification.id))
    .where(isToday(interviewer, now))
    .orderBy(desc(verification.createdAt), desc(sql`${verification}.rowid`));
}

/** Whether the person entered that interview today, even if it was removed. */
export async function hasEntered(db: Database, id: string, interviewer: Interviewer, now: number): Promise<boolean> {
  return (await db.$count(verification, and(eq(verification.id, id), isToday(interviewer, now)))) > 0;
}

function isToday(interviewer: Interviewer, now: number) {
  return and(eq(verification.identifier, nameOf(interviewer)), gt(verification.expiresAt, new Date(now)));
}
