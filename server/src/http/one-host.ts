import type { MiddlewareHandler } from 'hono';

/** Rejects a request with two Host headers: a proxy may have used the one that Node ignores (RFC 9112, section 3.2). */
export function requireOneHost(): MiddlewareHandler {
  // Not async, as it waits for nothing itself: each response passes here.
  return function requireOneHost(c, next) {
    if (countHosts(c.env?.incoming?.rawHeaders ?? []) <= 1) return next();
    return Promise.resolve(c.text('This request names more than one host.', 400, { Connection: 'close' }));
  };
}

/** How many Host headers there are. @param headers names and values in turn. */
export function countHosts(headers: readonly string[]): number {
  let hosts = 0;
  for (let at = 0; at < headers.length; at += 2) {
    const name = headers[at]!;
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts;
}
