import { and, eq, inArray, isNull, or } from 'drizzle-orm';
import { rolesFor, type Role } from '../access/access.ts';
import type { Database } from '../database/database.ts';
import { person, roleGrant } from '../database/schema.ts';

/** Someone who takes part in submitting a quarter, with all of their roles for the department. */
export interface SubmissionPerson {
  id: string;
  name: string;
  email: string;
  roles: Role[];
}

/** Everyone who hands in, submits or receives the department's quarters: no one who left or lost the role. */
export async function submissionPeople(db: Database, departmentId: number): Promise<SubmissionPerson[]> {
  const taking = [...rolesFor('handing in'), ...rolesFor('submission'), ...rolesFor('receiving')];
  const rows = await db
    .select({ id: person.id, name: person.name, email: person.email, role: roleGrant.role })
    .from(roleGrant)
    .innerJoin(person, eq(roleGrant.personId, person.id))
    .where(
      and(
        inArray(roleGrant.role, taking),
        or(eq(roleGrant.departmentId, departmentId), isNull(roleGrant.departmentId)),
        isNull(roleGrant.endedAt),
        isNull(person.leftAt),
      ),
    )
    .orderBy(person.name, person.id);
  const people = Map.groupBy(rows, ({ id }) => id);
  return [...people.values()].map((own) => ({ ...own[0]!, roles: own.map(({ role }) => role) }));
}

const withAny = (people: SubmissionPerson[], roles: Role[]) =>
  people.filter((one) => one.roles.some((role) => roles.includes(role)));

/** Who reviews and submits the department's quarters. */
export const submittersAmong = (people: SubmissionPerson[]) => withAny(people, rolesFor('submission'));

/** Who receives them. */
export const receiversAmong = (people: SubmissionPerson[]) => withAny(people, rolesFor('receiving'));

/** Who hands them in: the ambassadors, or without one the people who submit them. */
export function handInAmong(people: SubmissionPerson[]): SubmissionPerson[] {
  const submitters = rolesFor('submission');
  const ambassadors = withAny(
    people,
    rolesFor('handing in').filter((role) => !submitters.includes(role)),
  );
  return ambassadors.length > 0 ? ambassadors : submittersAmong(people);
}
