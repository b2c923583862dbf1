import { setTimeout as wait } from 'node:timers/promises';
import { betterAuth } from 'better-auth';
import { genericOAuth } from 'better-auth/plugins/generic-oauth';
import { audit } from './audit.ts';
import { personById } from './queries.ts';
import { libraryOptions, type SignInOptions } from './sign-in.ts';

// Signing in with an OpenID Connect provider of the agency. It proves who somebody is, and never makes anybody: who is
// not in the directory of people stays outside.

export interface ProviderOptions extends SignInOptions {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** What people call it. */
  name: string;
}

/** Why somebody was not let in. */
type Refused = 'unreachable' | 'unverified' | 'unknown' | 'stale' | 'denied';

/** What came of the way back: where to go with which cookies, or why not. */
type CameBack = { kind: 'in'; to: string; cookies: string[] } | { kind: 'refused'; why: Refused };

export interface Provider {
  name: string;
  /**
   * Where the browser goes to sign in, and the cookies that it has to bring back; undefined where the provider cannot be
   * reached.
   * @param next the page of the console to come back to.
   */
  start(next: string): Promise<{ to: string; cookies: string[] } | undefined>;
  /** Takes the browser that comes back from there. */
  finish(request: Request): Promise<CameBack>;
}

/** The last part of the address that the provider sends people back to. */
export const providerId = 'oidc';

/** How long a provider may take to say what it is, in milliseconds. */
const patience = 5000;

/**
 * Asks the provider nothing before somebody wants to sign in with it: the collector starts and works without it. What it
 * says of itself is kept once it was good.
 */
export function createProvider(options: ProviderOptions): Provider {
  let known: Library | undefined;
  const reach = async () => {
    if (known) return known;
    const library = createLibrary(options);
    if (await isKnown(library, options.issuer)) known = library;
    return known;
  };
  return {
    name: options.name,
    async start(next) {
      const library = await reach();
      const answer = await library?.api.signInSocial({
        body: { provider: providerId, callbackURL: next, disableRedirect: true },
        asResponse: true,
      });
      if (!answer?.ok) return undefined;
      const { url } = (await answer.json()) as { url: string };
      return { to: url, cookies: answer.headers.getSetCookie() };
    },
    async finish(request) {
      const library = await reach();
      if (!library) return { kind: 'refused', why: 'unreachable' };
      const answer = await library.handler(request);
      const to = answer.headers.get('location');
      const error = to === null ? 'none' : new URL(to, options.baseUrl).searchParams.get('error');
      if (to === null || error !== null) return { kind: 'refused', why: refusals[error ?? ''] ?? 'denied' };
      return { kind: 'in', to, cookies: answer.headers.getSetCookie() };
    },
  };
}

/** By the library's words for it; whatever else went wrong is `denied`. */
const refusals: Record<string, Refused> = {
  email_not_verified: 'unverified',
  account_not_linked: 'unverified',
  email_not_found: 'unverified',
  signup_disabled: 'unknown',
  unable_to_create_session: 'unknown',
  state_not_found: 'stale',
  state_mismatch: 'stale',
  state_security_mismatch: 'stale',
};

type Library = ReturnType<typeof createLibrary>;

function createLibrary(options: ProviderOptions) {
  const { db, clock, issuer, clientId, clientSecret, name } = options;
  const shared = libraryOptions(options);
  return betterAuth({
    ...shared,
    emailAndPassword: { enabled: false },
    onAPIError: { errorURL: '/console/sign-in' },
    user: {
      // Asked at every sign-in, not at the first alone.
      validateUserInfo: ({ user }) => (user.emailVerified === true ? undefined : { error: 'email_not_verified' }),
    },
    account: {
      updateAccountOnSignIn: false,
      // Only an administrator puts people into the directory, so an address in it is nobody's own claim.
      accountLinking: { enabled: true, requireLocalEmailVerified: false },
    },
    databaseHooks: {
      session: {
        create: {
          ...shared.databaseHooks.session.create,
          after: async ({ userId }) => {
            const subject = (await personById(db, userId))!.email;
            await audit(db, { personId: userId, action: 'signed in', subject, detail: { with: name } }, clock());
          },
        },
      },
      account: {
        create: {
          // The provider's tokens open doors elsewhere, and none of them is needed again.
          before: async (made) => ({ data: { ...made, accessToken: null, refreshToken: null, idToken: null } }),
        },
      },
    },
    plugins: [
      genericOAuth({
        config: [
          {
            providerId,
            name,
            clientId,
            clientSecret,
            discoveryUrl: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
            requireIdTokenVerification: true,
            scopes: ['openid', 'email', 'profile'],
            disableSignUp: true,
            accountSubject: ({ tokens, profile }) => {
              if (!tokens.idToken) throw new Error('The provider gave no ID token.');
              return profile.sub ?? '';
            },
          },
        ],
      }),
    ],
  });
}

/** Whether the provider answered in time and is the one that was named. */
async function isKnown(library: Library, issuer: string): Promise<boolean> {
  const late = wait(patience, undefined, { ref: false });
  const context = await Promise.race([library.$context, late]).catch(() => undefined);
  const found = context?.socialProviders.find(({ id }) => id === providerId);
  const plain = (url: string | undefined) => url?.replace(/\/$/, '');
  return found !== undefined && plain(found.issuer) === plain(issuer);
}
