import type { Catalog } from '@heart-survey/shared/languages/catalog';
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

/** Chooses the region and the language. A person with one region chooses only the language. */
export function chooser({ department, regions, region, languages, text }: Chooser, button: string): Markup {
  return html`<form method="get" action="${interviewsPath(department)}" class="fields chooser">
    ${
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
    })}
    <button class="second">${button}</button>
  </form>`;
}

/** Answers that could not be saved because of their region. */
export interface Unsaved {
  id: string;
  answers: Answers;
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
