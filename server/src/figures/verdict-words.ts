import { grouped } from '@heart-survey/shared/counts';
import { spanInWords } from '@heart-survey/shared/dates';
import { lowVolume } from '@heart-survey/shared/scores';
import type { Verdict } from '@heart-survey/shared/verdict';
import type { PlanVerdict, VerdictSide } from './verdicts.ts';

/** What a sentence about a verdict needs. */
type VerdictFacts = Pick<PlanVerdict, 'verdict' | 'isInterim' | 'comparison' | 'difference' | 'before' | 'after'>;

const names: Record<Verdict, string> = {
  'too few responses': 'Too few responses',
  worse: 'Worse',
  'clearly better': 'Clearly better',
  'at target twice': 'At target in both quarters',
  'at target once': 'At target in one of two quarters',
  'no change shown': 'No change shown',
};

/** The verdict in a few words, such as for a table. */
export function verdictName({
  verdict,
  isInterim,
  after,
}: Pick<VerdictFacts, 'verdict' | 'isInterim' | 'after'>): string {
  if (verdict === null)
    return after.quarters.length === 0
      ? 'Waiting for two quarters to close'
      : 'Waiting for the second quarter to close';
  if (isInterim) return verdict === 'at target once' ? 'At target in the first quarter' : 'Too few responses so far';
  return names[verdict];
}

/** The verdict as a sentence with its figures, each with its n and responses, and what it means. */
export function verdictInWords(verdict: VerdictFacts): string {
  const figures = verdict.after.quarters.length === 0 ? '' : `: ${figuresInWords(verdict)}`;
  return `${verdictName(verdict)}${figures}. ${meaningOf(verdict, verdict.comparison === null ? allAlike : byChance)}`;
}

/** The same without anything that only the figures show, for readers who may not see all of them. */
export function verdictWithoutFigures(verdict: VerdictFacts): string {
  return `${verdictName(verdict)}. ${meaningOf(verdict, byChance)}`;
}

function figuresInWords({ before, after, difference }: VerdictFacts): string {
  const sign = difference?.at(0);
  const link = sign === '+' ? 'up from' : sign === '−' ? 'down from' : 'compared with';
  return `${sideInWords(after)}, ${link} ${sideInWords(before)}`;
}

function sideInWords({ quarters, average, n, responses }: VerdictSide): string {
  if (quarters.length === 0) return 'no closed quarter';
  const people = `${grouped(responses)} ${responses === 1 ? 'response' : 'responses'}`;
  return `${average ?? 'no ratings'} in ${spanInWords(quarters)} (n ${grouped(n)}, ${people})`;
}

const waiting = 'A verdict will be available once two quarters that began after the plan was approved have closed.';

const byChance = 'The difference may be due to chance.';
const allAlike =
  'All responses before the plan, or all after it, are the same, so we cannot tell whether the difference is due to chance.';

/** @param why an improvement is not shown. */
function meaningOf({ verdict, isInterim }: VerdictFacts, why: string): string {
  if (verdict === 'too few responses') {
    return `A verdict needs at least ${lowVolume} responses before the plan and ${lowVolume} after it.`;
  }
  if (verdict === null) return waiting;
  if (isInterim) return `This is not shown to be an improvement. ${waiting}`;
  if (verdict === 'worse' || verdict === 'clearly better') {
    return 'A difference this large is unlikely to be due to chance.';
  }
  return verdict === 'no change shown' ? why : `This is not shown to be an improvement. ${why}`;
}
