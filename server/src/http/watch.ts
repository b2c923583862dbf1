import type { Context, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { zoneOf, zones } from './zones.ts';

/** How requests are counted: by zone, with submitted survey forms counted separately. */
export const countedZones = [...zones, 'form'] as const;
type CountedZone = (typeof countedZones)[number];

export interface Answered {
  zone: CountedZone;
  status: number;
  seconds: number;
}

declare module 'hono' {
  interface ContextVariableMap {
    /** When the request arrived, by `performance.now()`. */
    startedAt: number;
  }
}

/** Reports each request when it is answered. */
export function watchRequests(answered: (answered: Answered) => void): MiddlewareHandler {
  return async function watchRequests(c, next) {
    c.set('startedAt', performance.now());
    await next();
    answered({ zone: countedZone(c), status: c.res.status, seconds: secondsOf(c) });
  };
}

/** How long the request has taken so far, in seconds. */
export function secondsOf(c: Context): number {
  return (performance.now() - (c.get('startedAt') ?? performance.now())) / 1000;
}

/** The pattern of the matched route, such as `/s/:region`, without the actual values. */
export function routeOf(c: Context): string {
  return matchedRoutes(c).findLast(({ path }) => !path.endsWith('*'))?.path ?? 'none';
}

function countedZone(c: Context): CountedZone {
  const zone = zoneOf(c);
  return zone === 'survey' && c.req.method === 'POST' ? 'form' : zone;
}
