import type { Context } from 'hono';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

const tenMinutes = 600;

/**
 * Counts what a client sends.
 * @param limit per client in ten minutes; null counts nothing.
 * @returns a function that answers in how many seconds the client may come again, or null where it may go on.
 */
export function rateLimit(clientKey: (c: Context) => string, limit: number | null) {
  if (limit === null) return async (): Promise<number | null> => null;
  const limiter = new RateLimiterMemory({ points: limit, duration: tenMinutes });
  return async (c: Context): Promise<number | null> => {
    try {
      await limiter.consume(clientKey(c));
      return null;
    } catch (error) {
      if (error instanceof RateLimiterRes) return Math.max(1, Math.ceil(error.msBeforeNext / 1000));
      throw error;
    }
  };
}
