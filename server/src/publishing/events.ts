import { asc, eq, inArray } from 'drizzle-orm';
import * as v from 'valibot';
import type { Database } from '../database/database.ts';
import { person, publicationEvent, snapshot, submission } from '../database/schema.ts';

/** How the actions that are shown with a publication are stored. */
export const doneSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(v.object({ region: v.string(), quarter: v.string(), actions: v.array(v.string()) })),
);

/** What a department did after a region's average was below the target: actions that are done. */
export interface DoneActions {
  /** The region's slug. */
  region: string;
  /** The quarter of the plan. */
  quarter: string;
  /** As they are written in the plan. */
  actions: string[];
}

/** A step that someone took. */
export interface PublicationEvent {
  departmentId: number;
  quarter: string;
  kind: 'published' | 'withdrawn';
  /** The hash of the submission. */
  submission: string;
  /** The version that was submitted. */
  version: number;
  done: DoneActions[];
  reason: string | null;
  /** Milliseconds since the epoch. */
  at: number;
  by: string;
  /** The number of events of this quarter before this one. */
  position: number;
}

/** Every event of these departments, in the order in which they happened. */
export async function publicationEvents(db: Database, departmentIds: number[]): Promise<PublicationEvent[]> {
  const { departmentId, quarter, kind, done, reason, at, position, id } = publicationEvent;
  const rows = await db
    .select({
      departmentId,
      quarter,
      kind,
      submission: publicationEvent.submission,
      version: snapshot.version,
      done,
      reason,
      at,
      by: person.name,
      position,
    })
    .from(publicationEvent)
    .innerJoin(submission, eq(submission.sha256, publicationEvent.submission))
    .innerJoin(snapshot, eq(snapshot.id, submission.snapshotId))
    .innerJoin(person, eq(person.id, publicationEvent.personId))
    .where(inArray(departmentId, departmentIds))
    .orderBy(asc(id));
  return rows.map((row) => ({ ...row, done: row.done === null ? [] : v.parse(doneSchema, row.done) }));
}
