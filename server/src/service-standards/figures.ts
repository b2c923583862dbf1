import { items } from '@heart-survey/shared/items';
import type { OutsideScores } from '@heart-survey/shared/outside';
import type { Interval, Scores } from '@heart-survey/shared/scores';
import { isSmallGroup } from '@heart-survey/shared/suppression';
import { standardStatus, standardValue, type StandardFigure } from '@heart-survey/shared/standards';
import type { KeptPromises } from '../case-trends/case-trends.ts';
import type { ClockMeasure } from './measures.ts';
import type { Standard, StandardValue } from './queries.ts';

// How a standard is measured: from figures of the survey or of cases, or from what was entered.

/** A standard in a quarter, with the figures behind it. */
export interface Measured {
  /** `withheld` from this reader; `not yet` if this reader gets the figure only later; `none` if nothing was counted. */
  status: 'met' | 'missed' | 'none' | 'withheld' | 'not yet';
  /** In hundredths, cut. Null without a figure. */
  value: number | null;
  /** The ratings, the promised dates, or what was counted by hand, that it is based on. Null if it is withheld or unknown. */
  n: number | null;
  /** The people behind an average. */
  responses: number | null;
  interval: Interval | null;
}

type Counts = Pick<Measured, 'n' | 'responses' | 'interval'>;
const noCounts: Counts = { n: null, responses: null, interval: null };
const without = (status: 'withheld' | 'not yet'): Measured => ({ status, value: null, ...noCounts });
/** The state of a standard whose figure this reader gets only later. */
export const notYet: Measured = without('not yet');
type Rule = Pick<Standard, 'of' | 'direction' | 'target'>;

function measured(
  figure: StandardFigure,
  { direction, target }: Pick<Standard, 'direction' | 'target'>,
  counts: Counts,
): Measured {
  return { status: standardStatus(figure, direction, target), value: standardValue(figure), ...counts };
}

/** @param scores of the whole department; undefined if this reader does not get them yet. */
export function surveyMeasured(rule: Rule, scores: Scores | OutsideScores | undefined): Measured {
  if (scores === undefined) return notYet;
  if (scores.status === 'suppressed') return without('withheld');
  const { responses, interval } = scores;
  const item = items.find((one) => one === rule.of);
  const { sum, n } = item === undefined ? scores : scores.items[item];
  if (sum === null || n === null) return without('withheld');
  const counts = item === undefined ? { n, responses, interval } : { ...noCounts, n };
  return measured({ sum: 100 * sum, n }, rule, counts);
}

/** @param promises undefined if this reader does not get them yet. */
export function clockMeasured(rule: Rule, promises: KeptPromises | undefined): Measured {
  if (promises === undefined) return notYet;
  const counted = promises[rule.of as ClockMeasure];
  if (counted === null) return without('withheld');
  const n = counted.kept + counted.broken;
  return measured({ sum: 10_000 * counted.kept, n }, rule, { ...noCounts, n });
}

/**
 * @param entered undefined if nothing was entered.
 * @param isOutside whether the reader is outside the department: what is based on 1 to 10 stays inside (docs/design.md §3.10).
 */
export function enteredMeasured(
  rule: Rule,
  entered: Pick<StandardValue, 'value' | 'basedOn'> | undefined,
  isOutside: boolean,
): Measured {
  if (entered === undefined) return measured({ sum: 0, n: 0 }, rule, noCounts);
  const { value, basedOn } = entered;
  if (isOutside && basedOn !== null && isSmallGroup(basedOn)) return without('withheld');
  return measured({ sum: value, n: 1 }, rule, { ...noCounts, n: basedOn });
}
