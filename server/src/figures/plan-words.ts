import type { PlanFigures } from './figures-schema.ts';

/** The stages of action plans. */
export const planWords: Record<PlanFigures['stage'], string> = {
  watch: 'Watch',
  withdrawn: 'Withdrawn: recovered',
  required: 'Required',
  agreed: 'Agreed',
  completed: 'Completed',
};
