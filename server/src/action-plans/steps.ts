import type { actionPlan } from '../database/schema.ts';

/** A plan's stage. */
export type Stage = (typeof actionPlan.stage.enumValues)[number];

/** Which stages can follow which (docs/design.md §3.8). */
const steps: Record<Stage, Stage[]> = {
  watch: ['required', 'withdrawn'],
  withdrawn: [],
  required: ['agreed'],
  agreed: ['completed'],
  completed: [],
};

/** The stages that come right before that one. */
export function stagesBefore(stage: Stage): Stage[] {
  return (Object.keys(steps) as Stage[]).filter((before) => steps[before].includes(stage));
}

/** The stages in which a plan can be written. */
export const writtenStages: Stage[] = ['watch', 'required'];

/** Whether the plan can be written now: not while it waits for approval, and not once it was approved. */
export function isEditable({ stage, sentAt }: { stage: Stage; sentAt: number | null }): boolean {
  return writtenStages.includes(stage) && sentAt === null;
}
