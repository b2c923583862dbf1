import { personByEmail } from '../access/access.ts';
import type { Database } from '../database/database.ts';
import type { Desk } from '../org/org.ts';
import type { CasePage } from './case-page.ts';
import type { CaseKind, Sight } from './kinds.ts';
import { sightAt } from './routing.ts';

/** What narrows the sight of a case, wherever it goes. */
type Narrowed = Pick<CasePage, 'dangers'> & {
  named: readonly { personId: string | null; email: string | null }[];
};

/**
 * Who may see a case at a desk from now on. Neither another desk nor another kind ends what keeps it from a desk: danger that was
 * not found harmless, and that it is about someone whom nobody knows here, who may work at one of the department's desks.
 * @param settled the id of a report of danger that is being found harmless.
 */
export async function keptSight(
  db: Database,
  { dangers, named }: Narrowed,
  desk: Desk,
  kind: CaseKind,
  settled?: number,
): Promise<Sight> {
  const usual = sightAt(desk, kind);
  if (usual === 'restricted') return usual;
  if (dangers.some(({ id, outcome }) => id !== settled && outcome !== 'not reportable')) return 'danger';
  if (desk.department === null) return usual;
  const known = await Promise.all(named.map((one) => isKnown(db, one)));
  return known.every(Boolean) ? usual : 'managers';
}

/** Whether an employee is someone who can sign in here. */
export async function isKnown(
  db: Database,
  { personId, email }: { personId: string | null; email: string | null },
): Promise<boolean> {
  return personId !== null || (email !== null && (await personByEmail(db, email.toLowerCase())) !== undefined);
}
