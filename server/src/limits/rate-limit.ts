import type { Context } from 'hono';
import type { Reach } from './client-address.ts';
import { slidingLimit } from './sliding-limit.ts';

const tenMinutes = 600;

/** So many customers' worth may come from one site: a campus or a carrier has many, and whoever owns it alone is one. */
const customersOfASite = 10;

/**
 * Counts what a client sends, and what its whole site does.
 * @param limit per client in any ten minutes; null counts nothing.
 * @returns a function that answers in how many seconds the client may come again, or null where it may go on.
 */
export function rateLimit(keys: Record<Reach, (c: Context) => string>, limit: number | null, clock: () => number) {
  if (limit === null) return async (): Promise<number | null> => null;
  const customers = slidingLimit({ points: limit, duration: tenMinutes }, clock);
  const sites = slidingLimit({ points: customersOfASite * limit, duration: tenMinutes }, clock);
  return async (c: Context): Promise<number | null> => {
    const customer = keys.customer(c);
    const wait = customers.take(customer);
    if (wait !== null) return wait;
    const waitOfSite = sites.take(keys.site(c));
    if (waitOfSite !== null) customers.giveBack(customer);
    return waitOfSite;
  };
}
