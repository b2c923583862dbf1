import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { zoneOf, type Zone } from './zones.ts';
import { styles } from '../pages/style.ts';

export interface HeaderOptions {
  /** Origins that may frame the survey page. */
  frameAncestors: string[];
  /** Whether customers reach the collector over https. */
  https: boolean;
}

/**
 * The security headers of every answer: pages load only our own files and send nothing elsewhere. Only survey pages may
 * be framed, and only by the configured origins.
 */
export function securityHeaders({ frameAncestors, https }: HeaderOptions): MiddlewareHandler {
  const inPage = Object.values(styles).map(({ source }) => source);
  const survey = secureFor({ frameAncestors, https, isolated: false, styleSrc: inPage });
  const results = secureFor({ frameAncestors: [], https, isolated: false, styleSrc: inPage });
  const others = secureFor({ frameAncestors: [], https, isolated: true, styleSrc: inPage });
  // Browsers send the Origin of a form only if the page may be named to its own origin; other origins never learn it.
  const staff = secureFor({
    frameAncestors: [],
    https,
    isolated: true,
    // The preview of a public page has that page's own style.
    styleSrc: ["'self'", ...inPage],
    referrerPolicy: 'same-origin',
  });
  const byZone: Partial<Record<Zone, MiddlewareHandler>> = { survey, results, console: staff };
  return async function securityHeaders(c, next) {
    await next();
    const zone = zoneOf(c);
    await (byZone[zone] ?? others)(c, async () => {});
    // Anything without a cache policy was made for one request in one language.
    if (!c.res.headers.has('Cache-Control')) c.res.headers.set('Cache-Control', 'no-store');
    // Other sites' pages are supposed to load the element.
    if (zone === 'embed') c.res.headers.set('Cross-Origin-Resource-Policy', 'cross-origin');
  };
}

/**
 * @param isolated whether the page gets its own browser process. On a slow phone that adds a fifth to the time until the
 * page shows, and the survey and published results have no secrets and no cookies.
 */
function secureFor({
  frameAncestors,
  https,
  isolated,
  styleSrc,
  referrerPolicy = 'no-referrer',
}: HeaderOptions & {
  isolated: boolean;
  styleSrc: string[];
  referrerPolicy?: 'no-referrer' | 'same-origin';
}): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc,
      scriptSrc: ["'self'"],
      connectSrc: ["'self'"],
      imgSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: frameAncestors.length === 0 ? ["'none'"] : frameAncestors,
    },
    // Only frame-ancestors can list several origins.
    xFrameOptions: frameAncestors.length === 0 ? 'DENY' : false,
    referrerPolicy,
    crossOriginOpenerPolicy: isolated,
    originAgentCluster: isolated,
    strictTransportSecurity: https ? 'max-age=31536000' : false,
    permissionsPolicy: { camera: [], microphone: [], geolocation: [], payment: [], usb: [] },
  });
}
