import { html } from 'hono/html';
import { casePath, seerOf, stageNames, type CasePage, type CaseSection } from '../cases/cases.ts';
import type { Database } from '../database/database.ts';
import { radioField, textField } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { linksOf, type CaseLink } from './link-queries.ts';
import { fold } from './parts.ts';

/** The fields of a new link. */
export const linkFields = { reference: 'link-reference', as: 'link-as' };

/** The cases that belong together with this one. A duplicate is handled by itself: whoever wrote it waits for an answer too. */
export const linkSection =
  (db: Database): CaseSection =>
  async ({ person, organization }, page) => {
    const links = await linksOf(db, seerOf(person, organization), page.file.id);
    return html`<h2 id="links">Linked cases</h2>
      ${
        links.length === 0
          ? html`<p class="quiet">No linked cases.</p>`
          : html`<ul class="history">
              ${links.map((link) => oneLink(page, link))}
            </ul>`
      }
      <div class="folds">${newLink(page)}</div>`;
  };

function oneLink({ file }: CasePage, link: CaseLink): Markup {
  const { reference, stage, at } = link;
  const other = html`<a href="${casePath(reference)}">${reference}</a>`;
  const words =
    link.kind === 'related'
      ? html`Related to ${other}`
      : link.case_id === file.id
        ? html`A duplicate of ${other}, which came in first`
        : html`${other} is a duplicate of this case`;
  return html`<li>
    <p>${words} <span class="quiet">· ${stageNames[stage]}</span></p>
    <form method="post" action="${casePath(file.reference)}/links/${reference}/end">
      <input type="hidden" name="at" value="${at}" />
      <button class="second">Remove the link<span class="vh"> to ${reference}</span></button>
    </form>
  </li>`;
}

function newLink(page: CasePage): Markup {
  const { file, errors = [], typed = {} } = page;
  return fold(
    page,
    { title: 'Link another case', prefix: 'link-' },
    html`<form method="post" action="${casePath(file.reference)}/links">
      ${textField({
        name: linkFields.reference,
        label: 'Reference of the other case',
        value: typed[linkFields.reference] ?? '',
        isShort: true,
        hint: 'Such as 7KQ4-X2MD. Both cases show the link, but only to people who see the other case.',
        errors,
      })}
      ${radioField({
        name: linkFields.as,
        label: 'How they belong together',
        value: typed[linkFields.as] ?? '',
        options: [
          {
            value: 'duplicate',
            label: 'This case is a duplicate of it',
            hint: 'It stays a case of its own, with its own dates and its own answer.',
          },
          { value: 'related', label: 'They are related' },
        ],
        errors,
      })}
      <button class="second">Link the case</button>
    </form>`,
  );
}
