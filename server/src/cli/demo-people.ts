import { insertGrant, insertPerson, type Role } from '../access/access.ts';
import { commit, type Database } from '../database/database.ts';
import { alone } from '../database/statement.ts';
import type { Department } from '../org/org.ts';
import { inventId, type Random } from './demo-history.ts';

const roles = ['ambassador', 'representative', 'executive'] as const satisfies Role[];

/** Someone in the sample data. */
interface SamplePerson {
  id: string;
  name: string;
  email: string;
}

/** Who does the work in the sample data. They cannot sign in: nobody reads email at these addresses. */
export type SamplePeople = Record<(typeof roles)[number], SamplePerson>;

/** Adds one person for each role. */
export async function addPeople(db: Database, { id }: Department, random: Random, at: number): Promise<SamplePeople> {
  const added = roles.map((role) => ({
    role,
    person: { id: inventId(random), name: `Sample ${role}`, email: `sample-${role}@example.invalid` },
  }));
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
  return Object.fromEntries(added.map(({ role, person }) => [role, person])) as SamplePeople;
}
