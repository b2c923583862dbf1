import type { MiddlewareHandler } from 'hono';

/** Rejects a request with two Host headers: a proxy may have used the one that Node ignores (RFC 9112, section 3.2). */
export function requireOneHost(): MiddlewareHandler {
  return async function requireOneHost(c, next) {
    const headers: string[] = c.env?.incoming?.rawHeaders ?? [];
    let hosts = 0;
    for (let at = 0; at < headers.length; at += 2) {
      const name = headers[at]!;
      if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1;
    }
    return hosts > 1 ? c.text('This request has more than one Host header.', 400, { Connection: 'close' }) : next();
  };
}
