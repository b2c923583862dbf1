import type { Context } from 'hono';
import { TooBusy, type Passwords, busyRetryAfter } from './passwords.ts';
import type { Attempts } from './attempts.ts';
import type { Devices } from './devices.ts';
import type { LinkOptions } from './links.ts';
import type { Provider } from './provider.ts';
import type { SignIn } from './auth.ts';
import type { StepUps } from './step-ups.ts';
import type { WhoIs } from '../access/access.ts';
import { endSession } from './queries.ts';
import { limitBody } from '../http/body.ts';
import { readForm, type Form } from '../http/form.ts';
import type { AddressCheck } from '../http/wrong-address.ts';
import type { Logger } from '../log.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { busyPage, errorPage, tooManyAttemptsPage } from '../console/console.ts';

// What all endpoints share that people use before they are signed in.

export interface SignInOptions extends LinkOptions {
  signIn: SignIn;
  passwords: Passwords;
  whoIs: WhoIs;
  outbox: Outbox;
  attempts: Attempts;
  devices: Devices;
  /** The agency's own sign-in, if one is set up. */
  provider: Provider | undefined;
  stepUps: StepUps;
  log: Logger;
  /** Detects that the console was opened at the wrong address. */
  addressCheck: AddressCheck;
}

/** In bytes: enough for an address and a password in any characters. */
const maxFormBytes = 16 * 1024;

/** Rejects a body that is too large for these forms before reading it. */
export const limitForm = limitBody((c) => c.html(errorPage('too large'), 413), maxFormBytes);

/** Handles a form, and rejects anything else. */
export async function withForm(c: Context, handle: (form: Form) => Promise<Response>): Promise<Response> {
  const form = await readForm(c);
  return form ? handle(form) : c.html(errorPage('no form'), 415);
}

/** @param wait in seconds. */
export function tooManyAttempts(c: Context, wait: number): Response | Promise<Response> {
  c.header('Retry-After', String(wait));
  return c.html(tooManyAttemptsPage(wait), 429);
}

/**
 * Does something that checks or hashes a password. If too many passwords are waiting, asks the visitor to try again.
 * @param onBusy takes back what was counted for this attempt, because nothing was checked.
 */
export async function unlessBusy(c: Context, action: () => Promise<Response>, onBusy?: () => void): Promise<Response> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof TooBusy)) throw error;
    onBusy?.();
    c.header('Retry-After', String(busyRetryAfter));
    return c.html(busyPage(), 503);
  }
}

/** Ends the browser's previous session before a new sign-in replaces its cookie. No one could end it afterwards. */
export async function endPreviousSession(
  { db, whoIs }: Pick<SignInOptions, 'db' | 'whoIs'>,
  c: Context,
): Promise<void> {
  const previous = await whoIs(c.req.raw.headers);
  if (previous) await endSession(db, previous.sessionId);
}

/** Passes on the sign-in library's cookies. */
export function setCookies(c: Context, cookies: string[]): void {
  for (const cookie of cookies) c.header('Set-Cookie', cookie, { append: true });
}

/** Where to go after signing in: only ever a page of the console. */
export function safeNext(next: string | undefined): string {
  return next !== undefined &&
    /^\/console(?:[/?][\w\-./?&=%+]*)?$/.test(next) &&
    !/\/\/|\.\.|%(?:2e|2f|5c)/i.test(next.split('?')[0]!) &&
    // The sign-in library reports a failed sign-in at the provider with this parameter.
    !/[?&]error=/.test(next)
    ? next
    : '/console';
}
