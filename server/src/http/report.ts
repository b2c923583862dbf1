import type { Context } from 'hono';
import { isOutOfOrder } from '../database/database.ts';
import type { Logger } from '../log.ts';

/** Milliseconds between two lines about a storage that is out of order: under load it fails thousands of times a second. */
const quiet = 1000;

/** Tells the operator what went wrong, never who sent what. A client that hung up is nobody's fault. */
export function reporter(log: Logger, clock: () => number) {
  let last = -Infinity;
  return (error: unknown, c: Context): void => {
    if (c.req.raw.signal.aborted) return;
    if (isOutOfOrder(error)) {
      if (Math.abs(clock() - last) < quiet) return;
      last = clock();
    }
    // A failed query's own message repeats its parameters; its cause does not.
    const err = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    log.error({ err, method: c.req.method, path: c.req.path });
  };
}
