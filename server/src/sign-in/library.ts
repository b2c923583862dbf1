import { createHmac } from 'node:crypto';
import { betterAuth, type BetterAuthOptions } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { twoFactor } from 'better-auth/plugins/two-factor';
import * as schema from '../database/schema.ts';
import { hasLeft } from '../access/access.ts';
import {
  authPath,
  cookiePrefix,
  maxPasswordLength,
  maxSessionAge,
  minPasswordLength,
  type SignInOptions,
} from './auth.ts';
import { makeBackupCodes } from './backup-codes.ts';
import type { Passwords } from './passwords.ts';

// The sign-in library, which is big: only the first sign-in loads it.

export type Library = ReturnType<typeof createLibrary>;

/**
 * The sign-in library on our own tables. It stores no IP address and no browser name. Its own pages and JSON endpoints
 * are not used: the console calls it from its own forms.
 */
export function createLibrary({ passwords, ...options }: SignInOptions & { passwords: Passwords }) {
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
