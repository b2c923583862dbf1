import { and, asc, desc, eq, gte, inArray, isNull, lt, or } from 'drizzle-orm';
import { teamRoles } from '../access/access.ts';
import { build } from '../database/builder.ts';
import type { Database } from '../database/database.ts';
import { person, region, roleGrant, training } from '../database/schema.ts';
import type { Statement } from '../database/statement.ts';

/** A member of Team HEART. */
export type Member = Awaited<ReturnType<typeof members>>[number];

/** Everyone in Team HEART who can sign in, by name. */
export function members(db: Database) {
  const { role, departmentId, regionId, appointedBy, appointedOn, grantedAt } = roleGrant;
  return db
    .select({
      ...{ role, departmentId, regionId, appointedBy, appointedOn, grantedAt },
      ...{ name: person.name, email: person.email },
    })
    .from(roleGrant)
    .innerJoin(person, eq(roleGrant.personId, person.id))
    .where(
      and(inArray(role, [...teamRoles]), isNull(roleGrant.endedAt), eq(roleGrant.isPending, 0), isNull(person.leftAt)),
    )
    .orderBy(asc(person.name), asc(person.email), asc(roleGrant.id));
}

/** A training that was held. */
export type Training = Awaited<ReturnType<typeof trainingsOf>>[number];

interface Wanted {
  departmentId: number;
  /** Those of these regions and of the whole department. */
  regionIds: number[];
  /** The first day, `2026-07-01`, and the day after the last one. */
  from?: string;
  until?: string;
}

/** Trainings that were not removed, the latest first. */
export function trainingsOf(db: Database, { departmentId, regionIds, from, until }: Wanted) {
  const { id, heldOn, topic, attended } = training;
  return db
    .select({ id, heldOn, topic, attended, regionId: training.regionId, region: region.name, slug: region.slug })
    .from(training)
    .leftJoin(region, eq(training.regionId, region.id))
    .where(
      and(
        eq(training.departmentId, departmentId),
        isNull(training.removedAt),
        or(isNull(training.regionId), inArray(training.regionId, regionIds)),
        from === undefined ? undefined : gte(heldOn, from),
        until === undefined ? undefined : lt(heldOn, until),
      ),
    )
    .orderBy(desc(heldOn), desc(training.createdAt), desc(id));
}

/** Adds a training; changes nothing if its form was sent before. */
export function insertTraining(row: typeof training.$inferInsert): Statement {
  return build.insert(training).values(row).onConflictDoNothing();
}

/** Whether exactly this training was added before by the same person, and not removed. */
export async function isStored(db: Database, row: typeof training.$inferInsert): Promise<boolean> {
  const [before] = await db.select().from(training).where(eq(training.id, row.id));
  const names = ['departmentId', 'regionId', 'heldOn', 'topic', 'attended', 'createdBy'] as const;
  return before?.removedAt === null && names.every((name) => before[name] === row[name]);
}

/** Removes a training of that department, and its topic; changes nothing if it is gone. */
export function removeTraining(id: string, departmentId: number, at: number, by: string): Statement {
  return build
    .update(training)
    .set({ removedAt: at, removedBy: by, topic: '' })
    .where(and(eq(training.id, id), eq(training.departmentId, departmentId), isNull(training.removedAt)));
}
