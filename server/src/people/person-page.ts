import { html } from 'hono/html';
import { doneNote, problemSummary, type FieldMistake } from '../pages/fields.ts';
import type { Shown } from '../console/console.ts';
import type { Markup } from '../pages/page.ts';
import type { Directory } from '../org/org.ts';
import { dateInWords, roleFields, waysIn, type Typed } from './pages.ts';
import type { employeeOf, Listed } from './queries.ts';

interface PersonPage {
  person: Listed;
  /** The employee that they are, where that is known. */
  employee: Awaited<ReturnType<typeof employeeOf>>;
  roles: { id: number; role: string; words: string }[];
  directory: Directory;
  /** Whether it is the reader's own page. */
  isSelf: boolean;
  notice: string | undefined;
  baseUrl: string;
  /** Where the email to them is, if an administrator has to send it by hand. */
  draft: string | undefined;
  /** What the agency's provider is called, where there is one. */
  provider: string | undefined;
  /** The same where this person has no other way in. */
  onlyProvider: string | undefined;
  /** What was typed into the form for another role. */
  typed: Pick<Typed, 'role' | 'scope'>;
  mistakes: FieldMistake[];
}

const notices = ({ onlyProvider, baseUrl }: PersonPage): Record<string, string> => ({
  'invited-provider': `The invitation is on its way. It says to sign in with ${onlyProvider}.`,
  'not-sent': `No mail server is set up, so no email was sent. Tell them yourself: they sign in with ${onlyProvider} at ${baseUrl}/console.`,
  unlinked:
    'The account is unlinked. They are signed out everywhere, and their tokens for the API no longer work. Their next sign-in links the account that has their address then.',
  invited: 'The invitation is on its way. Its link works once, for seven days; earlier links no longer work.',
  reset: 'An email with a link to set a new password is on its way. The link works once, for one hour.',
  granted: 'The role is granted. It counts from now on.',
  ended: 'The role has ended.',
  'ended-tokens': 'The role has ended. Their tokens for the API that depended on it no longer work.',
  left: 'Their access has ended, and every browser they were signed in with is signed out.',
  returned: 'They may sign in again, with the roles below.',
  'factor-ended': 'The second step is switched off. Ask them to set it up anew.',
});

export function personPage(given: PersonPage): Shown {
  const { person, employee, isSelf, directory, notice, mistakes } = given;
  const state = person.leftAt === null ? waysIn(person) : `Access ended on ${dateInWords(person.leftAt, directory)}`;
  return {
    title: person.name,
    sub: `${person.email} · ${state}`,
    current: 'People',
    hasProblem: mistakes.length > 0,
    main: html`${problemSummary(mistakes)} ${doneNote(notice, notices(given))}
      ${given.draft === undefined ? '' : html`<p><a href="${given.draft}">Email to them, as a draft</a></p>`}
      <h2>Roles</h2>
      ${rolesOf(given)} ${person.leftAt === null ? stillHere(given) : letBack(person)}
      ${isSelf ? html`<p class="quiet">This is you. Your own password and second step are on <a href="/console/account">your account</a>.</p>` : ''}
      ${
        employee
          ? html`<p>
              They are an employee who may be thanked:
              <a href="/console/directory/employees/${String(employee.id)}">${employee.name}</a>, ${employee.region}.
            </p>`
          : ''
      }
      <p><a href="/console/people">All people</a></p>`,
  };
}

function rolesOf({ person, roles, isSelf }: PersonPage): Markup {
  const at = `/console/people/${person.id}/roles`;
  const end = ({ id, role, words }: PersonPage['roles'][number]) =>
    isSelf && role === 'administrator'
      ? html`<small>Another administrator can end it.</small>`
      : html`<form method="post" action="${at}/${String(id)}/end">
          <button class="second">End<span class="vh"> the role ${words}</span></button>
        </form>`;
  return roles.length === 0
    ? html`<p class="empty">No role: they can sign in and see nothing. Give them one below.</p>`
    : html`<ul class="rows">
        ${roles.map((role) => html`<li><span>${role.words}</span>${person.leftAt === null ? end(role) : ''}</li>`)}
      </ul>`;
}

function linkShown({ person, onlyProvider }: PersonPage) {
  if (onlyProvider !== undefined) {
    return {
      title: 'Invitation',
      message: `They sign in with ${onlyProvider} and have no password here.`,
      button: 'Send the invitation again',
    };
  }
  return person.hasPassword
    ? {
        title: 'Password',
        message: 'They have set one. If they forgot it, send them a link to set a new one; it works for one hour.',
        button: 'Send a link for a new password',
      }
    : {
        title: 'Invitation',
        message: 'They have not set a password yet. A new invitation ends the one before it.',
        button: 'Invite again',
      };
}

function stillHere(given: PersonPage): Markup {
  const { person, directory, isSelf, typed, mistakes, provider } = given;
  const at = `/console/people/${person.id}`;
  const link = linkShown(given);
  const factor = html`<h2>Second step</h2>
    <p>They sign in with a code from their phone. If they lost the phone and the backup codes, switch the step off.</p>
    <form method="post" action="${at}/second-factor/end">
      <button class="second">Switch off the second step</button>
    </form>`;
  const account = html`<h2>Account at ${provider ?? 'the provider'}</h2>
    <p>
      Their account is linked, and no other account with their address can sign in as them. Unlink it when they get a
      new account, or when your agency changes its provider. They are signed out everywhere, and their tokens for the
      API are revoked.
    </p>
    <form method="post" action="${at}/provider-link/end"><button class="second">Unlink the account</button></form>`;
  const leave = html`<h2>Access</h2>
    <p>
      When somebody leaves, end their access. They are signed out at once, and their tokens for the API are revoked;
      what they did stays on record, and you can let them back in.
    </p>
    <form method="post" action="${at}/leave"><button class="second">End their access</button></form>`;
  const another = html`<summary>Give another role</summary>
    <form method="post" action="${at}/roles">
      ${roleFields(directory, typed, mistakes)}
      <button>Give the role</button>
    </form>`;
  const isWrong = mistakes.some(({ at }) => at === 'role' || at === 'scope');
  return html`${isSelf ? '' : isWrong ? html`<details open>${another}</details>` : html`<details>${another}</details>`}
  ${
    isSelf
      ? ''
      : html`<h2>${link.title}</h2>
          <p>${link.message}</p>
          <form method="post" action="${at}/invitation"><button class="second">${link.button}</button></form>`
  }
  ${person.hasSecondFactor && !isSelf ? factor : ''} ${person.hasProvider && !isSelf ? account : ''}
  ${isSelf ? '' : leave}`;
}

function letBack({ id }: Listed): Markup {
  return html`<h2>Access</h2>
    <p>They cannot sign in. If you let them back in, they have the roles above and their password until now.</p>
    <form method="post" action="/console/people/${id}/return"><button class="second">Let them back in</button></form>`;
}
