import { slidingLimit } from '../limits/sliding-limit.ts';

const day = 24 * 60 * 60;

/** How many conflicts under one id are reported in a day. An honest device with changed answers needs no more. */
const conflicts = { points: 5, duration: day };

/**
 * After this many tries under one id in a day, every body gets the same answer, even the stored one. Otherwise a 200 among
 * the 429s would still reveal it.
 */
const tries = { points: 50, duration: day };

/** Counts tries under the ids of stored responses. Each function returns null, or the number of seconds to wait. */
export interface Guessing {
  /** Checked before a body is compared. It counts nothing. */
  barred(id: string): number | null;
  /** Counts a body that is not the stored response. */
  conflict(id: string): number | null;
}

/**
 * Counts bodies that are sent under the id of a stored response but differ from it. "Not this one" helps someone who
 * guesses the ratings, and six ratings without a comment have 15,625 possibilities. The counts are bounded and only in
 * memory, so each process has its own: a stranger's request must not cause a write.
 * @param clock milliseconds since the epoch.
 */
export function createGuessing(clock: () => number): Guessing {
  const [reported, tried] = [slidingLimit(conflicts, clock), slidingLimit(tries, clock)];
  return {
    barred: (id) => tried.wait(id),
    conflict(id) {
      tried.take(id);
      return reported.take(id);
    },
  };
}
