import type { Context, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';

/** What kind of address a request came to. Never the address itself: it names regions, employees and comments. */
export const doors = ['api', 'form', 'survey', 'figures', 'console', 'element', 'operator', 'other'] as const;
type Door = (typeof doors)[number];

export interface Answered {
  door: Door;
  status: number;
  seconds: number;
}

declare module 'hono' {
  interface ContextVariableMap {
    /** When the request came, on the clock of `performance.now()`. */
    since: number;
  }
}

/** Tells of each request when it is answered. */
export function watchRequests(answered: (answered: Answered) => void): MiddlewareHandler {
  return async function watchRequests(c, next) {
    c.set('since', performance.now());
    await next();
    answered({ door: doorOf(c), status: c.res.status, seconds: secondsOf(c) });
  };
}

/** How long the request has taken so far. */
export function secondsOf(c: Context): number {
  return (performance.now() - (c.get('since') ?? performance.now())) / 1000;
}

/** The pattern of the route that took the request, such as `/s/:region`: what stands in its places is not said. */
export function routeOf(c: Context): string {
  return matchedRoutes(c).findLast(({ path }) => !path.endsWith('*'))?.path ?? 'none';
}

const prefixes: [prefix: string, door: Door][] = [
  ['/api/v1/responses', 'api'],
  ['/api/', 'figures'],
  ['/s/', 'survey'],
  ['/console', 'console'],
  ['/widget/', 'element'],
  ['/healthz', 'operator'],
  ['/readyz', 'operator'],
  ['/metrics', 'operator'],
];

function doorOf(c: Context): Door {
  const { path, method } = c.req;
  const door = prefixes.find(([prefix]) => path.startsWith(prefix))?.[1] ?? 'other';
  return door === 'survey' && method === 'POST' ? 'form' : door;
}
