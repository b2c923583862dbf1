import type { campaign } from '../database/schema.ts';

/** Whether someone decided about a campaign, and whether it was ended before its last day. */
export type Stage = (typeof campaign.stage.enumValues)[number];

/** The only steps that there are. A campaign whose last day is over stays approved. */
const steps: Record<Stage, readonly Stage[]> = {
  proposed: ['approved', 'declined'],
  approved: ['ended'],
  declined: [],
  ended: [],
};

/** The stages that come right before that one. */
export function stagesBefore(stage: Stage): Stage[] {
  return (Object.keys(steps) as Stage[]).filter((before) => steps[before].includes(stage));
}
