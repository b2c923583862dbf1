import type { ResponsesNeeded } from '@heart-survey/shared/power';
import { html } from 'hono/html';
import type { Database } from '../database/database.ts';
import { readBaseline, readVerdicts, responsesForGoal, type PlanVerdict } from '../figures/figures.ts';
import type { Region } from '../org/org.ts';
import type { Markup } from '../pages/page.ts';
import { grouped } from '../results/results.ts';
import { planById, type Plan } from './queries.ts';

/** The quarter that a plan's verdict compares with: that of the plan that it continues, if there is one. */
async function baselineOf(db: Database, plan: Plan): Promise<string> {
  const earlier = plan.continues === null ? undefined : await planById(db, plan.continues, [plan.regionId]);
  return (earlier ?? plan).quarter;
}

/** The verdicts on a plan, oldest first and the current one last; none before the plan is agreed to. */
export async function verdictsOf(
  db: Database,
  { plan, region }: { plan: Plan; region: Region },
): Promise<PlanVerdict[]> {
  if (plan.agreedAt === null) return [];
  const asked = { region: region.slug, quarter: await baselineOf(db, plan), agreedAt: plan.agreedAt };
  const [verdicts = []] = await readVerdicts(db, region.department, [asked]);
  return verdicts;
}

/** Whether two quarters have closed since the plan was agreed to. */
export function isFinal(verdict: PlanVerdict | undefined): verdict is PlanVerdict {
  return verdict !== undefined && verdict.verdict !== null && !verdict.isInterim;
}

/** How many responses it takes to see the plan's goal reached; empty if the plan has no goal yet. */
export async function responsesNeededFor(
  db: Database,
  { plan, region }: { plan: Plan; region: Region },
): Promise<Markup | ''> {
  const { figure, goal } = plan;
  if (figure === null || goal === null) return '';
  const baseline = await readBaseline(db, region.department, {
    region: region.slug,
    quarter: await baselineOf(db, plan),
  });
  if (baseline.quarters.length === 0) return '';
  return neededInWords(responsesForGoal(baseline, { figure, goal }));
}

const whyNone: Record<NonNullable<ResponsesNeeded['reason']>, string> = {
  'too few responses before':
    'The region had too few responses before the plan to show a gain of this size, however many it gets afterward.',
  'no gain': 'The figure was already at the goal before the plan, so there is no gain to show.',
  'gain too small':
    'The average moves as much from quarter to quarter without any plan, so no number of responses can show a gain of this size. Choose a higher goal.',
};

function neededInWords({ responses, perQuarter, reason }: ResponsesNeeded): Markup {
  if (reason !== null) return html`<p>${whyNone[reason]}</p>`;
  return html`<p>
    To show a gain of this size, the region needs about <b>${grouped(perQuarter)} responses a quarter</b>
    (${grouped(responses)} in the two quarters after the plan). With that many, the verdict is “clearly better” in 8 of
    10 cases if the goal is reached.
  </p>`;
}
