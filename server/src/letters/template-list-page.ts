import type { Catalog } from '@heart-survey/shared/languages/catalog';
import type { LetterKind } from '@heart-survey/shared/letters/letters';
import { html } from 'hono/html';
import { departmentLinks, type PageContent } from '../console/console.ts';
import type { Department } from '../org/org.ts';
import { successMessage } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { letterNames } from './letter-names.ts';
import { slugOf, type Place } from './template-places.ts';

interface TemplateListPage {
  place: Place;
  department: Department;
  departments: Department[];
  language: Catalog;
  offered: readonly Catalog[];
  kinds: readonly LetterKind[];
  own: Partial<Record<LetterKind, string>>;
  notice: string | undefined;
}

/** The letters of a department in one language, and which of them have a text of its own. */
export function templateListPage(page: TemplateListPage): PageContent {
  const { place, department, departments, language, notice } = page;
  return {
    title: 'Letters',
    sub: html`What the letters and emails of ${department.name} say before staff change them.`,
    current: place.label,
    main: [
      departmentLinks(departments, department, place.pathOf),
      successMessage(notice, { saved: 'Saved. Forms that are opened from now on start with it.' }),
      languageLinks(page),
      html`<p>A letter is written in the language of the case. Letters that were sent stay as they were.</p>`,
      table(page),
      language.tag === 'en'
        ? ''
        : html`<p class="quiet">The standard texts in ${language.name} are drafts. Have your translator read them.</p>`,
    ],
  };
}

function languageLinks({ place, department, language, offered }: TemplateListPage): Markup | '' {
  if (offered.length < 2) return '';
  const link = ({ tag, name }: Catalog) => {
    const to = `${place.pathOf(department)}?language=${tag}`;
    return tag === language.tag
      ? html`<a href="${to}" lang="${tag}" aria-current="page">${name}</a>`
      : html`<a href="${to}" lang="${tag}">${name}</a>`;
  };
  return html`<nav aria-label="Languages" class="views">${offered.map(link)}</nav>`;
}

function table({ place, department, language, kinds, own }: TemplateListPage): Markup {
  const row = (kind: LetterKind) =>
    html`<tr>
      <th scope="row">
        <a href="${place.pathOf(department)}/${slugOf(kind)}?language=${language.tag}">${letterNames[kind].name}</a>
        <small>${letterNames[kind].hint}</small>
      </th>
      <td>${own[kind] === undefined ? html`<span class="quiet">Standard text</span>` : 'Own text'}</td>
    </tr>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Letters">
    <table>
      <caption class="vh">
        Letters in ${language.name}
      </caption>
      <thead>
        <tr>
          <th scope="col">Letter</th>
          <th scope="col">Text</th>
        </tr>
      </thead>
      <tbody>
        ${kinds.map(row)}
      </tbody>
    </table>
  </div>`;
}
