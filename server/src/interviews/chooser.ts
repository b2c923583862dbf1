import { items } from '@heart-survey/shared/items';
import type { Catalog } from '@heart-survey/shared/languages/catalog';
import { enForm } from '@heart-survey/shared/languages/en';
import { html } from 'hono/html';
import type { Department, Region } from '../org/org.ts';
import { choiceField, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import type { Languages } from '../survey/survey.ts';
import type { Answers } from './entry.ts';
import { interviewsPath } from './paths.ts';

export interface Chooser {
  department: Department;
  /** The regions that the person may choose. */
  regions: Region[];
  /** The one to ask about; undefined until it is chosen. */
  region: Region | undefined;
  /** The languages to choose from. */
  languages: Languages;
  /** The language of the script. */
  text: Catalog;
}

/** Chooses the region and the language, before the script. */
export function chooser(page: Chooser): Markup {
  return html`<form method="get" action="${interviewsPath(page.department)}" class="fields chooser">
    ${choices(page)}
    <button class="second">Start</button>
  </form>`;
}

/** The region and the language. A person with one region chooses only the language. */
export function choices({ regions, region, languages, text }: Chooser): Markup {
  return html`${
    regions.length === 1
      ? html`<input type="hidden" name="region" value="${regions[0]!.slug}" />`
      : choiceField({
          name: 'region',
          label: 'Region that served the customer',
          value: region?.slug ?? '',
          options: regions.map(({ slug, name }) => ({ value: slug, label: name })),
        })
  }
  ${choiceField({
    name: 'lang',
    label: 'Language of the script',
    value: text.tag,
    options: languages.offered.map((language) => ({ value: language.tag, label: language.name, language })),
  })}`;
}

/** Answers that could not be saved because of their region. */
export interface Unsaved {
  id: string;
  answers: Answers;
}

/** The answers to copy, if there is no region left that they could be saved for. */
export function answersToCopy({ ratings, comment }: Answers): Markup {
  return html`<dl class="facts">
    ${items.map(
      (item) =>
        html`<dt>${enForm.items[item].word}</dt>
          <dd>${ratings[item] === '' ? '–' : ratings[item]}</dd>`,
    )}
    <dt>Comment</dt>
    <dd class="written">${comment === '' ? 'None' : comment}</dd>
  </dl>`;
}

/** Chooses the region of answers that were already given, and saves them. */
export function savingChooser(
  { department, regions, text }: Chooser,
  { id, answers }: Unsaved,
  errors: FieldError[],
): Markup {
  const { ratings, comment, group } = answers;
  const kept = { id, lang: text.tag, ...ratings, comment, group };
  return html`<form method="post" action="${interviewsPath(department)}" class="fields chooser">
    ${Object.entries(kept).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
    ${choiceField({
      name: 'region',
      label: 'Region that served the customer',
      value: '',
      options: [{ value: '', label: 'Choose' }, ...regions.map(({ slug, name }) => ({ value: slug, label: name }))],
      errors,
    })}
    <button>Save interview</button>
  </form>`;
}
