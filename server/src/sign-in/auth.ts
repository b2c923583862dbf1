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
  /** Where people reach the installation, without a slash at the end. */
  baseUrl: string;
  /** The installation's key for keyed hashes. */
  secret: string;
}

/** Where the library's own addresses would lie. Only the way back from a provider is open (see the routes). */
export const authPath = '/console/auth';

/** What the names of the console's cookies begin with. By https no neighbour on the same domain can set one of them. */
export const cookiePrefix = (baseUrl: string) => (baseUrl.startsWith('https:') ? '__Host-heart' : 'heart');

/** The name of the cookie of somebody who is signed in; the part behind the point is the library's. */
export const sessionCookie = (baseUrl: string) => `${cookiePrefix(baseUrl)}.session_token`;

/** A session ends so long after it began, whatever happens meanwhile, in milliseconds. */
export const longestSession = 12 * 60 * 60 * 1000;
/** A session ends when nothing was asked for so long, in milliseconds. */
export const longestPause = 2 * 60 * 60 * 1000;
/** The fewest characters of a password (NIST SP 800-63B-4, §3.1.1.2, for a password that is the only factor). */
export const shortestPassword = 15;
/** The most characters of a password. */
export const longestPassword = 256;

export type SignIn = ReturnType<typeof createSignIn>;

/**
 * The sign-in library over our own tables. What it stores besides is nothing of who asked from where: no address, no
 * browser's name. Its pages and its JSON doors are not ours: the console calls it from its own forms.
 */
export function createSignIn({ passwords, ...options }: SignInOptions & { passwords: Passwords }) {
  const shared = libraryOptions(options);
  return betterAuth({
    ...shared,
    emailAndPassword: { ...shared.emailAndPassword, password: passwords },
    plugins: [twoFactor({ issuer: 'HEART Survey', backupCodeOptions: { customBackupCodesGenerate: makeBackupCodes } })],
  });
}

/** What holds however somebody signs in. */
export function libraryOptions({ db, clock, baseUrl, secret }: SignInOptions) {
  const { person, session, account, verification, twoFactor: secondFactor } = schema;
  return {
    appName: 'HEART Survey',
    baseURL: baseUrl,
    basePath: authPath,
    secret: createHmac('sha256', secret).update('sessions').digest('base64url'),
    database: drizzleAdapter(db, {
      provider: 'sqlite',
      schema: { user: person, session, account, verification, twoFactor: secondFactor },
    }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: shortestPassword,
      maxPasswordLength: longestPassword,
      revokeSessionsOnPasswordReset: true,
    },
    session: {
      // By the machine's clock. The limits that count are ours, by the collector's clock, and shorter.
      expiresIn: (2 * longestSession) / 1000,
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
          before: async (made) => {
            if (await hasLeft(db, made.userId)) return false;
            const now = clock();
            return { data: { ...made, ipAddress: null, userAgent: null, startedAt: now, seenAt: now } };
          },
        },
      },
    },
    advanced: {
      // The library's own `__Secure-` would stand before it.
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

/** Ends the session of that request's cookie, if it has one; the answer takes the cookie away. */
export function signOut(signIn: SignIn, headers: Headers): Promise<Response> {
  return signIn.api.signOut({ headers, asResponse: true });
}

/**
 * Puts a new password in place of the current one and ends every session but that of the request, which is replaced.
 * @returns the answer's cookies, or undefined where the current password is another.
 */
export async function changePassword(signIn: SignIn, headers: Headers, current: string, next: string) {
  const answer = await signIn.api.changePassword({
    body: { currentPassword: current, newPassword: next, revokeOtherSessions: true },
    headers,
    asResponse: true,
  });
  return answer.ok ? answer.headers.getSetCookie() : undefined;
}
