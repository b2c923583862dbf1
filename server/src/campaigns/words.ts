import { isoDayInWords } from '@heart-survey/shared/dates';
import type { Region } from '../org/org.ts';
import type { Campaign } from './queries.ts';
import type { State } from './state.ts';

/** The label of its menu item. */
export const campaignsLabel = 'Campaigns';

export const stateWords: Record<State, string> = {
  waiting: 'Waiting for approval',
  'not decided in time': 'Not approved in time',
  declined: 'Declined',
  'coming up': 'Coming up',
  running: 'Running',
  over: 'Ended',
  'ended early': 'Ended early',
};

export const audienceWords: Record<Campaign['audience'], string> = {
  internal: 'Internal customers: colleagues in this or another office',
  external: 'External customers: the public and partner agencies',
};

/** `September 14, 2026 to September 27, 2026`. */
export function daysInWords({ startsOn, endsOn }: Pick<Campaign, 'startsOn' | 'endsOn'>): string {
  return startsOn === endsOn ? isoDayInWords(startsOn) : `${isoDayInWords(startsOn)} to ${isoDayInWords(endsOn)}`;
}

/** The name of the campaign's region, or that it is for all of them. */
export function placeInWords({ regionId }: Pick<Campaign, 'regionId'>, regions: Region[]): string {
  return regions.find(({ id }) => id === regionId)?.name ?? 'Whole department';
}
