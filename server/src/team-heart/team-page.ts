import { isoDay, isoDayInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { roleNames, teamRoles } from '../access/access.ts';
import type { PageContent } from '../console/console.ts';
import type { Department, Region } from '../org/org.ts';
import type { Markup } from '../pages/page.ts';
import { trainingsPath } from './paths.ts';
import type { Member } from './queries.ts';

/** One department and its part of Team HEART. */
interface DepartmentTeam {
  department: Department;
  regions: Region[];
  members: Member[];
  /** Whether the reader may see the department's trainings. */
  maySeeTrainings: boolean;
}

interface TeamPage {
  teams: DepartmentTeam[];
  /** The address of the handbook; undefined if it is not set. */
  handbook: string | undefined;
  /** Whether the reader may change the settings. */
  maySet: boolean;
  /** Whether the reader may add people. */
  mayAdd: boolean;
}

/** The members of Team HEART and the handbook, for everyone who can sign in. */
export function teamPage({ teams, handbook, maySet, mayAdd }: TeamPage): PageContent {
  return {
    title: 'Team HEART',
    current: 'Team HEART',
    sub: 'Who to ask about the survey and about customer service in each department.',
    main: [handbookLine(handbook, maySet), ...teams.map((team) => teamSection(team, mayAdd))],
  };
}

function handbookLine(handbook: string | undefined, maySet: boolean): Markup | '' {
  if (handbook !== undefined) return html`<p><a href="${handbook}">Ambassador Journey Handbook</a></p>`;
  return maySet
    ? html`<p>
        The Ambassador Journey Handbook has no address yet.
        <a href="/console/settings">Add it to the settings</a>
      </p>`
    : '';
}

function teamSection({ department, regions, members, maySeeTrainings }: DepartmentTeam, mayAdd: boolean): Markup {
  const missing = (['ambassador', 'representative'] as const).filter(
    (role) => !members.some((one) => one.role === role),
  );
  const names = missing.map((role) => roleNames[role]).join(' and no ');
  return html`<h2>${department.name}</h2>
    ${
      missing.length === 0
        ? ''
        : html`<p class="empty">
            ${department.name} has no ${names}
            yet.${mayAdd ? html` <a href="/console/people">Add the role under People</a>` : ''}
          </p>`
    }
    ${members.length === 0 ? '' : membersTable(department, regions, members)}
    ${maySeeTrainings ? html`<p><a href="${trainingsPath(department)}">Trainings in ${department.name}</a></p>` : ''}`;
}

function membersTable(department: Department, regions: Region[], members: Member[]): Markup {
  const row = (member: Member) => {
    const region = regions.find(({ id }) => id === member.regionId)?.name;
    const day = member.appointedOn ?? isoDay(member.grantedAt, department.zone);
    return html`<tr>
      <th scope="row">${roleNames[member.role]}${region === undefined ? '' : html`<small>${region}</small>`}</th>
      <td>
        ${member.name}<small><a href="mailto:${member.email}">${member.email}</a></small>
      </td>
      <td>${isoDayInWords(day)}</td>
      <td>${member.appointedBy ?? html`<span class="quiet">Not recorded</span>`}</td>
    </tr>`;
  };
  const placeOf = ({ regionId }: Member) => regions.findIndex(({ id }) => id === regionId);
  const sorted = members.toSorted(
    (one, other) => teamRoles.indexOf(one.role) - teamRoles.indexOf(other.role) || placeOf(one) - placeOf(other),
  );
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Team HEART in ${department.name}">
    <table class="team">
      <caption class="vh">
        Team HEART in ${department.name}
      </caption>
      <thead>
        <tr>
          <th scope="col">Role</th>
          <th scope="col">Name</th>
          <th scope="col">Since</th>
          <th scope="col">Appointed by</th>
        </tr>
      </thead>
      <tbody>
        ${sorted.map(row)}
      </tbody>
    </table>
  </div>`;
}
