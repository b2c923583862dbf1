import { and, asc, eq, isNull } from 'drizzle-orm';
import * as v from 'valibot';
import { build } from '../database/builder.ts';
import type { Database } from '../database/database.ts';
import { readRows } from '../database/read.ts';
import { digestChoice, person } from '../database/schema.ts';
import type { Statement } from '../database/statement.ts';
import type { DigestKind, Frequency } from './kinds.ts';

export type DigestChoice = typeof digestChoice.$inferSelect;

/** What a person chose. */
export function choicesOf(db: Database, personId: string): Promise<DigestChoice[]> {
  return db.select().from(digestChoice).where(eq(digestChoice.personId, personId));
}

/** What everyone chose who has not left. */
export function allChoices(db: Database): Promise<DigestChoice[]> {
  const { personId, kind, frequency, through } = digestChoice;
  return db
    .select({ personId, kind, frequency, through })
    .from(digestChoice)
    .innerJoin(person, eq(person.id, personId))
    .where(isNull(person.leftAt))
    .orderBy(asc(personId), asc(kind));
}

interface Chosen {
  personId: string;
  kind: DigestKind;
}

const isOf = ({ personId, kind }: Chosen) => and(eq(digestChoice.personId, personId), eq(digestChoice.kind, kind));

/** Stores a choice. A new one begins now; another frequency leaves nothing out. */
export function choose(chosen: Chosen & { frequency: Frequency }, now: number): Statement {
  const { frequency } = chosen;
  return build
    .insert(digestChoice)
    .values({ ...chosen, through: now })
    .onConflictDoUpdate({ target: [digestChoice.personId, digestChoice.kind], set: { frequency } });
}

export function endChoice(chosen: Chosen): Statement {
  return build.delete(digestChoice).where(isOf(chosen));
}

/** Records that everything until then is in a digest, unless another collector was first. */
export function moveOn({ through, ...chosen }: DigestChoice, until: number): Statement {
  return build
    .update(digestChoice)
    .set({ through: until })
    .where(and(isOf(chosen), eq(digestChoice.through, through)));
}

const counted = v.object({ regionId: v.number(), quarter: v.string(), n: v.number() });

/**
 * How many responses with an overall rating of 1 or 2 came in after one moment and until another, by region and quarter, oldest
 * quarter first. Excluded ones do not count.
 * @param quarters those in which they can count.
 */
export async function lowRatings(
  db: Database,
  { regionIds, quarters, from, until }: { regionIds: number[]; quarters: string[]; from: number; until: number },
): Promise<v.InferOutput<typeof counted>[]> {
  return readRows(
    db,
    counted,
    `SELECT region_id AS regionId, quarter, count(*) AS n FROM response INDEXED BY response_quarter
      WHERE quarter IN (SELECT value FROM json_each(:quarters))
        AND region_id IN (SELECT value FROM json_each(:regions))
        AND received_at > :from AND received_at <= :until AND overall <= 2 AND excluded_at IS NULL
      GROUP BY region_id, quarter ORDER BY quarter`,
    { quarters: JSON.stringify(quarters), regions: JSON.stringify(regionIds), from, until },
  );
}
