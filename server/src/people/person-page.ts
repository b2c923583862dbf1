import { isoDayInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { successMessage, errorSummary, type FieldError } from '../pages/fields.ts';
import type { PageContent } from '../console/console.ts';
import type { Markup } from '../pages/page.ts';
import type { Organization } from '../org/org.ts';
import { dateInWords, roleFields, signInMethods, type Typed } from './pages.ts';
import { appointmentFields, isAppointed, type TypedAppointment } from './appointment.ts';
import type { employeeOf, Listed, ListedGrant } from './queries.ts';

interface PersonPage {
  person: Listed;
  /** The employee who is the same human, if that is known. */
  employee: Awaited<ReturnType<typeof employeeOf>>;
  roles: (ListedGrant & { words: string })[];
  organization: Organization;
  /** Whether this is the reader's own page. */
  isSelf: boolean;
  notice: string | undefined;
  baseUrl: string;
  /** The address of the email to them, if an administrator has to send it by hand. */
  draft: string | undefined;
  /** The name of the agency's provider, if there is one. */
  provider: string | undefined;
  /** The same, if this person can sign in only with it. */
  onlyProvider: string | undefined;
  /** What was entered in the form for another role. */
  typed: Pick<Typed, 'role' | 'scope'>;
  appointed: TypedAppointment;
  errors: FieldError[];
}

const notices = ({ onlyProvider, baseUrl }: PersonPage): Record<string, string> => ({
  'invited-provider': `The invitation is on its way. It says to sign in with ${onlyProvider}.`,
  'not-sent': `No mail server is set up, so no email was sent. Tell them yourself: they sign in with ${onlyProvider} at ${baseUrl}/console.`,
  unlinked:
    'The account is unlinked. They are signed out everywhere, and their API tokens no longer work. The next time they sign in, they will be linked to the account that has their email address at that time.',
  invited:
    'The invitation is on its way. The link can be used once and expires in seven days. Earlier links no longer work.',
  reset: 'An email with a link to set a new password is on its way. The link can be used once and expires in one hour.',
  appointed: 'Saved. The Team HEART page shows the appointment.',
  granted: 'The role was added. It is in effect now.',
  'granted-pending':
    'The role was added, but it does not open anything yet. A second administrator must confirm it on the desk’s page, under Desks.',
  ended: 'Role removed.',
  'ended-tokens': 'Role removed. Any API tokens that depended on it no longer work.',
  left: 'Their access has ended, and they are signed out on every device.',
  returned: 'They can sign in again, with the roles below.',
  'factor-ended': 'Two-step verification is turned off. Ask them to set it up again.',
});

/** The page of one person, for administrators. */
export function personPage(given: PersonPage): PageContent {
  const { person, employee, isSelf, organization, notice, errors } = given;
  const state =
    person.leftAt === null ? signInMethods(person) : `Access ended on ${dateInWords(person.leftAt, organization)}`;
  return {
    title: person.name,
    sub: `${person.email} · ${state}`,
    current: 'People',
    hasProblem: errors.length > 0,
    main: html`${errorSummary(errors)} ${successMessage(notice, notices(given))}
      ${given.draft === undefined ? '' : html`<p><a href="${given.draft}">View the draft of their email</a></p>`}
      <h2>Roles</h2>
      ${rolesOf(given)} ${person.leftAt === null ? formsFor(given) : restoreForm(person)}
      ${isSelf ? html`<p class="quiet">This is you. Change your own password and two-step verification on <a href="/console/account">your account page</a>.</p>` : ''}
      ${
        employee
          ? html`<p>
              Customers can thank them as an employee:
              <a href="/console/directory/employees/${String(employee.id)}">${employee.name}</a>, ${employee.region}.
            </p>`
          : ''
      }
      <p><a href="/console/people">All people</a></p>`,
  };
}

const pathOf = ({ id }: Listed) => `/console/people/${id}`;

function rolesOf({ person, roles, isSelf }: PersonPage): Markup {
  const end = ({ id, role, words }: PersonPage['roles'][number]) =>
    isSelf && role === 'administrator'
      ? html`<small>Another administrator can remove it.</small>`
      : html`<form method="post" action="${pathOf(person)}/roles/${String(id)}/end">
          <button class="second">Remove<span class="vh"> the role ${words}</span></button>
        </form>`;
  return roles.length === 0
    ? html`<p class="empty">No role yet. They can sign in, but they will not see anything. Add a role below.</p>`
    : html`<ul class="rows">
          ${roles.map((role) => html`<li><span>${role.words}${appointmentOf(person, role)}</span>${person.leftAt === null ? end(role) : ''}</li>`)}
        </ul>
        ${person.leftAt === null && roles.some(({ role }) => role === 'ambassador' || role === 'representative') ? html`<p class="quiet">${waitingNote}</p>` : ''}`;
}

const waitingNote =
  'Without the role of ambassador or representative, invitations to campaigns that they sent and that still wait are not sent.';

/** Who appointed them, with a link to change it. Only members of Team HEART are appointed. */
function appointmentOf(person: Listed, role: PersonPage['roles'][number]): Markup | '' {
  if (!isAppointed(role)) return '';
  const { id, appointedBy, appointedOn, words } = role;
  const by = appointedBy === null ? '' : ` by ${appointedBy}`;
  const on = appointedOn === null ? '' : ` on ${isoDayInWords(appointedOn)}`;
  const path = `${pathOf(person)}/roles/${String(id)}/appointment`;
  const isKnown = by !== '' || on !== '';
  return html`<small
    >${isKnown ? `Appointed${by}${on}. ` : ''}${person.leftAt === null ? html`<a href="${path}">${isKnown ? 'Change the appointment' : 'Record the appointment'}<span class="vh"> as ${words}</span></a>` : ''}</small
  >`;
}

function linkShown({ person, onlyProvider }: PersonPage) {
  if (onlyProvider !== undefined) {
    return {
      title: 'Invitation',
      message: `They sign in with ${onlyProvider} and do not have a password here.`,
      button: 'Send invitation again',
    };
  }
  return person.hasPassword
    ? {
        title: 'Password',
        message:
          'They have set a password. If they forgot it, send them a link to set a new one. It expires in one hour.',
        button: 'Send password reset link',
      }
    : {
        title: 'Invitation',
        message: 'They have not set a password yet. A new invitation replaces the previous one.',
        button: 'Send new invitation',
      };
}

/** What an administrator can do for someone who has not left. */
function formsFor(given: PersonPage): Markup {
  const { person, isSelf } = given;
  if (isSelf) return html``;
  const { title, message, button } = linkShown(given);
  return html`${roleForm(given)}
    <h2>${title}</h2>
    <p>${message}</p>
    <form method="post" action="${pathOf(person)}/invitation"><button class="second">${button}</button></form>
    ${person.hasSecondFactor ? secondFactorForm(person) : ''} ${person.hasProvider ? providerForm(given) : ''}
    <h2>Access</h2>
    <p>
      When someone leaves, end their access. They are signed out immediately, and their API tokens are revoked. What
      they did stays on record, and you can restore their access later.
    </p>
    <form method="post" action="${pathOf(person)}/leave"><button class="second">End access</button></form>`;
}

function roleForm({ person, organization, typed, appointed, errors }: PersonPage): Markup {
  const form = html`<summary>Add a role</summary>
    <form method="post" action="${pathOf(person)}/roles">
      ${roleFields(organization, typed, errors)} ${appointmentFields(appointed, errors)}
      <button>Add role</button>
    </form>`;
  const isOpen = errors.some(({ at }) => ['role', 'scope', 'appointedBy', 'appointedOn'].includes(at));
  return isOpen ? html`<details open>${form}</details>` : html`<details>${form}</details>`;
}

function secondFactorForm(person: Listed): Markup {
  return html`<h2>Two-step verification</h2>
    <p>
      They sign in with a code from their phone. If they lost the phone and the backup codes, turn off two-step
      verification.
    </p>
    <form method="post" action="${pathOf(person)}/second-factor/end">
      <button class="second">Turn off two-step verification</button>
    </form>`;
}

function providerForm({ person, provider }: PersonPage): Markup {
  return html`<h2>Account at ${provider ?? 'the provider'}</h2>
    <p>
      Their account is linked, and no other account with their email address can sign in as them. Unlink it when they
      get a new account, or when your agency changes its provider. They are then signed out everywhere, and their API
      tokens are revoked.
    </p>
    <form method="post" action="${pathOf(person)}/provider-link/end">
      <button class="second">Unlink account</button>
    </form>`;
}

function restoreForm(person: Listed): Markup {
  return html`<h2>Access</h2>
    <p>They cannot sign in. If you restore their access, they have the roles above and the same password as before.</p>
    <form method="post" action="${pathOf(person)}/return"><button class="second">Restore access</button></form>`;
}
