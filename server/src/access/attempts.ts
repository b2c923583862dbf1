import { hash } from 'node:crypto';
import type { Context } from 'hono';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

const minutes = 60;

/** What is counted at the doors before which nobody is signed in. */
export type Door = 'password' | 'code' | 'reset' | 'link' | 'provider';

interface Limit {
  /** How many attempts in how many seconds. */
  points: number;
  duration: number;
}

/**
 * How often each door may be tried in vain: for one account from one network, for one account from anywhere, and from
 * one network at all. The first is the smallest, so that whoever guesses at somebody's password shuts out themselves and
 * not its owner.
 */
const limits: Record<Door, { here?: Limit; account?: Limit; network: Limit }> = {
  password: {
    here: { points: 10, duration: 15 * minutes },
    account: { points: 50, duration: 15 * minutes },
    network: { points: 100, duration: 15 * minutes },
  },
  code: { here: { points: 10, duration: 15 * minutes }, network: { points: 50, duration: 15 * minutes } },
  reset: { account: { points: 3, duration: 60 * minutes }, network: { points: 20, duration: 60 * minutes } },
  link: { network: { points: 60, duration: 15 * minutes } },
  provider: { network: { points: 60, duration: 15 * minutes } },
};

/** An attempt that was counted: how many seconds to wait before the next, or null where this one may go on. */
export type Attempt = { wait: number } | { wait: null; forgive: () => Promise<void> };

/**
 * Counts an attempt before it is made, so that many at once count as many. One that succeeds is forgiven.
 * @param account whose it is, such as an e-mail address: counted alike whether somebody has it or not.
 */
export type Attempts = (c: Context, door: Door, account?: string) => Promise<Attempt>;

/** Keeps its counts in memory, by keyed hashes of networks (design §6) and hashes of accounts. */
export function createAttempts(clientKey: (c: Context) => string): Attempts {
  const limiters = Object.fromEntries(
    Object.entries(limits).map(([door, { here, account, network }]) => [
      door,
      {
        here: here && new RateLimiterMemory(here),
        account: account && new RateLimiterMemory(account),
        network: new RateLimiterMemory(network),
      },
    ]),
  ) as Record<Door, { here?: RateLimiterMemory; account?: RateLimiterMemory; network: RateLimiterMemory }>;

  return async (c, door, account) => {
    const { here, account: anywhere, network } = limiters[door];
    const client = clientKey(c);
    const whose = account === undefined ? undefined : hash('sha256', account.toLowerCase());
    const counted: [RateLimiterMemory, string][] = [
      [network, client],
      ...(here && whose ? [[here, `${whose} ${client}`] as [RateLimiterMemory, string]] : []),
      ...(anywhere && whose ? [[anywhere, whose] as [RateLimiterMemory, string]] : []),
    ];
    const waits = await Promise.all(counted.map(([limiter, key]) => waitAfter(limiter, key)));
    const wait = Math.max(...waits);
    if (wait > 0) return { wait };
    const forgive = async () => {
      await Promise.all(counted.map(([limiter, key]) => limiter.reward(key)));
    };
    return { wait: null, forgive };
  };
}

/** Counts one more, and says in how many seconds there may be another: 0 for now. */
async function waitAfter(limiter: RateLimiterMemory, key: string): Promise<number> {
  try {
    await limiter.consume(key);
    return 0;
  } catch (error) {
    if (error instanceof RateLimiterRes) return Math.max(1, Math.ceil(error.msBeforeNext / 1000));
    throw error;
  }
}
