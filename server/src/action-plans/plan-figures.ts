import { focusOf, lowVolume, reachesTarget, scoresOf, type Scores } from '@heart-survey/shared/scores';
import type { actionPlan } from '../database/schema.ts';
import { talliesFrom, type StoredTallies } from '../database/tallies.ts';
import type { PlanFigures } from '../figures/figures.ts';

type StoredPlan = Pick<
  typeof actionPlan.$inferSelect,
  'stage' | 'openedOn' | 'target' | 'decidedOn' | 'decidedTarget'
> & {
  /** The current tallies of a region on watch, as JSON. */
  current?: string | null;
};

/** The figures that a plan answers for. */
export interface PlanScores {
  scores: Scores;
  /** In hundredths. */
  target: number;
}

/** The figures for a plan's page: those of the close, once there was one, and the current ones until then. */
export function shownScores(plan: StoredPlan): PlanScores {
  return scoresFrom(plan.decidedOn ?? plan.current ?? plan.openedOn, plan.decidedTarget ?? plan.target);
}

/**
 * The current figures of a region on watch (docs/design.md §3.8). Once the quarter closed below target, those of the close,
 * since that is what the plan is about. Of a plan that was withdrawn, those that opened it.
 */
function planScores(plan: StoredPlan): PlanScores {
  const isNeeded = plan.stage !== 'watch' && plan.stage !== 'withdrawn';
  const stored = (isNeeded && plan.decidedOn) || plan.current || plan.openedOn;
  const target = (isNeeded && plan.decidedTarget) || plan.target;
  return scoresFrom(stored, target);
}

function scoresFrom(stored: string, target: number): PlanScores {
  return { scores: scoresOf(talliesFrom(JSON.parse(stored) as StoredTallies), target), target };
}

/** The stage, focus, and tags of a plan, as the figures show them. */
export function planFigures(plan: StoredPlan): PlanFigures {
  const { scores, target } = planScores(plan);
  const tags: PlanFigures['tags'] = [
    ...(scores.responses < lowVolume ? (['low volume'] as const) : []),
    ...(reachesTarget(scores.interval, target) ? (['within noise'] as const) : []),
  ];
  return { stage: plan.stage, focus: focusOf(scores.items, target), tags };
}
