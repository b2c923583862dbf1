import { and, count, eq } from 'drizzle-orm';
import type { ClosingCheck } from '../closing/closing.ts';
import { actionPlan, region } from '../database/schema.ts';
import { plansPath } from './paths.ts';

/** The quarter's required plans that are not approved yet. */
export const plansOwed: ClosingCheck = async (db, department, quarter) => {
  const isOfQuarter = and(eq(region.departmentId, department.id), eq(actionPlan.quarter, quarter.id));
  const [found] = await db
    .select({ n: count() })
    .from(actionPlan)
    .innerJoin(region, eq(actionPlan.regionId, region.id))
    .where(and(isOfQuarter, eq(actionPlan.stage, 'required')));
  const { n } = found!;
  if (n === 0) return [];
  const message =
    n === 1
      ? 'One action plan for this quarter is not approved yet.'
      : `${n} action plans for this quarter are not approved yet.`;
  return [{ message, href: plansPath(department), link: 'View action plans' }];
};
