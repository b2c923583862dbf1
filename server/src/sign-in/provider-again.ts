import { authPath } from './auth.ts';
import type { Connection, ProviderOptions } from './provider-connection.ts';
import { claimForLog, providerId } from './provider-identity.ts';
import { claimsOf, exchangeCode, type Claims } from './provider-tokens.ts';

// Signing in again at the provider, to prove who is there. It starts no session here.

/** What binds a sign-in at the provider to the request that started it. */
export interface Again {
  state: string;
  nonce: string;
  /** For PKCE (RFC 7636). */
  codeVerifier: string;
}

/** Why there was no new sign-in. */
export interface AgainFailure {
  why: 'denied' | 'unreachable' | 'misconfigured';
}

/** Many providers send `auth_time` only if it is asked for (OpenID Connect Core 1.0, §5.5). */
const claimsAsked = JSON.stringify({ id_token: { auth_time: { essential: true }, acr: null, amr: null } });

const redirectUri = (baseUrl: string) => `${baseUrl}${authPath}/callback/${providerId}`;

/** The provider's address to sign in again. */
export async function addressToSignInAgain(
  { client }: Connection,
  { baseUrl }: ProviderOptions,
  { state, nonce, codeVerifier }: Again,
): Promise<{ to: string }> {
  const url = await client.createAuthorizationURL({
    state,
    codeVerifier,
    redirectURI: redirectUri(baseUrl),
    idTokenNonce: nonce,
  });
  url.searchParams.set('prompt', 'login');
  url.searchParams.set('max_age', '0');
  url.searchParams.set('claims', claimsAsked);
  return { to: url.href };
}

/** Exchanges the code, and verifies the ID token's signature, issuer, audience, age and nonce. */
export async function claimsAfterSignIn(
  { client, document }: Connection,
  { baseUrl, clientId, clientSecret, log }: ProviderOptions,
  code: string,
  { nonce, codeVerifier }: Omit<Again, 'state'>,
): Promise<{ issuer: string; claims: Claims } | AgainFailure> {
  const credentials = { clientId, clientSecret };
  const exchanged = await exchangeCode(document, {
    ...credentials,
    code,
    codeVerifier,
    redirectUri: redirectUri(baseUrl),
  });
  if ('kind' in exchanged) {
    const { kind, problem, received } = exchanged;
    const why = received['error'] === 'invalid_grant' ? 'denied' : kind;
    log.info({ why, problem, received }, 'step-up refused');
    return { why };
  }
  const { idToken = '' } = exchanged;
  const claims = claimsOf(idToken);
  const { verifyProviderIdToken } = await import('better-auth/oauth2');
  if (claims !== undefined && (await verifyProviderIdToken(client, idToken, nonce))) {
    return { issuer: document.issuer, claims };
  }
  const received = { iss: claimForLog(claims?.['iss']), aud: claimForLog(claims?.['aud']) };
  log.info({ why: 'denied', problem: 'The ID token is missing or not valid.', received }, 'step-up refused');
  return { why: 'denied' };
}
