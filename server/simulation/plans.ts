import { statusOf } from '@heart-survey/shared/scores';
import type { ResponseCell } from '@heart-survey/shared/tallies';
import { verdictOf, type Verdict } from '@heart-survey/shared/verdict';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { drawNormal, drawQuarter } from './people.ts';

/** Regions that fell below 4.00, and what became of them. */
export interface Scenario {
  /** The distribution of the regions' true means. */
  truth: { mean: number; sd: number };
  /** Responses a quarter. */
  people: number;
  /** How much a region's true mean differs between quarters on its own. */
  wobble: number;
  /** By how much the true mean rises after the plan was agreed. */
  gain: number;
  /** How many quarters had closed when the plan was needed, that one included: 2 or more. */
  closed: number;
  plans: number;
}

/** The shares of each verdict. */
export interface Outcome {
  shares: Record<Verdict, number>;
  /** The share of `clearly better` if the limit were that of the normal distribution. */
  betterByNormal: number;
}

const target = 400;
/** The 99.5% point of the normal distribution. */
const normalLimit = 2.575829;

/** Computes the real verdict on that many simulated plans. */
export function simulate(scenario: Scenario, seed: number): Outcome {
  const random = xoroshiro128plus(seed);
  const counts = new Map<Verdict, number>();
  let betterByNormal = 0;
  for (let plan = 0; plan < scenario.plans; plan += 1) {
    const { verdict, comparison } = verdictOf(aPlan(random, scenario));
    counts.set(verdict!, (counts.get(verdict!) ?? 0) + 1);
    if (comparison !== null && comparison.t > normalLimit) betterByNormal += 1;
  }
  const share = (verdict: Verdict) => (counts.get(verdict) ?? 0) / scenario.plans;
  return {
    shares: {
      'too few responses': share('too few responses'),
      worse: share('worse'),
      'clearly better': share('clearly better'),
      'at target twice': share('at target twice'),
      'at target once': share('at target once'),
      'no change shown': share('no change shown'),
    },
    betterByNormal: betterByNormal / scenario.plans,
  };
}

function aPlan(random: RandomGenerator, scenario: Scenario) {
  const { people, wobble, gain, closed } = scenario;
  const { truth, fallen } = aRegionBelow(random, scenario);
  const quarter = (mean: number) => drawQuarter(random, drawNormal(random, mean, wobble), people);
  const earlier = Array.from({ length: closed - 1 }, () => quarter(truth));
  return {
    before: [earlier.at(-1)!, fallen],
    after: [0, 1].map(() => ({ cells: quarter(truth + gain), target })),
    history: [...earlier, fallen],
  };
}

/** Draws regions until the quarter of one is below target, which is why it has a plan. */
function aRegionBelow(random: RandomGenerator, { truth: { mean, sd }, people, wobble }: Scenario) {
  for (;;) {
    const truth = drawNormal(random, mean, sd);
    const fallen = drawQuarter(random, drawNormal(random, truth, wobble), people);
    if (isBelow(fallen)) return { truth, fallen };
  }
}

function isBelow(cells: readonly ResponseCell[]): boolean {
  const sum = cells.reduce((all, { s, responses }) => all + s * responses, 0);
  const n = cells.reduce((all, { k, responses }) => all + k * responses, 0);
  return statusOf(sum, n, target) === 'below';
}
