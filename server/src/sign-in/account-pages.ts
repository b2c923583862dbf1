import { html, raw } from 'hono/html';
import { renderSVG } from 'uqr';
import type { AppSecret } from './second-factor.ts';
import type { Person } from '../access/access.ts';
import type { Markup } from '../pages/page.ts';
import type { Organization } from '../org/org.ts';
import { successMessage, errorSummary, textField, type FieldError } from '../pages/fields.ts';
import { newPasswordFields } from './new-password.ts';
import { grantLabel, type PageContent } from '../console/console.ts';

/** Where people see and change their own account. */
export const accountPath = '/console/account';

interface AccountPage {
  person: Person;
  organization: Organization;
  /** In how many browsers the person is signed in, including this one. */
  sessions: number;
  hasPassword: boolean;
  provider: string | undefined;
  notice: string | undefined;
  errors: FieldError[];
  /** The sections of later features. */
  beside: Markup[];
}

const notices: Record<string, string> = {
  password: 'Your password was changed. You have been signed out of every other browser.',
  digests: 'Your choice of email summaries was saved.',
  'factor-ended': 'Two-step verification is off. You now sign in with only your password.',
};

export function accountPage(given: AccountPage): PageContent {
  const { person, organization, sessions, notice, errors } = given;
  const roles = person.grants.map((grant) => grantLabel(grant, organization));
  return {
    title: 'Your account',
    sub: person.email,
    hasProblem: errors.length > 0,
    main: html`${errorSummary(errors)} ${successMessage(notice, notices)}
      <dl class="facts">
        <dt>Name</dt>
        <dd>${person.name}</dd>
        <dt>Roles</dt>
        <dd>${roles.length === 0 ? 'You do not have a role yet. Ask an administrator for one.' : roles.join(' · ')}</dd>
      </dl>
      ${given.hasPassword ? withPassword(person, errors) : withoutPassword(given.provider)} ${given.beside}
      <h2>Where you are signed in</h2>
      <p>
        You are signed in ${sessions === 1 ? 'only in this browser' : `in ${sessions} browsers, including this one`}. We
        sign you out after two hours without activity, and no later than twelve hours after you sign in.
      </p>
      <form method="post" action="${accountPath}/sign-out-everywhere">
        <button class="second">Sign out everywhere</button>
      </form>`,
  };
}

const withoutPassword = (provider: string | undefined) =>
  html`<h2>How you sign in</h2>
    <p>
      You sign in with ${provider ?? 'your agency account'}, so you do not have a password here. If you want two-step
      verification, set it up there.
    </p>`;

function withPassword({ hasSecondFactor, email }: Person, errors: FieldError[]): Markup {
  return html`<h2 id="two-step-verification">Two-step verification</h2>
    ${hasSecondFactor ? turnOffForm(errors) : setUpForm(errors)}
    <h2>Password</h2>
    <p>When you change your password, you will be signed out of every other browser.</p>
    <form method="post" action="${accountPath}/password">
      <input type="hidden" name="username" autocomplete="username" value="${email}" />
      ${textField({ name: 'current', label: 'Current password', type: 'password', autocomplete: 'current-password', errors })}
      ${newPasswordFields(errors)}
      <button>Change password</button>
    </form>`;
}

const setUpForm = (errors: FieldError[]) =>
  html`<p>
      Two-step verification is off. When it is on, you sign in with your password and a code from an authenticator app
      on your phone. Someone who knows only your password cannot sign in.
    </p>
    <form method="post" action="${accountPath}/second-factor">
      ${textField({ name: 'start', label: 'Your password', type: 'password', autocomplete: 'current-password', errors })}
      <button>Set up two-step verification</button>
    </form>`;

function turnOffForm(errors: FieldError[]): Markup {
  const form = html`<summary>Turn off, or change phones</summary>
    <p>
      To change phones, turn off two-step verification and set it up again. The codes on your old phone and your backup
      codes will stop working.
    </p>
    <form method="post" action="${accountPath}/second-factor/end">
      ${textField({ name: 'end', label: 'Your password', type: 'password', autocomplete: 'current-password', errors })}
      <button class="second">Turn off two-step verification</button>
    </form>`;
  return html`<p>Two-step verification is on. You sign in with your password and a code from your authenticator app.</p>
    ${errors.some(({ at }) => at === 'end') ? html`<details open>${form}</details>` : html`<details>${form}</details>`}`;
}

/** Shows the setup key, as a picture and as text, and asks for a first code. */
export function secondFactorPage({ uri, secret, errors }: AppSecret & { errors: FieldError[] }): PageContent {
  // Dark on light even in dark mode, because cameras cannot read the reverse.
  const qrCode = renderSVG(uri, { border: 4, ecc: 'M', whiteColor: '#fff', blackColor: '#000' });
  return {
    title: 'Set up two-step verification',
    sub: 'Until you finish the last step, you sign in with only your password.',
    hasProblem: errors.length > 0,
    main: html`${errorSummary(errors)}
      <ol class="steps">
        <li>
          <p>
            Open an authenticator app on your phone. You can use any app that shows a new six-digit code every 30
            seconds.
          </p>
        </li>
        <li>
          <p>Scan this QR code with the app:</p>
          <div class="code-picture" role="img" aria-label="QR code with the setup key that is shown below">
            ${raw(qrCode)}
          </div>
          <p>Or enter this setup key in the app:</p>
          <code class="secret">${secret.match(/.{1,4}/g)!.join(' ')}</code>
        </li>
        <li>
          <p>Enter the code currently shown in the app.</p>
          ${confirmationForm(uri, errors)}
        </li>
      </ol>`,
  };
}

function confirmationForm(uri: string, errors: FieldError[]): Markup {
  return html`<form method="post" action="${accountPath}/second-factor/confirmation">
    <input type="hidden" name="uri" value="${uri}" />
    ${textField({
      name: 'code',
      label: 'One-time code',
      hint: 'Six digits.',
      inputmode: 'numeric',
      autocomplete: 'one-time-code',
      isShort: true,
      errors,
    })}
    <div class="actions">
      <button>Turn on two-step verification</button>
      <a href="${accountPath}">Cancel</a>
    </div>
  </form>`;
}

/** Shows the backup codes for the only time. */
export function backupCodesPage(codes: string[]): PageContent {
  return {
    title: 'Save your backup codes',
    sub: 'You will not see these codes again.',
    main: html`<p class="done" role="status">
        Two-step verification is on. From now on, you will need a code from your app to sign in.
      </p>
      <p>
        If you do not have your phone, you can sign in with one of these codes instead. Each code works once. Print them
        or write them down, and keep them in a safe place, not on your phone.
      </p>
      <ul class="backup-codes">
        ${codes.map((code) => html`<li><code>${code}</code></li>`)}
      </ul>
      <p><a class="button" href="${accountPath}">I have saved my codes</a></p>`,
  };
}
