/** Why a response was not stored. Each reason is also the key of a message in the catalog. */
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

/** The collector's reply once a response is on disk. */
export interface Receipt {
  id: string;
  /** The fiscal quarter in which the response counts, named by its first month: `2026-07`. */
  quarter: string;
}

/** The result of one attempt. The paths name the refused fields, with dots (`ratings.respect`). */
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
