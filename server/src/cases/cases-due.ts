import { canSomewhere } from '../access/access.ts';
import type { Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { countCases, maxCounted } from './list-queries.ts';
import { seerOf } from './sight.ts';

const week = 7 * 24 * 60 * 60 * 1000;

/** How many of the cases that a person sees are late, and how many are due within a week. */
interface CasesDue {
  late: number;
  soon: number;
  /** This many stands for as many or more. */
  max: number;
}

export async function casesDue(
  db: Database,
  { person, organization, now }: Pick<Visit, 'person' | 'organization' | 'now'>,
): Promise<CasesDue> {
  if (!canSomewhere(person, 'cases')) return { late: 0, soon: 0, max: maxCounted };
  const seer = seerOf(person, organization);
  const dates = { now, soon: now + week };
  const [late, soon] = await Promise.all([countCases(db, seer, 'late', dates), countCases(db, seer, 'soon', dates)]);
  return { late, soon, max: maxCounted };
}
