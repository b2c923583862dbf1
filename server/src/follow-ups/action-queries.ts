import { aliasedTable, asc, eq } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { caseAction, person } from '../database/schema.ts';

const owner = aliasedTable(person, 'owner');
const closer = aliasedTable(person, 'closer');

/** The actions of a case, those that were added first before. */
export async function actionsOf(db: Database, caseId: number) {
  const rows = await db
    .select({ action: caseAction, owner: owner.name, closer: closer.name })
    .from(caseAction)
    .leftJoin(owner, eq(owner.id, caseAction.ownerId))
    .leftJoin(closer, eq(closer.id, caseAction.closedBy))
    .where(eq(caseAction.caseId, caseId))
    .orderBy(asc(caseAction.openedAt), asc(caseAction.id));
  return rows.map(({ action, ...names }) => ({ ...action, ...names }));
}

/** An action with the names of the people who answer for it and who ended it. */
export type CaseAction = Awaited<ReturnType<typeof actionsOf>>[number];
