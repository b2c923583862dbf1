import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { cookiePrefix } from './auth.ts';

// A browser in which somebody signed in before gets tries of its own (OWASP calls it a device cookie), so that whoever
// tries passwords at an account from many networks cannot keep its owner out. The cookie opens nothing.

export interface Devices {
  /** What tries by that browser at the account are counted by; undefined where nobody signed in to it there. */
  of(c: Context, account: string): string | undefined;
  /** Marks the browser as one in which somebody signed in to the account. */
  remember(c: Context, account: string): void;
}

/** How long a browser is remembered since the last sign-in, in seconds. */
const lifetime = 180 * 24 * 60 * 60;

/** The cookie says nothing to anybody else: a random number, and a keyed hash of it with the account. */
export function createDevices({ secret, baseUrl }: { secret: string; baseUrl: string }): Devices {
  const name = `${cookiePrefix(baseUrl)}.device`;
  const seal = (account: string, device: string) =>
    createHmac('sha256', secret).update(`device ${device} ${account.toLowerCase()}`).digest();
  return {
    of(c, account) {
      const [, device, given] = /^([\w-]{22})\.([\w-]{43})$/.exec(getCookie(c, name) ?? '') ?? [];
      if (device === undefined || given === undefined) return undefined;
      return timingSafeEqual(Buffer.from(given, 'base64url'), seal(account, device)) ? device : undefined;
    },
    remember(c, account) {
      const device = this.of(c, account) ?? randomBytes(16).toString('base64url');
      setCookie(c, name, `${device}.${seal(account, device).toString('base64url')}`, {
        ...{ path: '/', maxAge: lifetime, httpOnly: true, sameSite: 'Lax' },
        secure: baseUrl.startsWith('https:'),
      });
    },
  };
}
