import type { ProviderProblem } from './discovery.ts';
import { claimsOf, errorOf, type Claims } from './provider-tokens.ts';
import type { Connection, ProviderOptions } from './provider-connection.ts';
import { findings, type Findings, type Refused } from './provider-findings.ts';
import { providerId } from './provider-identity.ts';
import { addressToSignInAgain, claimsAfterSignIn, type Again, type AgainFailure } from './provider-again.ts';

// Signing in with the agency's OpenID Connect provider. It proves who a person is but never creates one: only people who
// were invited can sign in.

/** The result of a sign-in at the provider: where to go next, with which cookies, or why it was refused. */
type ProviderResult = { kind: 'signed in'; to: string; cookies: string[] } | { kind: 'refused'; why: Refused };

export interface Provider {
  name: string;
  /**
   * The address at the provider to sign in, and the cookies that the callback needs.
   * @param next the console page to return to.
   */
  start(next: string): Promise<{ to: string; cookies: string[] } | { why: ProviderProblem['kind'] }>;
  /** Handles the callback, to which the provider sends the browser back. */
  finish(request: Request): Promise<ProviderResult>;
  /** The address at the provider to sign in again, although the person is signed in there. */
  startAgain(again: Again): Promise<{ to: string } | AgainFailure>;
  /** The verified claims of the person who signed in again. @param code from the callback. */
  finishAgain(code: string, again: Omit<Again, 'state'>): Promise<{ issuer: string; claims: Claims } | AgainFailure>;
  /** The address at the provider to sign out; undefined if the provider does not offer one or cannot be reached. */
  signOutUrl(idToken: string): Promise<string | undefined>;
}

/** Where the provider sends the browser after signing out. */
export const signedOutPath = '/console/signed-out';

/** In characters. Web servers accept addresses of about 8,000 in all. */
const maxHintLength = 6000;

/**
 * Contacts the provider only when someone signs in with it, so the collector starts and works without it. A valid
 * description of the provider is kept.
 */
export function createProvider(options: ProviderOptions): Provider {
  const { issuer, clientId, emailClaim, trustEmail, name, baseUrl, log } = options;
  let known: Connection | undefined;
  const connect = async () => {
    const { connectToProvider } = await import('./provider-connection.ts');
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
      if (to !== null && error === null) return { kind: 'signed in', to, cookies: answer.headers.getSetCookie() };
      const { searchParams } = new URL(request.url);
      const received = { step: error?.slice(0, 60), ...errorOf(Object.fromEntries(searchParams)), ...found.received };
      return refuse({ why: found.why ?? refusals[error ?? ''] ?? 'denied', received });
    },
    async startAgain(again) {
      const connection = await connect();
      return 'why' in connection ? connection : addressToSignInAgain(connection, options, again);
    },
    async finishAgain(code, again) {
      const connection = await connect();
      return 'why' in connection ? connection : claimsAfterSignIn(connection, options, code, again);
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
