import { isoDay } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { departmentsFor, type TodayItem, type Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import type { Department } from '../org/org.ts';
import { dueIn, dueInWords } from './due.ts';
import { editPath, planPath } from './paths.ts';
import { currentPlans, type SurveyPlan } from './queries.ts';

/** Departments without a plan, and surveys and reviews that are due within 30 days or overdue. */
export async function surveyPlanToday(db: Database, { person, organization, now }: Visit): Promise<TodayItem[]> {
  const departments = departmentsFor(person, 'survey plans', organization);
  if (departments.length === 0) return [];
  const plans = await currentPlans(db);
  return departments.flatMap((department) => itemsOf(department, plans.get(department.id), now));
}

function itemsOf(department: Department, plan: SurveyPlan | undefined, now: number): TodayItem[] {
  const { name, zone } = department;
  if (plan === undefined) {
    const message = `${name} has no survey plan yet.`;
    return [{ message, href: editPath(department), link: 'Write the plan' }];
  }
  return dueIn(plan, isoDay(now, zone)).map((due) => ({
    message: html`<b>${name}:</b> ${dueInWords(due)}`,
    href: planPath(department),
    link: 'Open the plan',
    isUrgent: due.isOverdue,
  }));
}
