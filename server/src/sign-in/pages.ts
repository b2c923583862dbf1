import { html } from 'hono/html';
import type { OtherName } from '../http/other-name.ts';
import type { Markup } from '../pages/page.ts';
import type { OpenLink } from './links.ts';
import { problemSummary, textField, type FieldMistake } from '../pages/fields.ts';
import { newPasswordFields } from './new-password.ts';
import { otherNameNotice, signedOutPage } from '../console/console.ts';

/** @param provider what people call the provider. */
const notices = (provider: string): Record<string, string> => ({
  out: 'You are signed out.',
  'out-here': `You are signed out here, but not at ${provider}. Whoever uses this browser next could sign in as you without a password: sign out at ${provider} too.`,
  everywhere: 'You are signed out everywhere.',
  set: 'Your password is set. Sign in with it.',
  asked:
    'If this address may sign in here with a password, an email is on its way to it, or was sent within the last hour. Use the link in the last one; it works for one hour. Check your spam folder too.',
});

/** @param provider what people call the provider. */
const refused = (provider: string): Record<string, string> => ({
  wrong: 'Wrong email address or password.',
  'only-provider': `That did not work. Sign in with ${provider}: only one administrator can use a password here.`,
  late: 'That took longer than ten minutes, or too many codes were wrong. Sign in again.',
  unreachable: `${provider} does not answer. If you have a password here, use it. Otherwise tell the people who run this site: their log says what happened.`,
  misconfigured: `Sign-in with ${provider} is not set up correctly, and trying again does not change that. Tell the people who run this site: their log says what is wrong.`,
  'no-address': `${provider} did not send your email address. Ask the people who manage ${provider} to add it to your account there.`,
  unverified: `${provider} says that your email address is not confirmed. Ask the people who manage ${provider} to confirm it.`,
  unconfirmed: `${provider} does not say whether your email address is confirmed, and this site does not take it on trust. Tell the people who run this site: their log says what to set.`,
  unknown: `${provider} knows you, but you have no access here. Ask an administrator of this survey to invite you.`,
  taken: `Your email address belongs to somebody who signs in with another account at ${provider}. If that account was yours, ask an administrator of this survey to unlink it.`,
  stale: 'That sign-in was started in another window, or too long ago. Start again.',
  denied: `${provider} did not sign you in. Start again. If it happens twice, tell the people who run this site: their log says why.`,
});

/** What is said of an address and a password that were typed. */
const isPassword = new Set(['wrong', 'only-provider']);

export interface SignInPage {
  next: string;
  email: string;
  notice: string | undefined;
  /** The other name that it was opened by. */
  otherName: OtherName | undefined;
  /** What the sign-in of the agency is called, where there is one. */
  provider: string | undefined;
  /** Whether nobody else may use a password than the administrator who is named for emergencies. */
  isOnlyProvider: boolean;
}

export function signInPage({
  next,
  email,
  notice: what = '',
  otherName,
  provider,
  isOnlyProvider,
}: SignInPage): Markup {
  const message = Object.hasOwn(refused(''), what) ? refused(provider ?? 'The provider')[what]! : undefined;
  const mistakes = message === undefined ? [] : [{ at: isPassword.has(what) ? 'email' : '', message }];
  const notice = Object.hasOwn(notices(''), what) ? notices(provider ?? 'the provider')[what] : undefined;
  const other = provider
    ? html`<p>
          <a
            class="${isOnlyProvider ? 'button' : 'button second'}"
            href="/console/sign-in/provider?next=${encodeURIComponent(next)}"
            >Sign in with ${provider}</a
          >
        </p>
        ${isOnlyProvider ? '' : html`<p class="quiet">Or use the password that you set here:</p>`}`
    : '';
  return signedOutPage(
    'Sign in',
    html`${otherNameNotice(otherName)} ${problemSummary(mistakes)}
    ${notice ? html`<p class="done" role="status">${notice}</p>` : ''} ${other}
    ${isOnlyProvider ? emergency(passwordForm(next, email, mistakes), isPassword.has(what)) : passwordForm(next, email, mistakes)}`,
    mistakes.length > 0,
  );
}

function passwordForm(next: string, email: string, mistakes: FieldMistake[]): Markup {
  return html`<form method="post" action="/console/sign-in">
    <input type="hidden" name="next" value="${next}" />
    ${textField({ name: 'email', label: 'Email address', value: email, type: 'email', autocomplete: 'username', mistakes })}
    ${textField({ name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' })}
    <div class="actions">
      <button>Sign in</button>
      <a href="/console/forgotten">Forgot your password?</a>
    </div>
  </form>`;
}

