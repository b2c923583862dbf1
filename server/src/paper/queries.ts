import { and, desc, eq, gte, inArray, or, isNull } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { paperBatch, region, response } from '../database/schema.ts';
import { statement, type Statement } from '../database/statement.ts';

export function insertBatch(regionId: number, personId: string, at: number): Statement {
  return statement('INSERT INTO paper_batch (region_id, person_id, started_at) VALUES (?, ?, ?) RETURNING id', [
    regionId,
    personId,
    at,
  ]);
}

export function endBatch(id: number, at: number): Statement {
  return statement('UPDATE paper_batch SET ended_at = ? WHERE id = ? AND ended_at IS NULL', [at, id]);
}

/** The batch of that id, if that person began it for one of these regions. */
export async function findBatch(db: Database, id: number, personId: string, regionIds: number[]) {
  const [found] = await db
    .select({ batch: paperBatch, region })
    .from(paperBatch)
    .innerJoin(region, eq(paperBatch.regionId, region.id))
    .where(and(eq(paperBatch.id, id), eq(paperBatch.personId, personId), inArray(paperBatch.regionId, regionIds)));
  return found;
}

/** A person's batches of these regions that are open, or were begun since then, the newest first. */
export function batchesOf(db: Database, personId: string, regionIds: number[], since: number) {
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
        or(isNull(paperBatch.endedAt), gte(paperBatch.startedAt, since)),
      ),
    )
    .orderBy(desc(paperBatch.id));
}

/** The forms of a batch, the last one first. */
export function formsOf(db: Database, batchId: number) {
  return db
    .select()
    .from(response)
    .where(eq(response.batchId, batchId))
    .orderBy(desc(response.receivedAt), desc(response.id));
}
