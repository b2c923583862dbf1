import type { Catalog } from '@heart-survey/shared/languages/catalog';
import { html } from 'hono/html';
import type { Department, Region } from '../org/org.ts';
import { choiceField } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { interviewsPath } from './paths.ts';

export interface Chooser {
  department: Department;
  /** The regions that the person may choose. */
  regions: Region[];
  /** The one to ask about; undefined until it is chosen. */
  region: Region | undefined;
  /** The languages to choose from. */
  languages: Catalog[];
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
      options: languages.map(({ tag, name }) => ({ value: tag, label: name })),
    })}
    <button class="second">${button}</button>
  </form>`;
}
