import { hash } from 'node:crypto';
import type { Context } from 'hono';
import type { Devices } from './devices.ts';

/** What is counted at the doors before which nobody is signed in. */
type Door = 'password' | 'code' | 'reset' | 'link' | 'provider';

interface Limit {
  /** How many attempts in how many seconds. */
  points: number;
  duration: number;
}

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
  code: { network: { points: 50, duration: quarterOfAnHour }, here: { points: 10, duration: quarterOfAnHour } },
  reset: { network: { points: 20, duration: hour }, account: { points: 3, duration: hour } },
  link: { network: { points: 60, duration: quarterOfAnHour } },
  provider: { network: { points: 60, duration: quarterOfAnHour } },
};

/** How many keys a count keeps at most; past that, the oldest makes room. */
const mostKeys = 100_000;

/** An attempt that was counted: how many seconds to wait before the next, or null where this one may go on. */
type Attempt = { wait: number } | { wait: null; forgive: () => void };

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

/** Keeps its counts in memory, by keyed hashes of networks (design §6) and hashes of accounts. */
export function createAttempts({ clock, clientKey, devices }: AttemptsOptions): Attempts {
  const counts = new Map(
    Object.entries(limits).map(([door, reaches]) => [
      door as Door,
      Object.entries(reaches).map(([reach, limit]) => ({ reach: reach as Reach, count: createCount(limit, clock) })),
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
      if (wait > 0) return { wait };
      counted.push(() => count.giveBack(keys[reach]));
    }
    return { wait: null, forgive: () => counted.forEach((giveBack) => giveBack()) };
  };
}

/** Counts by key, each for as long as the limit says since its first. */
function createCount({ points, duration }: Limit, clock: () => number) {
  const counts = new Map<string, { taken: number; endsAt: number }>();
  return {
    /** Counts one more unless that is too many, and says in how many seconds there may be another: 0 for now. */
    take(key: string): number {
      const now = clock();
      const known = counts.get(key);
      if (known === undefined || known.endsAt <= now) {
        // Taken out first: a map keeps the place that a key had.
        counts.delete(key);
        if (counts.size >= mostKeys) counts.delete(counts.keys().next().value!);
        counts.set(key, { taken: 1, endsAt: now + duration * 1000 });
        return 0;
      }
      if (known.taken >= points) return Math.max(1, Math.ceil((known.endsAt - now) / 1000));
      known.taken += 1;
      return 0;
    },
    giveBack(key: string): void {
      const known = counts.get(key);
      if (known && known.taken > 0) known.taken -= 1;
    },
  };
}
