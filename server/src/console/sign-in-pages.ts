import { html } from 'hono/html';
import type { Markup } from '../http/page.ts';
import type { OpenLink } from '../access/links.ts';
import { shortestPassword } from '../access/sign-in.ts';
import { doorPage } from './pages.ts';
import { problemSummary, textField, type FieldMistake } from './fields.ts';

const said: Record<string, string> = {
  out: 'You are signed out.',
  set: 'Your password is set. Sign in with it.',
};

export function signInPage({
  next,
  email,
  said: what,
}: {
  next: string;
  email: string;
  said: string | undefined;
}): Markup {
  const mistakes =
    what === 'wrong' ? [{ at: 'email', says: 'That e-mail address and that password do not belong together.' }] : [];
  const done = said[what ?? ''];
  return doorPage(
    mistakes.length > 0 ? 'Error: sign in' : 'Sign in',
    html`${problemSummary(mistakes)} ${done ? html`<p class="done">${done}</p>` : ''}
      <form method="post" action="/console/sign-in">
        <input type="hidden" name="next" value="${next}" />
        ${textField({ name: 'email', label: 'E-mail address', value: email, type: 'email', autocomplete: 'username', mistakes })}
        ${textField({ name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password', mistakes })}
        <button>Sign in</button>
      </form>`,
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
}

export function linkPage({ link: { kind, person }, mistakes, name, email }: LinkPage): Markup {
  return doorPage(
    linkTitles[kind],
    html`${problemSummary(mistakes)}
      ${person ? html`<p>For ${person.name}, ${person.email}.</p>` : html`<p>You set this installation up: its departments, its people, what they may do.</p>`}
      <form method="post">
        ${
          person
            ? html`<input type="hidden" name="username" autocomplete="username" value="${person.email}" />`
            : html`${textField({ name: 'name', label: 'Your name', value: name, autocomplete: 'name', mistakes })}
              ${textField({ name: 'email', label: 'Your e-mail address', value: email, type: 'email', autocomplete: 'username', mistakes })}`
        }
        ${textField({ name: 'password', label: 'New password', type: 'password', autocomplete: 'new-password', hint: `At least ${shortestPassword} characters. Four words that do not belong together are good.`, mistakes })}
        ${textField({ name: 'again', label: 'The same once more', type: 'password', autocomplete: 'new-password', mistakes })}
        <button>Set the password</button>
      </form>`,
  );
}

export function brokenLinkPage(): Markup {
  return doorPage(
    'This link does not work any more',
    html`<p>It was used, or it is too old, or it was not copied whole. Ask for a new one.</p>
      <p><a href="/console/sign-in">Sign in</a></p>`,
  );
}
