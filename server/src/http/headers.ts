import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { stylesheetSource } from './page.ts';

export interface HeaderOptions {
  /** Origins that may frame the survey page. */
  frameAncestors: string[];
  /** Whether customers reach the collector by https. */
  https: boolean;
}

/** The security headers of every answer: nothing may be loaded but our own stylesheet, and nothing sent elsewhere. */
export function securityHeaders({ frameAncestors, https }: HeaderOptions): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: [stylesheetSource],
      imgSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: frameAncestors.length === 0 ? ["'none'"] : frameAncestors,
    },
    // Only frame-ancestors can name several origins.
    xFrameOptions: frameAncestors.length === 0 ? 'DENY' : false,
    referrerPolicy: 'no-referrer',
    strictTransportSecurity: https ? 'max-age=31536000' : false,
    permissionsPolicy: { camera: [], microphone: [], geolocation: [], payment: [], usb: [] },
  });
}
