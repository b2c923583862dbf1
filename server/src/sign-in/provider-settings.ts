import * as v from 'valibot';

/** The settings for signing in with an OpenID Connect provider. */
export interface OidcSettings {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Its name, for the button. */
  name: string;
  /** The claim with the email address that finds a person at their first sign-in. */
  emailClaim: string;
  /** Whether to accept an address without `email_verified`. */
  trustEmail: boolean;
  /** The address of the one administrator who may use a password, if no one else may. */
  breakGlass: string | undefined;
}

const flag = (name: string) =>
  v.optional(
    v.pipe(
      v.picklist(['true', 'false'], `${name} must be true or false.`),
      v.transform((text) => text === 'true'),
    ),
    'false',
  );

const isWebAddress = (text: string) => URL.canParse(text) && /^https?:\/\/./i.test(text);
const isPlainAddress = (text: string) => !isWebAddress(text) || /^https?:\/\/[^@?#]+$/i.test(text);
const hasDecodablePath = (text: string) => !isWebAddress(text) || decoded(new URL(text).pathname) !== undefined;
const isNotDescription = (text: string) => !/\/\.well-known(\/|$)/i.test(text);

/** The provider's environment variables and their schemas. */
export const oidcEntries = {
  OIDC_ISSUER: v.optional(
    v.pipe(
      v.string(),
      v.check(isWebAddress, 'OIDC_ISSUER must be the web address of the provider, such as https://login.example.gov.'),
      v.check(
        isNotDescription,
        ({ input }) =>
          `OIDC_ISSUER is ${shortened(input)}, the address of the provider’s description. It must be the issuer itself. Remove /.well-known and everything after it.`,
      ),
      v.check(
        hasDecodablePath,
        'OIDC_ISSUER has a % in its path that is not part of an encoded character. Write a percent sign as %25.',
      ),
      v.check(isPlainAddress, 'OIDC_ISSUER must be an address without a user name, a ? or a #.'),
    ),
  ),
  OIDC_CLIENT_ID: v.optional(v.string()),
  OIDC_CLIENT_SECRET: v.optional(v.string()),
  OIDC_NAME: v.optional(v.string(), 'single sign-on'),
  OIDC_EMAIL_CLAIM: v.optional(
    v.pipe(
      v.string(),
      v.regex(
        /^[\w:./-]{1,80}$/,
        'OIDC_EMAIL_CLAIM must be the name of a claim, such as email, preferred_username or upn.',
      ),
    ),
    'email',
  ),
  OIDC_TRUST_EMAIL: flag('OIDC_TRUST_EMAIL'),
  OIDC_ONLY: flag('OIDC_ONLY'),
  OIDC_BREAK_GLASS: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[^\s@]+@[^\s@]+$/, 'OIDC_BREAK_GLASS must be an email address.'),
      v.transform((email) => email.toLowerCase()),
    ),
  ),
};

const shortened = (text: string) => (text.length > 200 ? `${text.slice(0, 200)}…` : text);

const oidcEnvironment = v.object(oidcEntries);
type Read = v.InferOutput<typeof oidcEnvironment>;

/** Either all of these are set, or none. */
const required = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const;

/** Problems with combinations of settings, one line each. */
export function oidcErrors(read: Read): string[] {
  const missing = required.filter((name) => read[name] === undefined);
  const isOff = missing.length === required.length;
  if (!isOff && missing.length > 0) {
    return missing.map(
      (name) =>
        `${name} must be set too. Sign-in with a provider needs OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET.`,
    );
  }
  const errors: string[] = [];
  if (isOff && (read.OIDC_ONLY || read.OIDC_TRUST_EMAIL)) {
    errors.push(
      'OIDC_ONLY and OIDC_TRUST_EMAIL need a provider. Set OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET.',
    );
  }
  if (read.OIDC_TRUST_EMAIL && read.OIDC_ISSUER !== undefined && isSharedTenant(read.OIDC_ISSUER)) {
    errors.push(
      'OIDC_TRUST_EMAIL cannot be used with this OIDC_ISSUER, because anyone can create an account there with any address. Use your own tenant: https://login.microsoftonline.com/{tenant ID}/v2.0.',
    );
  }
  if (read.OIDC_EMAIL_CLAIM !== 'email' && !read.OIDC_TRUST_EMAIL) {
    errors.push(
      `OIDC_EMAIL_CLAIM=${read.OIDC_EMAIL_CLAIM} needs OIDC_TRUST_EMAIL=true, because a provider confirms only the claim email.`,
    );
  }
  if (read.OIDC_ONLY && read.OIDC_BREAK_GLASS === undefined) {
    errors.push(
      'OIDC_ONLY needs OIDC_BREAK_GLASS, the address of an administrator who can use a password when the provider is down.',
    );
  }
  if (!read.OIDC_ONLY && read.OIDC_BREAK_GLASS !== undefined) {
    errors.push('OIDC_BREAK_GLASS has no effect without OIDC_ONLY=true.');
  }
  return errors;
}

const microsoftHost =
  /(^|\.)(microsoftonline(-p)?\.(com|us|de|cn)|microsoft\.com|windows\.net|windows-ppe\.net|chinacloudapi\.cn)\.?$/i;

/** Entra ID's shared tenants. The id is the one for personal accounts. */
const sharedTenants = new Set([
  'common',
  'organizations',
  'consumers',
  '9188040d-6c67-4c5b-b112-36a304b66dad',
  '{tenantid}',
]);

/** Undefined if a percent sign is not part of an encoded character. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Whether accounts of any organization can sign in at that issuer, with addresses that they chose themselves. */
function isSharedTenant(issuer: string): boolean {
  const { hostname, pathname } = new URL(issuer);
  const part = pathname.split('/').find((part) => part !== '') ?? '';
  const tenant = (decoded(part) ?? part).toLowerCase();
  return microsoftHost.test(hostname) && (tenant === '' || sharedTenants.has(tenant));
}

/** The provider's settings; undefined if none is set up. */
export function oidcOf(read: Read): OidcSettings | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = read;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return undefined;
  return {
    issuer,
    clientId,
    clientSecret,
    name: read.OIDC_NAME,
    emailClaim: read.OIDC_EMAIL_CLAIM,
    trustEmail: read.OIDC_TRUST_EMAIL,
    breakGlass: read.OIDC_ONLY ? read.OIDC_BREAK_GLASS : undefined,
  };
}