/** For the one administrator who may still use a password. */
function emergency(form: Markup, isOpen: boolean): Markup {
  const content = html`<summary>Emergency sign-in for the administrator</summary>
    ${form}`;
  return isOpen ? html`<details open>${content}</details>` : html`<details>${content}</details>`;
}

/** Asks for the second factor, after the password was right. */
export function codePage({ next, mistakes }: { next: string; mistakes: FieldMistake[] }): Markup {
  const isBackup = mistakes.some(({ at }) => at === 'backup');
  const hidden = html`<input type="hidden" name="next" value="${next}" />`;
  const backup = html`<summary>I do not have my phone</summary>
    <form method="post" action="/console/sign-in/code">
      ${hidden}
      ${textField({
        ...{ name: 'backup', label: 'Backup code', isShort: true, mistakes },
        hint: 'One of the ten that you were shown when you set this up, such as abcde-fghjk. Each works once.',
      })}
      <button class="second">Use the backup code</button>
    </form>
    <p class="quiet">No backup code either? An administrator can switch the second step off for you.</p>`;
  return signedOutPage(
    'Your second step',
    html`${problemSummary(mistakes)}
      <form method="post" action="/console/sign-in/code">
        ${hidden}
        ${textField({
          ...{ name: 'code', label: 'Code', inputmode: 'numeric', autocomplete: 'one-time-code', isShort: true },
          ...{ mistakes, hint: 'The six digits that your authenticator app shows now.' },
        })}
        <button>Sign in</button>
      </form>
      ${isBackup ? html`<details open>${backup}</details>` : html`<details>${backup}</details>`}
      <p><a href="/console/sign-in">Sign in as somebody else</a></p>`,
    mistakes.length > 0,
  );
}

interface ForgottenPage {
  email: string;
  mistakes: FieldMistake[];
  /** What the provider is called where nobody else may use a password than the administrator for emergencies. */
  onlyProvider: string | undefined;
}

/** Asks whom to send a link for a new password. */
export function forgottenPage({ email, mistakes, onlyProvider }: ForgottenPage): Markup {
  return signedOutPage(
    'Forgot your password?',
    html`${problemSummary(mistakes)}
      ${onlyProvider === undefined ? '' : html`<p>Only one administrator can use a password here. If you are somebody else, sign in with ${onlyProvider}.</p>`}
      <p>Enter the email address that you sign in with. We will send you a link to set a new password.</p>
      <form method="post" action="/console/forgotten">
        ${textField({ name: 'email', label: 'Email address', value: email, type: 'email', autocomplete: 'username', mistakes })}
        <div class="actions">
          <button>Send the link</button>
          <a href="/console/sign-in">Back to the sign-in page</a>
        </div>
      </form>`,
    mistakes.length > 0,
  );
}

const linkTitles = {
  first: 'Become the first administrator',
  invitation: 'Welcome',
  reset: 'Set a new password',
};

interface LinkPage {
  link: OpenLink;
  mistakes: FieldMistake[];
  name: string;
  email: string;
  /** The other name that it was opened by, and the path of the link. */
  otherName: OtherName | undefined;
  path: string;
}

export function linkPage({ link: { kind, person }, mistakes, name, email, otherName, path }: LinkPage): Markup {
  return signedOutPage(
    linkTitles[kind],
    html`${otherNameNotice(otherName, path)} ${problemSummary(mistakes)}
      ${person ? html`<p>For ${person.name}, ${person.email}.</p>` : html`<p>You set this installation up: its departments, its people, what they may do.</p>`}
      <form method="post">
        ${
          person
            ? html`<input type="hidden" name="username" autocomplete="username" value="${person.email}" />`
            : html`${textField({ name: 'name', label: 'Your name', value: name, autocomplete: 'name', mistakes })}
              ${textField({ name: 'email', label: 'Your email address', value: email, type: 'email', autocomplete: 'username', mistakes })}`
        }
        ${newPasswordFields(mistakes)}
        <button>Set the password</button>
      </form>`,
    mistakes.length > 0,
  );
}

export function brokenLinkPage(): Markup {
  return signedOutPage(
    'This link no longer works',
    html`<p>It was used before, or it is too old, or part of it is missing. Ask for a new one.</p>
      <p><a href="/console/forgotten">Send me a link to set a new password</a></p>
      <p><a href="/console/sign-in">Sign in</a></p>`,
  );
}

/** Behind a link to set a password with, where passwords have been switched off since. */
export function providerOnlyPage(provider: string): Markup {
  return signedOutPage(
    `Sign in with ${provider}`,
    html`<p>You do not need a password here any more: everybody signs in with ${provider}.</p>
      <p><a class="button" href="/console/sign-in/provider">Sign in with ${provider}</a></p>`,
  );
}
