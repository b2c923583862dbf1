import { estimateOf } from '@heart-survey/shared/scores';
import { mergeCells } from '@heart-survey/shared/tallies';
import { responsesNeeded } from '@heart-survey/shared/power';
import { verdicts, verdictOf, wobbleOf } from '@heart-survey/shared/verdict';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { afterAll, expect, test } from 'vitest';
import { print } from '../faults/chance.ts';
import { drawNormal, drawQuarter } from './people.ts';
import { simulate, type Outcome, type Scenario } from './plans.ts';

// How often chance alone looks like an improvement, and how often a true one is seen, by the real rule on simulated regions
// (docs/design.md §3.8). `HEART_SEED` draws other regions.
const seed = Number(process.env['HEART_SEED'] ?? 2026);
/** Fewer when all suites run together. */
const plans = process.env['HEART_SUITE'] === 'simulation' ? 10_000 : 4000;
const truths = [
  { mean: 4.05, sd: 0.15 },
  { mean: 4.2, sd: 0.2 },
];
/** The share of plans without effect that may be called clearly better. */
const maxFalse = 0.025;
const minSeen = 0.85;

const rows: { scenario: Scenario; outcome: Outcome }[] = [];

function run(scenario: Omit<Scenario, 'plans'>): Outcome {
  const all = { ...scenario, plans };
  const outcome = simulate(all, seed);
  rows.push({ scenario: all, outcome });
  return outcome;
}

const percent = (share: number) => `${(100 * share).toFixed(1)}%`;

afterAll(() => {
  const heads = ['true means', 'closed quarters', 'wobble', 'responses', 'true gain', ...verdicts, 'better by normal'];
  print(`\n| ${heads.join(' | ')} |\n|${heads.map(() => '---|').join('')}`);
  for (const { scenario, outcome } of rows) {
    const { truth, closed, wobble, people, gain } = scenario;
    const shares = verdicts.map((verdict) => percent(outcome.shares[verdict]));
    const cells = [`N(${truth.mean}, ${truth.sd})`, closed, wobble.toFixed(2), people, gain.toFixed(1), ...shares];
    print(`| ${[...cells, percent(outcome.betterByNormal)].join(' | ')} |`);
  }
});

const few = { closed: 2, gain: 0 };
/** Enough to estimate how much the region swings between quarters. */
const many = { closed: 8, gain: 0, truth: { mean: 4.2, sd: 0.2 } };
const sizes = [30, 120, 500, 1600];
const unchanged = [
  ...truths.flatMap((truth) =>
    [0, 0.05, 0.1].flatMap((wobble) => sizes.map((people) => ({ ...few, truth, wobble, people }))),
  ),
  ...[0.05, 0.1].flatMap((wobble) => sizes.map((people) => ({ ...many, wobble, people }))),
];

test.each(unchanged.filter(({ wobble }) => wobble <= 0.05))(
  'rarely calls regions better that did not change: mean $truth.mean, $closed quarters, $people responses, wobble $wobble',
  (scenario) => {
    expect(run(scenario).shares['clearly better']).toBeLessThanOrEqual(maxFalse);
  },
);

// A region that swings this much is told from chance only once six of its quarters have closed.
test.each(unchanged.filter(({ wobble }) => wobble > 0.05))(
  'gives each plan one verdict: mean $truth.mean, $closed quarters, $people responses, wobble $wobble',
  (scenario) => {
    const { shares } = run(scenario);
    expect(verdicts.reduce((sum, verdict) => sum + shares[verdict], 0)).toBeCloseTo(1, 9);
    if (scenario.closed >= 6) expect(shares['clearly better']).toBeLessThanOrEqual(maxFalse);
  },
);

const improved = [
  ...truths.flatMap((truth) =>
    [0, 0.05].flatMap((wobble) => [30, 120].map((people) => ({ ...few, truth, wobble, people, gain: 0.3 }))),
  ),
  { ...many, wobble: 0.05, people: 120, gain: 0.3 },
];

test.each(improved)(
  'sees a true gain of 0.3: mean $truth.mean, $closed quarters, $people responses, wobble $wobble',
  (scenario) => {
    const { shares } = run(scenario);
    expect(shares.worse).toBeLessThan(0.001);
    if (scenario.people === 120 && scenario.closed === 2) {
      expect(shares['clearly better']).toBeGreaterThanOrEqual(minSeen);
    }
  },
);

test('the number of responses that a goal needs shows the gain in 80% of cases', () => {
  const random = xoroshiro128plus(seed);
  const [mean, gain, wobble] = [3.9, 0.3, 0.05];
  const quarter = (truth: number, people: number) => drawQuarter(random, drawNormal(random, truth, wobble), people);
  const floor = wobbleOf([]);
  let seen = 0;
  let needed = 0;
  for (let plan = 0; plan < plans; plan += 1) {
    const before = [quarter(mean, 120), quarter(mean, 120)];
    const goal = 100 * (estimateOf(mergeCells(before.flat()))!.average + gain);
    const { perQuarter } = responsesNeeded({ before, goal, wobble: floor });
    needed += perQuarter!;
    const after = [0, 1].map(() => ({ cells: quarter(mean + gain, perQuarter!), target: 400 }));
    if (verdictOf({ before, after, history: [] }).verdict === 'clearly better') seen += 1;
  }
  print(`${Math.round(needed / plans)} responses a quarter: a gain of ${gain} seen in ${percent(seen / plans)}`);
  expect(seen / plans).toBeGreaterThan(0.78);
  expect(seen / plans).toBeLessThan(0.83);
});
