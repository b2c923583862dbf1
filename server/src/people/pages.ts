import { dayInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { roleNames, roles } from '../access/access.ts';
import { choiceField, problemSummary, textField, type FieldMistake } from '../pages/fields.ts';
import type { Shown } from '../console/console.ts';
import type { Markup } from '../pages/page.ts';
import type { Directory } from '../org/org.ts';
import { scopes } from './scope.ts';
import type { Listed } from './queries.ts';

interface PeoplePage {
  rows: (Listed & { roles: string[] })[];
  search: string;
  /** Whether those are shown who left. */
  left: boolean;
  /** Whether there are more than are shown. */
  isCut: boolean;
  directory: Directory;
}

export function peoplePage({ rows, search, left, isCut, directory }: PeoplePage): Shown {
  const views = [
    { label: 'Who may sign in', href: '/console/people', isCurrent: !left },
    { label: 'Who has left', href: '/console/people?show=left', isCurrent: left },
  ];
  return {
    title: 'People',
    sub: 'Who may sign in, and what they may do.',
    current: 'People',
    main: html`<p class="actions"><a class="button" href="/console/people/invite">Invite somebody</a></p>
      <nav aria-label="Which people" class="views">
        ${views.map(({ label, href, isCurrent }) => (isCurrent ? html`<a href="${href}" aria-current="page">${label}</a>` : html`<a href="${href}">${label}</a>`))}
      </nav>
      <form method="get" action="/console/people" role="search" class="fields search">
        ${left ? html`<input type="hidden" name="show" value="left" />` : ''}
        ${textField({ name: 'q', label: 'Name or e-mail address', value: search, type: 'search' })}
        <button class="second">Search</button>
      </form>
      ${rows.length === 0 ? nobody(search, left) : peopleTable(rows, left, directory)}
      ${isCut ? html`<p>There are more. Search for a name to see them.</p>` : ''}`,
  };
}

function nobody(search: string, left: boolean): Markup {
  if (search !== '') {
    const all = left ? '/console/people?show=left' : '/console/people';
    return html`<p class="empty">
      Nobody’s name or address has “${search}” in it. <a href="${all}">Show everybody</a>
    </p>`;
  }
  return left
    ? html`<p class="empty">
        Nobody has left. When somebody does, end their access on their page; it is listed here then.
      </p>`
    : html`<p class="empty">Nobody may sign in. Invite somebody.</p>`;
}

function peopleTable(rows: PeoplePage['rows'], left: boolean, directory: Directory): Markup {
  const row = (person: PeoplePage['rows'][number]) =>
    html`<tr>
      <th scope="row"><a href="/console/people/${person.id}">${person.name}</a><small>${person.email}</small></th>
      <td>
        ${person.roles.length === 0 ? html`<span class="quiet">No role</span>` : html`${person.roles.map((role) => html`<div>${role}</div>`)}`}
      </td>
      <td>${left ? dateInWords(person.leftAt!, directory) : waysIn(person)}</td>
    </tr>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="People">
    <table>
      <caption class="vh">
        ${left ? 'Who has left' : 'Who may sign in'}
      </caption>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Role</th>
          <th scope="col">${left ? 'Left' : 'How they sign in'}</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(row)}
      </tbody>
    </table>
  </div>`;
}

/** How somebody signs in, in words. */
export function waysIn({ hasPassword, hasProvider, hasSecondFactor }: Listed): string {
  const password = hasSecondFactor ? 'Password and second step' : 'Password alone';
  const ways = [...(hasPassword ? [password] : []), ...(hasProvider ? ['The agency’s sign-in'] : [])];
  return ways.length === 0 ? 'Invited, not yet signed in' : ways.join(' · ');
}

/** What was typed into the form of an invitation. */
export interface Typed {
  name: string;
  email: string;
  role: string;
  scope: string;
}

interface InvitePage {
  directory: Directory;
  typed: Typed;
  mistakes: FieldMistake[];
  /** Who has the address already. */
  known?: string | undefined;
  /** What the provider is called, where people sign in with it alone. */
  onlyProvider: string | undefined;
}

export function invitePage({ directory, typed, mistakes, known, onlyProvider }: InvitePage): Shown {
  return {
    title: 'Invite somebody',
    sub:
      onlyProvider === undefined
        ? 'They get an email with a link to set a password. It works for seven days.'
        : `They get an email that says to sign in with ${onlyProvider}.`,
    current: 'People',
    hasProblem: mistakes.length > 0,
    main: html`${problemSummary(mistakes)}
      ${known === undefined ? '' : html`<p><a href="/console/people/${known}">See who has that address</a></p>`}
      <form method="post" action="/console/people/invite">
        ${textField({ name: 'name', label: 'Name', value: typed.name, mistakes })}
        ${textField({ name: 'email', label: 'Email address', value: typed.email, type: 'email', mistakes })}
        ${roleFields(directory, typed, mistakes)}
        <div class="actions">
          <button>Send the invitation</button>
          <a href="/console/people">Cancel</a>
        </div>
      </form>`,
  };
}

/** The two fields of a role and where it is for. */
export function roleFields(
  directory: Directory,
  { role, scope }: Pick<Typed, 'role' | 'scope'>,
  mistakes: FieldMistake[],
) {
  return html`${choiceField({
    ...{ name: 'role', label: 'Role', value: role, mistakes },
    options: [
      { value: '', label: 'Choose' },
      ...roles.map((role) => ({ value: role, label: `${roleNames[role]}: ${roleReasons[role]}` })),
    ],
  })}
  ${choiceField({
    ...{ name: 'scope', label: 'Where', value: scope, options: scopes(directory), mistakes },
    hint: 'A department for ambassadors and representatives, a region or programme for junior ambassadors.',
  })}`;
}

const roleReasons: Record<keyof typeof roleNames, string> = {
  administrator: 'sets up departments and people',
  ambassador: 'reads a department’s results and comments',
  junior: 'reads those of one region or programme',
  representative: 'answers for a department’s quarter',
  executive: 'reads every department’s closed figures',
};

interface LinkPage {
  kind: 'invitation' | 'reset';
  id: string;
  name: string;
  email: string;
  url: string;
}

/** Shows a link once, where there is no mail server to send it. */
export function linkPage({ kind, id, name, email, url }: LinkPage): Shown {
  return {
    title: `A link for ${name}`,
    sub: 'It is shown this once.',
    current: 'People',
    main: html`<p class="call" role="status">
        No mail server is set up, so no email was sent to ${email}. Copy this link and give it to ${name} yourself, in a
        way that nobody else can read.
      </p>
      <p><code class="secret">${url}</code></p>
      <p>
        It works once, for ${kind === 'invitation' ? 'seven days' : 'one hour'}. Whoever opens it sets the password. If
        you lose it, make a new one on their page. You can also download the email there as a draft, with a new link;
        this link then no longer works.
      </p>
      <p><a class="button" href="/console/people/${id}">I have copied it</a></p>`,
  };
}

/** Such as `August 17, 2026`, in the days of the first department. @param at in milliseconds since the epoch. */
export function dateInWords(at: number, { departments }: Directory): string {
  return dayInWords(at, departments[0]?.zone ?? 'UTC');
}
