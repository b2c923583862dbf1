/** Why a response was not stored; each is also the catalogue's name for what the respondent reads then. */
export type FailureReason =
  | 'offline'
  | 'notKept'
  | 'unavailable'
  | 'refused'
  | 'tooLarge'
  | 'tooMany'
  | 'alreadySent'
  | 'notFound'
  | 'retired';

/** What the collector says once a response is on its disk. */
export interface Receipt {
  id: string;
  /** The fiscal quarter that the response counts in, by its first month: `2026-07`. */
  quarter: string;
}

/** What came of one try. The paths name what was refused, dotted (`ratings.respect`). */
export type Outcome = { receipt: Receipt } | { reason: FailureReason; paths: string[] };

/** Whether sending the same once more could change nothing: it is stored, or it never will be. */
export function isFinal(outcome: Outcome): boolean {
  return 'receipt' in outcome || !['offline', 'unavailable', 'tooMany'].includes(outcome.reason);
}
