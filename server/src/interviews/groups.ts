import { and, asc, eq, isNull } from 'drizzle-orm';
import * as v from 'valibot';
import type { Database } from '../database/database.ts';
import { customerGroup } from '../database/schema.ts';
import type { Department } from '../org/org.ts';

const names = v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.string()));

/** The customer groups to ask about, by code, with their names in that language; none if the department does not ask. */
export async function groupsToAsk(db: Database, { id, asksGroup }: Department, tag: string) {
  if (asksGroup !== 1) return [];
  const found = await db
    .select({ code: customerGroup.code, names: customerGroup.names })
    .from(customerGroup)
    .where(and(eq(customerGroup.departmentId, id), isNull(customerGroup.endedAt)))
    .orderBy(asc(customerGroup.place), asc(customerGroup.id));
  return found.map((group) => {
    const own = v.parse(names, group.names);
    return { code: group.code, name: own[tag] ?? Object.values(own)[0] ?? group.code };
  });
}
