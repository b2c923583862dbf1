import { dayAfter, isoDay } from '@heart-survey/shared/dates';
import type { Stage } from './steps.ts';

/** What decides where a campaign stands. */
export interface Dated {
  stage: Stage;
  /** Its first and last day, such as `2026-09-01`. */
  startsOn: string;
  endsOn: string;
  /** When it was ended early, in milliseconds since the epoch. */
  endedAt: number | null;
}

/** Where a campaign stands on a day. */
export type State = 'waiting' | 'not decided in time' | 'declined' | 'coming up' | 'running' | 'over' | 'ended early';

/** @param today in the department's zone, such as `2026-09-14`. */
export function stateOf({ stage, startsOn, endsOn }: Dated, today: string): State {
  if (stage === 'declined') return 'declined';
  if (stage === 'ended') return 'ended early';
  if (stage === 'proposed') return today > endsOn ? 'not decided in time' : 'waiting';
  if (today < startsOn) return 'coming up';
  return today > endsOn ? 'over' : 'running';
}

/** Whether no answer can be added to an approved campaign anymore. */
export function isOver(campaign: Dated, today: string): boolean {
  return ['over', 'ended early'].includes(stateOf(campaign, today));
}

/** The last day on which answers counted as its own. */
export function lastDay({ endsOn, endedAt }: Dated, zone: string): string {
  return endedAt === null ? endsOn : isoDay(endedAt, zone);
}

/** How many days after the end the list of addresses and the emails are deleted. */
const keptDays = 30;

/** The day on which they are deleted. */
export function listDeletedOn(campaign: Dated, zone: string): string {
  return dayAfter(lastDay(campaign, zone), keptDays);
}
