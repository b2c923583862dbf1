import type { Asking, Reach } from './client-address.ts';
import { slidingLimit } from './sliding-limit.ts';

const tenMinutes = 600;

/**
 * One site may send as much as this many customers: a campus or a carrier has many, and a single owner counts as one
 * site.
 */
const customersOfASite = 10;

/**
 * Counts requests of a client and of its whole site.
 * @param limit per client in any ten minutes; null for no limit.
 * @returns a function that gives the seconds until the client may try again, or null if it may continue.
 */
export function rateLimit(keys: Record<Reach, (asking: Asking) => string>, limit: number | null, clock: () => number) {
  if (limit === null) return async (): Promise<number | null> => null;
  const customers = slidingLimit({ points: limit, duration: tenMinutes }, clock);
  const sites = slidingLimit({ points: customersOfASite * limit, duration: tenMinutes }, clock);
  return async (asking: Asking): Promise<number | null> => {
    const customer = keys.customer(asking);
    const wait = customers.take(customer);
    if (wait !== null) return wait;
    const waitOfSite = sites.take(keys.site(asking));
    if (waitOfSite !== null) customers.giveBack(customer);
    return waitOfSite;
  };
}
