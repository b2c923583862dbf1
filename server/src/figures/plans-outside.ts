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
  /** Whether the verdict itself may not be shown. */
  isWithheld: boolean;
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
  const quarters = decided.flatMap(({ quarter, continues, verdicts }) => [
    quarter,
    ...(continues === null ? [] : [continues]),
    ...verdicts.flatMap(quartersOf).map(({ id }) => id),
  ]);
  const shown = await regionsShown(db, department.id, [...new Set(quarters)]);
  const isBelow = (region: string, quarter: string) => shown.get(quarter)?.statuses.get(region) === 'below';
  return decided
    .filter(({ region, quarter }) => isBelow(region, quarter))
    .map((plan) => {
      const { region, regionName, quarter, stage, dueOn, continues, verdicts } = plan;
      return {
        region,
        regionName,
        quarter,
        stage,
        dueOn,
        ...writtenOutside(plan, shown.get(quarter)!),
        // That there was a plan says that the region was below target.
        continues: continues !== null && isBelow(region, continues) ? continues : null,
        verdict: verdicts.length === 0 ? null : verdictOutside(verdicts, region, shown),
      };
    });
}

/**
 * What is written in a plan, once it is approved: a draft stays inside. A goal for an item that is withheld would tell that
 * its mean was lower.
 */
function writtenOutside(
  { region, stage, causeClass, figure, goal, actions }: PlanProgress,
  { items }: RegionsShown,
): Pick<PlanOutside, 'causeClass' | 'figure' | 'goal' | 'actions'> {
  if (stage === 'required') return { causeClass: null, figure: null, goal: null, actions: [] };
  const isShown = figure === 'average' || items.has(`${region}/${figure}`);
  return { causeClass, figure: isShown ? figure : null, goal: isShown ? goal : null, actions };
}

function quartersOf({ before, after }: PlanVerdict): VerdictQuarter[] {
  return [...before.quarters, ...after.quarters];
}

/**
 * The latest verdict whose quarters are all shown, in the versions that it used. Any other would tell something about the
 * people in a withheld quarter, even by its name.
 */
function verdictOutside(
  verdicts: readonly PlanVerdict[],
  region: string,
  shown: ReadonlyMap<string, RegionsShown>,
): VerdictOutside {
  const isShown = ({ id, version }: VerdictQuarter) =>
    shown.get(id)?.version === version && shown.get(id)?.statuses.has(region) === true;
  const outside = (side: VerdictSide): VerdictSide => ({
    ...side,
    quarters: side.quarters.map((quarter) => ({ ...quarter, sha256: shown.get(quarter.id)!.sha256 })),
  });
  const current = verdicts.at(-1)!;
  const isWaiting = current.after.quarters.length === 0;
  const verdict = isWaiting ? current : verdicts.findLast((one) => quartersOf(one).every(isShown));
  if (verdict === undefined) return { ...withheld, isInterim: current.isInterim };
  const { before, after, difference, isInterim } = verdict;
  return {
    verdict: verdict.verdict,
    isInterim,
    isWithheld: false,
    name: verdictName(verdict),
    inWords: isWaiting ? verdictWithoutFigures(verdict) : verdictInWords(verdict),
    figures: isWaiting ? null : { before: outside(before), after: outside(after), difference },
  };
}

const withheld = {
  verdict: null,
  isWithheld: true,
  name: 'Withheld',
  inWords: 'Withheld: the region’s figures are withheld in one of the quarters behind the verdict.',
  figures: null,
};
