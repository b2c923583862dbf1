import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { zoneOf } from './zones.ts';
import { styles } from '../pages/style.ts';

export interface HeaderOptions {
  /** Origins that may frame the survey page. */
  frameAncestors: string[];
  /** Whether customers reach the collector by https. */
  https: boolean;
}

/**
 * The security headers of every answer: nothing may be loaded but what is our own, and nothing sent elsewhere. Nobody
 * may frame any of it but the survey's own pages, and those only the origins that are named.
 */
export function securityHeaders({ frameAncestors, https }: HeaderOptions): MiddlewareHandler {
  const inPage = Object.values(styles).map(({ source }) => source);
  const survey = secureFor({ frameAncestors, https, alone: false, styleSrc: inPage });
  const others = secureFor({ frameAncestors: [], https, alone: true, styleSrc: inPage });
  // Browsers name the page that sends a form only where it may be named to its own origin; to others it is not.
  const staff = secureFor({
    frameAncestors: [],
    https,
    alone: true,
    styleSrc: ["'self'"],
    referrerPolicy: 'same-origin',
  });
  return async function securityHeaders(c, next) {
    await next();
    const zone = zoneOf(c);
    await (zone === 'survey' ? survey : zone === 'console' ? staff : others)(c, async () => {});
    // Whatever is not said to keep is made for one request, in one language.
    if (!c.res.headers.has('Cache-Control')) c.res.headers.set('Cache-Control', 'no-store');
    // The element is made to be loaded by other people's pages.
    if (zone === 'embed') c.res.headers.set('Cross-Origin-Resource-Policy', 'cross-origin');
  };
}

/**
 * @param alone whether the page gets a process of the browser to itself. That costs a slow phone a fifth of the time
 * until it shows the survey, whose page holds no secret and keeps no cookie.
 */
function secureFor({
  frameAncestors,
  https,
  alone,
  styleSrc,
  referrerPolicy = 'no-referrer',
}: HeaderOptions & {
  alone: boolean;
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
    // Only frame-ancestors can name several origins.
    xFrameOptions: frameAncestors.length === 0 ? 'DENY' : false,
    referrerPolicy,
    crossOriginOpenerPolicy: alone,
    originAgentCluster: alone,
    strictTransportSecurity: https ? 'max-age=31536000' : false,
    permissionsPolicy: { camera: [], microphone: [], geolocation: [], payment: [], usb: [] },
  });
}
