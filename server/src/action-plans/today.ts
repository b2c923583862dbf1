import { isoDay, dayFrom } from '@heart-survey/shared/dates';
import { can } from '../access/access.ts';
import { departmentsFor, regionsFor, type TodayItem, type Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import type { Region } from '../org/org.ts';
import { isOverdue } from './due.ts';
import { planPath } from './paths.ts';
import { actionsOf, plansOfRegions, type Plan, type PlanAction } from './queries.ts';

/** What the home page says about action plans: those to write or to decide on, and the reader's own overdue actions. */
export async function plansToday(db: Database, visit: Visit): Promise<TodayItem[]> {
  const { person, organization, now } = visit;
  const regions = departmentsFor(person, 'action plans', organization).flatMap((department) =>
    regionsFor(person, 'action plans', organization, department),
  );
  const plans = await plansOfRegions(
    db,
    regions.map(({ id }) => id),
  );
  const agreed = plans.filter(({ stage }) => stage === 'agreed').map(({ id }) => id);
  const actions = (await actionsOf(db, agreed)).filter(
    ({ state, ownerId }) => state === 'open' && ownerId === person.id,
  );
  return plans
    .toSorted((one, other) => (one.dueOn ?? '').localeCompare(other.dueOn ?? ''))
    .flatMap((plan) => {
      const region = regions.find(({ id }) => id === plan.regionId)!;
      const today = isoDay(now, region.department.zone);
      const own = actions.filter(({ planId, dueOn }) => planId === plan.id && dueOn < today);
      if (plan.stage === 'agreed') return own.map((action) => overdueAction(plan, region, action));
      if (plan.stage !== 'required' || plan.dueOn === null) return [];
      if (plan.sentAt === null) return [toWrite(plan, region, today)];
      const mayDecide = can(person, 'plan approval', { departmentId: region.department.id });
      return mayDecide ? [toDecide(plan, region)] : [];
    });
}

function labelOf({ quarter }: Plan, { department }: Region): string {
  return department.calendar.byId(quarter)?.label ?? quarter;
}

function toWrite(plan: Plan, region: Region, today: string): TodayItem {
  const isLate = isOverdue(plan, today);
  const day = dayFrom(plan.dueOn!)!.inWords;
  return {
    message: `${region.name} needs an action plan for ${labelOf(plan, region)}. It ${isLate ? `was due on ${day}` : `is due on ${day}`}${plan.owner === null ? ', and it has no owner yet' : ''}.`,
    href: planPath(region.department, plan),
    link: 'Open the plan',
    isUrgent: isLate,
  };
}

function toDecide(plan: Plan, region: Region): TodayItem {
  return {
    message: `The action plan of ${region.name} for ${labelOf(plan, region)} is waiting for your approval.`,
    href: planPath(region.department, plan),
    link: 'Open the plan',
    isUrgent: false,
  };
}

function overdueAction(plan: Plan, region: Region, { text, dueOn }: PlanAction): TodayItem {
  return {
    message: `Your action in the plan of ${region.name} was due on ${dayFrom(dueOn)!.inWords}: ${text}`,
    href: planPath(region.department, plan),
    link: 'Open the plan',
    isUrgent: true,
  };
}
