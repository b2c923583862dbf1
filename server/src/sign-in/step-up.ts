import type { Context } from 'hono';
import type { Person } from '../access/access.ts';
import { audit } from '../audit/audit.ts';
import type { SignInOptions } from './endpoint.ts';
import { idTokenOf } from './queries.ts';
import { useCode } from './second-factor.ts';

// A step-up: proof that the person who does something far-reaching is there, although they are already signed in
// (docs/design.md §3.13). A token of the API and a backup code prove nothing here.

/** How a person proved that they are there. */
export type Proof =
  | {
      method: 'one-time code';
      /** In milliseconds since the epoch. */
      at: number;
    }
  | {
      method: 'identity provider';
      /** When the person signed in there, by the provider's clock. */
      at: number;
      /** The provider's name, and its issuer. */
      name: string;
      issuer: string;
      /** The class and the methods of the sign-in, as the provider reported them; null if it reported none. */
      acr: string | null;
      amr: string[] | null;
      /** Whether one of the methods is a second factor. */
      hasSecondFactor: boolean;
    };

/** How the person has to prove that they are there: in the way in which they signed in. */
export async function stepUpMethod(
  { db, provider }: Pick<SignInOptions, 'db' | 'provider'>,
  { sessionId }: { sessionId: string },
): Promise<Proof['method']> {
  const isFromProvider = provider !== undefined && (await idTokenOf(db, sessionId)) !== null;
  return isFromProvider ? 'identity provider' : 'one-time code';
}

/** Why a code proved nothing. @param wait in seconds. */
export type CodeFailure = { why: 'wrong' | 'no second factor' } | { why: 'locked'; wait: number };

/** Proves with a code from the person's app that they are there. The code is used up, as at sign-in. */
export async function proveByCode(
  options: Pick<SignInOptions, 'db' | 'clock' | 'signIn' | 'attempts'>,
  c: Context,
  person: Person,
  code: string,
): Promise<{ proof: Proof } | CodeFailure> {
  if (!person.hasSecondFactor) return { why: 'no second factor' };
  const { db, clock, attempts } = options;
  const attempt = attempts(c, 'step-up', person.email);
  if (attempt.wait !== null) return { why: 'locked', wait: attempt.wait };
  const given = { personId: person.id, code: code.replaceAll(/\s/g, ''), at: clock() };
  if (!(await useCode(options, c.req.raw.headers, given))) {
    const entry = { personId: person.id, subject: person.email, action: 'verification code rejected' };
    await audit(db, entry, given.at);
    return { why: 'wrong' };
  }
  attempt.forgive();
  return { proof: { method: 'one-time code', at: given.at } };
}

/** What to tell a person whose code proved nothing. */
export function codeFailureText(failure: CodeFailure): string {
  if (failure.why === 'locked') {
    const minutes = Math.ceil(failure.wait / 60);
    return `Too many wrong codes. You can try again in ${minutes === 1 ? 'one minute' : `${minutes} minutes`}.`;
  }
  return failure.why === 'wrong'
    ? 'This code is wrong or was already used. Wait until your app shows a new code, and enter that one.'
    : 'You need two-step verification for this. Set it up under “Your account”, and then come back.';
}
