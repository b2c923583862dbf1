// What a region below target has to do about it, and what others may use of it (docs/policies/heart-cws.md, step 3).
import type { Closing } from '../closing/closing.ts';
import type { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import type { PlansOf } from '../figures/figures.ts';
import { planDeadline } from './due.ts';
import { planFigures } from './plan-figures.ts';
import { decidePlans, openPlans, plansOfQuarter, reopenPlans } from './queries.ts';

export * as planChanges from './changes.ts';
export { isFinal, verdictsOf } from './plan-verdict.ts';
export { planOf, plansUnderWay, setOwner, type Plan, type PlanEventKind } from './queries.ts';
export { planEmail, planEmailKind } from './plan-emails.ts';
export { dueReminders, queueReminders } from './reminders.ts';
export { marksReader } from './marks.ts';
export { planApi } from './plan-api.ts';
export { planProgressReader } from './progress.ts';
export { actionPlanRoutes } from './routes.ts';
export type { CauseClass, Strength } from './words.ts';
export { plansDue } from './plans-due.ts';
export { plansOwed } from './owed.ts';
export { plansWithoutText } from './unwritten.ts';

/** Runs in the commit that stores responses: the response that takes a region below target opens its plan. */
export function openPlansBelowTarget(touched: { regionId: number; quarter: string }[], at: number): Statement[] {
  return [openPlans(touched, at)];
}

/** Runs in the commit that closes a quarter. */
export function decidePlansAtClose({ snapshotId, department, calendar, quarter, at }: Closing): Statement[] {
  const dueOn = planDeadline(calendar, department, at).days.at(-1)!.day;
  const { id: departmentId, target } = department;
  return decidePlans({ snapshotId, departmentId, quarter: quarter.id, target, at, dueOn });
}

/** What opening plans needs to know of a restatement. */
interface RestatedQuarter extends Pick<Closing, 'snapshotId' | 'department' | 'calendar' | 'quarter' | 'at'> {
  /** In hundredths, at close. */
  target: number;
}

/** Runs in the commit that restates a quarter: it may open a plan, and never removes one (docs/design.md §3.8). */
export function openPlansByRestatement(restated: RestatedQuarter): Statement[] {
  const { snapshotId, department, calendar, quarter, at, target } = restated;
  const dueOn = planDeadline(calendar, department, at).days.at(-1)!.day;
  return reopenPlans({ snapshotId, departmentId: department.id, quarter: quarter.id, target, at, dueOn });
}

/** Reads the action plans for a quarter's figures. */
export function plansReader(db: Database): PlansOf {
  return async (department, quarter) => {
    const plans = await plansOfQuarter(db, department.id, quarter);
    return new Map(plans.map(({ region, plan }) => [region, planFigures(plan)]));
  };
}
