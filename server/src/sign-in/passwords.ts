import { hashPassword, verifyPassword } from 'better-auth/crypto';

// A password is made slow to guess: each hash takes a core and 32 MiB for about a tenth of a second, in the four threads
// that also read files and compress pages. Whoever sends passwords by the hundred must not get all four.

/** How many are worked on at once: half of the threads that Node has for such work. */
const mostAtOnce = 2;
/** How many may wait: as long as somebody at a sign-in page waits without wondering. */
const mostWaiting = 30;

/** Seconds after which somebody who was turned away may come again: more than those who wait before them take. */
export const crowdPasses = 5;

/** Too many passwords are being looked at: come back in `crowdPasses` seconds. Nothing was done. */
export class Crowded extends Error {}

/** Makes and checks the hashes of passwords; both reject with `Crowded` where too many wait already. */
export interface Passwords {
  hash(password: string): Promise<string>;
  verify(given: { hash: string; password: string }): Promise<boolean>;
}

/** One for the whole process, as its threads are. */
export function createPasswords(): Passwords {
  const enter = gate(mostAtOnce, mostWaiting);
  return {
    hash: (password) => enter(() => hashPassword(password)),
    verify: (given) => enter(() => verifyPassword(given)),
  };
}

/** Lets so much work be done at once and so much wait, first come, first served, and turns the rest away. */
export function gate(atOnce: number, waiting: number): <T>(work: () => Promise<T>) => Promise<T> {
  let inside = 0;
  const queue: (() => void)[] = [];
  return async (work) => {
    if (inside >= atOnce) {
      if (queue.length >= waiting) throw new Crowded('Too many passwords are being looked at.');
      // Whoever leaves hands its place on.
      await new Promise<void>((enter) => queue.push(enter));
    } else inside += 1;
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next) next();
      else inside -= 1;
    }
  };
}
