import { shortMemory } from './short-memory.ts';

/** So many names are remembered at once; whoever uses up more addresses than that gains a few tries and no memory of ours. */
const mostNames = 100_000;

export interface Limit {
  /** How many times in how many seconds. */
  points: number;
  duration: number;
}

export interface SlidingLimit {
  /** Counts one more for that name. @returns in how many seconds it may come again, or null where it was counted. */
  take(name: string): number | null;
  /** In how many seconds that name may come again, or null where it may now; counts nothing. */
  wait(name: string): number | null;
  /** Takes the last one that was counted for that name back. */
  giveBack(name: string): void;
}

/**
 * At most so many in any stretch of that length, wherever it begins: a window that starts anew lets twice as many through
 * around its edge. Who is refused is not counted, so that waiting as long as one is told always helps.
 * @param clock milliseconds since the epoch; it may jump.
 */
export function slidingLimit({ points, duration }: Limit, clock: () => number): SlidingLimit {
  const length = duration * 1000;
  /** The instants that count. */
  const counted = shortMemory<number[]>({ duration: length, most: mostNames });
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
