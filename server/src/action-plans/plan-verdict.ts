import type { ResponsesNeeded } from '@heart-survey/shared/power';
import { cutMean, inHundredths, scoresOf, statusOf, type Scores } from '@heart-survey/shared/scores';
import { html } from 'hono/html';
import type { Database } from '../database/database.ts';
import {
  frozenFigures,
  latestSnapshots,
  readBaseline,
  readVerdicts,
  responsesForGoal,
  type PlanVerdict,
} from '../figures/figures.ts';
import type { Region } from '../org/org.ts';
import type { Markup } from '../pages/page.ts';
import { grouped } from '../results/results.ts';
import { planById, type Plan } from './queries.ts';
import type { Measure } from './written.ts';

/** The quarter that a plan's verdict compares with: that of the plan that it continues, if there is one. */
async function baselineOf(db: Database, plan: Plan): Promise<string> {
  const earlier = plan.continues === null ? undefined : await planById(db, plan.continues, [plan.regionId]);
  return (earlier ?? plan).quarter;
}

/** The verdicts on a plan, oldest first and the current one last; none before the plan is approved. */
export async function verdictsOf(
  db: Database,
  { plan, region }: { plan: Plan; region: Region },
): Promise<PlanVerdict[]> {
  if (plan.agreedAt === null) return [];
  const asked = { region: region.slug, quarter: await baselineOf(db, plan), agreedAt: plan.agreedAt };
  const [verdicts = []] = await readVerdicts(db, region.department, [asked]);
  return verdicts;
}

/** Whether two quarters have closed since the plan was approved. */
export function isFinal(verdict: PlanVerdict | undefined): verdict is PlanVerdict {
  return verdict !== undefined && verdict.verdict !== null && !verdict.isInterim;
}

/** What a plan's page says about its measure besides the goal. */
export interface MeasureNotes {
  /** How many responses it takes to see the gain; empty without a goal. */
  needed: Markup | '';
  /** The measure in the quarters after the plan, and whether it reached the goal. */
  reached: Markup | '';
}

/** What a plan's page says about its measure. @param verdict the current one, if the plan was approved. */
export async function measureNotes(
  db: Database,
  { plan, region }: { plan: Plan; region: Region },
  verdict: PlanVerdict | undefined,
): Promise<MeasureNotes> {
  const { figure, goal } = plan;
  if (figure === null || goal === null) return { needed: '', reached: '' };
  const { department, slug } = region;
  const quarter = await baselineOf(db, plan);
  const baseline = await readBaseline(db, department, { region: slug, quarter });
  const needed = !baseline.quarters.includes(quarter)
    ? ''
    : neededInWords(figure, goal, averageOf(baseline, figure), responsesForGoal(baseline, { figure, goal }));
  const after = verdict?.after.quarters.map(({ id }) => id) ?? [];
  if (after.length === 0) return { needed, reached: '' };
  const { sum, n } = await measuredIn(db, { departmentId: department.id, region: slug, quarters: after, figure });
  return { needed, reached: reachedInWords(goal, sum, n) };
}

/** The figure over all of the baseline's quarters, cut, such as `3.96`. */
function averageOf({ tallies }: Awaited<ReturnType<typeof readBaseline>>, figure: Measure): string {
  const { sum, n } = measuredSums(scoresOf(tallies, 0), figure);
  return cutMean(sum, n) ?? '–';
}

const measuredSums = (scores: Scores, figure: Measure) => (figure === 'average' ? scores : scores.items[figure]);

/** The measure's sum and number of ratings in these closed quarters, from their latest versions. */
async function measuredIn(
  db: Database,
  asked: { departmentId: number; region: string; quarters: string[]; figure: Measure },
): Promise<{ sum: number; n: number }> {
  const closed = await latestSnapshots(db, asked.departmentId, asked.quarters);
  const figures = [...closed.values()].flatMap((row) => frozenFigures(row).regions);
  const own = figures
    .filter(({ region }) => region === asked.region)
    .map((scores) => measuredSums(scores, asked.figure));
  return {
    sum: own.reduce((total, { sum }) => total + sum, 0),
    n: own.reduce((total, { n }) => total + n, 0),
  };
}

/** Decided in integers, like the target. */
function reachedInWords(goal: number, sum: number, n: number): Markup {
  const isReached = statusOf(sum, n, goal) === 'met';
  return html`<p>
    In the quarters after the plan: <b>${cutMean(sum, n) ?? '–'}</b> (n ${grouped(n)}).
    ${n === 0 ? '' : isReached ? 'The goal is reached.' : 'The goal is not reached.'}
  </p>`;
}

function neededInWords(
  figure: Measure,
  goal: number,
  before: string,
  { responses, perQuarter, reason }: ResponsesNeeded,
): Markup {
  if (reason === 'no gain') {
    return html`<p>
      The verdict compares with the quarters before the plan together. There, this figure was ${before}, which already
      meets the goal of ${inHundredths(goal)}. Set a higher goal to be able to show a gain.
    </p>`;
  }
  if (reason !== null) return html`<p>${whyNone[reason]}</p>`;
  const people = html`<b>${grouped(perQuarter)} ${figure === 'average' ? 'responses' : 'ratings'} a quarter</b>
    (${grouped(responses)} in the two quarters after the plan)`;
  return figure === 'average'
    ? html`<p>
        To show a gain of this size, the region needs about ${people}. With that many, the verdict is “clearly better”
        in 8 of 10 cases if the goal is reached.
      </p>`
    : html`<p>
        To tell a gain of this size from chance, this statement needs about ${people}. The verdict itself compares the
        average of all six statements.
      </p>`;
}

const whyNone: Record<Exclude<ResponsesNeeded['reason'], 'no gain' | null>, string> = {
  'too few responses before':
    'The region had too few responses before the plan to show a gain of this size, however many it gets afterward.',
  'gain too small':
    'The average moves as much from quarter to quarter without any plan, so no number of responses can show a gain of this size. Choose a higher goal.',
};
