import { hash } from 'node:crypto';
import type { Context } from 'hono';
import { slidingLimit, type Limit } from '../limits/sliding-limit.ts';
import type { Devices } from './devices.ts';

/** What is limited. At `step-up`, someone is signed in already. */
type Action = 'password' | 'code' | 'step-up' | 'reset' | 'link' | 'provider' | 'provider-start';

/**
 * What attempts are counted by: one network, one account from one network, or one account from anywhere. A browser in
 * which the account's owner has signed in before is counted by itself instead.
 */
type CountedBy = 'network' | 'account in network' | 'account' | 'device';

const quarterHour = 15 * 60;
const hour = 60 * 60;

/**
 * How many failed attempts are allowed. The counts are checked in this order, and an attempt that one of them rejects
 * does not add to the next: someone who guesses a password locks out themselves, not the account's owner.
 */
const limits: Record<Action, Partial<Record<CountedBy, Limit>>> = {
  password: {
    device: { points: 10, duration: quarterHour },
    network: { points: 100, duration: quarterHour },
    'account in network': { points: 10, duration: quarterHour },
    account: { points: 50, duration: quarterHour },
  },
  code: {
    device: { points: 10, duration: quarterHour },
    network: { points: 50, duration: quarterHour },
    'account in network': { points: 10, duration: quarterHour },
  },
  // Counted for the account from anywhere, since a stolen session can be used from many networks. Counted apart from
  // `code`, so that someone who guesses here does not keep the owner from signing in.
  'step-up': {
    network: { points: 50, duration: quarterHour },
    account: { points: 10, duration: quarterHour },
  },
  // One network uses at most two of an account's three emails an hour, so a request from another network still works.
  reset: {
    network: { points: 20, duration: hour },
    'account in network': { points: 2, duration: hour },
    account: { points: 3, duration: hour },
  },
  link: { network: { points: 60, duration: quarterHour } },
  provider: { network: { points: 60, duration: quarterHour } },
  // Each one is a row until it expires, so it is never forgiven. An agency behind one address needs fewer.
  'provider-start': { network: { points: 1000, duration: quarterHour } },
};

/** The result of counting an attempt: how many seconds to wait and which count was full, or null if it may go ahead. */
type Attempt = { wait: number; by: CountedBy } | { wait: null; forgive: () => void };

/**
 * Counts an attempt before it is made, so that simultaneous attempts all count. Call `forgive` if it succeeds.
 * @param account such as an email address. Counted the same whether or not the account exists.
 */
export type Attempts = (c: Context, action: Action, account?: string) => Attempt;

interface AttemptsOptions {
  clock: () => number;
  clientKey: (c: Context) => string;
  devices: Devices;
}

/** Keeps its counts in memory, by keyed hashes of networks (docs/design.md §6) and hashes of accounts. */
export function createAttempts({ clock, clientKey, devices }: AttemptsOptions): Attempts {
  const counts = new Map(
    Object.entries(limits).map(([action, byKind]) => [
      action as Action,
      Object.entries(byKind).map(([by, limit]) => ({ by: by as CountedBy, count: slidingLimit(limit, clock) })),
    ]),
  );
  return (c, action, account = '') => {
    const network = clientKey(c);
    const accountHash = hash('sha256', account.toLowerCase());
    const device = devices.of(c, account);
    const keys: Record<CountedBy, string> = {
      network,
      'account in network': `${accountHash} ${network}`,
      account: accountHash,
      device: `${accountHash} ${device}`,
    };
    const all = counts.get(action)!;
    const isKnownDevice = device !== undefined && all.some(({ by }) => by === 'device');
    const counted: (() => void)[] = [];
    for (const { by, count } of all.filter(({ by }) => (by === 'device') === isKnownDevice)) {
      const wait = count.take(keys[by]);
      if (wait !== null) {
        // A rejected attempt must not use up what others share.
        for (const giveBack of counted) giveBack();
        return { wait, by };
      }
      counted.push(() => count.giveBack(keys[by]));
    }
    return { wait: null, forgive: () => counted.forEach((giveBack) => giveBack()) };
  };
}
