import { focusOf, lowVolume, reachesTarget, scoresOf } from '@heart-survey/shared/scores';
import type { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import type { actionPlan } from '../database/schema.ts';
import { talliesFrom, type StoredTallies } from '../database/tallies.ts';
import type { Closing } from '../closing/closing.ts';
import type { PlanFigures, PlansOf } from '../figures/figures.ts';
import { decidePlans, openPlans, plansOfQuarter } from './queries.ts';

/** Runs in the commit that stores responses: the response that takes a region below target opens its plan. */
export function openPlansBelowTarget(touched: { regionId: number; quarter: string }[], at: number): Statement[] {
  return [openPlans(touched, at)];
}

/** Runs in the commit that closes a quarter. */
export function decidePlansAtClose({ snapshotId, department, quarter, at }: Closing): Statement[] {
  return decidePlans({ snapshotId, departmentId: department.id, quarter: quarter.id, target: department.target, at });
}

/** Reads the action plans for a quarter's figures. */
export function plansReader(db: Database): PlansOf {
  return async (department, quarter) => {
    const plans = await plansOfQuarter(db, department.id, quarter);
    return new Map(plans.map(({ region, plan }) => [region, planFigures(plan)]));
  };
}

/**
 * The focus and the tags come from the figures at which the plan was opened (docs/design.md §3.8). Once the plan is
 * required, they come from the figures at close, which are the ones it has to improve.
 */
function planFigures(plan: typeof actionPlan.$inferSelect): PlanFigures {
  const isNeeded = plan.stage !== 'watch' && plan.stage !== 'withdrawn';
  const stored = (isNeeded && plan.decidedOn) || plan.openedOn;
  const target = (isNeeded && plan.decidedTarget) || plan.target;
  const scores = scoresOf(talliesFrom(JSON.parse(stored) as StoredTallies), target);
  const tags: PlanFigures['tags'] = [
    ...(scores.responses < lowVolume ? (['low volume'] as const) : []),
    ...(reachesTarget(scores.interval, target) ? (['within noise'] as const) : []),
  ];
  return { stage: plan.stage, focus: focusOf(scores.items, target), tags };
}
