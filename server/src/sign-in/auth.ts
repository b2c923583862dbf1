import type { Database } from '../database/database.ts';
import type { Library } from './library.ts';
import type { Passwords } from './passwords.ts';

export interface SignInOptions {
  db: Database;
  /** Milliseconds since the epoch. */
  clock: () => number;
  /** The public address of the installation, without a trailing slash. */
  baseUrl: string;
  /** The installation's key for keyed hashes. */
  secret: string;
}

/** The library's own paths. Only the provider's callback is reachable (see the routes). */
export const authPath = '/console/auth';

/** The prefix of the console's cookies. With https, other sites on the same domain cannot set them. */
export const cookiePrefix = (baseUrl: string) => (baseUrl.startsWith('https:') ? '__Host-heart' : 'heart');

/** The name of the session cookie. The library decides the part after the dot. */
export const sessionCookie = (baseUrl: string) => `${cookiePrefix(baseUrl)}.session_token`;

/** A session ends this long after sign-in, however active it is, in milliseconds. */
export const maxSessionAge = 12 * 60 * 60 * 1000;
/** A session ends after this long without a request, in milliseconds. */
export const maxIdleTime = 2 * 60 * 60 * 1000;
/** In characters (NIST SP 800-63B-4, §3.1.1.2, for a password that is the only factor). */
export const minPasswordLength = 15;
/** In UTF-16 units. */
export const maxPasswordLength = 256;

/**
 * The sign-in library on our own tables. The first call loads it: a collector that only takes responses never needs its
 * memory.
 */
export type SignIn = () => Promise<Library>;

export function createSignIn(options: SignInOptions & { passwords: Passwords }): SignIn {
  let library: Promise<Library> | undefined;
  return () => (library ??= import('./library.ts').then(({ createLibrary }) => createLibrary(options)));
}

/** Ends the session in the request's cookie, if there is one. The answer deletes the cookie. */
export async function signOut(signIn: SignIn, headers: Headers): Promise<Response> {
  const { api } = await signIn();
  return api.signOut({ headers, asResponse: true });
}

/**
 * Changes the password, replaces the request's session, and ends all others.
 * @returns the new cookies, or undefined if the current password is wrong.
 */
export async function changePassword(signIn: SignIn, headers: Headers, current: string, next: string) {
  const { api } = await signIn();
  const answer = await api.changePassword({
    body: { currentPassword: current, newPassword: next, revokeOtherSessions: true },
    headers,
    asResponse: true,
  });
  return answer.ok ? answer.headers.getSetCookie() : undefined;
}
