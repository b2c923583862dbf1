import type { Context, MiddlewareHandler } from 'hono';
import { isSameOrigin } from './wrong-address.ts';

/**
 * Admits a request that changes something only if our own page sent it. Rejects a read that a page of another origin
 * triggers, since reads are audited. Browsers report this in Sec-Fetch-Site; older ones send the page's origin. A
 * client that sends neither is not a browser with a session.
 */
export function fromOwnPages(baseUrl: string, refuse: (c: Context) => Response | Promise<Response>): MiddlewareHandler {
  return async function fromOwnPages(c, next) {
    const site = c.req.header('sec-fetch-site');
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return isPassiveLoad(c, site) ? refuse(c) : next();
    const isOwn = site === undefined ? isSameOrigin(c.req.header('origin'), baseUrl) : site === 'same-origin';
    return isOwn ? next() : refuse(c);
  };
}

/**
 * Whether a page of another origin loads it as an image, in a frame or by script, or a browser prefetches it, as
 * opposed to a person following a link.
 */
export function isPassiveLoad(c: Context, site = c.req.header('sec-fetch-site')): boolean {
  if (/\bprefetch\b/.test(c.req.header('sec-purpose') ?? c.req.header('purpose') ?? c.req.header('x-moz') ?? ''))
    return true;
  if (site !== 'cross-site' && site !== 'same-site') return false;
  // A frame is a navigation too. Browsers that do not send the destination at least send the mode.
  return c.req.header('sec-fetch-mode') !== 'navigate' || (c.req.header('sec-fetch-dest') ?? 'document') !== 'document';
}
