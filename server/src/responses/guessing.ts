import { slidingLimit } from '../limits/sliding-limit.ts';

const day = 24 * 60 * 60;

/** So many conflicts under one id in a day are told from a copy: a device that changed its mind has had enough by then. */
const conflicts = { points: 5, duration: day };

/**
 * After so many tries under one id in a day nothing is told any more, not even that a body is the one stored: otherwise
 * 200 among the refusals would still name it.
 */
const tries = { points: 50, duration: day };

/** The counts under ids of stored responses. Each function answers null, or in how many seconds more may be told. */
export interface Guessing {
  /** Looked at before a body is compared; counts nothing. */
  barred(id: string): number | null;
  /** Counts a body that is not the stored response. */
  conflict(id: string): number | null;
}

/**
 * Counts what is sent under the id of a stored response and is not that response. "Not this one" is what whoever guesses
 * at its ratings wants to hear, and six ratings without a comment have 15,625 possibilities. In memory alone, bounded, and so per
 * process: a stranger's request must not be a write.
 * @param clock milliseconds since the epoch.
 */
export function createGuessing(clock: () => number): Guessing {
  const [told, tried] = [slidingLimit(conflicts, clock), slidingLimit(tries, clock)];
  return {
    barred: (id) => tried.wait(id),
    conflict(id) {
      tried.take(id);
      return told.take(id);
    },
  };
}
