import { html } from 'hono/html';
import type { WrongAddress } from '../http/wrong-address.ts';
import type { Markup } from '../pages/page.ts';
import { errorSummary, textField, type FieldError } from '../pages/fields.ts';
import { wrongAddressNotice, signedOutPage } from '../console/console.ts';

/** @param provider its name. */
const notices = (provider: string): Record<string, string> => ({
  out: 'You are signed out.',
  'out-here': `You are signed out here, but not at ${provider}. The next person to use this browser could sign in as you without a password. Sign out at ${provider} too.`,
  everywhere: 'You are signed out everywhere.',
  set: 'Your password is set. You can now sign in with it.',
  asked:
    'If there is an account with this email address that uses a password, we have sent a link to reset it. Check your inbox and your spam folder, and use the link in the most recent email. It expires in one hour.',
});

/** @param provider its name. */
const errors = (provider: string): Record<string, string> => ({
  wrong: 'Wrong email address or password.',
  'only-provider': `We could not sign you in. Sign in with ${provider} instead. Only one administrator can use a password here.`,
  expired: 'Your sign-in has expired. It took more than ten minutes, or too many codes were wrong. Sign in again.',
  unreachable: `We cannot reach ${provider}. If you have a password for this site, sign in with it. Otherwise, contact your system administrator. The server log has the details.`,
  misconfigured: `Sign-in with ${provider} is not set up correctly. Trying again will not help. Contact your system administrator. The server log has the details.`,
  'no-address': `${provider} did not send your email address. Ask the people who manage ${provider} to add it to your account there.`,
  unverified: `According to ${provider}, your email address is not confirmed. Ask the people who manage ${provider} to confirm it.`,
  unconfirmed: `${provider} does not say whether your email address is confirmed, so we cannot use it to sign you in. Contact your system administrator. The server log names the setting to change.`,
  unknown: `You are signed in to ${provider}, but you do not have access to this site. Ask an administrator of the survey to invite you.`,
  taken: `Your email address is already linked to a different account at ${provider}. If that was your account, ask a survey administrator to unlink it.`,
  stale: 'This sign-in was started in another window, or it took too long. Start again.',
  denied: `${provider} did not sign you in. Try again. If it still does not work, contact your system administrator. The server log has the reason.`,
});

/** Errors about an email address and password that were entered. */
const passwordErrors = new Set(['wrong', 'only-provider']);

export interface SignInPage {
  next: string;
  email: string;
  notice: string | undefined;
  /** Set if the page was opened at the wrong address. */
  wrongAddress: WrongAddress | undefined;
  /** The name of the agency's own sign-in, if there is one. */
  provider: string | undefined;
  /** Whether only the administrator for emergencies may use a password. */
  isOnlyProvider: boolean;
}

export function signInPage({ next, email, notice = '', wrongAddress, provider, isOnlyProvider }: SignInPage): Markup {
  const error = Object.hasOwn(errors(''), notice) ? errors(provider ?? 'The provider')[notice]! : undefined;
  const isPasswordError = passwordErrors.has(notice);
  const shown = error === undefined ? [] : [{ at: isPasswordError ? 'email' : '', message: error }];
  const message = Object.hasOwn(notices(''), notice) ? notices(provider ?? 'the provider')[notice] : undefined;
  const form = passwordForm(next, email, shown);
  return signedOutPage(
    'Sign in',
    html`${wrongAddressNotice(wrongAddress)} ${errorSummary(shown)}
    ${message ? html`<p class="done" role="status">${message}</p>` : ''}
    ${provider ? providerButton(provider, next, isOnlyProvider) : ''}
    ${isOnlyProvider ? emergencySignIn(form, isPasswordError) : form}`,
    shown.length > 0,
  );
}

function providerButton(provider: string, next: string, isOnlyProvider: boolean): Markup {
  return html`<p>
      <a
        class="${isOnlyProvider ? 'button' : 'button second'}"
        href="/console/sign-in/provider?next=${encodeURIComponent(next)}"
        >Sign in with ${provider}</a
      >
    </p>
    ${isOnlyProvider ? '' : html`<p class="quiet">Or sign in with your password:</p>`}`;
}

function passwordForm(next: string, email: string, errors: FieldError[]): Markup {
  return html`<form method="post" action="/console/sign-in">
    <input type="hidden" name="next" value="${next}" />
    ${textField({ name: 'email', label: 'Email address', value: email, type: 'email', autocomplete: 'username', errors })}
    ${textField({ name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' })}
    <div class="actions">
      <button>Sign in</button>
      <a href="/console/forgotten">Forgot your password?</a>
    </div>
  </form>`;
}

/** For the one administrator who may still use a password. */
function emergencySignIn(form: Markup, isOpen: boolean): Markup {
  const content = html`<summary>Emergency sign-in for the administrator</summary>
    ${form}`;
  return isOpen ? html`<details open>${content}</details>` : html`<details>${content}</details>`;
}

/** Asks for the code of two-step verification, after the correct password. */
export function codePage({ next, errors }: { next: string; errors: FieldError[] }): Markup {
  return signedOutPage(
    'Enter your one-time code',
    html`${errorSummary(errors)}
      <form method="post" action="/console/sign-in/code">
        <input type="hidden" name="next" value="${next}" />
        ${textField({
          name: 'code',
          label: 'One-time code',
          hint: 'Enter the six-digit code currently shown in your authenticator app.',
          inputmode: 'numeric',
          autocomplete: 'one-time-code',
          isShort: true,
          errors,
        })}
        <button>Sign in</button>
      </form>
      ${backupCodeForm(next, errors)}
      <p><a href="/console/sign-in">Sign in with a different account</a></p>`,
    errors.length > 0,
  );
}

function backupCodeForm(next: string, errors: FieldError[]): Markup {
  const content = html`<summary>I do not have my phone</summary>
    <form method="post" action="/console/sign-in/code">
      <input type="hidden" name="next" value="${next}" />
      ${textField({
        name: 'backup',
        label: 'Backup code',
        hint: 'Enter one of the ten codes that you saved when you set up two-step verification, such as abcde-fghjk. Each code works once.',
        isShort: true,
        errors,
      })}
      <button class="second">Use backup code</button>
    </form>
    <p class="quiet">No backup codes? Ask an administrator to turn off two-step verification for you.</p>`;
  const isOpen = errors.some(({ at }) => at === 'backup');
  return isOpen ? html`<details open>${content}</details>` : html`<details>${content}</details>`;
}

interface ForgotPasswordPage {
  email: string;
  errors: FieldError[];
  /** The name of the provider, if only the administrator for emergencies may use a password. */
  onlyProvider: string | undefined;
}

/** Asks for the address to send a reset link to. */
export function forgotPasswordPage({ email, errors, onlyProvider }: ForgotPasswordPage): Markup {
  return signedOutPage(
    'Forgot your password?',
    html`${errorSummary(errors)}
      ${onlyProvider === undefined ? '' : html`<p>Only one administrator can use a password here. Everyone else signs in with ${onlyProvider}.</p>`}
      <p>Enter the email address that you sign in with. We will send you a link to reset your password.</p>
      <form method="post" action="/console/forgotten">
        ${textField({ name: 'email', label: 'Email address', value: email, type: 'email', autocomplete: 'username', errors })}
        <div class="actions">
          <button>Send link</button>
          <a href="/console/sign-in">Back to sign in</a>
        </div>
      </form>`,
    errors.length > 0,
  );
}
