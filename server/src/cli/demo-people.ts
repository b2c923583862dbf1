import { insertGrant, insertPerson, type Role } from '../access/access.ts';
import { commit, type Database } from '../database/database.ts';
import { alone } from '../database/statement.ts';
import type { Department } from '../org/org.ts';
import { inventId, type Random } from './demo-history.ts';

const departmentRoles = ['ambassador', 'representative'] as const satisfies Role[];

/** Someone in the sample data. */
export interface SamplePerson {
  id: string;
  name: string;
  email: string;
}

/** Who does the work in the sample data. They cannot sign in: nobody reads email at these addresses. */
export type SamplePeople = Record<(typeof departmentRoles)[number] | 'executive', SamplePerson>;

/** Adds one person for each role. @param executive the one who was added with another department. */
export async function addPeople(
  db: Database,
  { id, slug }: Department,
  { random, at, executive }: { random: Random; at: number; executive?: SamplePerson | undefined },
): Promise<SamplePeople> {
  const invent = (role: Role, address: string) => ({
    role,
    person: { id: inventId(random), name: `Sample ${role}`, email: `${address}@example.invalid` },
  });
  const isFirst = executive === undefined;
  const added = [
    ...departmentRoles.map((role) => invent(role, isFirst ? `sample-${role}` : `sample-${role}-${slug}`)),
    ...(isFirst ? [invent('executive', 'sample-executive')] : []),
  ];
  await commit(db, [
    ...added.map(({ person }) => alone(insertPerson(person, at))),
    ...added.map(({ role, person }) =>
      insertGrant({
        personId: person.id,
        role,
        departmentId: role === 'executive' ? null : id,
        regionId: null,
        grantedAt: at,
        grantedBy: null,
      }),
    ),
  ]);
  return { executive, ...Object.fromEntries(added.map(({ role, person }) => [role, person])) } as SamplePeople;
}
