import type { Item } from '@heart-survey/shared/items';
import { itemCells, responsesNeeded, type ResponsesNeeded } from '@heart-survey/shared/power';
import { mergeTallies, noTallies, type Tallies } from '@heart-survey/shared/tallies';
import { wobbleOf, type Wobble } from '@heart-survey/shared/verdict';
import type { Database } from '../database/database.ts';
import type { Department } from '../org/org.ts';
import { cellsIn, chooseBefore, type AgreedPlan } from './verdicts.ts';
import { readVersions } from './versions.ts';

/** What a plan's verdict will be compared with (docs/design.md §3.8). */
export interface Baseline {
  /** The quarters that it is made of, in order: one or two, or none before the first close. */
  quarters: string[];
  /** The region's tallies in these quarters, pooled. */
  tallies: Tallies;
  wobble: Wobble;
}

/** The baseline of a region's plan, from the latest version of each closed quarter. */
export async function readBaseline(
  db: Database,
  department: Department,
  plan: Pick<AgreedPlan, 'region' | 'quarter'>,
): Promise<Baseline> {
  const versions = await readVersions(db, department.id);
  const { before, history } = chooseBefore(department, new Map(versions.map((one) => [one.quarter, one])), plan);
  return {
    quarters: before.map(({ quarter }) => quarter),
    tallies: before.reduce((all, { tallies }) => mergeTallies(all, tallies.get(plan.region) ?? noTallies), noTallies),
    wobble: wobbleOf(history.map((version) => cellsIn(version, plan.region))),
  };
}

/**
 * How many responses the two quarters after the plan need, so that a verdict shows the gain in 80% of cases.
 * @param goal in hundredths.
 */
export function responsesForGoal(
  { tallies, wobble }: Baseline,
  { figure, goal }: { figure: 'average' | Item; goal: number },
): ResponsesNeeded {
  const before = figure === 'average' ? tallies.responses : itemCells(tallies.ratings[figure]);
  return responsesNeeded({ before: [before], goal, wobble });
}
