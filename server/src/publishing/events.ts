import { asc, eq, inArray } from 'drizzle-orm';
import * as v from 'valibot';
import type { Database } from '../database/database.ts';
import { readRows } from '../database/read.ts';
import { person, publicationEvent, snapshot, submission } from '../database/schema.ts';
import { shownStandardSchema, type ShownStandard } from '../service-standards/service-standards.ts';

const actionsSchema = v.array(v.object({ region: v.string(), quarter: v.string(), actions: v.array(v.string()) }));

/** How what is shown with a publication is stored: the actions and, if there are any, the standards. */
export const doneSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.union([
    v.pipe(
      actionsSchema,
      v.transform((done): ShownWith => ({ done, standards: [] })),
    ),
    v.pipe(
      v.object({ actions: actionsSchema, standards: v.array(shownStandardSchema) }),
      v.transform(({ actions, standards }): ShownWith => ({ done: actions, standards })),
    ),
  ]),
);

/** What a representative shows with a quarter. */
export interface ShownWith {
  done: DoneActions[];
  standards: ShownStandard[];
}

const nothing: ShownWith = { done: [], standards: [] };

/** The text that `doneSchema` reads. */
export function storedWith({ done, standards }: ShownWith): string {
  return JSON.stringify(standards.length === 0 ? done : { actions: done, standards });
}

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
export interface PublicationEvent extends ShownWith {
  departmentId: number;
  quarter: string;
  kind: 'published' | 'withdrawn';
  /** The hash of the submission. */
  submission: string;
  /** The version that was submitted. */
  version: number;
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
  return rows.map(({ done, ...row }) => ({ ...row, ...(done === null ? nothing : v.parse(doneSchema, done)) }));
}

/** The last event of a quarter, which is what counts. */
export type LastEvent = Omit<PublicationEvent, 'by' | 'position'>;

const lastEventsSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(
    v.object({
      departmentId: v.number(),
      quarter: v.string(),
      kind: v.picklist(publicationEvent.kind.enumValues),
      submission: v.string(),
      version: v.number(),
      done: v.nullable(doneSchema),
      reason: v.nullable(v.string()),
      at: v.number(),
    }),
  ),
);

/**
 * The last event of each quarter of every department; see `lastEventsIn`. As one text, since every public page asks: the driver
 * builds rows one value at a time.
 */
export async function readLastEvents(db: Database): Promise<string> {
  const [found] = await readRows(
    db,
    v.object({ events: v.string() }),
    `SELECT json_group_array(json_object('departmentId', event.department_id, 'quarter', event.quarter, 'kind', kind,
        'submission', submission, 'version', version, 'done', done, 'reason', event.reason, 'at', at)) AS events
      FROM (SELECT max(id) AS id FROM publication_event GROUP BY department_id, quarter) AS last
      JOIN publication_event AS event ON event.id = last.id
      JOIN submission ON submission.sha256 = event.submission
      JOIN snapshot ON snapshot.id = submission.snapshot_id`,
  );
  return found!.events;
}

const lastPublishedRow = v.object({ departmentId: v.number(), quarter: v.string() });

/** The id of each department's latest quarter that the public sees, by the department's id. */
export async function lastPublished(db: Database): Promise<Map<number, string>> {
  const rows = await readRows(
    db,
    lastPublishedRow,
    `SELECT event.department_id AS departmentId, max(event.quarter) AS quarter
      FROM (SELECT max(id) AS id FROM publication_event GROUP BY department_id, quarter) AS last
      CROSS JOIN publication_event AS event ON event.id = last.id
      WHERE kind = 'published' GROUP BY event.department_id`,
  );
  return new Map(rows.map(({ departmentId, quarter }) => [departmentId, quarter]));
}

export function lastEventsIn(text: string): LastEvent[] {
  return v.parse(lastEventsSchema, text).map(({ done, ...event }) => ({ ...event, ...(done ?? nothing) }));
}
