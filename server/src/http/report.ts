import type { Context } from 'hono';
import { routePath } from 'hono/route';
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
    // The route's pattern and not the path: in a path stands the secret of a one-time link.
    // A failed query's own message repeats its parameters; its cause does not.
    const err = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    log.error({ err, method: c.req.method, path: routePath(c, -1) });
  };
}
