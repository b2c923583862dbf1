import { dayInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { roleNames, roles } from '../access/access.ts';
import { choiceField, errorSummary, textField, type FieldError } from '../pages/fields.ts';
import { grantLabel, type PageContent } from '../console/console.ts';
import type { Markup } from '../pages/page.ts';
import type { Organization } from '../org/org.ts';
import { appointmentFields, type TypedAppointment } from './appointment.ts';
import { scopes } from './scope.ts';
import type { grants, Listed } from './queries.ts';

interface PeoplePage {
  rows: (Listed & { roles: string[] })[];
  search: string;
  /** Whether the list shows people who have left. */
  left: boolean;
  /** Whether there are more people than the list shows. */
  isCut: boolean;
  organization: Organization;
}

/** The list of people, for administrators. */
export function peoplePage({ rows, search, left, isCut, organization }: PeoplePage): PageContent {
  const views = [
    { label: 'Active', href: '/console/people', isCurrent: !left },
    { label: 'Former', href: '/console/people?show=left', isCurrent: left },
  ];
  return {
    title: 'People',
    sub: 'Who can sign in, and what they can do.',
    current: 'People',
    main: html`<p class="actions"><a class="button" href="/console/people/invite">Invite someone</a></p>
      <nav aria-label="People to show" class="views">
        ${views.map(({ label, href, isCurrent }) => (isCurrent ? html`<a href="${href}" aria-current="page">${label}</a>` : html`<a href="${href}">${label}</a>`))}
      </nav>
      <form method="get" action="/console/people" role="search" class="fields search">
        ${left ? html`<input type="hidden" name="show" value="left" />` : ''}
        ${textField({ name: 'q', label: 'Name or email address', value: search, type: 'search' })}
        <button class="second">Search</button>
      </form>
      ${rows.length === 0 ? emptyList(search, left) : peopleTable(rows, left, organization)}
      ${isCut ? html`<p>There are more people. Search for a name to find them.</p>` : ''}`,
  };
}

function emptyList(search: string, left: boolean): Markup {
  if (search !== '') {
    const all = left ? '/console/people?show=left' : '/console/people';
    return html`<p class="empty">No results for “${search}”. <a href="${all}">Show everyone</a></p>`;
  }
  return left
    ? html`<p class="empty">
        No one has left yet. When someone leaves, end their access on their page, and they will be listed here.
      </p>`
    : html`<p class="empty">No one can sign in yet. Invite someone.</p>`;
}

function peopleTable(rows: PeoplePage['rows'], left: boolean, organization: Organization): Markup {
  const row = (person: PeoplePage['rows'][number]) =>
    html`<tr>
      <th scope="row"><a href="/console/people/${person.id}">${person.name}</a><small>${person.email}</small></th>
      <td>
        ${person.roles.length === 0 ? html`<span class="quiet">No role</span>` : html`${person.roles.map((role) => html`<div>${role}</div>`)}`}
      </td>
      <td>${left ? dateInWords(person.leftAt!, organization) : signInMethods(person)}</td>
    </tr>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="People">
    <table>
      <caption class="vh">
        ${left ? 'People who have left' : 'People who can sign in'}
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

/** A role with what it is for, and whether it waits for a second administrator. */
export function roleInWords(grant: Awaited<ReturnType<typeof grants>>[number], organization: Organization): string {
  const label = grantLabel(grant, organization);
  return grant.isPending === 1 ? `${label} (waiting for a second administrator)` : label;
}

/** How someone signs in, in words. */
export function signInMethods({ hasPassword, hasProvider, hasSecondFactor }: Listed): string {
  const password = hasSecondFactor ? 'Password and two-step verification' : 'Password only';
  const methods = [...(hasPassword ? [password] : []), ...(hasProvider ? ['Agency sign-in'] : [])];
  return methods.length === 0 ? 'Invited, not yet signed in' : methods.join(' · ');
}

/** What was entered in the invitation form. */
export interface Typed {
  name: string;
  email: string;
  role: string;
  scope: string;
}

interface InvitePage {
  organization: Organization;
  typed: Typed;
  appointed: TypedAppointment;
  errors: FieldError[];
  /** The id of the person who already has the email address. */
  known?: string | undefined;
  /** The name of the provider, if people can sign in only with it. */
  onlyProvider: string | undefined;
}

/** The form for an invitation. */
export function invitePage({ organization, typed, appointed, errors, known, onlyProvider }: InvitePage): PageContent {
  return {
    title: 'Invite someone',
    sub:
      onlyProvider === undefined
        ? 'They get an email with a link to set a password. The link expires in seven days.'
        : `They get an email that tells them to sign in with ${onlyProvider}.`,
    current: 'People',
    hasProblem: errors.length > 0,
    main: html`${errorSummary(errors)}
      ${known === undefined ? '' : html`<p><a href="/console/people/${known}">View the person with that address</a></p>`}
      <form method="post" action="/console/people/invite">
        ${textField({ name: 'name', label: 'Name', value: typed.name, errors })}
        ${textField({ name: 'email', label: 'Email address', value: typed.email, type: 'email', errors })}
        ${roleFields(organization, typed, errors)} ${appointmentFields(appointed, errors)}
        <div class="actions">
          <button>Send invitation</button>
          <a href="/console/people">Cancel</a>
        </div>
      </form>`,
  };
}

/** The fields for a role and its department or region. */
export function roleFields(
  organization: Organization,
  { role, scope }: Pick<Typed, 'role' | 'scope'>,
  errors: FieldError[],
) {
  return html`${choiceField({
    name: 'role',
    label: 'Role',
    value: role,
    errors,
    options: [
      { value: '', label: 'Choose' },
      ...roles.map((role) => ({ value: role, label: `${roleNames[role]}: ${roleReasons[role]}` })),
    ],
  })}
  ${choiceField({
    name: 'scope',
    label: 'Department, region or desk',
    value: scope,
    options: scopes(organization),
    errors,
    hint: 'Choose a department for ambassadors, representatives and case managers, a region or program for junior ambassadors, or a desk for case handlers.',
  })}`;
}

const roleReasons: Record<keyof typeof roleNames, string> = {
  administrator: 'sets up departments and people',
  ambassador: 'can view a department’s results and comments',
  junior: 'can view the results and comments for one region or program',
  representative: 'is responsible for a department’s quarter',
  executive: 'can view every department’s closed figures',
  manager: 'is responsible for a department’s cases',
  handler: 'works on the cases of one desk',
};

interface LinkPage {
  kind: 'invitation' | 'reset';
  id: string;
  name: string;
  email: string;
  url: string;
}

/** Shows a link once, if there is no mail server to send it. */
export function linkPage({ kind, id, name, email, url }: LinkPage): PageContent {
  return {
    title: `A link for ${name}`,
    sub: 'This link is shown only once.',
    current: 'People',
    main: html`<p class="call" role="status">
        No mail server is set up, so no email was sent to ${email}. Copy this link and give it to ${name} yourself. Do
        not let anyone else see it.
      </p>
      <p><code class="secret">${url}</code></p>
      <p>
        The link can be used once and expires in ${kind === 'invitation' ? 'seven days' : 'one hour'}. Anyone who has it
        can set the password. If you lose it, create a new one on their page. You can also download the email there as a
        draft. The draft has a new link, so this one will stop working.
      </p>
      <p><a class="button" href="/console/people/${id}">Done</a></p>`,
  };
}

/** Such as `August 17, 2026`, in the first department's time zone. @param at in milliseconds since the epoch. */
export function dateInWords(at: number, { departments }: Organization): string {
  return dayInWords(at, departments[0]?.zone ?? 'UTC');
}
