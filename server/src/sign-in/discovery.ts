import * as v from 'valibot';

// What an OpenID Connect provider says about itself (OpenID Connect Discovery 1.0), and what is wrong where it does not.

const webAddress = v.pipe(v.string(), v.regex(/^https?:\/\/./i));

const providerDocument = v.object({
  issuer: v.string(),
  authorization_endpoint: webAddress,
  token_endpoint: webAddress,
  jwks_uri: webAddress,
  // Some providers send null or an empty text for what they do not offer.
  userinfo_endpoint: v.fallback(v.optional(webAddress), undefined),
  end_session_endpoint: v.fallback(v.optional(webAddress), undefined),
});

/** The provider's own description, as far as signing in and out needs it. */
export type ProviderDocument = v.InferOutput<typeof providerDocument>;

/** Why a provider cannot be used: waiting may help with `unreachable` alone. */
export interface ProviderProblem {
  kind: 'unreachable' | 'misconfigured';
  /** In words, for the operator. */
  problem: string;
  /** What came instead of the provider's description. */
  received: Record<string, unknown>;
}

/** How long a provider may take to answer, in milliseconds. */
export const providerTimeout = 5000;

const wellKnown = '/.well-known/openid-configuration';

/** Where the issuer of that name describes itself. */
export const discoveryUrl = (issuer: string): string => withoutSlash(issuer) + wellKnown;

/** Asks the provider for its description, and checks that it is the issuer that was configured. */
export async function discoverProvider(issuer: string): Promise<{ found: ProviderDocument } | ProviderProblem> {
  const url = discoveryUrl(issuer);
  const answer = await fetch(url, { signal: AbortSignal.timeout(providerTimeout) }).catch(unreachable);
  if ('kind' in answer) return { ...answer, received: { url, ...answer.received } };
  const { status } = answer;
  if (!answer.ok) {
    await answer.body?.cancel();
    const isServerError = status >= 500;
    const problem = isServerError ? 'The provider answers with an error.' : noDocument;
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
    problem: 'The provider calls itself by another name. If it is the right one, set OIDC_ISSUER to that name.',
    received: { url, issuer: named.slice(0, maxShown) },
  };
}

const noDocument = 'There is no OpenID Connect provider at this address: OIDC_ISSUER may be mistyped.';

/** The most characters of something received that are logged. */
const maxShown = 200;

/** Why a request to the provider got no answer. */
export function unreachable(error: unknown): ProviderProblem {
  const { name, cause } = error as Error & { cause?: { code?: unknown } };
  const code = typeof cause?.code === 'string' ? cause.code : name;
  return { kind: 'unreachable', problem: reasons.find(([codes]) => codes.test(code))![1], received: { code } };
}

const reasons: [codes: RegExp, problem: string][] = [
  [/^TimeoutError$/, `The provider did not answer within ${providerTimeout / 1000} seconds.`],
  [/^(ENOTFOUND|EAI_)/, 'There is no host of this name.'],
  [/^ECONNREFUSED$/, 'Nothing listens at this address.'],
  [
    /SELF_SIGNED|UNABLE_TO_(GET|VERIFY)/,
    'The certificate is not from an authority that this machine trusts: set NODE_EXTRA_CA_CERTS.',
  ],
  [/CERT/, 'The certificate is not valid for this address or at this time.'],
  [/^/, 'The provider cannot be reached.'],
];

const withoutSlash = (address: string): string => address.replace(/\/$/, '');
