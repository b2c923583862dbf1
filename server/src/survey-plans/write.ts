import { commitChange } from '../audit/audit.ts';
import type { Database } from '../database/database.ts';
import type { Department } from '../org/org.ts';
import { insertVersion, type PlanText } from './queries.ts';

interface Writing {
  /** The version that the writer saw; 0 without one. */
  seen: number;
  /** Milliseconds since the epoch. */
  at: number;
  /** The id of the person who writes it. */
  by: string;
}

/** Saves a new version of a department's plan. @returns false if someone else was first. */
export function writePlan(
  db: Database,
  { id, slug }: Pick<Department, 'id' | 'slug'>,
  plan: PlanText,
  { seen, at, by }: Writing,
): Promise<boolean> {
  return commitChange(db, insertVersion(id, plan, { seen, at, by }), {
    at,
    personId: by,
    action: seen === 0 ? 'survey plan written' : 'survey plan changed',
    subject: slug,
    departmentId: id,
    detail: { version: seen + 1 },
  });
}
