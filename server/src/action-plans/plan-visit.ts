import type { Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import type { Department, Region } from '../org/org.ts';
import type { PlanPage } from './plan-page.ts';
import type { Plan } from './queries.ts';

export interface ActionPlanOptions {
  db: Database;
}

/** A visit to a plan that the visitor may work on. */
export interface PlanVisit {
  visit: Visit;
  plan: Plan;
  region: Region;
}

/** Why a form was rejected, and what was typed into it. */
type Refused = Pick<PlanPage, 'errors' | 'typed'>;

/** What the routes of one plan have in common. */
export interface PlanRoutes extends ActionPlanOptions {
  /** The plan that the path names; undefined if there is none that the visitor may work on. */
  find: (visit: Visit & { department: Department }) => Promise<PlanVisit | undefined>;
  show: (found: PlanVisit, refused?: Refused, status?: 200 | 400 | 409) => Promise<Response>;
}

/** Reading a plan, and working on it, is a right in a part of the department. */
export const rule = { of: 'part', action: 'action plans' } as const;
export const onePlan = '/console/departments/:department/action-plans/:plan';

/** What the notes on a plan are about. */
export const aboutPlan = ({ id }: { id: number }): string => `action-plan/${id}`;
