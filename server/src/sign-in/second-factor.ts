import { hash } from 'node:crypto';
import { commit, type Database } from '../database/database.ts';
import { endOtherSessionsOf, spendCode, verificationValue } from './queries.ts';
import type { SignIn } from './auth.ts';

// Two-step verification: a code from an app, which changes every thirty seconds (RFC 6238), and ten backup codes for
// when the phone is lost.

/** What an app needs: an `otpauth:` address, or the secret in it, which people can type instead. */
export interface AppSecret {
  uri: string;
  secret: string;
}

/** The secret in an `otpauth:` address; undefined if the address is not valid. */
export function appSecretOf(uri: string): AppSecret | undefined {
  const secret = /^otpauth:\/\/totp\/[^?]{1,400}\?(?:[^#]*&)?secret=([A-Z2-7]{16,128})(?:&|$)/.exec(uri)?.[1];
  return secret === undefined || uri.length > 800 ? undefined : { uri, secret };
}

/** Creates a secret that takes effect once a first code confirms it; undefined if the password is wrong. */
export async function startSecondFactor(
  signIn: SignIn,
  headers: Headers,
  password: string,
): Promise<AppSecret | undefined> {
  const answer = await (
    await signIn()
  ).api.enableTwoFactor({ body: { password, method: 'totp' }, headers, asResponse: true });
  if (!answer.ok) return undefined;
  const { totpURI } = (await answer.json()) as { totpURI: string };
  return appSecretOf(totpURI);
}

/** A code that a person enters. */
interface CodeAttempt {
  personId: string;
  code: string;
  at: number;
}

/**
 * Whether a correct code is used for the first time (RFC 6238, §5.2). The database decides, so that this holds for every
 * process and after a restart.
 */
async function isFirstUse(db: Database, { personId, code, at }: CodeAttempt): Promise<boolean> {
  const spent = await commit(db, spendCode({ personId, sha256: hash('sha256', code), at }));
  return spent[1]!.rowsAffected === 1;
}

/**
 * Turns the second factor on if the code is correct, and uses up the code. Replaces the session and ends the person's
 * other sessions, which began with only a password.
 * @returns the new cookies, or undefined.
 */
export async function confirmSecondFactor(
  { signIn, db }: { signIn: SignIn; db: Database },
  headers: Headers,
  given: CodeAttempt,
) {
  const answer = await (await signIn()).api.verifyTOTP({ body: { code: given.code }, headers, asResponse: true });
  if (!answer.ok) return undefined;
  await isFirstUse(db, given);
  const cookies = answer.headers.getSetCookie();
  const token = /heart\.session_token=([^.;]+)/.exec(cookies.join('\n'))?.[1];
  if (token !== undefined) await commit(db, [endOtherSessionsOf(given.personId, token)]);
  return cookies;
}

/** The unused backup codes. They are shown only once. */
export async function backupCodesOf(signIn: SignIn, personId: string): Promise<string[]> {
  return (await (await signIn()).api.viewBackupCodes({ body: { userId: personId } })).backupCodes;
}

/** Whether the code of a person who is signed in with a second factor is correct, and uses it up. */
export async function useCode(
  { signIn, db }: { signIn: SignIn; db: Database },
  headers: Headers,
  given: CodeAttempt,
): Promise<boolean> {
  const answer = await (await signIn()).api.verifyTOTP({ body: { code: given.code }, headers, asResponse: true });
  return answer.ok && (await isFirstUse(db, given));
}

/**
 * Turns the second factor off if the password is correct. Replaces the session.
 * @returns the new cookies, or undefined.
 */
export async function endSecondFactor(signIn: SignIn, headers: Headers, password: string) {
  const answer = await (await signIn()).api.disableTwoFactor({ body: { password }, headers, asResponse: true });
  return answer.ok ? answer.headers.getSetCookie() : undefined;
}

/** The result of a code at sign-in. */
export type CodeResult =
  | { kind: 'correct'; cookies: string[] }
  | { kind: 'wrong' }
  /** The password was entered too long ago, or too many codes after it were wrong. */
  | { kind: 'expired' }
  /** Ten codes in a row were wrong, so no code is accepted for 15 minutes. */
  | { kind: 'locked' };

/**
 * Checks the code of a person who has just entered the correct password.
 * @param cookie the request's Cookie header. Only its challenge counts, never a session in it.
 */
export async function checkSecondFactor(
  { signIn, db }: { signIn: SignIn; db: Database },
  cookie: string,
  { backupCode, ...given }: CodeAttempt & { backupCode: string },
): Promise<CodeResult> {
  const challenge = challengeCookie(cookie);
  if (challenge === undefined) return { kind: 'expired' };
  const headers = new Headers({ cookie: challenge });
  const answer =
    backupCode === ''
      ? await (await signIn()).api.verifyTOTP({ body: { code: given.code }, headers, asResponse: true })
      : await (await signIn()).api.verifyBackupCode({ body: { code: backupCode }, headers, asResponse: true });
  if (answer.ok) {
    const cookies = answer.headers.getSetCookie();
    // Only correct codes are recorded: wrong ones would push used codes out of the record.
    if (await isFirstUse(db, { ...given, code: backupCode || given.code })) return { kind: 'correct', cookies };
    const session = new Headers({ cookie: cookies.map((one) => one.split(';')[0]).join('; ') });
    await (await signIn()).api.signOut({ headers: session });
    return { kind: 'wrong' };
  }
  if (answer.status === 429) return { kind: 'locked' };
  const { code: error = '' } = (await answer.json().catch(() => ({}))) as { code?: string };
  return { kind: ['INVALID_CODE', 'INVALID_BACKUP_CODE'].includes(error) ? 'wrong' : 'expired' };
}

/** The id of the person whose code the Cookie header is waiting for, if any. This proves nothing by itself. */
export async function challengedPersonId(db: Database, cookie: string): Promise<string | undefined> {
  // The library's signature follows, and the library checks it.
  const identifier = /=(2fa-[\w-]+)/.exec(challengeCookie(cookie) ?? '')?.[1];
  return identifier === undefined ? undefined : verificationValue(db, identifier);
}

/** The cookie that names the person whose code is needed next; undefined if there is none. */
export function challengeCookie(cookie: string): string | undefined {
  return cookie.split(/; */).find((one) => /^(?:__Host-)?heart\.two_factor=[\w.%+-]+$/.test(one));
}
