import { and, count, eq, isNull, lt, notExists, or } from 'drizzle-orm';
import type { ClosingCheck } from '../closing/closing.ts';
import { build } from '../database/builder.ts';
import { actionPlan, planAction, region } from '../database/schema.ts';
import { plansPath } from './paths.ts';

/** The department's required plans of earlier quarters that have no cause or no actions yet. */
export const plansWithoutText: ClosingCheck = async (db, department, quarter) => {
  const actions = build.select({ id: planAction.id }).from(planAction).where(eq(planAction.planId, actionPlan.id));
  const isUnwritten = or(isNull(actionPlan.cause), eq(actionPlan.cause, ''), notExists(actions));
  const isEarlier = and(eq(region.departmentId, department.id), lt(actionPlan.quarter, quarter.id));
  const [found] = await db
    .select({ n: count() })
    .from(actionPlan)
    .innerJoin(region, eq(actionPlan.regionId, region.id))
    .where(and(isEarlier, eq(actionPlan.stage, 'required'), isUnwritten));
  const { n } = found!;
  if (n === 0) return [];
  const message =
    n === 1
      ? 'One required action plan from an earlier quarter is missing its cause or its actions.'
      : `${n} required action plans from earlier quarters are missing their cause or their actions.`;
  return [{ message, href: plansPath(department), link: 'View action plans' }];
};
