import { dayInWords } from '@heart-survey/shared/dates';
import { html, raw } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import type { Region } from '../org/org.ts';
import { errorSummary, successMessage, textField, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { directoryPath, regionPath, teamPath } from './paths.ts';
import type { Choosable, ListedTeam, Team, TeamContent } from './team-queries.ts';

/** The teams on their region's page, and the form that adds one. @param typed the name that was rejected. */
export function teamSection(region: Region, teams: ListedTeam[], typed: string, errors: FieldError[]): Markup {
  const { zone } = region.department;
  const line = ({ id, name, endedAt, members }: ListedTeam) =>
    html`<li>
      <a href="${teamPath(id)}"><bdi>${name}</bdi></a>
      <span class="quiet">${endedAt === null ? membersInWords(members) : `Ended on ${dayInWords(endedAt, zone)}`}</span>
    </li>`;
  return html`<h2>Teams</h2>
    <p>A team, such as a front desk, can be thanked as one. Each member gets the thank-you.</p>
    ${
      teams.length === 0
        ? html`<p class="empty">No teams yet.</p>`
        : html`<ul>
            ${teams.map(line)}
          </ul>`
    }
    <form method="post" action="${regionPath(region)}/teams">
      ${textField({ name: 'team', label: 'Name of a new team', value: typed, errors })}
      <button class="second">Add a team</button>
    </form>`;
}

function membersInWords(n: number): string {
  return n === 0 ? 'No members yet' : n === 1 ? '1 member' : `${n} members`;
}

interface TeamPage {
  team: Team;
  region: Region;
  employees: Choosable[];
  /** What the form shows: what is stored, or what was typed and rejected. */
  content: TeamContent;
  /** What is stored: the form is accepted only as long as this stays the same. */
  stored: TeamContent;
  errors: FieldError[];
  notice: string | undefined;
}

/** A team's name and members, and whether it has ended. */
export function teamPage(page: TeamPage): PageContent {
  const { team, region, errors, notice } = page;
  return {
    title: team.name,
    current: 'Directory',
    hasProblem: errors.length > 0,
    sub: html`Team in <a href="${regionPath(region)}">${region.name}</a> · ${region.department.name} ·
      <a href="${directoryPath}">Directory</a>`,
    main: [
      errorSummary(errors),
      successMessage(notice, {
        added: 'Team added. Choose its members.',
        saved: 'Saved.',
        ended: 'Team ended. It can no longer be thanked.',
        back: 'Team restored.',
      }),
      team.endedAt === null ? openTeam(page) : endedTeam(team, region),
    ],
  };
}

function openTeam({ team, region, employees, content, stored, errors }: TeamPage): Markup {
  const path = teamPath(team.id);
  return html`<form method="post" action="${path}">
      <input type="hidden" name="was" value="${stored.name}" />
      <input type="hidden" name="before" value="${stored.members.join(' ')}" />
      ${textField({ name: 'name', label: 'Name', value: content.name, errors })}
      ${employees.length === 0 ? noEmployees(region) : memberBoxes(employees, content.members)}
      <button>Save</button>
    </form>
    <h2>End this team</h2>
    <p>It can no longer be thanked. Thank-yous that it received keep its name.</p>
    <form method="post" action="${path}/ending"><button class="second">End this team</button></form>`;
}

function noEmployees(region: Region): Markup {
  return html`<p class="empty">
    ${region.name} has no employees yet. <a href="${regionPath(region)}/employees">Add the first one</a>.
  </p>`;
}

function memberBoxes(employees: Choosable[], members: number[]): Markup {
  const box = ({ id, name, email }: Choosable) =>
    html`<label
      ><input type="checkbox" name="member" value="${id}" ${raw(members.includes(id) ? 'checked' : '')} />
      <span><bdi>${name}</bdi>${email === null ? html` <small>no email address</small>` : ''}</span></label
    >`;
  return html`<fieldset>
    <legend>Members</legend>
    ${employees.map(box)}
  </fieldset>`;
}

function endedTeam({ id, endedAt }: Team, { department }: Region): Markup {
  return html`<p>Ended on ${dayInWords(endedAt!, department.zone)}. It can no longer be thanked.</p>
    <form method="post" action="${teamPath(id)}/return"><button class="second">Restore this team</button></form>`;
}
