import { and, eq, inArray, isNull, or } from 'drizzle-orm';
import { rolesFor, type Role } from '../access/access.ts';
import type { Database } from '../database/database.ts';
import { person, roleGrant } from '../database/schema.ts';
import type { Region } from '../org/org.ts';

/** Someone who works on the action plans of a region, with all of their roles there. */
export interface PlanPerson {
  id: string;
  name: string;
  email: string;
  roles: Role[];
}

/** Everyone who works on the action plans of a region now: no one who left or lost the role. */
export async function planPeople(
  db: Database,
  { id: regionId, department }: Pick<Region, 'id' | 'department'>,
): Promise<PlanPerson[]> {
  const rows = await db
    .select({ id: person.id, name: person.name, email: person.email, role: roleGrant.role })
    .from(roleGrant)
    .innerJoin(person, eq(roleGrant.personId, person.id))
    .where(
      and(
        inArray(roleGrant.role, rolesFor('action plans')),
        eq(roleGrant.departmentId, department.id),
        or(isNull(roleGrant.regionId), eq(roleGrant.regionId, regionId)),
        isNull(roleGrant.endedAt),
        isNull(person.leftAt),
      ),
    )
    .orderBy(person.name, person.id);
  const people = Map.groupBy(rows, ({ id }) => id);
  return [...people.values()].map((own) => ({ ...own[0]!, roles: own.map(({ role }) => role) }));
}

/** Who has to write a plan: its owner, or without one the ambassadors, or without those the representatives. */
export function writersAmong(people: PlanPerson[], ownerId: string | null): PlanPerson[] {
  const owner = people.find(({ id }) => id === ownerId);
  if (owner) return [owner];
  const ambassadors = people.filter(({ roles }) => roles.includes('ambassador') || roles.includes('junior'));
  return ambassadors.length > 0 ? ambassadors : approversAmong(people);
}

/** Who approves a plan. */
export function approversAmong(people: PlanPerson[]): PlanPerson[] {
  const approving = rolesFor('plan approval');
  return people.filter(({ roles }) => roles.some((role) => approving.includes(role)));
}
