import { shortMemory } from './short-memory.ts';

/**
 * How many names are remembered at once; a client with more addresses than that gains a few tries, without using more
 * memory.
 */
const maxNames = 100_000;

export interface Limit {
  /** How many points in how many seconds. */
  points: number;
  duration: number;
}

export interface SlidingLimit {
  /** Counts one more for that name. @returns the seconds until it may try again, or null if it was counted. */
  take(name: string): number | null;
  /** The seconds until that name may try again, or null if it may now; counts nothing. */
  wait(name: string): number | null;
  /** Removes the last count for that name. */
  giveBack(name: string): void;
}

/**
 * Allows a number of events in any period of that length, wherever it starts: a fixed window would let twice as many
 * through around its boundary. Rejected events are not counted, so waiting for the given time always works.
 * @param clock milliseconds since the epoch; it may jump.
 */
export function slidingLimit({ points, duration }: Limit, clock: () => number): SlidingLimit {
  const length = duration * 1000;
  /** The times that count. */
  const counted = shortMemory<number[]>({ duration: length, maxNames });
  const isPast = (at: number, now: number) => Math.abs(now - at) >= length;

  const current = (name: string, now: number) => {
    const instants = counted.get(name) ?? [];
    const firstThatCounts = instants.findIndex((at) => !isPast(at, now));
    instants.splice(0, firstThatCounts === -1 ? instants.length : firstThatCounts);
    return instants;
  };
  const waitOf = (instants: number[], now: number) =>
    instants.length < points ? null : Math.max(1, Math.ceil((instants[0]! + length - now) / 1000));

  return {
    take(name) {
      const now = clock();
      const instants = current(name, now);
      const wait = waitOf(instants, now);
      if (wait !== null) return wait;
      instants.push(now);
      counted.set(name, instants, now);
      return null;
    },
    wait(name) {
      const now = clock();
      return waitOf(current(name, now), now);
    },
    giveBack(name) {
      counted.get(name)?.pop();
    },
  };
}
