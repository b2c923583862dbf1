import type { Context } from 'hono';
import { decode } from '../http/body.ts';

const realm = 'realm="HEART Survey"';

/**
 * The token in an Authorization header: a bearer token, or the password of HTTP Basic (RFC 7617) beside any user name,
 * since Excel and Power BI can send nothing else. Undefined where the header carries neither in good form.
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
 * What a 401 offers. Basic is not offered to a browser, which would open its own dialog over the page; a program that
 * waits to be asked before it sends its password, as Excel does, gets to know that Basic is taken.
 */
export function challenge(c: Context, hasCredentials: boolean): string {
  const bearer = `Bearer ${realm}${hasCredentials ? ', error="invalid_token"' : ''}`;
  return isBrowser(c) ? bearer : `Basic ${realm}, charset="UTF-8", ${bearer}`;
}

/** Browsers name the site that asks by https and on this machine; by plain http elsewhere, a navigation asks for HTML. */
function isBrowser(c: Context): boolean {
  return c.req.header('sec-fetch-site') !== undefined || /\btext\/html\b/i.test(c.req.header('accept') ?? '');
}
