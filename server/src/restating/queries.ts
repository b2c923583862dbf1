import { and, desc, eq, getTableColumns, inArray, isNotNull, isNull, notInArray } from 'drizzle-orm';
import { build } from '../database/builder.ts';
import type { Database } from '../database/database.ts';
import {
  erasedResponse,
  exclusion,
  person,
  region,
  response,
  restatement,
  restatementChange,
  snapshot,
} from '../database/schema.ts';
import { statement, type Statement } from '../database/statement.ts';
import type { StoredResponse } from './change.ts';

/** A restatement, with the name of the person who started it. */
export type RestatementRow = typeof restatement.$inferSelect & { openedByName: string };

/** One of its changes, with the name of the person who added it. */
export type ChangeRow = typeof restatementChange.$inferSelect & { name: string };

/** A department's quarter, by their ids. */
interface Quarterly {
  departmentId: number;
  quarter: string;
}

const isOf = ({ departmentId, quarter }: Quarterly) =>
  and(eq(restatement.departmentId, departmentId), eq(restatement.quarter, quarter));

function restatements(db: Database) {
  return db
    .select({ ...getTableColumns(restatement), openedByName: person.name })
    .from(restatement)
    .innerJoin(person, eq(restatement.openedBy, person.id))
    .$dynamic();
}

/** The restatement of the quarter that is being prepared. */
export async function openRestatement(db: Database, of: Quarterly): Promise<RestatementRow | undefined> {
  const [found] = await restatements(db).where(and(isOf(of), isNull(restatement.closedAt)));
  return found;
}

/** A restatement of the quarter, whether it is still being prepared or not. */
export async function restatementById(db: Database, of: Quarterly, id: number): Promise<RestatementRow | undefined> {
  const [found] = await restatements(db).where(and(isOf(of), eq(restatement.id, id)));
  return found;
}

/** The restatements of these departments that are being prepared, oldest first. */
export function openRestatements(db: Database, departmentIds: number[]): Promise<RestatementRow[]> {
  return restatements(db)
    .where(and(inArray(restatement.departmentId, departmentIds), isNull(restatement.closedAt)))
    .orderBy(restatement.id);
}

/** The changes of a restatement, in the order in which they were added. */
export function changesOf(db: Database, restatementId: number): Promise<ChangeRow[]> {
  return db
    .select({ ...getTableColumns(restatementChange), name: person.name })
    .from(restatementChange)
    .innerJoin(person, eq(restatementChange.personId, person.id))
    .where(eq(restatementChange.restatementId, restatementId))
    .orderBy(restatementChange.at, restatementChange.id);
}

/** The responses of the quarter with these ids, by id. */
export async function responsesOf(
  db: Database,
  { departmentId, quarter }: Quarterly,
  ids: string[],
): Promise<Map<string, StoredResponse>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ ...getTableColumns(response), region: region.slug })
    .from(response)
    .innerJoin(region, eq(response.regionId, region.id))
    .where(and(inArray(response.id, ids), eq(response.quarter, quarter), eq(region.departmentId, departmentId)));
  return new Map(rows.map((row) => [row.id, row]));
}

/** Starts a restatement, unless the quarter has an open one. */
export function insertRestatement(row: typeof restatement.$inferInsert): Statement {
  return build.insert(restatement).values(row).onConflictDoNothing();
}

/** A change to be added. */
export type NewChange = Pick<typeof restatementChange.$inferInsert, 'id' | 'kind' | 'responseId'> & {
  content: string | null;
};

/** Adds changes to an open restatement. It skips a change or a response that the restatement already has. */
export function insertChanges(
  restatementId: number,
  changes: NewChange[],
  { at, personId }: { at: number; personId: string },
): Statement {
  return statement(
    `INSERT INTO restatement_change (id, restatement_id, kind, response_id, content, at, person_id)
      SELECT c.value->>0, :restatement, c.value->>1, c.value->>2, c.value->>3, :at, :person
      FROM json_each(:changes) AS c
      WHERE EXISTS (SELECT 1 FROM restatement WHERE id = :restatement AND closed_at IS NULL)
      ON CONFLICT DO NOTHING`,
    {
      restatement: restatementId,
      at,
      person: personId,
      changes: JSON.stringify(changes.map(({ id, kind, responseId, content }) => [id, kind, responseId, content])),
    },
  );
}

/** Removes a change from an open restatement. */
export function deleteChange(id: string, restatementId: number): Statement {
  const open = build
    .select({ id: restatement.id })
    .from(restatement)
    .where(and(eq(restatement.id, restatementId), isNull(restatement.closedAt)));
  return build
    .delete(restatementChange)
    .where(and(eq(restatementChange.id, id), inArray(restatementChange.restatementId, open)));
}

/** Ends a restatement that is open. @param madeVersion the version that it made; null if it is dropped. */
export function endRestatement(id: number, at: number, madeVersion: string | null): Statement {
  return build
    .update(restatement)
    .set({ closedAt: at, madeVersion })
    .where(and(eq(restatement.id, id), isNull(restatement.closedAt)));
}

/** Names the version that a restatement changes, which may be later than the one it was started on. */
export function setBase(id: number, basedOn: string): Statement {
  return build.update(restatement).set({ basedOn }).where(eq(restatement.id, id));
}

/** Deletes what was typed into a restatement that has ended. */
export function deleteTyped(restatementId: number): Statement {
  const ended = build
    .select({ id: restatement.id })
    .from(restatement)
    .where(and(eq(restatement.id, restatementId), isNotNull(restatement.closedAt)));
  return build.update(restatementChange).set({ content: null }).where(inArray(restatementChange.restatementId, ended));
}

/** An excluded response, with its latest exclusion. */
export type ExcludedRow = StoredResponse & { reason: string | null; by: string | null };

/** The excluded responses of the quarter that no change of the restatement is about, the last excluded first. */
export function excludedResponses(
  db: Database,
  { departmentId, quarter }: Quarterly,
  restatementId: number,
): Promise<ExcludedRow[]> {
  const planned = build
    .select({ id: restatementChange.responseId })
    .from(restatementChange)
    .where(eq(restatementChange.restatementId, restatementId));
  return db
    .select({ ...getTableColumns(response), region: region.slug, reason: exclusion.reason, by: person.name })
    .from(response)
    .innerJoin(region, eq(response.regionId, region.id))
    .leftJoin(exclusion, and(eq(exclusion.responseId, response.id), isNull(exclusion.restoredAt)))
    .leftJoin(person, eq(exclusion.excludedBy, person.id))
    .where(
      and(
        eq(response.quarter, quarter),
        isNotNull(response.excludedAt),
        eq(region.departmentId, departmentId),
        notInArray(response.id, planned),
      ),
    )
    .orderBy(desc(response.excludedAt), response.id)
    .limit(maxListed);
}

/** How many responses a list shows. The next ones appear once these are dealt with. */
const maxListed = 250;

/**
 * Whether a restatement of the department's quarter erased the response with that id. What is left of a response does
 * not name its department, but was stored at the same time as the version.
 */
export async function isErased(db: Database, { departmentId, quarter }: Quarterly, id: string): Promise<boolean> {
  const found = await db
    .select({ id: snapshot.id })
    .from(erasedResponse)
    .innerJoin(snapshot, eq(snapshot.closedAt, erasedResponse.erasedAt))
    .where(
      and(
        eq(erasedResponse.id, id),
        eq(erasedResponse.quarter, quarter),
        eq(snapshot.departmentId, departmentId),
        eq(snapshot.quarter, quarter),
        eq(snapshot.class, 'erasure'),
      ),
    );
  return found.length > 0;
}
