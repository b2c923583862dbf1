import { monthsInWords } from '@heart-survey/shared/dates';
import { and, eq, gte, lt } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { actionPlan, planAction, region } from '../database/schema.ts';
import type { Department } from '../org/org.ts';
import type { MarksOf, RunMark } from '../results/results.ts';
import { planPath } from './paths.ts';

/** Reads approved plans and finished actions, for the run charts. */
export function marksReader(db: Database): MarksOf {
  return async (department, from, until) => {
    const [agreed, done] = await Promise.all([
      plansAgreed(db, department.id, from, until),
      actionsDone(db, department.id, from, until),
    ]);
    const marks = [
      ...agreed.map(({ slug, id, quarter, at }) => ({
        slug,
        mark: markOf(department, id, at!, `Plan for ${monthsInWords({ id: quarter })} agreed`),
      })),
      ...done.map(({ slug, id, text, at }) => ({ slug, mark: markOf(department, id, at!, `Done: ${text}`) })),
    ].toSorted((one, other) => one.mark.at - other.mark.at);
    const byRegion = Map.groupBy(marks, ({ slug }) => slug);
    return new Map([...byRegion].map(([slug, all]) => [slug, all.map(({ mark }) => mark)]));
  };
}

function plansAgreed(db: Database, departmentId: number, from: number, until: number) {
  return db
    .select({ slug: region.slug, id: actionPlan.id, quarter: actionPlan.quarter, at: actionPlan.agreedAt })
    .from(actionPlan)
    .innerJoin(region, eq(actionPlan.regionId, region.id))
    .where(and(eq(region.departmentId, departmentId), gte(actionPlan.agreedAt, from), lt(actionPlan.agreedAt, until)));
}

function actionsDone(db: Database, departmentId: number, from: number, until: number) {
  return db
    .select({ slug: region.slug, id: actionPlan.id, text: planAction.text, at: planAction.endedAt })
    .from(planAction)
    .innerJoin(actionPlan, eq(planAction.planId, actionPlan.id))
    .innerJoin(region, eq(actionPlan.regionId, region.id))
    .where(
      and(
        eq(region.departmentId, departmentId),
        eq(planAction.state, 'done'),
        gte(planAction.endedAt, from),
        lt(planAction.endedAt, until),
      ),
    );
}

function markOf(department: Department, id: number, at: number, text: string): RunMark {
  return { at, text, href: planPath(department, { id }) };
}
