import { and, eq, inArray } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { roleGrant } from '../database/schema.ts';
import { handlersAt, holders, isNotAbout, isSeenAtDesk, managersOf } from './notices.ts';
import type { CaseFile } from './queries.ts';

/**
 * The people who may see a case now, by name: those of `isSeen` (`sight.ts`), found from the case instead of from the person. A
 * test compares the two.
 */
export async function peopleWhoSee(
  db: Database,
  { id, deskId, departmentId, sight, ownerId }: Pick<CaseFile, 'id' | 'deskId' | 'departmentId' | 'sight' | 'ownerId'>,
): Promise<{ id: string; name: string }[]> {
  const [handlers, managers, owners] = await Promise.all([
    handlersAt(db, deskId, id),
    managersOf(db, departmentId, id),
    ownerId === null
      ? []
      : holders(
          db,
          and(inArray(roleGrant.role, ['handler', 'manager']), eq(roleGrant.personId, ownerId), isNotAbout(id)),
        ),
  ]);
  const atDesk = isSeenAtDesk(sight) || managers.length === 0 ? handlers : [];
  const all = [...owners, ...atDesk, ...(sight === 'restricted' ? [] : managers)];
  const byId = new Map(all.map((one) => [one.id, { id: one.id, name: one.name }]));
  return [...byId.values()].toSorted((one, other) => one.name.localeCompare(other.name, 'en'));
}
