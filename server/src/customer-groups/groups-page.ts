import type { Catalog } from '@heart-survey/shared/languages/catalog';
import { html } from 'hono/html';
import { departmentLinks, type PageContent } from '../console/console.ts';
import { groupName, type CustomerGroup, type Department, type Region } from '../org/org.ts';
import { errorSummary, successMessage, textField, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { linkSection } from './link-section.ts';
import { fieldOf } from './names.ts';
import { groupPath, groupsLabel, groupsPath, questionPath } from './paths.ts';

interface GroupsPage {
  department: Department;
  /** All departments whose groups the person may change, including this one. */
  departments: Department[];
  /** Also those that ended. */
  groups: CustomerGroup[];
  /** A region whose survey is open, for the example of a link. */
  region: Region | undefined;
  /** The languages that the survey is offered in. The first one is the installation's own. */
  languages: readonly Catalog[];
  baseUrl: string;
  /** The name that was rejected. */
  typed: string;
  errors: FieldError[];
  notice: string | undefined;
}

/** A department's customer groups, and whether the survey asks for them. */
export function groupsPage(page: GroupsPage): PageContent {
  const { department, departments, groups, languages, typed, errors, notice } = page;
  const offered = groups.filter(({ endedAt }) => endedAt === null);
  const ended = groups.filter(({ endedAt }) => endedAt !== null);
  const own = languages[0]!;
  return {
    title: groupsLabel,
    current: groupsLabel,
    hasProblem: errors.length > 0,
    sub: html`${department.name}. Compare how different customers rate you, such as clients, family members, and partner
    agencies.`,
    main: [
      errorSummary(errors),
      successMessage(notice, {
        moved: 'The order was changed.',
        on: 'The survey now asks for the group.',
        off: 'The survey no longer asks for the group.',
      }),
      departmentLinks(departments, department, groupsPath),
      questionSection(department, offered),
      html`<h2>Groups</h2>`,
      offered.length === 0 ? html`<p class="empty">No groups yet. Add the first one.</p>` : groupTable(page, offered),
      html`<form method="post" action="${groupsPath(department)}">
        ${textField({
          name: fieldOf(own),
          label: `Name of a new group, in ${own.name}`,
          value: typed,
          hint: 'Use the words that customers use for themselves. You can add the other languages next.',
          errors,
        })}
        <button class="second">Add a group</button>
      </form>`,
      linkSection(page, offered[0]),
      ended.length === 0 ? '' : endedSection(department, ended, own),
    ],
  };
}

function questionSection(department: Department, offered: CustomerGroup[]): Markup {
  const isOn = department.asksGroup === 1;
  return html`<h2>Question on the survey</h2>
    <p>
      ${
        !isOn
          ? 'The survey does not ask for the group.'
          : offered.length === 0
            ? 'The survey asks as soon as you add a group.'
            : 'The survey asks after the six statements which group fits the customer best.'
      }
      Customers can skip the question. Outside your department, the executive office and the public see figures by group
      only for your whole department and a fiscal year, and only if nobody’s answer can be worked out from them.
    </p>
    <form method="post" action="${questionPath(department)}">
      <input type="hidden" name="asks" value="${isOn ? 'no' : 'yes'}" />
      <button class="${isOn ? 'second' : ''}">${isOn ? 'Stop asking' : 'Start asking'}</button>
    </form>`;
}

function groupTable({ department, languages }: GroupsPage, offered: CustomerGroup[]): Markup {
  const own = languages[0]!;
  const row = (group: CustomerGroup, index: number) => {
    const { name } = groupName(group.names, own.tag);
    const above = offered[index - 1];
    return html`<tr>
      <th scope="row">
        <a href="${groupPath(department, group)}"><bdi>${name}</bdi></a>
      </th>
      <td><code>${group.code}</code></td>
      <td>${missingIn(group, languages)}</td>
      <td>
        ${
          above === undefined
            ? ''
            : html`<form method="post" action="${groupPath(department, group)}/place">
                <input type="hidden" name="above" value="${above.code}" />
                <button class="second">Move up<span class="vh">: ${name}</span></button>
              </form>`
        }
      </td>
    </tr>`;
  };
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Groups on the survey">
    <table>
      <caption class="vh">
        The groups, in the order in which the survey lists them
      </caption>
      <thead>
        <tr>
          <th scope="col">Group</th>
          <th scope="col">Code in links</th>
          <th scope="col">Missing names</th>
          <td></td>
        </tr>
      </thead>
      <tbody>
        ${offered.map(row)}
      </tbody>
    </table>
  </div>`;
}

/** The languages without a name: customers see the one in the agency’s own language. */
function missingIn({ names }: CustomerGroup, languages: readonly Catalog[]): Markup | string {
  const missing = languages.filter(({ tag }) => names[tag] === undefined);
  if (missing.length === 0) return '–';
  return html`${missing.map(
    ({ tag, direction, name }, index) =>
      html`${index > 0 ? ', ' : ''}<bdi lang="${tag}" dir="${direction}">${name}</bdi>`,
  )}`;
}

function endedSection(department: Department, ended: CustomerGroup[], own: Catalog): Markup {
  const entry = (group: CustomerGroup) =>
    html`<li>
      <a href="${groupPath(department, group)}"><bdi>${groupName(group.names, own.tag).name}</bdi></a>
    </li>`;
  return html`<h2>Ended groups</h2>
    <p>The survey no longer offers them. Their earlier answers still count.</p>
    <ul>
      ${ended.map(entry)}
    </ul>`;
}
