import { eachItem } from '@heart-survey/shared/items';
import { inHundredths } from '@heart-survey/shared/scores';
import type { OutsideFigures, PlanOutside } from '../figures/figures.ts';
import type { Manifest } from './manifest-schema.ts';

// The figures and plans of a manifest: those that are shown outside the department, with each number as text.

type Scores = OutsideFigures['total'] | OutsideFigures['regions'][number];

const counted = (count: number | null) => (count === null ? null : String(count));

export function figuresInManifest({ quarter, regions, total }: OutsideFigures): Manifest['figures'] {
  return {
    version: String(quarter.version),
    regions: regions.map((scores) => ({ region: scores.region, name: scores.name, ...scoresInManifest(scores) })),
    total: {
      ...scoresInManifest(total),
      status: quarter.totalStatus ?? total.status,
      excluded: 'excluded' in total ? counted(total.excluded) : null,
    },
    restated: (quarter.restated ?? []).map(({ version, closedAt }) => ({ version: String(version), closedAt })),
    replaced: (quarter.replaced ?? []).map(({ version, sha256 }) => ({
      version: String(version),
      fingerprint: sha256,
    })),
  };
}

function scoresInManifest({ responses, sum, n, average, status, interval, items }: Scores) {
  return {
    responses: counted(responses),
    sum: counted(sum),
    n: counted(n),
    average,
    status,
    interval,
    items: eachItem((item) => {
      const { sum, n, mean, distribution, topTwo } = items[item];
      return {
        sum: counted(sum),
        n: counted(n),
        mean,
        distribution: distribution === null ? null : distribution.map(String),
        topTwo: counted(topTwo),
      };
    }),
  };
}

/** The plans of the quarter, and those of earlier quarters that are still under way. */
export function plansInManifest(plans: readonly PlanOutside[], quarter: string): Manifest['plans'] {
  return plans
    .filter((plan) => plan.quarter === quarter || (plan.quarter < quarter && plan.stage !== 'completed'))
    .map(planInManifest);
}

function planInManifest(plan: PlanOutside): Manifest['plans'][number] {
  const { region, regionName, quarter, stage, dueOn, causeClass, actions, figure, goal, continues, verdict } = plan;
  const figures = verdict?.figures ?? null;
  return {
    region,
    name: regionName,
    quarter,
    stage,
    dueOn,
    causeClass,
    actions: actions.map(({ text, dueOn, strength, state }) => ({ text, dueOn, strength, state })),
    measure: figure && { figure, goal: goal === null ? null : inHundredths(goal) },
    continues,
    verdict: verdict && {
      verdict: verdict.verdict,
      isInterim: verdict.isInterim,
      text: verdict.inWords,
      figures: figures && {
        difference: figures.difference,
        before: sideInManifest(figures.before),
        after: sideInManifest(figures.after),
      },
    },
  };
}

type Side = NonNullable<NonNullable<PlanOutside['verdict']>['figures']>['before'];

function sideInManifest({ quarters, average, responses, n }: Side) {
  return { quarters: quarters.map(({ id }) => id), average, responses: String(responses), n: String(n) };
}
