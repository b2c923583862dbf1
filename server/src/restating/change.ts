import { eachItem, type Item } from '@heart-survey/shared/items';
import type { ResponseRow } from '../responses/responses.ts';
import type { response } from '../database/schema.ts';

/** The type of a restatement (docs/design.md §3.9). */
export type RestatementClass = 'late paper' | 'error' | 'exclusion' | 'erasure';

/** The ratings of a response; null where an item was skipped. */
type StoredRatings = Record<Item, number | null>;

/** A response of the quarter, as stored, with the slug of its region. */
export type StoredResponse = typeof response.$inferSelect & { region: string };

/** One change to the responses of a closed quarter. */
export type Change =
  | { kind: 'paper form'; region: string; row: ResponseRow }
  | { kind: 'correction'; response: StoredResponse; ratings: StoredRatings }
  | { kind: 'exclusion' | 'inclusion' | 'erasure'; response: StoredResponse };

/** What a response adds to its region's tallies. */
export interface Counted {
  month: string;
  ratings: StoredRatings;
  channel: string;
  language: string;
  /** An excluded response is counted as that, and in no tally. */
  isExcluded: boolean;
}

/** What a change takes out of a region's tallies, and what it puts in. */
export interface Effect {
  region: string;
  before?: Counted;
  after?: Counted;
}

/** The id of the response that is changed or added. */
export function responseIdOf(change: Change): string {
  return change.kind === 'paper form' ? change.row.id : change.response.id;
}

/** What the change does to the tallies. */
export function effectOf(change: Change): Effect {
  const { region } = change.kind === 'paper form' ? change : change.response;
  if (change.kind === 'paper form') return { region, after: countedOf(change.row) };
  const before = countedOf(change.response);
  if (change.kind === 'erasure') return { region, before };
  if (change.kind === 'correction') return { region, before, after: { ...before, ratings: change.ratings } };
  return { region, before, after: { ...before, isExcluded: change.kind === 'exclusion' } };
}

/** As the triggers count it (`database/tallies.ts`). */
function countedOf(row: ResponseRow | StoredResponse): Counted {
  return {
    month: row.month ?? row.quarter,
    ratings: eachItem((item) => row[item] ?? null),
    channel: row.channel ?? '',
    language: row.language ?? '',
    isExcluded: typeof row.excludedAt === 'number',
  };
}
