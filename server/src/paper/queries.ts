import { and, desc, eq, gte, inArray, or, isNull } from 'drizzle-orm';
import { build } from '../database/builder.ts';
import type { Database } from '../database/database.ts';
import { paperBatch, person, region, response } from '../database/schema.ts';

/** Starts a batch; returns its id. */
export function insertBatch(regionId: number, personId: string, startedAt: number) {
  return build.insert(paperBatch).values({ regionId, personId, startedAt }).returning({ id: paperBatch.id });
}

/** Ends a batch; changes nothing if it has ended. */
export function endBatch(id: number, at: number) {
  return build
    .update(paperBatch)
    .set({ endedAt: at })
    .where(and(eq(paperBatch.id, id), isNull(paperBatch.endedAt)));
}

/** The batch with that id, if that person started it for one of these regions. */
export async function findBatch(db: Database, id: number, personId: string, regionIds: number[]) {
  const [found] = await db
    .select({ batch: paperBatch, region })
    .from(paperBatch)
    .innerJoin(region, eq(paperBatch.regionId, region.id))
    .where(and(eq(paperBatch.id, id), eq(paperBatch.personId, personId), inArray(paperBatch.regionId, regionIds)));
  return found;
}

/** A person's batches of these regions that are open or were started after that time, the newest first. */
export function batchesOf(db: Database, personId: string, regionIds: number[], after: number) {
  return db
    .select({
      id: paperBatch.id,
      startedAt: paperBatch.startedAt,
      endedAt: paperBatch.endedAt,
      region: region.name,
      forms: db.$count(response, eq(response.batchId, paperBatch.id)),
    })
    .from(paperBatch)
    .innerJoin(region, eq(paperBatch.regionId, region.id))
    .where(
      and(
        eq(paperBatch.personId, personId),
        inArray(paperBatch.regionId, regionIds),
        or(isNull(paperBatch.endedAt), gte(paperBatch.startedAt, after)),
      ),
    )
    .orderBy(desc(paperBatch.id));
}

/** A department's batches that are not finished and are empty or have forms of the quarter, the oldest first. */
export async function openBatches(db: Database, departmentId: number, quarter: string) {
  const isInBatch = eq(response.batchId, paperBatch.id);
  const batches = await db
    .select({
      region: region.name,
      person: person.name,
      all: db.$count(response, isInBatch),
      forms: db.$count(response, and(isInBatch, eq(response.quarter, quarter))),
    })
    .from(paperBatch)
    .innerJoin(region, eq(paperBatch.regionId, region.id))
    .innerJoin(person, eq(paperBatch.personId, person.id))
    .where(and(eq(region.departmentId, departmentId), isNull(paperBatch.endedAt)))
    .orderBy(paperBatch.id);
  return batches.filter(({ all, forms }) => all === 0 || forms > 0);
}

/** The forms of a batch, the last one first. */
export function formsOf(db: Database, batchId: number) {
  return db
    .select()
    .from(response)
    .where(eq(response.batchId, batchId))
    .orderBy(desc(response.receivedAt), desc(response.id));
}
