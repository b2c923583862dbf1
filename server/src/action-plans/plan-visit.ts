import { html } from 'hono/html';
import type { Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import type { Form } from '../http/form.ts';
import type { Department, Region } from '../org/org.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { Markup } from '../pages/page.ts';
import type { Typesetter } from '../reports/reports.ts';
import type { SeenPlan } from './changes.ts';
import type { PlanPage } from './plan-page.ts';
import type { MeasureNotes } from './plan-verdict.ts';
import type { Plan } from './queries.ts';

export interface ActionPlanOptions {
  db: Database;
  outbox: Pick<Outbox, 'queue' | 'hasServer' | 'wake'>;
  typesetter: Typesetter;
}

/** A visit to a plan that the visitor may work on. */
export interface PlanVisit {
  visit: Visit & { department: Department };
  plan: Plan;
  region: Region;
}

/** Why a form was rejected, and what was typed into it. */
export type Refused = Pick<PlanPage, 'errors' | 'typed'>;

/** A plan's verdict and its measure, for its page and for completing it. */
interface CurrentVerdict extends MeasureNotes {
  /** Whether two quarters have closed since the plan was approved. */
  isFinal: boolean;
  /** The verdict with the figures behind it, as JSON; null if there is none. */
  json: string | null;
  /** The verdict in words, with the figures behind it. */
  section: Markup | '';
}

/** What the routes of one plan have in common. */
export interface PlanRoutes extends ActionPlanOptions {
  /** The plan that the path names; undefined if there is none that the visitor may work on. */
  find: (visit: Visit & { department: Department }) => Promise<PlanVisit | undefined>;
  /** The plan's verdict as it is now. */
  verdictOf: (found: PlanVisit) => Promise<CurrentVerdict>;
  show: (found: PlanVisit, refused?: Refused, status?: 200 | 400 | 409) => Promise<Response>;
}

/** Reading a plan, and working on it, is a right in a part of the department. */
export const rule = { of: 'part', action: 'action plans' } as const;
/** Agreeing to a plan, returning it, and completing it is a right in the whole department. */
export const approvalRule = { of: 'department', action: 'plan approval' } as const;
export const onePlan = '/console/departments/:department/action-plans/:plan';

/** What the notes on a plan are about. */
export const aboutPlan = ({ id }: { id: number }): string => `action-plan/${id}`;

/** The field of a form that says which version of the plan its reader saw. */
export function versionField({ version }: Pick<Plan, 'version'>): Markup {
  return html`<input type="hidden" name="version" value="${version}" />`;
}

/** The plan as the sender of a form saw it. */
export function seenIn(form: Form, { id }: Pick<Plan, 'id'>): SeenPlan {
  const version = form.text('version');
  return { id, version: /^\d{1,9}$/.test(version) ? Number(version) : -1 };
}

/**
 * An audit entry about a plan. Its subject is not the region: that it has a plan says that it is below target, which
 * administrators do not learn (docs/design.md §3.10).
 */
export function planEntry({ visit, plan, region }: PlanVisit, action: string, detail?: Record<string, unknown>) {
  return {
    at: visit.now,
    personId: visit.person.id,
    action,
    subject: `action plan ${plan.id}`,
    departmentId: region.department.id,
    detail,
  };
}
