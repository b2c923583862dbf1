/** Why a response was not stored; each is also the catalog's name for the message to the respondent. */
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

/** The collector's answer once a response is on its disk. */
export interface Receipt {
  id: string;
  /** The fiscal quarter that the response counts in, by its first month: `2026-07`. */
  quarter: string;
}

/** The result of one try. The paths name the fields that were refused, dotted (`ratings.respect`). */
export type Outcome =
  | { receipt: Receipt; reason?: undefined; paths?: undefined }
  | { receipt?: undefined; reason: FailureReason; paths: string[] };

const passing = ['offline', 'unavailable', 'tooMany'] as const;

/** Why a response may still be stored later. */
export type PassingReason = (typeof passing)[number];

/** Whether sending the same response again may help. */
export function isPassing(reason: FailureReason | undefined): reason is PassingReason {
  return passing.includes(reason as PassingReason);
}
