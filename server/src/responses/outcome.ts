import * as v from 'valibot';

/** The reply for a stored response, both the first time and on every replay. */
export const receipt = v.object({
  id: v.pipe(v.string(), v.uuid()),
  quarter: v.pipe(
    v.string(),
    v.description('The fiscal quarter in which the response counts, named by its first month.'),
  ),
  receivedAt: v.pipe(v.string(), v.isoTimestamp()),
});
export type Receipt = v.InferOutput<typeof receipt>;

export type Outcome =
  | { kind: 'stored' | 'replayed'; receipt: Receipt }
  /** Other content was stored under the same id. */
  | { kind: 'conflict' }
  /** The same, after too many other tries under this id. Try again after the given number of seconds. */
  | { kind: 'guessing'; retryAfter: number }
  | { kind: 'unknown-region' }
  | { kind: 'ended' }
  /** The database rejected this row. */
  | { kind: 'refused' };

export function receiptOf({ id, quarter, receivedAt }: { id: string; quarter: string; receivedAt: number }): Receipt {
  return { id, quarter, receivedAt: new Date(receivedAt).toISOString() };
}
