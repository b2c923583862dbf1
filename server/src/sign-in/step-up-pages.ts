import { html } from 'hono/html';
import { signedOutPage } from '../console/console.ts';
import type { Markup } from '../pages/page.ts';

/** Why a step-up was refused. */
export type StepUpRefusal =
  | 'unknown'
  | 'no session'
  | 'other session'
  | 'used'
  | 'expired'
  | 'other person'
  | 'no time'
  | 'too old'
  | 'denied'
  | 'unreachable'
  | 'misconfigured';

const refusals: Record<StepUpRefusal, (provider: string) => string> = {
  unknown: () => 'This sign-in was started in another window, or it took too long. Start again.',
  'no session': () => 'You are signed out here. Sign in, and start again.',
  'other session': () =>
    'This sign-in was started in another browser or by another person. Start again in this browser.',
  used: () => 'This sign-in was already used. Check whether your change was saved before you start again.',
  expired: () => 'This sign-in took longer than ten minutes. Start again.',
  'other person': (provider) => `You signed in with ${provider} as someone else. Start again with your own account.`,
  'no time': (provider) =>
    `${provider} did not say when you signed in, so this sign-in cannot be accepted. Ask the people who run ${provider} to add the claim auth_time to the ID token.`,
  'too old': (provider) =>
    `${provider} says that you did not sign in just now. Start again. If this happens again, sign out of ${provider} first.`,
  denied: (provider) => `${provider} did not sign you in. Start again.`,
  unreachable: (provider) => `We cannot reach ${provider}. Try again in a few minutes.`,
  misconfigured: (provider) => `Signing in with ${provider} is not set up correctly. Tell your administrator.`,
};

/** Shown if a step-up was refused. @param back the page where it began. */
export function stepUpRefusedPage(why: StepUpRefusal, provider: string, back: string): Markup {
  return signedOutPage(
    'We could not confirm your identity',
    html`<p>${refusals[why](provider)}</p>
      <p>Nothing was changed by this sign-in.</p>
      <p><a href="${back}">Go back</a></p>`,
    true,
  );
}

/** Continues to the provider automatically. A redirect after a form would be blocked by the page's policy. */
export function stepUpPage(provider: string, to: string): Markup {
  return signedOutPage(
    'Confirm your identity',
    html`<p>Next, ${provider} asks you to sign in again. After that, you come back here.</p>
      <p><a class="button" href="${to}">Continue to ${provider}</a></p>`,
    false,
    to,
  );
}
