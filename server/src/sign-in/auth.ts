import { createHmac } from 'node:crypto';
import { betterAuth, type BetterAuthOptions } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { twoFactor } from 'better-auth/plugins/two-factor';
import type { Database } from '../database/database.ts';
import * as schema from '../database/schema.ts';
import type { Passwords } from './passwords.ts';
import { hasLeft } from '../access/access.ts';
import { makeBackupCodes } from './backup-codes.ts';

export interface SignInOptions {
  db: Database;
  /** Milliseconds since the epoch. */
  clock: () => number;
  /** The public address of the installation, without a trailing slash. */
  baseUrl: string;
  /** The installation's key for keyed hashes. */
  secret: string;
}

/** The library's own paths. Only the provider's callback is reachable (see the routes). */
export const authPath = '/console/auth';

/** The prefix of the console's cookies. With https, other sites on the same domain cannot set them. */
export const cookiePrefix = (baseUrl: string) => (baseUrl.startsWith('https:') ? '__Host-heart' : 'heart');

/** The name of the session cookie. The library decides the part after the dot. */
export const sessionCookie = (baseUrl: string) => `${cookiePrefix(baseUrl)}.session_token`;

/** A session ends this long after sign-in, however active it is, in milliseconds. */
export const maxSessionAge = 12 * 60 * 60 * 1000;
/** A session ends after this long without a request, in milliseconds. */
export const maxIdleTime = 2 * 60 * 60 * 1000;
/** In characters (NIST SP 800-63B-4, §3.1.1.2, for a password that is the only factor). */
export const minPasswordLength = 15;
/** In UTF-16 units. */
export const maxPasswordLength = 256;

export type SignIn = ReturnType<typeof createSignIn>;

/**
 * The sign-in library on our own tables. It stores no IP address and no browser name. Its own pages and JSON endpoints
 * are not used: the console calls it from its own forms.
 */
export function createSignIn({ passwords, ...options }: SignInOptions & { passwords: Passwords }) {
  const shared = libraryOptions(options);
  return betterAuth({
    ...shared,
    emailAndPassword: { ...shared.emailAndPassword, password: passwords },
    plugins: [twoFactor({ issuer: 'HEART Survey', backupCodeOptions: { customBackupCodesGenerate: makeBackupCodes } })],
  });
}

/** The options for every way to sign in. */
export function libraryOptions({ db, clock, baseUrl, secret }: SignInOptions) {
  return {
    appName: 'HEART Survey',
    baseURL: baseUrl,
    basePath: authPath,
    secret: createHmac('sha256', secret).update('sessions').digest('base64url'),
    database: drizzleAdapter(db, {
      provider: 'sqlite',
      schema: {
        user: schema.person,
        session: schema.session,
        account: schema.account,
        verification: schema.verification,
        twoFactor: schema.twoFactor,
      },
    }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength,
      maxPasswordLength,
      revokeSessionsOnPasswordReset: true,
    },
    session: {
      // By the machine's clock. Our own limits are shorter and use the collector's clock.
      expiresIn: (2 * maxSessionAge) / 1000,
      disableSessionRefresh: true,
      additionalFields: {
        startedAt: { type: 'number', required: true, input: false },
        seenAt: { type: 'number', required: true, input: false },
        idToken: { type: 'string', required: false, input: false, returned: false },
      },
    },
    databaseHooks: {
      session: {
        create: {
          before: async (session) => {
            if (await hasLeft(db, session.userId)) return false;
            const now = clock();
            return { data: { ...session, ipAddress: null, userAgent: null, startedAt: now, seenAt: now } };
          },
        },
      },
    },
    advanced: {
      // Otherwise the library puts its own `__Secure-` in front.
      useSecureCookies: false,
      cookiePrefix: cookiePrefix(baseUrl),
      ipAddress: { disableIpTracking: true },
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/', secure: baseUrl.startsWith('https:') },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
  } satisfies BetterAuthOptions;
}

/** Ends the session in the request's cookie, if there is one. The answer deletes the cookie. */
export function signOut(signIn: SignIn, headers: Headers): Promise<Response> {
  return signIn.api.signOut({ headers, asResponse: true });
}

/**
 * Changes the password, replaces the request's session, and ends all others.
 * @returns the new cookies, or undefined if the current password is wrong.
 */
export async function changePassword(signIn: SignIn, headers: Headers, current: string, next: string) {
  const answer = await signIn.api.changePassword({
    body: { currentPassword: current, newPassword: next, revokeOtherSessions: true },
    headers,
    asResponse: true,
  });
  return answer.ok ? answer.headers.getSetCookie() : undefined;
}
