import { estimateOf, lowVolume, type Estimate } from './scores.ts';
import { studentTLimit } from './student-t.ts';
import { mergeCells, type Distribution, type ResponseCell } from './tallies.ts';
import { errorOf, type Wobble } from './verdict.ts';

// How many responses it takes to see a gain, by the rule of the verdicts (docs/design.md §3.8).

/** A goal for a plan's measure. */
export interface Goal {
  /** The respondents of the baseline quarters, of an item by {@link itemCells}. */
  before: readonly (readonly ResponseCell[])[];
  /** In hundredths. */
  goal: number;
  wobble: Wobble;
}

/** Why no number of responses is enough. */
export type WhyNone =
  /** The baseline has fewer than 11 responses, they do not vary, or they are too few to see this gain. */
  | 'too few responses before'
  /** The baseline is at the goal already. */
  | 'no gain'
  /** The average differs as much between quarters on its own. */
  | 'gain too small';

/** The number of responses that the two quarters after the plan need. */
export type ResponsesNeeded =
  | { responses: number; perQuarter: number; reason: null }
  | { responses: null; perQuarter: null; reason: WhyNone };

/** The 80% point of the normal distribution: how sure we want to be to see the gain. */
const power = 0.841_621_233_572_914_2;
/** No region collects more in two quarters. */
const maxResponses = 10_000_000;

/** How many responses over the two quarters show this gain as `clearly better` in 80% of cases. */
export function responsesNeeded({ before, goal, wobble }: Goal): ResponsesNeeded {
  const estimate = estimateOf(mergeCells(before.flat()));
  if (estimate === null || estimate.responses < lowVolume) return none('too few responses before');
  const gain = goal / 100 - estimate.average;
  if (gain <= 0) return none('no gain');
  const isEnough = (responses: number) => isSeen(gain, estimate, responses, wobble);
  if (isEnough(maxResponses)) {
    const responses = minResponses(isEnough);
    return { responses, perQuarter: Math.ceil(responses / 2), reason: null };
  }
  const unlimited = { ...estimate, standardError: 0, responses: maxResponses };
  return none(isSeen(gain, unlimited, maxResponses, wobble) ? 'too few responses before' : 'gain too small');
}

/** An item's ratings as respondents who gave one rating each. */
export function itemCells(distribution: Distribution): ResponseCell[] {
  return mergeCells(distribution.map((responses, index) => ({ k: 1, s: index + 1, responses })));
}

/** Whether that many responses, as varied as those before, show the gain in 80% of cases. */
function isSeen(gain: number, before: Estimate, responses: number, wobble: Wobble): boolean {
  const standardError = Math.sqrt(before.standardError ** 2 * (before.responses / responses));
  const { error, degrees } = errorOf(before, { standardError, responses }, wobble);
  return gain >= (studentTLimit(degrees) + power) * error;
}

/** The fewest responses that are enough: more responses never see less. */
function minResponses(isEnough: (responses: number) => boolean): number {
  let [low, high] = [lowVolume - 1, maxResponses];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isEnough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

const none = (reason: WhyNone): ResponsesNeeded => ({ responses: null, perQuarter: null, reason });
