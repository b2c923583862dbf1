import * as v from 'valibot';
import { providerTimeout, unreachable, type ProviderDocument, type ProviderProblem } from './discovery.ts';

// What is fetched from the provider after somebody came back from it.

/** What a token or the user info endpoint says about somebody, by the names of OpenID Connect. */
export type Claims = Record<string, unknown>;

const tokens = v.object({ access_token: v.string(), id_token: v.optional(v.string()) });

interface Exchange {
  code: string;
  codeVerifier: string | undefined;
  redirectUri: string;
  clientId: string;
  clientSecret: string;
}

/** Exchanges the code that the browser brought for tokens, which the caller still has to verify. */
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
  const notice: unknown = await answer.json().catch(() => undefined);
  const read = v.safeParse(tokens, notice);
  if (answer.ok && read.success) return { accessToken: read.output.access_token, idToken: read.output.id_token };
  const { status } = answer;
  return {
    kind: status >= 500 ? 'unreachable' : 'misconfigured',
    problem: 'The provider gave no tokens: look at OIDC_CLIENT_ID, OIDC_CLIENT_SECRET and the redirect URI.',
    received: { status, ...errorOf(notice) },
  };
}

const refusal = v.object({ error: v.string(), error_description: v.optional(v.unknown()) });

/**
 * The codes of an error as a provider sends it. Its description is left out, since Entra ID and others name the person
 * in it; of that only Entra's own code is kept.
 */
export function errorOf(notice: unknown): { error?: string; code?: string } {
  const read = v.safeParse(refusal, notice);
  if (!read.success) return {};
  const code = /^AADSTS\d{4,9}/.exec(String(read.output.error_description))?.[0];
  const error = /^[\w.-]{1,60}$/.test(read.output.error) ? read.output.error : 'not a word';
  return { error, ...(code === undefined ? {} : { code }) };
}

/** What a token claims, unverified; undefined where it is none. */
export function claimsOf(token: string): Claims | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return v.parse(v.record(v.string(), v.unknown()), claims);
  } catch {
    return undefined;
  }
}

/** What the user info endpoint adds about the same person; nothing where there is none or it does not answer well. */
export async function userInfo({ userinfo_endpoint: url }: ProviderDocument, accessToken: string): Promise<Claims> {
  if (url === undefined) return {};
  const headers = { authorization: `Bearer ${accessToken}`, accept: 'application/json' };
  const answer = await fetch(url, { headers, signal: AbortSignal.timeout(providerTimeout) }).catch(() => undefined);
  const notice: unknown = await answer?.json().catch(() => undefined);
  const read = v.safeParse(v.record(v.string(), v.unknown()), notice);
  return answer?.ok && read.success ? read.output : {};
}
