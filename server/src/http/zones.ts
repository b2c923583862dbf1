import type { Context, Hono, MiddlewareHandler } from 'hono';

/**
 * Which part of the collector this is for. Headers, metrics, compression and error pages depend on it.
 * - `survey`: pages that a respondent opens and sends
 * - `api`: responses from other sites
 * - `figures`: results for programs
 * - `console`: pages for staff
 * - `embed`: what other sites load
 * - `results`: what the public sees of published results
 * - `operator`: health and metrics
 * - `public`: everything else that anyone can open
 */
export const zones = ['survey', 'api', 'figures', 'console', 'embed', 'results', 'operator', 'public'] as const;
export type Zone = (typeof zones)[number];

declare module 'hono' {
  interface ContextVariableMap {
    zone: Zone;
  }
}

/** The zone of a request; `public` if no part has claimed its path. */
export function zoneOf(c: Context): Zone {
  return c.get('zone') ?? 'public';
}

/**
 * Mounts a part of the app and puts every path at or below `base` into a zone, including unknown ones, which get that
 * zone's error page.
 * @param at the path before the part's own paths.
 */
export type Mount = (zone: Zone, base: string, part: Hono, at?: string) => void;

/** @param always middleware that runs on every request in a zone, such as compression. */
export function mountIn(app: Hono, always: Partial<Record<Zone, MiddlewareHandler[]>>): Mount {
  const claimed = new Map<string, Zone>();
  return (zone, base, part, at = '/') => {
    const other = claimed.get(base) ?? zone;
    if (other !== zone) throw new Error(`${base} is in the zone ${other} and cannot be in ${zone} as well.`);
    if (!claimed.has(base)) {
      claimed.set(base, zone);
      const enter: MiddlewareHandler = (c, next) => {
        c.set('zone', zone);
        return next();
      };
      app.use(`${base}/*`, enter, ...(always[zone] ?? []));
    }
    app.route(at, part);
  };
}
