import type { Context } from 'hono';
import { isUnavailable } from '../database/database.ts';
import { unavailableIn } from '../database/outage.ts';
import type { Logger } from '../log.ts';
import { unavailable } from './problem.ts';
import { routeOf, secondsOf } from './watch.ts';

/**
 * Milliseconds between two log lines about an unavailable database: under load it fails thousands of times a second.
 */
const minInterval = 1000;

/**
 * Logs what went wrong, never who sent what. A client that hangs up is not an error; other failures are logged even
 * then, since clients give up exactly when the database hangs.
 */
export function reporter(log: Logger, clock: () => number) {
  let last = -Infinity;
  return (err: unknown, c: Context): void => {
    if (isHangUp(err, c)) return;
    const isStorage = isUnavailable(err);
    // A server outage is logged once, however long it lasts.
    if (isStorage && unavailableIn(err) === undefined) {
      if (Math.abs(clock() - last) < minInterval) return;
      last = clock();
    }
    log.error(
      {
        err,
        method: c.req.method,
        route: routeOf(c),
        status: isStorage ? unavailable.status : 500,
        ms: Math.round(secondsOf(c) * 1000),
      },
      isStorage ? 'database unavailable' : 'request failed',
    );
  };
}

function isHangUp(err: unknown, c: Context): boolean {
  const { aborted, reason } = c.req.raw.signal;
  const { name, code } = err as NodeJS.ErrnoException;
  return aborted && (err === reason || name === 'AbortError' || code === 'ECONNRESET');
}
