import * as v from 'valibot';
import { providerTimeout, unreachable, type ProviderDocument, type ProviderProblem } from './discovery.ts';

// Requests to the provider after it has sent the browser back.

/** What a token or the user info endpoint says about a person, with the names of OpenID Connect. */
export type Claims = Record<string, unknown>;

const tokens = v.object({ access_token: v.string(), id_token: v.optional(v.string()) });

interface Exchange {
  code: string;
  codeVerifier: string | undefined;
  redirectUri: string;
  clientId: string;
  clientSecret: string;
}

/** Exchanges the code in the callback for tokens. The caller must verify them. */
export async function exchangeCode(
  { token_endpoint: url }: ProviderDocument,
  { code, codeVerifier, redirectUri, clientId, clientSecret }: Exchange,
): Promise<{ accessToken: string; idToken: string | undefined } | ProviderProblem> {
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    client_id: clientId,
    client_secret: clientSecret,
    ...(codeVerifier === undefined ? {} : { code_verifier: codeVerifier }),
  });
  const headers = { accept: 'application/json' };
  const init = {
    method: 'POST',
    body,
    headers,
    redirect: 'manual',
    signal: AbortSignal.timeout(providerTimeout),
  } as const;
  const answer = await fetch(url, init).catch(unreachable);
  if ('kind' in answer) return answer;
  const content: unknown = await answer.json().catch(() => undefined);
  const read = v.safeParse(tokens, content);
  if (answer.ok && read.success) return { accessToken: read.output.access_token, idToken: read.output.id_token };
  const { status } = answer;
  return {
    kind: status >= 500 ? 'unreachable' : 'misconfigured',
    problem: 'The provider sent no tokens. Check OIDC_CLIENT_ID, OIDC_CLIENT_SECRET and the redirect URI.',
    received: { status, ...errorOf(content) },
  };
}

const refusal = v.object({ error: v.string(), error_description: v.optional(v.unknown()) });

/**
 * The codes in a provider's error message. Its description is left out, because Entra ID and others name the person in
 * it. Only Entra's own code is kept from it.
 */
export function errorOf(body: unknown): { error?: string; code?: string } {
  const read = v.safeParse(refusal, body);
  if (!read.success) return {};
  const code = /^AADSTS\d{4,9}/.exec(String(read.output.error_description))?.[0];
  const error = /^[\w.-]{1,60}$/.test(read.output.error) ? read.output.error : 'invalid';
  return { error, ...(code === undefined ? {} : { code }) };
}

/** The unverified claims of a token; undefined if it cannot be read. */
export function claimsOf(token: string): Claims | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return v.parse(v.record(v.string(), v.unknown()), claims);
  } catch {
    return undefined;
  }
}

/** The claims from the user info endpoint; none if there is no endpoint or it fails. */
export async function userInfo({ userinfo_endpoint: url }: ProviderDocument, accessToken: string): Promise<Claims> {
  if (url === undefined) return {};
  const headers = { authorization: `Bearer ${accessToken}`, accept: 'application/json' };
  const answer = await fetch(url, { headers, signal: AbortSignal.timeout(providerTimeout) }).catch(() => undefined);
  const body: unknown = await answer?.json().catch(() => undefined);
  const read = v.safeParse(v.record(v.string(), v.unknown()), body);
  return answer?.ok && read.success ? read.output : {};
}
