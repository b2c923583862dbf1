import { grouped } from '@heart-survey/shared/counts';
import { lowVolume } from '@heart-survey/shared/scores';

/** How many responses a campaign has, as far as that may be shown. */
export interface CountShown {
  responses: number;
  /** Whether there may be up to 10 more. */
  isStepped: boolean;
}

/**
 * In steps of 11 while people who were invited by email can answer: if the number grew by one between two visits, a new row in the
 * file of responses would be the answer of one of them (docs/design.md §3.11).
 */
export function countShown(responses: number, isStepped: boolean): CountShown {
  return { responses: isStepped ? responses - (responses % lowVolume) : responses, isStepped };
}

/** `12`, or in steps `Fewer than 11` and `11 or more`. */
export function countInWords({ responses, isStepped }: CountShown): string {
  if (!isStepped) return grouped(responses);
  return responses === 0 ? `Fewer than ${lowVolume}` : `${grouped(responses)} or more`;
}
