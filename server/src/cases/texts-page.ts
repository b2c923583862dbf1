import type { Catalog } from '@heart-survey/shared/languages/catalog';
import { feedbackTexts } from '@heart-survey/shared/feedback/feedback';
import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import { errorSummary, successMessage, textArea, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { linesOf, textsPath, type CaseTexts } from './case-texts.ts';
import { desksPath } from './desk-paths.ts';
import { desksLabel } from './desks-page.ts';

interface TextsPage {
  language: Catalog;
  languages: Catalog[];
  /** What is in the boxes. */
  texts: CaseTexts;
  /** Whether that is not saved yet. */
  isPreview: boolean;
  errors: FieldError[];
  notice: string | undefined;
}

/** The agency's own words on the public form for complaints, in one language. */
export function textsPage({ language, languages, texts, isPreview, errors, notice }: TextsPage): PageContent {
  return {
    title: 'Texts for the public',
    sub: html`What the form for complaints and the letters say in ${language.name}. · <a href="${desksPath}">Desks</a>`,
    current: desksLabel,
    hasProblem: errors.length > 0,
    main: [
      languageLinks(languages, language),
      errorSummary(errors),
      successMessage(notice, { saved: 'Saved. The public form shows it now.' }),
      isPreview ? html`<p class="call" role="status">This is a preview. Nothing is saved yet.</p>` : '',
      html`<form method="post" action="${pathOf(language)}">
        ${textArea({
          name: 'emergency',
          label: 'In an emergency',
          value: texts.emergency,
          rows: 4,
          hint: 'Shown above the form. Put each sentence on its own line. To use the standard text, leave it blank.',
          errors,
        })}
        ${textArea({
          name: 'other-ways',
          label: 'Other ways to complain',
          value: texts['other-ways'],
          rows: 8,
          hint: 'Shown below the form. Put each way on its own line, with a name and a phone number if you can. To use the standard text, leave it blank.',
          errors,
        })}
        ${textArea({
          name: 'ombudsman',
          label: 'How to reach the Ombudsman',
          value: texts.ombudsman,
          rows: 5,
          hint: 'In the letter that ends the second stage: the name, the phone number and the address of the office that people can turn to next. To use the standard text, leave it blank.',
          errors,
        })}
        <div class="actions">
          <button>Save</button>
          <button class="second" name="preview" value="yes">Preview</button>
        </div>
      </form>`,
      preview(language, texts),
    ],
  };
}

const pathOf = ({ tag }: Catalog) => `${textsPath}?language=${tag}`;

function languageLinks(languages: Catalog[], current: Catalog): Markup | '' {
  if (languages.length < 2) return '';
  const link = (one: Catalog) =>
    one.tag === current.tag
      ? html`<a href="${pathOf(one)}" lang="${one.tag}" aria-current="page">${one.name}</a>`
      : html`<a href="${pathOf(one)}" lang="${one.tag}">${one.name}</a>`;
  return html`<nav aria-label="Languages" class="views">${languages.map(link)}</nav>`;
}

/** As the public reads it. */
function preview(language: Catalog, texts: CaseTexts): Markup {
  const { form, ways } = feedbackTexts(language);
  return html`<h2>Preview</h2>
    <div class="letter" lang="${language.tag}" dir="${language.direction}">
      <h3>${form.emergencyTitle}</h3>
      <div>${linesOf(texts.emergency).map((line) => html`<p>${line}</p>`)}</div>
      <h3>${ways.title}</h3>
      <ul>
        ${linesOf(texts['other-ways']).map((line) => html`<li>${line}</li>`)}
      </ul>
    </div>
    <p><a href="/feedback?lang=${language.tag}">Open the public form</a></p>
    <h2>In letters</h2>
    <p class="letter" lang="${language.tag}" dir="${language.direction}">
      ${linesOf(texts.ombudsman).map((line) => html`<span class="line">${line}</span>`)}
    </p>`;
}
