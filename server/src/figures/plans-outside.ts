import type { Database } from '../database/database.ts';
import type { Department } from '../org/org.ts';
import { regionsShown, type RegionsShown } from './outside.ts';
import type { PlanAction, PlanProgress } from './plan-progress.ts';
import { verdictInWords, verdictName, verdictWithoutFigures } from './verdict-words.ts';
import type { PlanVerdict, VerdictQuarter, VerdictSide } from './verdicts.ts';

/** A verdict as readers outside the department see it. */
export interface VerdictOutside extends Pick<PlanVerdict, 'verdict' | 'isInterim'> {
  name: string;
  inWords: string;
  /** Only if the region is shown in every quarter behind the verdict, in the version that the verdict used. */
  figures: { before: VerdictSide; after: VerdictSide; difference: string | null } | null;
}

/** An action plan as readers outside the department see it: without people, and without what people wrote about a cause. */
export interface PlanOutside extends Pick<
  PlanProgress,
  'region' | 'regionName' | 'quarter' | 'dueOn' | 'causeClass' | 'figure' | 'goal' | 'continues'
> {
  stage: 'required' | 'agreed' | 'completed';
  actions: PlanAction[];
  verdict: VerdictOutside | null;
}

/**
 * The plans that may leave the department (docs/design.md §3.10): of closed quarters, in which the region is shown and below
 * target. A plan that was opened and withdrawn within a quarter would reveal single months.
 */
export async function plansOutside(
  db: Database,
  department: Department,
  plans: readonly PlanProgress[],
): Promise<PlanOutside[]> {
  const decided = plans.flatMap((plan) => {
    const { stage } = plan;
    return stage === 'watch' || stage === 'withdrawn' ? [] : [{ ...plan, stage }];
  });
  const quarters = decided.flatMap(({ quarter, verdicts }) => [
    quarter,
    ...quartersOf(verdicts.at(-1)).map(({ id }) => id),
  ]);
  const shown = await regionsShown(db, department.id, [...new Set(quarters)]);
  return decided
    .filter(({ region, quarter }) => shown.get(quarter)?.statuses.get(region) === 'below')
    .map(({ region, regionName, quarter, stage, dueOn, causeClass, figure, goal, continues, actions, verdicts }) => {
      const verdict = verdicts.at(-1);
      return {
        region,
        regionName,
        quarter,
        stage,
        dueOn,
        causeClass,
        figure,
        goal,
        continues,
        actions,
        verdict: verdict === undefined ? null : verdictOutside(verdict, region, shown),
      };
    });
}

function quartersOf(verdict: PlanVerdict | undefined): VerdictQuarter[] {
  return verdict === undefined ? [] : [...verdict.before.quarters, ...verdict.after.quarters];
}

function verdictOutside(
  verdict: PlanVerdict,
  region: string,
  shown: ReadonlyMap<string, RegionsShown>,
): VerdictOutside {
  const isShown = ({ id, version }: VerdictQuarter) =>
    shown.get(id)?.version === version && shown.get(id)?.statuses.has(region) === true;
  if (!verdict.after.quarters.every(isShown)) return withoutStatus(verdict);
  if (!verdict.before.quarters.every(isShown)) return withoutFigures(verdict);
  const { before, after, difference } = verdict;
  const figures = after.quarters.length === 0 ? null : { before, after, difference };
  return { ...withoutFigures(verdict), inWords: verdictInWords(verdict), figures };
}

/** A verdict that does not tell whether a withheld quarter was at target. */
function withoutStatus(verdict: PlanVerdict): VerdictOutside {
  const revealsStatus = verdict.verdict === 'at target twice' || verdict.verdict === 'at target once';
  const instead: PlanVerdict['verdict'] = verdict.isInterim ? null : 'no change shown';
  return withoutFigures(revealsStatus ? { ...verdict, verdict: instead } : verdict);
}

function withoutFigures(shown: PlanVerdict): VerdictOutside {
  const { verdict, isInterim } = shown;
  return { verdict, isInterim, name: verdictName(shown), inWords: verdictWithoutFigures(shown), figures: null };
}
