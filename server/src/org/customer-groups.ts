import { eq } from 'drizzle-orm';
import * as v from 'valibot';
import type { Database } from '../database/database.ts';
import { customerGroup, type department } from '../database/schema.ts';

/** A group of a department's customers. */
export type CustomerGroup = Omit<typeof customerGroup.$inferSelect, 'names'> & {
  /** By language tag. The first one is used for a language without a name. */
  names: GroupNames;
};
export type GroupNames = Record<string, string>;

const namesSchema = v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.string()));

/** The groups as stored, in their departments' order. */
export function customerGroupsFrom(rows: (typeof customerGroup.$inferSelect)[]): CustomerGroup[] {
  return rows
    .map((row) => ({ ...row, names: v.parse(namesSchema, row.names) }))
    .toSorted((one, other) => one.departmentId - other.departmentId || one.place - other.place || one.id - other.id);
}

/** A department's groups in its order, also those that ended. */
export async function readCustomerGroups(db: Database, departmentId: number): Promise<CustomerGroup[]> {
  return customerGroupsFrom(await db.select().from(customerGroup).where(eq(customerGroup.departmentId, departmentId)));
}

/** The groups that a department offers now, in its order. */
export function offeredGroups(groups: CustomerGroup[], departmentId: number): CustomerGroup[] {
  return groups.filter((group) => group.departmentId === departmentId && group.endedAt === null);
}

/** The groups that a department's forms ask for, in its order. None if they do not ask. */
export function askedGroups(
  { groups }: { groups: CustomerGroup[] },
  { id, asksGroup }: Pick<typeof department.$inferSelect, 'id' | 'asksGroup'>,
): CustomerGroup[] {
  return asksGroup === 1 ? offeredGroups(groups, id) : [];
}

/** A group's name in a language, and the language that it is in. */
export function groupName(names: GroupNames, tag: string): { name: string; tag: string } {
  const own = names[tag];
  if (own !== undefined) return { name: own, tag };
  const [first] = Object.entries(names);
  return first ? { name: first[1], tag: first[0] } : { name: '', tag };
}
