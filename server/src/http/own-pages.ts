import type { Context, MiddlewareHandler } from 'hono';

/**
 * Lets a request that changes something pass only if a page of this very origin sent it. Browsers say so in
 * Sec-Fetch-Site; those that do not know it name the page's origin. Whoever says neither is no browser with a session.
 */
export function fromOwnPages(baseUrl: string, refuse: (c: Context) => Response | Promise<Response>): MiddlewareHandler {
  return async function fromOwnPages(c, next) {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
    const site = c.req.header('sec-fetch-site');
    const isOwn = site === undefined ? c.req.header('origin') === baseUrl : site === 'same-origin';
    return isOwn ? next() : refuse(c);
  };
}
