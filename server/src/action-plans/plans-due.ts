import { dayAfter, isoDay } from '@heart-survey/shared/dates';
import { can } from '../access/access.ts';
import { departmentsFor, regionsFor, type Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { actionsOf, plansOfRegions } from './queries.ts';

/** How many days before its date a plan or an action counts as due. */
const soon = 7;

/** How many plans and actions wait for a person, without what is in them. */
interface PlansDue {
  /** Plans to write that are due within a week, or overdue. */
  toWrite: number;
  toApprove: number;
  /** The person's own actions that are due within a week, or overdue. */
  actions: number;
}

/** What is due on the action plans of the regions that the person works on. */
export async function plansDue(
  db: Database,
  { person, organization, now }: Pick<Visit, 'person' | 'organization' | 'now'>,
): Promise<PlansDue> {
  const regions = departmentsFor(person, 'action plans', organization).flatMap((department) =>
    regionsFor(person, 'action plans', organization, department),
  );
  const plans = await plansOfRegions(
    db,
    regions.map(({ id }) => id),
  );
  const departmentOf = (regionId: number) => regions.find(({ id }) => id === regionId)!.department;
  const isDue = (regionId: number, on: string) => on <= dayAfter(isoDay(now, departmentOf(regionId).zone), soon);
  const required = plans.filter(({ stage, dueOn }) => stage === 'required' && dueOn !== null);
  const agreed = new Map(plans.filter(({ stage }) => stage === 'agreed').map((plan) => [plan.id, plan.regionId]));
  const actions = await actionsOf(db, [...agreed.keys()]);
  return {
    toWrite: required.filter(({ sentAt, regionId, dueOn }) => sentAt === null && isDue(regionId, dueOn!)).length,
    toApprove: required.filter(
      ({ sentAt, regionId }) =>
        sentAt !== null && can(person, 'plan approval', { departmentId: departmentOf(regionId).id }),
    ).length,
    actions: actions.filter(
      ({ state, ownerId, planId, dueOn }) =>
        state === 'open' && ownerId === person.id && isDue(agreed.get(planId)!, dueOn),
    ).length,
  };
}
