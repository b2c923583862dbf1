import { eq } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { caseSettings } from '../database/schema.ts';
import { statement, type Statement } from '../database/statement.ts';
import type { Organization, Region } from '../org/org.ts';
import type { CaseFile } from './queries.ts';

// After a case was closed, its writer is asked how it was handled, by a survey that anyone can open. Its link is the same for
// everyone and has no id in it, so that no answer can be joined to a case.

/** The id of the region whose survey an administrator chose for a department; null for that of a case's own office. */
export async function surveyRegionOf(db: Database, departmentId: number): Promise<number | null> {
  const [found] = await db.select().from(caseSettings).where(eq(caseSettings.departmentId, departmentId));
  return found?.surveyRegionId ?? null;
}

/** The region whose survey the writer of a closed case is asked to answer, if there is one. A retired one gets no link. */
export async function surveyAfter(
  db: Database,
  { regions }: Pick<Organization, 'regions'>,
  { departmentId, regionId, closedAt }: Pick<CaseFile, 'departmentId' | 'regionId' | 'closedAt'>,
): Promise<Region | undefined> {
  if (closedAt === null) return undefined;
  const open = (id: number | null) => regions.find((region) => region.id === id && region.retiredAt === null);
  return open(await surveyRegionOf(db, departmentId)) ?? open(regionId);
}

/** Chooses the survey, if nobody else chose in the meantime. @param seen as the form showed it. */
export function chooseSurvey(departmentId: number, seen: number | null, wanted: number | null): Statement {
  return statement(
    `INSERT INTO case_settings (department_id, survey_region_id) SELECT :departmentId, :wanted
      WHERE (SELECT survey_region_id FROM case_settings WHERE department_id = :departmentId) IS :seen
      ON CONFLICT (department_id) DO UPDATE SET survey_region_id = excluded.survey_region_id`,
    { departmentId, seen, wanted },
  );
}
