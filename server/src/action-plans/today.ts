import { isoDay, dayFrom } from '@heart-survey/shared/dates';
import { departmentsFor, regionsFor, type TodayItem, type Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { planPath } from './paths.ts';
import { plansOfRegions } from './queries.ts';

/** What the home page says about action plans: those that are required, with their due dates. */
export async function plansToday(db: Database, { person, organization, now }: Visit): Promise<TodayItem[]> {
  const regions = departmentsFor(person, 'action plans', organization).flatMap((department) =>
    regionsFor(person, 'action plans', organization, department),
  );
  const plans = await plansOfRegions(
    db,
    regions.map(({ id }) => id),
  );
  return plans
    .filter(({ stage, dueOn }) => stage === 'required' && dueOn !== null)
    .toSorted((one, other) => one.dueOn!.localeCompare(other.dueOn!))
    .map((plan): TodayItem => {
      const { name, department } = regions.find(({ id }) => id === plan.regionId)!;
      const isOverdue = plan.dueOn! < isoDay(now, department.zone);
      const day = dayFrom(plan.dueOn!)!.inWords;
      return {
        message: `${name} needs an action plan for ${department.calendar.byId(plan.quarter)?.label ?? plan.quarter}. It ${isOverdue ? `was due on ${day}` : `is due on ${day}`}${plan.owner === null ? ', and it has no owner yet' : ''}.`,
        href: planPath(department, plan),
        link: 'Open the plan',
        isUrgent: isOverdue,
      };
    });
}
