import { hash } from 'node:crypto';
import { commit, type Database } from '../database/database.ts';
import { endOtherSessionsOf, spendCode, verificationValue } from './queries.ts';
import type { SignIn } from './auth.ts';

// The second factor: a code that an app makes anew every thirty seconds (RFC 6238), and ten backup codes for the day
// when the phone is lost.

/** What an app is told: an `otpauth:` address, and the secret in it that can be typed instead. */
export interface AppSecret {
  uri: string;
  secret: string;
}

/** Reads the secret out of an `otpauth:` address; undefined where it is none. */
export function appSecretOf(uri: string): AppSecret | undefined {
  const secret = /^otpauth:\/\/totp\/[^?]{1,400}\?(?:[^#]*&)?secret=([A-Z2-7]{16,128})(?:&|$)/.exec(uri)?.[1];
  return secret === undefined || uri.length > 800 ? undefined : { uri, secret };
}

/** Makes a secret that counts once a code of it is confirmed; undefined where the password is wrong. */
export async function startSecondFactor(
  signIn: SignIn,
  headers: Headers,
  password: string,
): Promise<AppSecret | undefined> {
  const answer = await signIn.api.enableTwoFactor({ body: { password, method: 'totp' }, headers, asResponse: true });
  if (!answer.ok) return undefined;
  const { totpURI } = (await answer.json()) as { totpURI: string };
  return appSecretOf(totpURI);
}

/** A code that somebody gives, and who and when. */
interface Given {
  personId: string;
  code: string;
  at: number;
}

/**
 * Whether the code, which is right, is used for the first time (RFC 6238, §5.2). Asked of the database, so that it holds
 * for every process in front of it and after a start.
 */
async function isFresh(db: Database, { personId, code, at }: Given): Promise<boolean> {
  const spent = await commit(db, spendCode({ personId, sha256: hash('sha256', code), at }));
  return spent[1]!.rowsAffected === 1;
}

/**
 * Switches the second factor on, if the code is right, and spends the code. The session is replaced, and the person's
 * others, which a password alone began, end.
 * @returns the answer's cookies, or undefined.
 */
export async function confirmSecondFactor(
  { signIn, db }: { signIn: SignIn; db: Database },
  headers: Headers,
  given: Given,
) {
  const answer = await signIn.api.verifyTOTP({ body: { code: given.code }, headers, asResponse: true });
  if (!answer.ok) return undefined;
  await isFresh(db, given);
  const cookies = answer.headers.getSetCookie();
  const token = /heart\.session_token=([^.;]+)/.exec(cookies.join('\n'))?.[1];
  if (token !== undefined) await commit(db, [endOtherSessionsOf(given.personId, token)]);
  return cookies;
}

/** The codes that are left, to be shown once. */
export async function backupCodesOf(signIn: SignIn, personId: string): Promise<string[]> {
  return (await signIn.api.viewBackupCodes({ body: { userId: personId } })).backupCodes;
}

/**
 * Switches it off, if the password is right. The session is replaced.
 * @returns the answer's cookies, or undefined.
 */
export async function endSecondFactor(signIn: SignIn, headers: Headers, password: string) {
  const answer = await signIn.api.disableTwoFactor({ body: { password }, headers, asResponse: true });
  return answer.ok ? answer.headers.getSetCookie() : undefined;
}

/** What came of a code at the sign-in. */
export type Proved =
  | { kind: 'in'; cookies: string[] }
  | { kind: 'wrong' }
  /** The password was given too long ago, or too many codes were wrong since. */
  | { kind: 'late' }
  /** Ten codes in a row were wrong: for a quarter of an hour none is taken. */
  | { kind: 'locked' };

/**
 * Proves the second factor of somebody whose password was right a moment ago.
 * @param cookie the request's Cookie header; of it only the challenge counts, never a session that is there already.
 */
export async function proveSecondFactor(
  { signIn, db }: { signIn: SignIn; db: Database },
  cookie: string,
  { backupCode, ...given }: Given & { backupCode: string },
): Promise<Proved> {
  const challenge = challengeOf(cookie);
  if (challenge === undefined) return { kind: 'late' };
  const headers = new Headers({ cookie: challenge });
  const answer =
    backupCode === ''
      ? await signIn.api.verifyTOTP({ body: { code: given.code }, headers, asResponse: true })
      : await signIn.api.verifyBackupCode({ body: { code: backupCode }, headers, asResponse: true });
  if (answer.ok) {
    const cookies = answer.headers.getSetCookie();
    // Only a code that is right is noted: wrong ones would push those out of the note that were used.
    if (await isFresh(db, { ...given, code: backupCode || given.code })) return { kind: 'in', cookies };
    const session = new Headers({ cookie: cookies.map((one) => one.split(';')[0]).join('; ') });
    await signIn.api.signOut({ headers: session });
    return { kind: 'wrong' };
  }
  if (answer.status === 429) return { kind: 'locked' };
  const { code: why = '' } = (await answer.json().catch(() => ({}))) as { code?: string };
  return { kind: ['INVALID_CODE', 'INVALID_BACKUP_CODE'].includes(why) ? 'wrong' : 'late' };
}

/** Whose code is awaited by that Cookie header: an id of a person, or undefined. Nothing is proved by it. */
export async function challenged(db: Database, cookie: string): Promise<string | undefined> {
  // Behind it stands the library's signature, which it checks itself.
  const identifier = /=(2fa-[\w-]+)/.exec(challengeOf(cookie) ?? '')?.[1];
  return identifier === undefined ? undefined : verificationValue(db, identifier);
}

/** The cookie that says whose code is awaited; undefined where none is. */
export function challengeOf(cookie: string): string | undefined {
  return cookie.split(/; */).find((one) => /^(?:__Host-)?heart\.two_factor=[\w.%+-]+$/.test(one));
}
