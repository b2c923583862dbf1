import { setTimeout as wait } from 'node:timers/promises';
import { betterAuth } from 'better-auth';
import type { OAuthProvider } from 'better-auth/oauth2';
import { genericOAuth } from 'better-auth/plugins/generic-oauth';
import type { Logger } from '../log.ts';
import type { OidcSettings } from './provider-settings.ts';
import { audit } from '../audit/audit.ts';
import {
  discoverProvider,
  discoveryUrl,
  providerTimeout,
  type ProviderDocument,
  type ProviderProblem,
} from './discovery.ts';
import { findings } from './provider-findings.ts';
import { findPerson, providerId, claimForLog } from './provider-identity.ts';
import { claimsOf, exchangeCode, userInfo } from './provider-tokens.ts';
import { personById } from '../access/access.ts';
import type { SignInOptions } from './auth.ts';
import { libraryOptions } from './library.ts';

// The sign-in library, set up for the agency's provider. Only the first sign-in there loads it.

/** The provider's settings, and what signing in with it needs. */
export interface ProviderOptions extends SignInOptions, OidcSettings {
  log: Logger;
}

/** A provider that can be used. */
export interface Connection {
  document: ProviderDocument;
  library: Library;
  /** The library's client of the provider. */
  client: OAuthProvider;
}

/** The library for the configured provider, or why it cannot be used. */
export async function connectToProvider(options: ProviderOptions): Promise<Connection | ProviderProblem> {
  const discovered = await discoverProvider(options.issuer);
  if ('kind' in discovered) return discovered;
  const library = createLibrary(options, discovered.found);
  // The library fetches the description again by itself, without a timeout.
  const timeout = wait(providerTimeout, undefined, { ref: false });
  const context = await Promise.race([library.$context, timeout]).catch(() => undefined);
  const found = context?.socialProviders.find(({ id }) => id === providerId);
  if (found?.issuer === discovered.found.issuer) return { document: discovered.found, library, client: found };
  return { kind: 'unreachable', problem: 'The provider gave two different descriptions of itself.', received: {} };
}

type Library = ReturnType<typeof createLibrary>;

function createLibrary(options: ProviderOptions, document: ProviderDocument) {
  const { db, clock, clientId, clientSecret, name } = options;
  const shared = libraryOptions(options);
  const { create } = shared.databaseHooks.session;
  return betterAuth({
    ...shared,
    emailAndPassword: { enabled: false },
    onAPIError: { errorURL: '/console/sign-in' },
    // Only getUserInfo below decides who may sign in and what is stored.
    account: { updateAccountOnSignIn: false, accountLinking: { enabled: false } },
    databaseHooks: {
      session: {
        create: {
          before: async (session) => {
            const allowed = await create.before(session);
            return allowed && { data: { ...allowed.data, idToken: findings.getStore()?.idToken ?? null } };
          },
          after: async ({ userId }) => {
            const subject = (await personById(db, userId))!.email;
            await audit(db, { personId: userId, action: 'signed in', subject, detail: { with: name } }, clock());
          },
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
            discoveryUrl: discoveryUrl(options.issuer),
            requireIdTokenVerification: true,
            scopes: ['openid', 'email', 'profile'],
            disableSignUp: true,
            getToken: (data) => tokensFor(options, document, data),
            getUserInfo: (tokens) => personOf(options, document, tokens),
            // The library identifies the account by our person, whom getUserInfo has found.
            accountSubject: ({ profile }) => String(profile.id),
          },
        ],
      }),
    ],
  });
}

interface CodeData {
  code: string;
  redirectURI: string;
  codeVerifier?: string | undefined;
}

async function tokensFor(
  { clientId, clientSecret }: ProviderOptions,
  document: ProviderDocument,
  { code, redirectURI, codeVerifier }: CodeData,
) {
  const found = findings.getStore()!;
  const exchanged = await exchangeCode(document, {
    code,
    codeVerifier,
    redirectUri: redirectURI,
    clientId,
    clientSecret,
  });
  if ('kind' in exchanged) {
    const { kind, problem, received } = exchanged;
    Object.assign(found, { why: received['error'] === 'invalid_grant' ? 'denied' : kind });
    Object.assign(found.received, { problem }, received);
    throw new Error(problem);
  }
  const { accessToken, idToken } = exchanged;
  // Without one nothing is proved, but the library would continue.
  if (idToken === undefined) {
    Object.assign(found, { why: 'misconfigured', received: { id_token: 'absent' } });
    throw new Error('The provider sent no ID token.');
  }
  // If the token turns out to be invalid, the operator needs these to compare.
  const { iss, aud } = claimsOf(idToken) ?? {};
  Object.assign(found.received, { iss: claimForLog(iss), aud: claimForLog(aud) });
  return { accessToken, idToken };
}

/** The library calls this after it has verified the ID token's signature, issuer, audience, age and nonce. */
async function personOf(
  options: ProviderOptions,
  document: ProviderDocument,
  { idToken, accessToken }: { idToken?: string | undefined; accessToken?: string | undefined },
) {
  const found = findings.getStore()!;
  const claims = claimsOf(idToken ?? '');
  const subject = claims?.['sub'];
  if (claims === undefined || typeof subject !== 'string' || subject === '') return null;
  const { issuer } = document;
  const moreClaims = () => userInfo(document, accessToken ?? '');
  const person = await findPerson(options, { issuer, subject, claims, moreClaims });
  if ('why' in person) {
    Object.assign(found, person);
    return null;
  }
  found.idToken = idToken!;
  const { id, name, email } = person;
  return { id, sub: subject, name, email, emailVerified: false };
}
