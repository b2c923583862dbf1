import type { StepRow } from './chain-queries.ts';
import { canFollow, type Stage } from './steps.ts';

/** What is wrong with the steps of one quarter, as the end of a sentence. @param steps the first one first. */
export function problemsInSteps(steps: readonly StepRow[]): string[] {
  const hasGap = steps.some(({ position }, index) => position !== index);
  const stages: Stage[] = ['closed', ...steps.map(({ kind }) => kind)];
  const isPossible = steps.every(({ kind }, index) => canFollow(stages[index]!, kind));
  if (hasGap) return ['a step is missing'];
  return isPossible ? [] : ['the steps are in an order that is not possible'];
}
