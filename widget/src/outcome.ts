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

const passing = ['offline', 'unavailable', 'tooMany'] as const;

/** Why a response may be stored later all the same. */
export type PassingReason = (typeof passing)[number];

/** Why sending the same once more is worth it; undefined where the response is stored, or never will be. */
export function passingReason(outcome: Outcome): PassingReason | undefined {
  return 'receipt' in outcome ? undefined : passing.find((reason) => reason === outcome.reason);
}
