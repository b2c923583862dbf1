import type { recognition } from '../database/schema.ts';

/** What was done about a comment: it is open, is not a thank-you, or staff were thanked for it. */
export type Stage = (typeof recognition.stage.enumValues)[number];

/** The only steps that there are. A comment that nobody touched yet is open. A thank-you that was sent stays sent. */
export const steps: Record<Stage, readonly Stage[]> = {
  open: ['open', 'dismissed', 'thanked'],
  dismissed: ['open'],
  thanked: [],
};
