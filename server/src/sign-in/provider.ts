import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { betterAuth } from 'better-auth';
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
import { findPerson, providerId, claimForLog, type IdentityRefusal } from './provider-identity.ts';
import { claimsOf, errorOf, exchangeCode, userInfo } from './provider-tokens.ts';
import { personById } from '../access/access.ts';
import { libraryOptions, type SignInOptions } from './auth.ts';

// Signing in with the agency's OpenID Connect provider. It proves who a person is but never creates one: only people who
// were invited can sign in.

export interface ProviderOptions extends SignInOptions, OidcSettings {
  log: Logger;
}

/** Why a person could not sign in. */
type Refused = IdentityRefusal | 'unreachable' | 'misconfigured' | 'stale' | 'denied';

/** The result of a sign-in at the provider: where to go next, with which cookies, or why it was refused. */
type ProviderResult = { kind: 'in'; to: string; cookies: string[] } | { kind: 'refused'; why: Refused };

export interface Provider {
  name: string;
  /**
   * The address at the provider to sign in, and the cookies that the callback needs.
   * @param next the console page to return to.
   */
  start(next: string): Promise<{ to: string; cookies: string[] } | { why: ProviderProblem['kind'] }>;
  /** Handles the callback, to which the provider sends the browser back. */
  finish(request: Request): Promise<ProviderResult>;
  /** The address at the provider to sign out; undefined if the provider does not offer one or cannot be reached. */
  signOutUrl(idToken: string): Promise<string | undefined>;
}

/** Where the provider sends the browser after signing out. */
export const signedOutPath = '/console/signed-out';

/** In characters. Web servers accept addresses of about 8,000 in all. */
const maxHintLength = 6000;

/** What one sign-in found out, for its log line and its session. */
interface Findings {
  why?: Refused;
  received: Record<string, unknown>;
  idToken?: string;
}

const findings = new AsyncLocalStorage<Findings>();

/**
 * Contacts the provider only when someone signs in with it, so the collector starts and works without it. A valid
 * description of the provider is kept.
 */
export function createProvider(options: ProviderOptions): Provider {
  const { issuer, clientId, emailClaim, trustEmail, name, baseUrl, log } = options;
  let known: Connection | undefined;
  const connect = async () => {
    const connection = known ?? (await connectToProvider(options));
    if (!('kind' in connection)) return (known = connection);
    const { kind, problem, received } = connection;
    log.error({ problem, configured: { issuer }, received }, 'identity provider not usable');
    return { why: kind };
  };
  const refuse = ({ why = 'denied', received }: Findings): ProviderResult => {
    log.info({ why, configured: { issuer, clientId, emailClaim, trustEmail }, received }, 'sign-in refused');
    return { kind: 'refused', why };
  };
  return {
    name,
    async start(next) {
      const connection = await connect();
      if ('why' in connection) return connection;
      const answer = await connection.library.api.signInSocial({
        body: { provider: providerId, callbackURL: next, disableRedirect: true },
        asResponse: true,
      });
      if (!answer.ok) throw new Error('The sign-in library could not start a sign-in.');
      const { url } = (await answer.json()) as { url: string };
      return { to: url, cookies: answer.headers.getSetCookie() };
    },
    async finish(request) {
      const connection = await connect();
      if ('why' in connection) return { kind: 'refused', ...connection };
      const found: Findings = { received: {} };
      const answer = await findings.run(found, () => connection.library.handler(request));
      const to = answer.headers.get('location');
      const error = to === null ? 'none' : new URL(to, baseUrl).searchParams.get('error');
      if (to !== null && error === null) return { kind: 'in', to, cookies: answer.headers.getSetCookie() };
      const { searchParams } = new URL(request.url);
      const received = { step: error?.slice(0, 60), ...errorOf(Object.fromEntries(searchParams)), ...found.received };
      return refuse({ why: found.why ?? refusals[error ?? ''] ?? 'denied', received });
    },
    async signOutUrl(idToken) {
      const connection = await connect();
      if ('why' in connection || connection.document.end_session_endpoint === undefined) return undefined;
      const url = new URL(connection.document.end_session_endpoint);
      // The token may be from a previous provider, and this one must not see it.
      const isOwn = claimsOf(idToken)?.['iss'] === connection.document.issuer;
      if (isOwn && idToken.length <= maxHintLength) url.searchParams.set('id_token_hint', idToken);
      url.searchParams.set('client_id', clientId);
      url.searchParams.set('post_logout_redirect_uri', baseUrl + signedOutPath);
      return url.href;
    },
  };
}

/** By the library's error codes. All others are `denied`. */
const refusals: Record<string, Refused> = {
  unable_to_create_session: 'unknown',
  state_not_found: 'stale',
  state_mismatch: 'stale',
  state_security_mismatch: 'stale',
};

interface Connection {
  document: ProviderDocument;
  library: Library;
}

/** The library for the configured provider, or why it cannot be used. */
async function connectToProvider(options: ProviderOptions): Promise<Connection | ProviderProblem> {
  const discovered = await discoverProvider(options.issuer);
  if ('kind' in discovered) return discovered;
  const library = createLibrary(options, discovered.found);
  // The library fetches the description again by itself, without a timeout.
  const timeout = wait(providerTimeout, undefined, { ref: false });
  const context = await Promise.race([library.$context, timeout]).catch(() => undefined);
  const found = context?.socialProviders.find(({ id }) => id === providerId);
  if (found?.issuer === discovered.found.issuer) return { document: discovered.found, library };
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
