import { html } from 'hono/html';
import type { WrongAddress } from '../http/wrong-address.ts';
import type { Markup } from '../pages/page.ts';
import type { OpenLink } from './links.ts';
import { errorSummary, textField, type FieldError } from '../pages/fields.ts';
import { newPasswordFields } from './new-password.ts';
import { wrongAddressNotice, signedOutPage } from '../console/console.ts';

const linkTitles = {
  first: 'Become the first administrator',
  invitation: 'Welcome',
  reset: 'Reset your password',
};

interface LinkPage {
  link: OpenLink;
  errors: FieldError[];
  name: string;
  email: string;
  /** Set if the page was opened at the wrong address. */
  wrongAddress: WrongAddress | undefined;
  /** The path of the link. */
  path: string;
}

/** Shows the form for setting a password with a one-time link. */
export function linkPage({ link: { kind, person }, errors, name, email, wrongAddress, path }: LinkPage): Markup {
  return signedOutPage(
    linkTitles[kind],
    html`${wrongAddressNotice(wrongAddress, path)} ${errorSummary(errors)}
      ${person ? html`<p>Choose a password for ${person.name} (${person.email}).</p>` : html`<p>You will set up the survey: the departments, the people, and what each person can do.</p>`}
      <form method="post">
        ${
          person
            ? html`<input type="hidden" name="username" autocomplete="username" value="${person.email}" />`
            : html`${textField({ name: 'name', label: 'Your name', value: name, autocomplete: 'name', errors })}
              ${textField({ name: 'email', label: 'Your email address', value: email, type: 'email', autocomplete: 'username', errors })}`
        }
        ${newPasswordFields(errors)}
        <button>Set password</button>
      </form>`,
    errors.length > 0,
  );
}

/** Shown for a link that does not work. */
export function brokenLinkPage(): Markup {
  return signedOutPage(
    'This link no longer works',
    html`<p>It was already used, it has expired, or part of it is missing. You can ask for a new one.</p>
      <p><a href="/console/forgotten">Send me a new link</a></p>
      <p><a href="/console/sign-in">Sign in</a></p>`,
  );
}

/** Shown for a link if the person may no longer have a password. */
export function providerOnlyPage(provider: string): Markup {
  return signedOutPage(
    `Sign in with ${provider}`,
    html`<p>You no longer need a password here. Everyone signs in with ${provider}.</p>
      <p><a class="button" href="/console/sign-in/provider">Sign in with ${provider}</a></p>`,
  );
}
