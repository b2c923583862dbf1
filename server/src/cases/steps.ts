import type { caseFile } from '../database/schema.ts';

/** How far a case has come (docs/policies/dufferin-2-3-12.md, section 6.5.1). */
export type Stage = (typeof caseFile.stage.enumValues)[number];

/** The only steps that there are. */
export const steps: Record<Stage, readonly Stage[]> = {
  received: ['acknowledged', 'investigating', 'answered', 'closed'],
  acknowledged: ['investigating', 'answered', 'closed'],
  investigating: ['answered', 'closed'],
  answered: ['closed', 'reopened'],
  closed: ['reopened'],
  reopened: ['investigating', 'answered', 'closed'],
};

/** Who takes a step: anyone who sees the case, or only its owner and the department's managers. */
export const takenBy: Record<Exclude<Stage, 'received'>, 'anyone' | 'owner'> = {
  acknowledged: 'anyone',
  investigating: 'anyone',
  answered: 'owner',
  closed: 'owner',
  reopened: 'owner',
};

/** The stages, as staff read them. */
export const stageNames: Record<Stage, string> = {
  received: 'Received',
  acknowledged: 'Acknowledged',
  investigating: 'Being investigated',
  answered: 'Answered',
  closed: 'Closed',
  reopened: 'Reopened',
};
