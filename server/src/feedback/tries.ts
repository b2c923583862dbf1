import { hash } from 'node:crypto';
import type { Context } from 'hono';
import { shortMemory } from '../limits/short-memory.ts';

/** How many wrong tries cost nothing. */
const free = 3;
/** The longest wait after a wrong try, in seconds: it slows down a guess, and locks out no one. */
const maxWait = 30;
/** Tries are forgotten after this time, in milliseconds. */
const memory = 15 * 60 * 1000;
/** The maximum number of pairs of a network and a reference to remember. */
const maxNames = 100_000;

/** Counts wrong tries for one reference from one network, so that no one can slow down anyone else, not even next door. */
export interface Tries {
  /** The seconds until the next try, or null if it may be made now. */
  wait(c: Context, reference: string): number | null;
  /** Counts a try before it is made, so that simultaneous tries all count. Call the result if it was right. */
  count(c: Context, reference: string): () => void;
}

/** Keeps its counts in memory, by keyed hashes of networks (docs/design.md §6). */
export function createTries({ clock, clientKey }: { clock: () => number; clientKey: (c: Context) => string }): Tries {
  const counts = shortMemory<{ wrong: number; at: number }>({ duration: memory, maxNames });
  const keyOf = (c: Context, reference: string) => hash('sha256', `${clientKey(c)} ${reference}`, 'base64url');
  const current = (key: string) => {
    const found = counts.get(key);
    return found !== undefined && Math.abs(clock() - found.at) < memory ? found : undefined;
  };
  return {
    wait(c, reference) {
      const found = current(keyOf(c, reference));
      if (found === undefined || found.wrong < free) return null;
      const until = found.at + 1000 * Math.min(maxWait, 2 ** (found.wrong - free + 1));
      // A clock that was set back must not make anyone wait longer.
      const left = Math.min(maxWait, Math.ceil((until - clock()) / 1000));
      return left > 0 ? left : null;
    },
    count(c, reference) {
      const key = keyOf(c, reference);
      const before = current(key);
      counts.set(key, { wrong: (before?.wrong ?? 0) + 1, at: clock() }, clock());
      return () => {
        const { wrong, at } = counts.get(key) ?? { wrong: 1, at: clock() };
        counts.set(key, { wrong: Math.max(0, wrong - 1), at: before?.at ?? at }, clock());
      };
    },
  };
}
