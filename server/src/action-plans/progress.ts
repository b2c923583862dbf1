import { asc, desc, eq } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Database } from '../database/database.ts';
import { actionPlan, planAction, region } from '../database/schema.ts';
import { readVerdicts, type PlanProgress, type PlanProgressOf } from '../figures/figures.ts';
import { planPath } from './paths.ts';

/** Reads a department's action plans with their actions and verdicts, for pages and programs; no one's name. */
export function planProgressReader(db: Database): PlanProgressOf {
  return async (department, quarter) => {
    const all = await plansWithActions(db, department.id);
    const plans = quarter === undefined ? all : all.filter((plan) => plan.quarter === quarter);
    const agreed = plans.filter(({ agreedAt }) => agreedAt !== null);
    const verdicts = await readVerdicts(
      db,
      department,
      agreed.map((plan) => ({
        region: plan.region,
        quarter: plan.continues ?? plan.quarter,
        agreedAt: plan.agreedAt!,
      })),
    );
    const verdictsOf = new Map(agreed.map(({ id }, index) => [id, verdicts[index]!]));
    return plans.map((plan) => ({
      ...plan,
      verdicts: verdictsOf.get(plan.id) ?? [],
      path: planPath(department, plan),
    }));
  };
}

type StoredProgress = Omit<PlanProgress, 'verdicts' | 'path'>;

const first = alias(actionPlan, 'first_plan');

async function plansWithActions(db: Database, departmentId: number): Promise<StoredProgress[]> {
  const [plans, actions] = await Promise.all([
    db
      .select({ plan: actionPlan, region: region.slug, regionName: region.name, continues: first.quarter })
      .from(actionPlan)
      .innerJoin(region, eq(region.id, actionPlan.regionId))
      .leftJoin(first, eq(first.id, actionPlan.continues))
      .where(eq(region.departmentId, departmentId))
      .orderBy(desc(actionPlan.quarter), asc(actionPlan.regionId)),
    db
      .select({ planId: planAction.planId, action: planAction })
      .from(planAction)
      .innerJoin(actionPlan, eq(actionPlan.id, planAction.planId))
      .innerJoin(region, eq(region.id, actionPlan.regionId))
      .where(eq(region.departmentId, departmentId))
      .orderBy(asc(planAction.createdAt), asc(planAction.id)),
  ]);
  const actionsOf = Map.groupBy(actions, ({ planId }) => planId);
  return plans.map(({ plan, region, regionName, continues }) => ({
    id: plan.id,
    region,
    regionName,
    quarter: plan.quarter,
    stage: plan.stage,
    dueOn: plan.dueOn,
    cause: plan.cause,
    causeClass: plan.causeClass,
    actions: (actionsOf.get(plan.id) ?? []).map(({ action: { text, dueOn, strength, state } }) => ({
      text,
      dueOn,
      strength,
      state,
    })),
    figure: plan.figure,
    goal: plan.goal,
    continues,
    agreedAt: plan.agreedAt,
    completedAt: plan.stage === 'completed' ? plan.closedAt : null,
  }));
}
