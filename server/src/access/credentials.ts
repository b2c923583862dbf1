import type { Context } from 'hono';
import { decode } from '../http/body.ts';

const realm = 'realm="HEART Survey"';

/**
 * The token in an Authorization header: a bearer token, or the password of HTTP Basic (RFC 7617) with any user name,
 * because Excel and Power BI cannot send anything else. Undefined if the header has neither in a valid form.
 */
export function tokenIn(authorization: string): string | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  if (bearer !== undefined) return bearer;
  const basic = /^Basic +([A-Za-z\d+/]+={0,2})$/i.exec(authorization)?.[1];
  const pair = basic === undefined ? null : decode(Buffer.from(basic, 'base64'));
  // The user name ends at the first colon; a password may have more of them.
  return /^[^:]*:(\S+)$/.exec(pair ?? '')?.[1];
}

/**
 * The WWW-Authenticate header of a 401. It does not offer Basic to a browser, which would open its own dialog over the
 * page. Programs such as Excel send their password only after a challenge that offers Basic.
 */
export function challenge(c: Context, hasCredentials: boolean): string {
  const bearer = `Bearer ${realm}${hasCredentials ? ', error="invalid_token"' : ''}`;
  return isBrowser(c) ? bearer : `Basic ${realm}, charset="UTF-8", ${bearer}`;
}

/** Browsers send Sec-Fetch-Site over https and on this machine. Over plain http elsewhere, a page view accepts HTML. */
function isBrowser(c: Context): boolean {
  return c.req.header('sec-fetch-site') !== undefined || /\btext\/html\b/i.test(c.req.header('accept') ?? '');
}
