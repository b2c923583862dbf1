import type { Context } from 'hono';
import { slidingLimit } from './sliding-limit.ts';

const tenMinutes = 600;

/**
 * Counts what a client sends.
 * @param limit per client in any ten minutes; null counts nothing.
 * @returns a function that answers in how many seconds the client may come again, or null where it may go on.
 */
export function rateLimit(clientKey: (c: Context) => string, limit: number | null, clock: () => number) {
  if (limit === null) return async (): Promise<number | null> => null;
  const window = slidingLimit({ points: limit, duration: tenMinutes }, clock);
  return async (c: Context): Promise<number | null> => window.take(clientKey(c));
}
