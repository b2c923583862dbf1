import type { Proof } from './step-up.ts';
import type { Claims } from './provider-tokens.ts';

// What the claims of a new sign-in prove (OpenID Connect Core 1.0, §2).

/** The oldest sign-in that counts, in milliseconds. */
const maxAge = 5 * 60 * 1000;

/** How far the provider's clock may be from ours, in milliseconds. */
const skew = 60 * 1000;

/** Authentication methods that are a second factor (RFC 8176; the others are Entra ID's). */
const secondFactors = new Set(['mfa', 'otp', 'hwk', 'swk', 'sc', 'sms', 'tel', 'ngcmfa', 'fido']);

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
  if (at < startedAt - skew || at < now - maxAge || at > now + skew) return 'too old';
  const amr = methodsOf(claims['amr']);
  const hasSecondFactor = amr?.some((method) => secondFactors.has(method)) ?? false;
  return { method: 'identity provider', at, name, issuer, acr: textOf(claims['acr']), amr, hasSecondFactor };
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
