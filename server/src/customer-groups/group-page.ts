import type { Catalog } from '@heart-survey/shared/languages/catalog';
import { dayInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import { groupName, type CustomerGroup, type Department, type GroupNames, type Region } from '../org/org.ts';
import { errorSummary, successMessage, textField, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { linkSection } from './link-section.ts';
import { fieldOf } from './names.ts';
import { groupPath, groupsLabel, groupsPath } from './paths.ts';

interface GroupPage {
  department: Department;
  group: CustomerGroup;
  /** A region whose survey is open, for the example of a link. */
  region: Region | undefined;
  baseUrl: string;
  /** The languages that the survey is offered in. The first one is the installation's own. */
  languages: readonly Catalog[];
  /** What the form shows: what is stored, or what was typed and rejected. */
  names: GroupNames;
  errors: FieldError[];
  notice: string | undefined;
}

/** A group's names, and whether it has ended. */
export function groupPage(page: GroupPage): PageContent {
  const { department, group, languages, errors, notice } = page;
  return {
    title: groupName(group.names, languages[0]!.tag).name,
    current: groupsLabel,
    hasProblem: errors.length > 0,
    sub: html`Customer group · ${department.name} · <a href="${groupsPath(department)}">All groups</a>`,
    main: [
      errorSummary(errors),
      successMessage(notice, {
        added: 'Group added. Enter its name in the other languages.',
        known: 'This group is already on the list.',
        saved: 'Saved.',
        ended: 'Group ended. The survey no longer offers it.',
        restored: 'Group restored.',
      }),
      group.endedAt === null ? openGroup(page) : endedGroup(page, group.endedAt),
    ],
  };
}

function openGroup(page: GroupPage): Markup {
  const { department, group, languages, names, errors } = page;
  const path = groupPath(department, group);
  const [own] = languages;
  const field = (language: Catalog) =>
    textField({
      name: fieldOf(language),
      label: language === own ? `Name in ${language.name}` : language.name,
      value: names[language.tag] ?? '',
      errors,
    });
  return html`<form method="post" action="${path}">
      <input type="hidden" name="before" value="${JSON.stringify(group.names)}" />
      ${languages.length > 1 ? html`<p>Customers see the ${own!.name} name in every language that you leave blank.</p>` : ''}
      ${languages.map(field)}
      <button>Save</button>
    </form>
    ${linkSection(page, group)}
    <h2>End this group</h2>
    <p>
      The survey will no longer offer it, and new responses through links with its code will count without a group.
      Earlier responses still count.
    </p>
    <form method="post" action="${path}/ending"><button class="second">End this group</button></form>`;
}

function endedGroup({ department, group }: GroupPage, endedAt: number): Markup {
  return html`<p>Ended on ${dayInWords(endedAt, department.zone)}. The survey no longer offers it.</p>
    <form method="post" action="${groupPath(department, group)}/return">
      <button class="second">Restore this group</button>
    </form>`;
}
