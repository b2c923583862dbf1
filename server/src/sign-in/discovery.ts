import * as v from 'valibot';

// Reads an OpenID Connect provider's description of itself (OpenID Connect Discovery 1.0), and explains what is wrong if
// that fails.

const webAddress = v.pipe(v.string(), v.regex(/^https?:\/\/./i));

const providerDocument = v.object({
  issuer: v.string(),
  authorization_endpoint: webAddress,
  token_endpoint: webAddress,
  jwks_uri: webAddress,
  // Some providers send null or an empty string for endpoints that they do not have.
  userinfo_endpoint: v.fallback(v.optional(webAddress), undefined),
  end_session_endpoint: v.fallback(v.optional(webAddress), undefined),
});

/** The parts of the provider's description that signing in and out needs. */
export type ProviderDocument = v.InferOutput<typeof providerDocument>;

/** Why a provider cannot be used. Trying again later helps only if it is `unreachable`. */
export interface ProviderProblem {
  kind: 'unreachable' | 'misconfigured';
  /** A sentence for the operator. */
  problem: string;
  /** What was received instead of the provider's description. */
  received: Record<string, unknown>;
}

/** How long a provider may take to answer, in milliseconds. */
export const providerTimeout = 5000;

const wellKnown = '/.well-known/openid-configuration';

/** The address of the issuer's description. */
export const discoveryUrl = (issuer: string): string => withoutSlash(issuer) + wellKnown;

/** Fetches the provider's description and checks that it names the configured issuer. */
export async function discoverProvider(issuer: string): Promise<{ found: ProviderDocument } | ProviderProblem> {
  const url = discoveryUrl(issuer);
  const answer = await fetch(url, { signal: AbortSignal.timeout(providerTimeout) }).catch(unreachable);
  if ('kind' in answer) return { ...answer, received: { url, ...answer.received } };
  const { status } = answer;
  if (!answer.ok) {
    await answer.body?.cancel();
    const isServerError = status >= 500;
    const problem = isServerError ? 'The provider answered with an error.' : noDocument;
    return { kind: isServerError ? 'unreachable' : 'misconfigured', problem, received: { url, status } };
  }
  const body: unknown = await answer.json().catch(() => undefined);
  const read = v.safeParse(providerDocument, body);
  if (!read.success) {
    const missing = read.issues.map((issue) => v.getDotPath(issue)).filter((path) => path !== null);
    const problem = body === undefined ? noDocument : 'The provider’s description is incomplete.';
    return { kind: 'misconfigured', problem, received: { url, status, ...(body === undefined ? {} : { missing }) } };
  }
  const named = read.output.issuer;
  if (withoutSlash(named) === withoutSlash(issuer)) return { found: read.output };
  return {
    kind: 'misconfigured',
    problem: 'The provider uses a different issuer name. If it is the right provider, set OIDC_ISSUER to that name.',
    received: { url, issuer: named.slice(0, maxLogged) },
  };
}

const noDocument = 'There is no OpenID Connect provider at this address. Check OIDC_ISSUER.';

/** In characters. */
const maxLogged = 200;

/** Explains why a request to the provider failed. */
export function unreachable(error: unknown): ProviderProblem {
  const { name, cause } = error as Error & { cause?: { code?: unknown } };
  const code = typeof cause?.code === 'string' ? cause.code : name;
  return { kind: 'unreachable', problem: reasons.find(([codes]) => codes.test(code))![1], received: { code } };
}

const reasons: [codes: RegExp, problem: string][] = [
  [/^TimeoutError$/, `The provider did not answer within ${providerTimeout / 1000} seconds.`],
  [/^(ENOTFOUND|EAI_)/, 'There is no host with this name.'],
  [/^ECONNREFUSED$/, 'Nothing is listening at this address.'],
  [
    /SELF_SIGNED|UNABLE_TO_(GET|VERIFY)/,
    'The certificate is not from an authority that this machine trusts. Set NODE_EXTRA_CA_CERTS.',
  ],
  [/CERT/, 'The certificate is not valid for this address, or it has expired.'],
  [/^/, 'The provider could not be reached.'],
];

const withoutSlash = (address: string): string => address.replace(/\/$/, '');
