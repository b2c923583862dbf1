import { hash } from 'node:crypto';
import type { Context } from 'hono';
import { slidingLimit, type Limit } from '../limits/sliding-limit.ts';
import type { Devices } from './devices.ts';

/** What is counted at the doors before which nobody is signed in. */
type Door = 'password' | 'code' | 'reset' | 'link' | 'provider' | 'provider-start';

/**
 * What attempts are counted by: one network, one account from one network, one account from anywhere; or, in place of
 * these, a browser in which its owner signed in before.
 */
type Reach = 'network' | 'here' | 'account' | 'device';

const quarterOfAnHour = 15 * 60;
const hour = 60 * 60;

/**
 * How often each door may be tried in vain, in the order in which it is counted: what one count refuses is not counted
 * further, so that whoever guesses at somebody's password shuts out themselves and not its owner.
 */
const limits: Record<Door, Partial<Record<Reach, Limit>>> = {
  password: {
    device: { points: 10, duration: quarterOfAnHour },
    network: { points: 100, duration: quarterOfAnHour },
    here: { points: 10, duration: quarterOfAnHour },
    account: { points: 50, duration: quarterOfAnHour },
  },
  code: {
    device: { points: 10, duration: quarterOfAnHour },
    network: { points: 50, duration: quarterOfAnHour },
    here: { points: 10, duration: quarterOfAnHour },
  },
  // Of the letters that an account gets in an hour one network takes no more than two: another's request still counts.
  reset: {
    network: { points: 20, duration: hour },
    here: { points: 2, duration: hour },
    account: { points: 3, duration: hour },
  },
  link: { network: { points: 60, duration: quarterOfAnHour } },
  provider: { network: { points: 60, duration: quarterOfAnHour } },
  // Each one is a row until it runs out; never forgiven, and more than an agency behind one address needs.
  'provider-start': { network: { points: 1000, duration: quarterOfAnHour } },
};

/** An attempt that was counted: how many seconds to wait before the next and why, or null where this one may go on. */
type Attempt = { wait: number; by: Reach } | { wait: null; forgive: () => void };

/**
 * Counts an attempt before it is made, so that many at once count as many. One that succeeds is forgiven.
 * @param account whose it is, such as an e-mail address: counted alike whether somebody has it or not.
 */
export type Attempts = (c: Context, door: Door, account?: string) => Attempt;

interface AttemptsOptions {
  clock: () => number;
  clientKey: (c: Context) => string;
  devices: Devices;
}

/** Keeps its counts in memory, by keyed hashes of networks (docs/design.md §6) and hashes of accounts. */
export function createAttempts({ clock, clientKey, devices }: AttemptsOptions): Attempts {
  const counts = new Map(
    Object.entries(limits).map(([door, reaches]) => [
      door as Door,
      Object.entries(reaches).map(([reach, limit]) => ({ reach: reach as Reach, count: slidingLimit(limit, clock) })),
    ]),
  );
  return (c, door, account = '') => {
    const [client, whose] = [clientKey(c), hash('sha256', account.toLowerCase())];
    const device = devices.of(c, account);
    const keys: Record<Reach, string> = {
      network: client,
      here: `${whose} ${client}`,
      account: whose,
      device: `${whose} ${device}`,
    };
    const all = counts.get(door)!;
    const isKnown = device !== undefined && all.some(({ reach }) => reach === 'device');
    const counted: (() => void)[] = [];
    for (const { reach, count } of all.filter(({ reach }) => (reach === 'device') === isKnown)) {
      const wait = count.take(keys[reach]);
      if (wait !== null) {
        // A try that was refused uses up nothing of what others share.
        for (const giveBack of counted) giveBack();
        return { wait, by: reach };
      }
      counted.push(() => count.giveBack(keys[reach]));
    }
    return { wait: null, forgive: () => counted.forEach((giveBack) => giveBack()) };
  };
}
