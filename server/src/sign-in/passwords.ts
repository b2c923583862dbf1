// Password hashing is slow on purpose: each hash takes a core and 32 MiB for about a tenth of a second, in the same four
// threads that read files and compress pages. Someone who sends hundreds of passwords must not occupy all four.

/** How many hashes run at once: half of the threads that Node has for such work. */
const maxRunning = 2;
/** How many may wait. People notice a longer wait on a sign-in page. */
const maxWaiting = 30;

/** Seconds until someone who was turned away may try again: longer than a full queue takes. */
export const busyRetryAfter = 5;

/** Too many passwords are waiting to be checked. Nothing was done; try again in `busyRetryAfter` seconds. */
export class TooBusy extends Error {}

/** Creates and checks password hashes. Both reject with `TooBusy` if too many are waiting. */
export interface Passwords {
  hash(password: string): Promise<string>;
  verify(given: { hash: string; password: string }): Promise<boolean>;
}

/** Create one per process, because its threads are shared by the whole process. */
export function createPasswords(): Passwords {
  const enter = gate(maxRunning, maxWaiting);
  return {
    hash: (password) => enter(async () => (await import('better-auth/crypto')).hashPassword(password)),
    verify: (given) => enter(async () => (await import('better-auth/crypto')).verifyPassword(given)),
  };
}

/** Limits how much work runs at once and how much waits. First come, first served; the rest is rejected. */
export function gate(maxRunning: number, maxWaiting: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const queue: (() => void)[] = [];
  return async (work) => {
    if (running >= maxRunning) {
      if (queue.length >= maxWaiting) throw new TooBusy('Too many passwords are waiting to be checked.');
      // Work that ends passes its slot to the next in the queue.
      await new Promise<void>((enter) => queue.push(enter));
    } else running += 1;
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
