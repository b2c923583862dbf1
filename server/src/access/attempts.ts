import { hash } from 'node:crypto';
import type { Context } from 'hono';
import { slidingLimit, type Limit } from '../http/sliding-limit.ts';

/** What is counted at the doors before which nobody is signed in. */
type Door = 'password' | 'code' | 'same code' | 'reset' | 'link' | 'provider';

/** What attempts are counted by: one account from one network, one account from anywhere, one network. */
type Reach = 'here' | 'account' | 'network';

const quarterOfAnHour = 15 * 60;
const hour = 60 * 60;

/**
 * How often each door may be tried in vain. From one network an account may be tried the least, so that whoever guesses
 * at somebody's password shuts out themselves and not its owner.
 */
const limits: Record<Door, Partial<Record<Reach, Limit>>> = {
  password: {
    here: { points: 10, duration: quarterOfAnHour },
    account: { points: 50, duration: quarterOfAnHour },
    network: { points: 100, duration: quarterOfAnHour },
  },
  code: { here: { points: 10, duration: quarterOfAnHour }, network: { points: 50, duration: quarterOfAnHour } },
  // A code counts once (RFC 6238, §5.2), and is good for a minute and a half at most.
  'same code': { account: { points: 1, duration: 120 } },
  reset: { account: { points: 3, duration: hour }, network: { points: 20, duration: hour } },
  link: { network: { points: 60, duration: quarterOfAnHour } },
  provider: { network: { points: 60, duration: quarterOfAnHour } },
};

/** An attempt that was counted: how many seconds to wait before the next, or null where this one may go on. */
type Attempt = { wait: number } | { wait: null; forgive: () => void };

/**
 * Counts an attempt before it is made, so that many at once count as many. One that succeeds is forgiven.
 * @param account whose it is, such as an e-mail address: counted alike whether somebody has it or not.
 */
export type Attempts = (c: Context, door: Door, account?: string) => Attempt;

/** Keeps its counts in memory, by keyed hashes of networks (design §6) and hashes of accounts. */
export function createAttempts(clientKey: (c: Context) => string, clock: () => number): Attempts {
  const limiters = new Map(
    Object.entries(limits).map(([door, reaches]) => [
      door as Door,
      Object.entries(reaches).map(([reach, limit]) => ({ reach: reach as Reach, limiter: slidingLimit(limit, clock) })),
    ]),
  );
  return (c, door, account = '') => {
    const [client, whose] = [clientKey(c), hash('sha256', account.toLowerCase())];
    const keys: Record<Reach, string> = { here: `${whose} ${client}`, account: whose, network: client };
    const counted = limiters.get(door)!.map(({ reach, limiter }) => ({ limiter, key: keys[reach] }));
    const wait = Math.max(...counted.map(({ limiter, key }) => limiter.take(key) ?? 0));
    if (wait > 0) return { wait };
    const forgive = () => {
      for (const { limiter, key } of counted) limiter.giveBack(key);
    };
    return { wait: null, forgive };
  };
}
