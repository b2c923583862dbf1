import type { Proof } from './step-up.ts';
import type { Claims } from './provider-tokens.ts';

// What the claims of a new sign-in prove (OpenID Connect Core 1.0, §2).

/** The oldest sign-in that counts, in milliseconds. */
const maxAge = 5 * 60 * 1000;

/** How far the provider's clock may be ahead of ours, in milliseconds. */
const ahead = 60 * 1000;

/** How far it may be behind. More would accept a sign-in from before the step-up. */
const behind = 5 * 1000;

/** Methods that say themselves that there were two factors (RFC 8176, and Entra ID). */
const twoFactors = new Set(['mfa', 'ngcmfa']);

/** What each authentication method is (RFC 8176, and Entra ID's `fido`): something to know, to have, or to be. */
const kinds = {
  know: ['pwd', 'pin', 'kba'],
  have: ['otp', 'hwk', 'swk', 'sc', 'sms', 'tel', 'fido'],
  be: ['face', 'fpt', 'iris', 'retina', 'vbm'],
};

/** Why a sign-in does not count: the provider did not say when it was, or it was before this step-up. */
export type ClaimsFailure = 'no time' | 'too old';

/** @param times in milliseconds since the epoch. */
export function proofOf(
  claims: Claims,
  { name, issuer }: { name: string; issuer: string },
  { startedAt, now }: { startedAt: number; now: number },
): Proof | ClaimsFailure {
  const at = signedInAt(claims['auth_time']);
  if (at === undefined) return 'no time';
  if (at < startedAt - behind || at < now - maxAge || at > now + ahead) return 'too old';
  const amr = methodsOf(claims['amr']);
  const hasSecondFactor = hasTwoFactors(amr ?? []);
  return { method: 'identity provider', at, name, issuer, acr: textOf(claims['acr']), amr, hasSecondFactor };
}

/** Whether the provider says so, or names two methods of different kinds. One code alone is one factor. */
function hasTwoFactors(methods: string[]): boolean {
  const used = Object.values(kinds).filter((kind) => methods.some((method) => kind.includes(method)));
  return used.length > 1 || methods.some((method) => twoFactors.has(method));
}

/** The claim is in seconds. Some providers send it as text. */
function signedInAt(claim: unknown): number | undefined {
  const seconds = typeof claim === 'string' && /^\d{1,11}$/.test(claim) ? Number(claim) : claim;
  return typeof seconds === 'number' && Number.isSafeInteger(seconds) && seconds > 0 ? seconds * 1000 : undefined;
}

/** In characters. */
const maxText = 200;
const maxMethods = 20;

function textOf(claim: unknown): string | null {
  return typeof claim === 'string' && claim !== '' ? claim.toWellFormed().slice(0, maxText).toWellFormed() : null;
}

function methodsOf(claim: unknown): string[] | null {
  const methods = [claim]
    .flat()
    .slice(0, maxMethods)
    .map(textOf)
    .filter((method) => method !== null);
  return methods.length === 0 ? null : methods;
}
