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
import { personBehind, providerId, shownClaim, type NotLetIn } from './provider-identity.ts';
import { claimsOf, errorOf, exchangeCode, userInfo } from './provider-tokens.ts';
import { personById } from '../access/access.ts';
import { libraryOptions, type SignInOptions } from './auth.ts';

// Signing in with an OpenID Connect provider of the agency. It proves who somebody is, and never makes anybody: who is
// not in the directory of people stays outside.

export interface ProviderOptions extends SignInOptions, OidcSettings {
  log: Logger;
}

/** Why somebody was not let in. */
type Refused = NotLetIn | 'unreachable' | 'misconfigured' | 'stale' | 'denied';

/** What came of a sign-in at the provider: where to go with which cookies, or why not. */
type CameBack = { kind: 'in'; to: string; cookies: string[] } | { kind: 'refused'; why: Refused };

export interface Provider {
  name: string;
  /**
   * Where the browser goes to sign in, and the cookies that it has to bring back.
   * @param next the page of the console to come back to.
   */
  start(next: string): Promise<{ to: string; cookies: string[] } | { why: ProviderProblem['kind'] }>;
  /** Takes the browser that comes back from there. */
  finish(request: Request): Promise<CameBack>;
  /** Where the browser goes to sign out there too; undefined where the provider does not offer it or is not there. */
  signOutUrl(idToken: string): Promise<string | undefined>;
}

/** Where a provider sends the browser after signing out there. */
export const signedOutPath = '/console/signed-out';

/** The most characters of an ID token in an address: web servers take some 8,000 in all. */
const maxHint = 6000;

/** What was learned during one sign-in, for its log line and its session. */
interface Findings {
  why?: Refused;
  received: Record<string, unknown>;
  idToken?: string;
}

const findings = new AsyncLocalStorage<Findings>();

/**
 * Asks the provider nothing before somebody wants to sign in with it: the collector starts and works without it. What it
 * says of itself is kept once it was good.
 */
export function createProvider(options: ProviderOptions): Provider {
  const { issuer, clientId, emailClaim, trustEmail, name, baseUrl, log } = options;
  let known: Reached | undefined;
  const reach = async () => {
    const reached = known ?? (await reachProvider(options));
    if (!('kind' in reached)) return (known = reached);
    const { kind, problem, received } = reached;
    log.error({ problem, configured: { issuer }, received }, 'identity provider not usable');
    return { why: kind };
  };
  const refuse = ({ why = 'denied', received }: Findings): CameBack => {
    log.info({ why, configured: { issuer, clientId, emailClaim, trustEmail }, received }, 'sign-in refused');
    return { kind: 'refused', why };
  };
  return {
    name,
    async start(next) {
      const reached = await reach();
      if ('why' in reached) return reached;
      const answer = await reached.library.api.signInSocial({
        body: { provider: providerId, callbackURL: next, disableRedirect: true },
        asResponse: true,
      });
      if (!answer.ok) throw new Error('The sign-in library could not begin a sign-in.');
      const { url } = (await answer.json()) as { url: string };
      return { to: url, cookies: answer.headers.getSetCookie() };
    },
    async finish(request) {
      const reached = await reach();
      if ('why' in reached) return { kind: 'refused', ...reached };
      const found: Findings = { received: {} };
      const answer = await findings.run(found, () => reached.library.handler(request));
      const to = answer.headers.get('location');
      const error = to === null ? 'none' : new URL(to, baseUrl).searchParams.get('error');
      if (to !== null && error === null) return { kind: 'in', to, cookies: answer.headers.getSetCookie() };
      const { searchParams } = new URL(request.url);
      const received = { step: error?.slice(0, 60), ...errorOf(Object.fromEntries(searchParams)), ...found.received };
      return refuse({ why: found.why ?? refusals[error ?? ''] ?? 'denied', received });
    },
    async signOutUrl(idToken) {
      const reached = await reach();
      if ('why' in reached || reached.document.end_session_endpoint === undefined) return undefined;
      const url = new URL(reached.document.end_session_endpoint);
      // Of another issuer, such as the provider before this one, the token is nothing that this one should see.
      const isOwn = claimsOf(idToken)?.['iss'] === reached.document.issuer;
      if (isOwn && idToken.length <= maxHint) url.searchParams.set('id_token_hint', idToken);
      url.searchParams.set('client_id', clientId);
      url.searchParams.set('post_logout_redirect_uri', baseUrl + signedOutPath);
      return url.href;
    },
  };
}

/** By the library's words for it; whatever else went wrong is `denied`. */
const refusals: Record<string, Refused> = {
  unable_to_create_session: 'unknown',
  state_not_found: 'stale',
  state_mismatch: 'stale',
  state_security_mismatch: 'stale',
};

interface Reached {
  document: ProviderDocument;
  library: Library;
}

/** The library for a provider that answered in time and is the one that was named, or what is wrong. */
async function reachProvider(options: ProviderOptions): Promise<Reached | ProviderProblem> {
  const discovered = await discoverProvider(options.issuer);
  if ('kind' in discovered) return discovered;
  const library = createLibrary(options, discovered.found);
  // It asks for the description once more, by itself and without a limit.
  const late = wait(providerTimeout, undefined, { ref: false });
  const context = await Promise.race([library.$context, late]).catch(() => undefined);
  const found = context?.socialProviders.find(({ id }) => id === providerId);
  if (found?.issuer === discovered.found.issuer) return { document: discovered.found, library };
  return { kind: 'unreachable', problem: 'The provider did not answer twice alike.', received: {} };
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
    // Who is let in, and what is kept of it, is decided in getUserInfo below and nowhere else.
    account: { updateAccountOnSignIn: false, accountLinking: { enabled: false } },
    databaseHooks: {
      session: {
        create: {
          before: async (made) => {
            const begun = await create.before(made);
            return begun && { data: { ...begun.data, idToken: findings.getStore()?.idToken ?? null } };
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
            // The library's key for the account is the person: which identity that is was decided before.
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
  // Without one, nothing was proved, and the library would go on.
  if (idToken === undefined) {
    Object.assign(found, { why: 'misconfigured', received: { id_token: 'absent' } });
    throw new Error('The provider gave no ID token.');
  }
  // Should it not be good, this is what an operator has to compare.
  const { iss, aud } = claimsOf(idToken) ?? {};
  Object.assign(found.received, { iss: shownClaim(iss), aud: shownClaim(aud) });
  return { accessToken, idToken };
}

/** Called by the library once the ID token is verified: by its signature, issuer, audience, age and nonce. */
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
  const more = () => userInfo(document, accessToken ?? '');
  const person = await personBehind(options, { issuer, subject, claims, more });
  if ('why' in person) {
    Object.assign(found, person);
    return null;
  }
  found.idToken = idToken!;
  const { id, name, email } = person;
  return { id, sub: subject, name, email, emailVerified: false };
}
