import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { cookiePrefix } from './auth.ts';

// A browser in which someone has signed in before gets its own attempts (a "device cookie" in OWASP's words), so that
// guessing from many networks cannot lock out the account's owner. The cookie gives no access to anything.

export interface Devices {
  /** The key for counting this browser's attempts at the account; undefined if no one has signed in to it there. */
  of(c: Context, account: string): string | undefined;
  /** Marks the browser as one in which someone has signed in to the account. */
  remember(c: Context, account: string): void;
}

/** How long a browser is remembered after the last sign-in, in seconds. */
const lifetime = 180 * 24 * 60 * 60;

/** The cookie holds a random number and a keyed hash of it with the account, so it reveals nothing to others. */
export function createDevices({ secret, baseUrl }: { secret: string; baseUrl: string }): Devices {
  const name = `${cookiePrefix(baseUrl)}.device`;
  const sign = (account: string, device: string) =>
    createHmac('sha256', secret).update(`device ${device} ${account.toLowerCase()}`).digest();
  return {
    of(c, account) {
      const [, device, signature] = /^([\w-]{22})\.([\w-]{43})$/.exec(getCookie(c, name) ?? '') ?? [];
      if (device === undefined || signature === undefined) return undefined;
      return timingSafeEqual(Buffer.from(signature, 'base64url'), sign(account, device)) ? device : undefined;
    },
    remember(c, account) {
      const device = this.of(c, account) ?? randomBytes(16).toString('base64url');
      setCookie(c, name, `${device}.${sign(account, device).toString('base64url')}`, {
        path: '/',
        maxAge: lifetime,
        httpOnly: true,
        sameSite: 'Lax',
        secure: baseUrl.startsWith('https:'),
      });
    },
  };
}
