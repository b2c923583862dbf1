import type { Database } from '../database/database.ts';
import { handlersAt, managersOf } from './notices.ts';
import type { CaseFile } from './queries.ts';
import type { SecondStage } from './second-stage.ts';

/**
 * Who can own a case: its desk's handlers and, unless only the desk sees it, the managers; never someone it is about, and in the
 * second stage no one who handled the first.
 */
export async function possibleOwners(
  db: Database,
  { deskId, departmentId, sight }: Pick<CaseFile, 'deskId' | 'departmentId' | 'sight'>,
  named: readonly { personId: string | null; email: string | null }[],
  { barred }: Pick<SecondStage, 'barred'>,
) {
  const [handlers, managers] = await Promise.all([
    handlersAt(db, deskId),
    sight === 'restricted' ? [] : managersOf(db, departmentId),
  ]);
  const all = new Map([...handlers, ...managers].map((one) => [one.id, one]));
  return [...all.values()].filter(
    ({ id, email }) =>
      !barred.has(id) && !named.some((one) => one.personId === id || one.email?.toLowerCase() === email),
  );
}
