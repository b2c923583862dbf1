import type { Context, MiddlewareHandler } from 'hono';
import { isSameOrigin } from './other-name.ts';

/**
 * Lets a request that changes something pass only if a page of this very origin sent it, and one that reads unless a page
 * of another origin makes it in passing: what is read goes into the audit. Browsers say so in
 * Sec-Fetch-Site; those that do not know it name the page's origin. Whoever says neither is no browser with a session.
 */
export function fromOwnPages(baseUrl: string, refuse: (c: Context) => Response | Promise<Response>): MiddlewareHandler {
  return async function fromOwnPages(c, next) {
    const site = c.req.header('sec-fetch-site');
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return isPulledIn(c, site) ? refuse(c) : next();
    const isOwn = site === undefined ? isSameOrigin(c.req.header('origin'), baseUrl) : site === 'same-origin';
    return isOwn ? next() : refuse(c);
  };
}

/**
 * Whether a page of another origin reads it, as an image, in a frame or by script, or a browser reads it ahead of a click,
 * and not somebody who follows a link there.
 */
export function isPulledIn(c: Context, site = c.req.header('sec-fetch-site')): boolean {
  if (/\bprefetch\b/.test(c.req.header('sec-purpose') ?? c.req.header('purpose') ?? c.req.header('x-moz') ?? ''))
    return true;
  if (site !== 'cross-site' && site !== 'same-site') return false;
  // A frame is a navigation too. Browsers that do not say what it is for say the mode at least.
  return c.req.header('sec-fetch-mode') !== 'navigate' || (c.req.header('sec-fetch-dest') ?? 'document') !== 'document';
}
