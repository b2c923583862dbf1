import { gzipSync } from 'node:zlib';
import type { MiddlewareHandler } from 'hono';
import { parseAccept } from 'hono/utils/accept';

/**
 * Compresses pages on the event loop, in less than a millisecond each. In Node's thread pool (which `CompressionStream`
 * uses) a page would wait behind slow work such as password hashing.
 */
export function gzipped(): MiddlewareHandler {
  return async function gzipped(c, next) {
    await next();
    const { headers, status } = c.res;
    if (!headers.get('Content-Type')?.startsWith('text/html')) return;
    headers.append('Vary', 'Accept-Encoding');
    const accepted = parseAccept(c.req.header('accept-encoding') ?? '');
    if (c.req.method === 'HEAD' || !accepted.some(({ type, q }) => type.toLowerCase() === 'gzip' && q > 0)) return;
    c.res = new Response(gzipSync(await c.res.arrayBuffer()), { status, headers });
    c.res.headers.delete('Content-Length');
    c.res.headers.set('Content-Encoding', 'gzip');
  };
}
