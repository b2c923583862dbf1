import { dayFrom } from '@heart-survey/shared/dates';
import { inHundredths } from '@heart-survey/shared/scores';
import { html } from 'hono/html';
import type { PlanProgress } from '../figures/figures.ts';
import type { Markup } from '../pages/page.ts';
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

/** `Goal: average of 4.10`, or `Goal: 4.10 for Respect`; only the measure if it has no goal. */
export function goalInWords(figure: NonNullable<PlanProgress['figure']>, goal: number | null): string {
  if (goal === null) return `Measure: ${figure === 'average' ? 'average' : wordOf(figure)}`;
  return figure === 'average'
    ? `Goal: average of ${inHundredths(goal)}`
    : `Goal: ${inHundredths(goal)} for ${wordOf(figure)}`;
}

/** Marks a required plan that was not agreed by its last day. @param today such as `2027-02-12`. */
export function overdueInWords({ stage, dueOn }: Pick<PlanProgress, 'stage' | 'dueOn'>, today: string): Markup | '' {
  if (stage !== 'required' || dueOn === null || dueOn >= today) return '';
  return html`<b class="below">Overdue</b> (due ${dayFrom(dueOn)!.inWords})`;
}
