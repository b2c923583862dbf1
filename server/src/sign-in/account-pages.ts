import { html, raw } from 'hono/html';
import { renderSVG } from 'uqr';
import type { AppSecret } from './second-factor.ts';
import type { Person } from '../access/access.ts';
import type { Markup } from '../pages/page.ts';
import type { Directory } from '../org/org.ts';
import { doneNote, problemSummary, textField, type FieldMistake } from '../pages/fields.ts';
import { newPasswordFields } from './new-password.ts';
import { grantInWords, type Shown } from '../console/console.ts';

interface AccountPage {
  person: Person;
  directory: Directory;
  /** How many browsers the person is signed in with, this one among them. */
  sessions: number;
  hasPassword: boolean;
  provider: string | undefined;
  notice: string | undefined;
  mistakes: FieldMistake[];
}

const done: Record<string, string> = {
  password: 'Your password is changed. Every other browser is signed out.',
  'factor-ended': 'The second step is switched off. Your password alone signs you in now.',
};

export function accountPage(given: AccountPage): Shown {
  const { person, directory, sessions, notice, mistakes } = given;
  const roles = person.grants.map((grant) => grantInWords(grant, directory));
  return {
    title: 'Your account',
    sub: person.email,
    hasProblem: mistakes.length > 0,
    main: html`${problemSummary(mistakes)} ${doneNote(notice, done)}
      <dl class="facts">
        <dt>Name</dt>
        <dd>${person.name}</dd>
        <dt>Roles</dt>
        <dd>${roles.length === 0 ? 'You have no role yet. An administrator gives you one.' : roles.join(' · ')}</dd>
      </dl>
      ${given.hasPassword ? withPassword(person, mistakes) : withoutPassword(given.provider)}
      <h2>Where you are signed in</h2>
      <p>
        You are signed in with ${sessions === 1 ? 'this browser alone' : `${sessions} browsers, this one among them`}. A
        browser is signed out after two hours without a page, and twelve hours after it was signed in.
      </p>
      <form method="post" action="/console/account/sign-out-everywhere">
        <button class="second">Sign out everywhere</button>
      </form>`,
  };
}

const withoutPassword = (provider: string | undefined) =>
  html`<h2>How you sign in</h2>
    <p>
      You sign in with ${provider ?? 'your agency’s own sign-in'} and have no password here, so the second step is set
      up there.
    </p>`;

function withPassword({ hasSecondFactor, email }: Person, mistakes: FieldMistake[]): Markup {
  return html`<h2 id="second-step">The second step</h2>
    ${hasSecondFactor ? endForm(mistakes) : startForm(mistakes)}
    <h2>Your password</h2>
    <p>When you change it, every other browser in which you are signed in is signed out.</p>
    <form method="post" action="/console/account/password">
      <input type="hidden" name="username" autocomplete="username" value="${email}" />
      ${textField({ name: 'current', label: 'Your password until now', type: 'password', autocomplete: 'current-password', mistakes })}
      ${newPasswordFields(mistakes)}
      <button>Change the password</button>
    </form>`;
}

const startForm = (mistakes: FieldMistake[]) =>
  html`<p>
      It is not set up. With it, signing in takes your password and a code from an authenticator app on your phone, so
      that nobody gets in who only knows your password.
    </p>
    <form method="post" action="/console/account/second-factor">
      ${textField({ name: 'start', label: 'Your password', type: 'password', autocomplete: 'current-password', mistakes })}
      <button>Set up the second step</button>
    </form>`;

function endForm(mistakes: FieldMistake[]): Markup {
  const form = html`<summary>Switch it off, or set it up on another phone</summary>
    <p>
      For another phone, switch it off and set it up anew. The codes of the old phone and the backup codes end with it.
    </p>
    <form method="post" action="/console/account/second-factor/end">
      ${textField({ name: 'end', label: 'Your password', type: 'password', autocomplete: 'current-password', mistakes })}
      <button class="second">Switch off the second step</button>
    </form>`;
  return html`<p>It is set up: signing in takes your password and a code from your authenticator app.</p>
    ${mistakes.some(({ at }) => at === 'end') ? html`<details open>${form}</details>` : html`<details>${form}</details>`}`;
}

/** Shows the secret, as a picture and to be typed, and asks for a first code. */
export function secondFactorPage({ uri, secret, mistakes }: AppSecret & { mistakes: FieldMistake[] }): Shown {
  // Dark on light whatever the page's colors are: cameras know no other.
  const code = renderSVG(uri, { border: 4, ecc: 'M', whiteColor: '#fff', blackColor: '#000' });
  return {
    title: 'Set up the second step',
    sub: 'Until the last step is done, your password alone signs you in as before.',
    hasProblem: mistakes.length > 0,
    main: html`${problemSummary(mistakes)}
      <ol class="steps">
        <li>
          <p>Open an authenticator app on your phone. Any app that makes six digits every thirty seconds will do.</p>
        </li>
        <li>
          <p>Scan this picture with it:</p>
          <div class="code-picture" role="img" aria-label="QR code with the secret that stands below it">
            ${raw(code)}
          </div>
          <p>Or type this secret into it:</p>
          <code class="secret">${secret.match(/.{1,4}/g)!.join(' ')}</code>
        </li>
        <li>
          <p>Type the code that it shows now.</p>
          <form method="post" action="/console/account/second-factor/confirmation">
            <input type="hidden" name="uri" value="${uri}" />
            ${textField({
              ...{ name: 'code', label: 'Code', inputmode: 'numeric', autocomplete: 'one-time-code', isShort: true },
              ...{ mistakes, hint: 'Six digits.' },
            })}
            <div class="actions">
              <button>Switch on the second step</button>
              <a href="/console/account">Leave it</a>
            </div>
          </form>
        </li>
      </ol>`,
  };
}

/** The one time that the backup codes are shown. */
export function backupCodesPage(codes: string[]): Shown {
  return {
    title: 'Keep these backup codes',
    sub: 'They are shown this once.',
    main: html`<p class="done" role="status">
        The second step is switched on. From now on, signing in takes a code from your app.
      </p>
      <p>
        When your phone is lost or broken, one of these signs you in instead, each of them once. Print them or write
        them down, and keep them where you keep other papers that matter. Not on the phone.
      </p>
      <ul class="backup-codes">
        ${codes.map((code) => html`<li><code>${code}</code></li>`)}
      </ul>
      <p><a class="button" href="/console/account">I have kept them</a></p>`,
  };
}
