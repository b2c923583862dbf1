import { inHundredths } from '@heart-survey/shared/scores';
import type { PlanProgress } from '../figures/figures.ts';
import { wordOf } from './scores-shown.ts';

/** The classes of causes. */
export const causeWords: Record<NonNullable<PlanProgress['causeClass']>, string> = {
  people: 'People',
  process: 'Process',
  information: 'Information',
  place: 'Place',
  volume: 'Volume',
  other: 'Other',
};

export const stateWords: Record<PlanProgress['actions'][number]['state'], string> = {
  open: 'Open',
  done: 'Done',
  dropped: 'Dropped',
};

/** `Average: goal 4.10`, or `Respect: goal 4.10`. */
export function measureInWords({ figure, goal }: Pick<PlanProgress, 'figure' | 'goal'>): string {
  if (figure === null) return 'Not set yet';
  const name = figure === 'average' ? 'Average' : wordOf(figure);
  return goal === null ? name : `${name}: goal ${inHundredths(goal)}`;
}
