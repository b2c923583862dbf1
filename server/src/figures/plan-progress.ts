import type { Item } from '@heart-survey/shared/items';
import type { actionPlan, planAction } from '../database/schema.ts';
import type { Department } from '../org/org.ts';
import type { PlanVerdict } from './verdicts.ts';

// What the pages and the API show of action plans, which a later feature keeps: it passes in how to read them.

type StoredPlan = typeof actionPlan.$inferSelect;
type StoredAction = typeof planAction.$inferSelect;

/** One action of a plan, without the people who own it. */
export interface PlanAction {
  text: string;
  /** `2027-02-12`, in the department's zone. */
  dueOn: string;
  strength: StoredAction['strength'];
  state: StoredAction['state'];
}

/** A region's action plan with its verdicts, without any person's name. */
export interface PlanProgress {
  id: number;
  /** The region's slug. */
  region: string;
  regionName: string;
  /** The quarter that it is for. */
  quarter: string;
  stage: StoredPlan['stage'];
  /** The day by which it has to be written. */
  dueOn: string | null;
  cause: string | null;
  causeClass: StoredPlan['causeClass'];
  actions: PlanAction[];
  /** What it is measured by, and the goal in hundredths. */
  figure: 'average' | Item | null;
  goal: number | null;
  /** The quarter of the plan that it continues, which stays the baseline. */
  continues: string | null;
  /** In milliseconds since the epoch, as is the next. */
  agreedAt: number | null;
  completedAt: number | null;
  /** Oldest first, the last one current; empty until the plan was agreed. */
  verdicts: PlanVerdict[];
  /** The path of its page, for people of the department. */
  path: string;
}

/** Reads a department's action plans, those of the latest quarter first. @param quarter only those for this quarter. */
export type PlanProgressOf = (department: Department, quarter?: string) => Promise<PlanProgress[]>;

/** The latest agreed plan of each region, by its slug. */
export function latestAgreed(plans: readonly PlanProgress[]): Map<string, PlanProgress> {
  const agreed = plans.filter(({ verdicts }) => verdicts.length > 0);
  // Of those with the same key, a Map keeps the last one.
  return new Map(agreed.toReversed().map((plan) => [plan.region, plan]));
}
