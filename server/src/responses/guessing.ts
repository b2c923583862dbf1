import { slidingLimit } from '../http/sliding-limit.ts';

/** So many conflicts under one id in a day are told from a copy: a device that changed its mind has had enough by then. */
const conflicts = { points: 5, duration: 24 * 60 * 60 };

/**
 * Counts what is sent under the id of a stored response and is not that response. "Not this one" is what whoever guesses
 * at its ratings wants to hear, and a short answer has 7,776 possibilities at most. In memory alone, bounded, and so per
 * process: a stranger's request must not be a write.
 * @param clock milliseconds since the epoch.
 * @returns a function that counts a conflict: null, or in how many seconds the next one may be told.
 */
export function createGuessing(clock: () => number) {
  const limit = slidingLimit(conflicts, clock);
  return (id: string): number | null => limit.take(id);
}
