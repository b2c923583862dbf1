import type { Context } from 'hono';
import { Crowded, type Passwords, crowdPasses } from './passwords.ts';
import type { Attempts } from './attempts.ts';
import type { Devices } from './devices.ts';
import type { LinkOptions } from './links.ts';
import type { Provider } from './provider.ts';
import type { SignIn } from './auth.ts';
import type { WhoIs } from '../access/access.ts';
import { endSession } from './queries.ts';
import { limitBody } from '../http/body.ts';
import { readForm, type Form } from '../http/form.ts';
import type { NameCheck } from '../http/other-name.ts';
import type { Logger } from '../log.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { crowdedPage, refusedPage, waitPage } from '../console/console.ts';

// What the doors have in common before which nobody is signed in yet.

export interface SignInOptions extends LinkOptions {
  signIn: SignIn;
  passwords: Passwords;
  whoIs: WhoIs;
  outbox: Outbox;
  attempts: Attempts;
  devices: Devices;
  /** The agency's own sign-in, where one is set up. */
  provider: Provider | undefined;
  log: Logger;
  /** Tells whether the console was opened by another name than its own. */
  names: NameCheck;
}

/** In bytes: an address and a password, whatever they are made of. */
const mostOfForm = 16 * 1024;

/** Turns away what is larger than a form of these doors before anything of it is read. */
export const limitForm = limitBody((c) => c.html(refusedPage('too large'), 413), mostOfForm);

/** What the form sent, for a door that only takes forms. */
export async function formOf(c: Context, take: (form: Form) => Promise<Response>): Promise<Response> {
  const form = await readForm(c);
  return form ? take(form) : c.html(refusedPage('no form'), 415);
}

/** Says when to come again. @param wait in seconds. */
export function waiting(c: Context, wait: number): Response | Promise<Response> {
  c.header('Retry-After', String(wait));
  return c.html(waitPage(wait), 429);
}

/**
 * Does what takes a password, and asks to come again where too many are being looked at.
 * @param turnedAway takes back what was counted for a try that was none.
 */
export async function unlessCrowded(
  c: Context,
  take: () => Promise<Response>,
  turnedAway?: () => void,
): Promise<Response> {
  try {
    return await take();
  } catch (error) {
    if (!(error instanceof Crowded)) throw error;
    turnedAway?.();
    c.header('Retry-After', String(crowdPasses));
    return c.html(crowdedPage(), 503);
  }
}

/** Ends the session that a browser still had when somebody signs in with it: its cookie is replaced, and would be lost. */
export async function endSessionBefore({ db, whoIs }: Pick<SignInOptions, 'db' | 'whoIs'>, c: Context): Promise<void> {
  const before = await whoIs(c.req.raw.headers);
  if (before) await endSession(db, before.sessionId);
}

/** Hands the library's cookies on. */
export function giveCookies(c: Context, cookies: string[]): void {
  for (const cookie of cookies) c.header('Set-Cookie', cookie, { append: true });
}

/** Where to go after signing in: a page of the console and nowhere else. */
export function nextOf(next: string | undefined): string {
  return next !== undefined &&
    /^\/console(?:[/?][\w\-./?&=%+]*)?$/.test(next) &&
    !/\/\/|\.\.|%(?:2e|2f|5c)/i.test(next.split('?')[0]!) &&
    // The way back from a provider says by it that it failed.
    !/[?&]error=/.test(next)
    ? next
    : '/console';
}
