import type { Catalog } from '@heart-survey/shared/languages/catalog';
import { blank, type LetterKind } from '@heart-survey/shared/letters/letters';
import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import type { Department } from '../org/org.ts';
import { errorSummary, textArea, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { letterNames, placeholderNames } from './letter-names.ts';
import { placeholdersFor } from './placeholders.ts';
import { slugOf, type Place } from './template-places.ts';

interface TemplatePage {
  place: Place;
  department: Department;
  language: Catalog;
  kind: LetterKind;
  standard: string;
  /** What is in the box. */
  text: string;
  /** The same with examples filled in. */
  preview: string;
  /** The text that someone else saved in the meantime. */
  saved?: string | undefined;
  isOwn: boolean;
  isPreview: boolean;
  /** When the stored text was saved; empty for the standard text. */
  before: string;
  errors: FieldError[];
}

/** The text of one letter, in one language. */
export function templatePage(page: TemplatePage): PageContent {
  const { place, department, language, kind, standard, text, before, isOwn, isPreview, errors } = page;
  const list = `${place.pathOf(department)}?language=${language.tag}`;
  return {
    title: letterNames[kind].name,
    sub: html`${department.name}, ${language.name} · <a href="${list}">All letters</a>`,
    current: place.label,
    hasProblem: errors.length > 0,
    main: [
      errorSummary(errors),
      isPreview ? html`<p class="call" role="status">This is a preview. Nothing is saved yet.</p>` : '',
      html`<p>
          ${letterNames[kind].hint}
          ${isOwn ? 'The department has its own text.' : 'The department uses the standard text.'}
        </p>
        <form method="post" action="${place.pathOf(department)}/${slugOf(kind)}?language=${language.tag}">
          <input type="hidden" name="before" value="${before}" />
          ${textArea({
            name: 'text',
            label: 'Text',
            value: text,
            rows: 16,
            language,
            hint: `Leave a blank line between paragraphs. Where staff have to write something, put ${blank}.`,
            errors,
          })}
          <div class="actions">
            <button>Save</button>
            <button class="second" name="action" value="preview">Preview</button>
            ${isOwn ? html`<button class="second" name="action" value="standard">Use the standard text</button>` : ''}
          </div>
        </form>`,
      placeholders(kind),
      html`<h2>Preview</h2>
        ${letter(language, page.preview)}`,
      page.saved === undefined
        ? ''
        : html`<h2>Text that is saved now</h2>
            ${letter(language, page.saved)}`,
      text === standard
        ? ''
        : html`<h2>Standard text</h2>
            ${letter(language, standard)}`,
    ],
  };
}

const letter = ({ tag, direction }: Catalog, text: string): Markup =>
  html`<div class="letter written" lang="${tag}" dir="${direction}">${text}</div>`;

function placeholders(kind: LetterKind): Markup {
  return html`<h2>Placeholders</h2>
    <p>These are filled in for each case. If one has no value, its paragraph is left out.</p>
    <dl class="case-facts">
      ${placeholdersFor(kind).map(
        (name) =>
          html`<div>
            <dt><code>{${name}}</code></dt>
            <dd>${placeholderNames[name]}</dd>
          </div>`,
      )}
    </dl>`;
}
