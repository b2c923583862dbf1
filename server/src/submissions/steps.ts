import type { submissionEvent } from '../database/schema.ts';

/** What can happen to a quarter on its way to the executive office. */
export type Step = (typeof submissionEvent.kind.enumValues)[number];

/** How far a quarter is: its last step, or `closed` before the first one. */
export type Stage = Step | 'closed';

/** Which steps can follow (docs/design.md §3.13). A restatement makes everything before it out of date. */
const steps: Record<Stage, Step[]> = {
  closed: ['handed in'],
  'handed in': ['returned', 'submitted', 'restated'],
  returned: ['handed in', 'restated'],
  submitted: ['received', 'restated'],
  received: ['restated'],
  restated: ['handed in', 'restated'],
};

/** Whether that step can follow. */
export function canFollow(stage: Stage, step: Step): boolean {
  return steps[stage].includes(step);
}
