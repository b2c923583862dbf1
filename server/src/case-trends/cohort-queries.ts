import { asc, inArray } from 'drizzle-orm';
import * as v from 'valibot';
import { isAbout, readEvent, type CaseEvent } from '../cases/cases.ts';
import type { Database } from '../database/database.ts';
import { readRows } from '../database/read.ts';
import { caseEvent, caseFile } from '../database/schema.ts';

const row = v.pipe(
  v.object({
    id: v.number(),
    kind: v.picklist(caseFile.kind.enumValues),
    desk_id: v.number(),
    channel: v.picklist(caseFile.channel.enumValues),
    region_id: v.nullable(v.number()),
    rules_id: v.nullable(v.number()),
    received_at: v.number(),
    last_event: v.number(),
  }),
  v.transform(({ desk_id, region_id, rules_id, received_at, last_event, ...same }) => ({
    ...same,
    deskId: desk_id,
    regionId: region_id,
    rulesId: rules_id,
    receivedAt: received_at,
    lastEvent: last_event,
  })),
);

/** A case of a cohort as it is stored now. */
export type CohortRow = v.InferOutput<typeof row>;

/** Half-open, in milliseconds since the epoch. */
export interface Span {
  start: number;
  end: number;
}

/** How many cases are read at once. */
const pageSize = 100;

/**
 * Whether a case is about a manager of its department. They read the trends, and would find by counting what no list shows them.
 * So these cases are in nobody's figures: managers see each other's reviews.
 */
const isAboutManager = `EXISTS (SELECT 1 FROM role_grant JOIN person ON person.id = role_grant.person_id
  WHERE role_grant.role = 'manager' AND role_grant.department_id = case_file.department_id
    AND role_grant.ended_at IS NULL AND person.left_at IS NULL AND ${isAbout('person.id', 'person.email')})`;

/**
 * The cases of a department that came in during that time, page by page. Never restricted ones, which are for their desk only, nor
 * any about a manager of the department.
 */
export async function* cohortPages(
  db: Database,
  departmentId: number,
  { start, end }: Span,
): AsyncGenerator<CohortRow[]> {
  let after = { at: start, id: 0 };
  for (;;) {
    const page = await readRows(
      db,
      row,
      `SELECT id, kind, desk_id, channel, region_id, rules_id, received_at,
          (SELECT max(id) FROM case_event WHERE case_id = case_file.id) AS last_event
        FROM case_file
        WHERE department_id = :departmentId AND (received_at, id) > (:afterAt, :afterId) AND received_at < :end
          AND sight <> 'restricted' AND NOT ${isAboutManager}
        ORDER BY received_at, id LIMIT ${pageSize}`,
      { departmentId, afterAt: after.at, afterId: after.id, end },
    );
    if (page.length > 0) yield page;
    if (page.length < pageSize) return;
    const { receivedAt, id } = page.at(-1)!;
    after = { at: receivedAt, id };
  }
}

/** Everything that happened to these cases, by case. */
export async function eventsOfCases(db: Database, ids: number[]): Promise<Map<number, CaseEvent[]>> {
  if (ids.length === 0) return new Map();
  const rows = await db.select().from(caseEvent).where(inArray(caseEvent.caseId, ids)).orderBy(asc(caseEvent.id));
  return new Map([...Map.groupBy(rows, ({ caseId }) => caseId)].map(([id, events]) => [id, events.map(readEvent)]));
}
