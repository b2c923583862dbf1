import type { Context } from 'hono';
import { isOutOfOrder } from '../database/database.ts';
import { unavailableIn } from '../database/outage.ts';
import type { Logger } from '../log.ts';
import { outOfOrder } from './problem.ts';
import { routeOf, secondsOf } from './watch.ts';

/** Milliseconds between two lines about a storage that is out of order: under load it fails thousands of times a second. */
const quiet = 1000;

/**
 * Tells the operator what went wrong, never who sent what. That a client hung up is nobody's fault; what else fails then is
 * told, since a storage that hangs is just when clients give up.
 */
export function reporter(log: Logger, clock: () => number) {
  let last = -Infinity;
  return (err: unknown, c: Context): void => {
    if (isHangUp(err, c)) return;
    const isStorage = isOutOfOrder(err);
    // An outage of the server is logged once, however long it is.
    if (isStorage && unavailableIn(err) === undefined) {
      if (Math.abs(clock() - last) < quiet) return;
      last = clock();
    }
    log.error(
      {
        ...{ err, method: c.req.method, route: routeOf(c), status: isStorage ? outOfOrder.status : 500 },
        ms: Math.round(secondsOf(c) * 1000),
      },
      isStorage ? 'storage out of order' : 'request failed',
    );
  };
}

function isHangUp(err: unknown, c: Context): boolean {
  const { aborted, reason } = c.req.raw.signal;
  const { name, code } = err as NodeJS.ErrnoException;
  return aborted && (err === reason || name === 'AbortError' || code === 'ECONNRESET');
}
