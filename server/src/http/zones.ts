import type { Context, Hono, MiddlewareHandler } from 'hono';

/**
 * What a part of the collector is for. Headers, metrics, compression and error pages go by it.
 * - `survey`: pages that a respondent opens and sends
 * - `api`: responses from other sites
 * - `figures`: results for programs
 * - `console`: pages for staff
 * - `embed`: what other sites load
 * - `operator`: health and metrics
 * - `public`: everything else that anybody may open
 */
export const zones = ['survey', 'api', 'figures', 'console', 'embed', 'operator', 'public'] as const;
export type Zone = (typeof zones)[number];

declare module 'hono' {
  interface ContextVariableMap {
    zone: Zone;
  }
}

/** The zone of a request; `public` where no part has claimed its address. */
export function zoneOf(c: Context): Zone {
  return c.get('zone') ?? 'public';
}

/**
 * Mounts a part of the app and puts every address at or below `base` into a zone, those that are not there too: they get
 * that zone's error page. @param at what stands before the part's own paths.
 */
export type Mount = (zone: Zone, base: string, part: Hono, at?: string) => void;

/** @param always what each zone does with every request, such as compressing its pages. */
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
