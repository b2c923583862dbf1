import { currentWording } from '@heart-survey/shared/items';
import { isLanguage } from '@heart-survey/shared/languages/languages';
import { monthOf, type Quarter } from '@heart-survey/shared/quarters';
import { isChannel, isEnteredByStaff, type Channel, type SurveyResponse } from '@heart-survey/shared/response';
import { hasEnded } from '../org/org.ts';
import type { Sender } from './flags.ts';
import type { AskingRegion, Known } from './lookup.ts';
import type { Outcome } from './outcome.ts';
import { partsAmong } from './parts.ts';
import type { ResponseRow } from './queries.ts';

export interface Arrival {
  response: SurveyResponse;
  receivedAt: number;
  fingerprint: string;
  sender: Sender;
  /** Whether staff who are signed in entered it. */
  isByStaff?: boolean;
}

/** The result of a lookup: a row to store, with a mark if the sender thanked themselves, or the reason for no row. */
export type Resolved = { row: ResponseRow; isSelf: boolean } | Outcome;

/** Resolves what a response refers to: its region, the open quarter it counts in, and the known hints. */
export function resolver({ regions, employees, ...parts }: Known) {
  const partOf = partsAmong(parts);
  return (arrival: Arrival): Resolved => {
    const { response, receivedAt, fingerprint, sender } = arrival;
    const region = regions.get(response.region);
    if (!region) return { kind: 'unknown-region' };
    if (hasEnded(region, receivedAt)) return { kind: 'ended' };
    // An unknown code, or the code of an employee who has left, never costs an answer.
    const thanked = response.employee === null ? undefined : employees.get(response.employee);
    const quarter = openQuarter(region, receivedAt);
    const row = {
      id: response.id,
      regionId: region.id,
      quarter: quarter.id,
      month: monthOf(region.calendar, quarter, { receivedAt }),
      receivedAt,
      ...response.ratings,
      comment: response.comment,
      language: isLanguage(response.language) ? response.language : null,
      channel: channelOf(arrival),
      wording: response.wording ?? currentWording,
      employeeId: thanked?.id ?? null,
      mayShow: response.mayShow && region.asksToShow ? 1 : null,
      fingerprint,
      ...partOf(response, { ...region, regionId: region.id, at: receivedAt }),
    };
    return { row, isSelf: sender.email !== null && thanked?.email?.toLowerCase() === sender.email };
  };
}

/** Only an interview on the telephone page counts as one. From elsewhere the channel is unknown, and never costs an answer. */
function channelOf({ response: { channel }, isByStaff = false }: Arrival): Channel | null {
  return isChannel(channel) && (isByStaff || !isEnteredByStaff(channel)) ? channel : null;
}

/** The quarter of the instant, or the next open one if that quarter is already closed (docs/design.md §3.7). */
function openQuarter({ calendar, closed }: AskingRegion, instant: number): Quarter {
  let quarter = calendar.at(instant);
  while (closed.has(quarter.id)) quarter = calendar.next(quarter);
  return quarter;
}
