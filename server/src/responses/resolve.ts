import { currentWording } from '@heart-survey/shared/items';
import { isLanguage } from '@heart-survey/shared/languages/languages';
import { monthOf, type Quarter } from '@heart-survey/shared/quarters';
import { isChannel, type SurveyResponse } from '@heart-survey/shared/response';
import type { Database } from '../database/database.ts';
import { hasEnded } from '../org/org.ts';
import type { Sender } from './flags.ts';
import { askingRegions, employeesByCode, type AskingRegion, type ResponseRow } from './queries.ts';
import type { Outcome } from './outcome.ts';
import { partsOf } from './parts.ts';

export interface Arrival {
  response: SurveyResponse;
  receivedAt: number;
  fingerprint: string;
  sender: Sender;
}

/** The result of a lookup: a row to store, with a mark if the sender thanked themselves, or the reason for no row. */
export type Resolved = { row: ResponseRow; isSelf: boolean } | Outcome;

/** Looks up what a response refers to: its region, the open quarter it counts in, and the known hints. */
export async function resolver(db: Database, named: SurveyResponse[]) {
  const slugs = new Set(named.map(({ region }) => region));
  const codes = new Set(named.flatMap(({ employee }) => employee ?? []));
  const [regions, employees, partOf] = await Promise.all([
    askingRegions(db, [...slugs]),
    employeesByCode(db, [...codes]),
    partsOf(db, named),
  ]);
  return ({ response, receivedAt, fingerprint, sender }: Arrival): Resolved => {
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
      channel: isChannel(response.channel) ? response.channel : null,
      wording: response.wording ?? currentWording,
      employeeId: thanked?.id ?? null,
      mayShow: response.mayShow && region.asksToShow ? 1 : null,
      fingerprint,
      ...partOf(response, { ...region, regionId: region.id, at: receivedAt }),
    };
    return { row, isSelf: sender.email !== null && thanked?.email?.toLowerCase() === sender.email };
  };
}

/** The quarter of the instant, or the next open one if that quarter is already closed (docs/design.md §3.7). */
function openQuarter({ calendar, closed }: AskingRegion, instant: number): Quarter {
  let quarter = calendar.at(instant);
  while (closed.has(quarter.id)) quarter = calendar.next(quarter);
  return quarter;
}
