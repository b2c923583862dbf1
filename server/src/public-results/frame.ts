import type { Catalog } from '@heart-survey/shared/languages/catalog';
import { html } from 'hono/html';
import type { Agency } from '../org/org.ts';
import { page, type Markup } from '../pages/page.ts';
import { styles } from '../pages/style.ts';
import { bar, footer, languageLinks, nameOf, ownerOfAll, type Languages } from '../survey/survey.ts';
import type { Phrase, Words } from './words.ts';

/** What every page of results needs. */
export interface Shown extends Words {
  text: Catalog;
  languages: Languages;
  agency: Agency;
}

interface Content {
  /** In the browser's title bar. */
  title: string;
  /** The page's address, without the language. */
  path: string;
  /** Its address in another language, if that is not just the path with the language. */
  hrefOf?: ((tag: string) => string) | undefined;
  main: Markup;
}

/** A page in the frame of the public pages. */
export function framed({ text, languages, agency }: Shown, { title, path, hrefOf, main }: Content): Markup {
  return page({
    text,
    title,
    style: styles.results,
    bar: bar(
      ownerOfAll(agency, text, languages),
      languageLinks(text, languages, hrefOf ?? ((tag) => `${path}?lang=${tag}`)),
    ),
    main,
    footer: footer(text),
    isListed: true,
  });
}

/** A link to another page of results, in the same language. */
export function hrefIn({ text }: Pick<Shown, 'text'>, path: string): string {
  return `${path}?lang=${text.tag}`;
}

/** Links to the pages above this one. */
export function breadcrumbs(
  shown: Shown,
  pages: readonly ({ path: string } & ({ label: string } | { name: string }))[],
): Markup {
  const { text, languages } = shown;
  return html`<ul class="breadcrumbs">
    ${pages.map(
      (one) =>
        html`<li>
          <a href="${hrefIn(shown, one.path)}">${'name' in one ? nameOf(one.name, text, languages) : one.label}</a>
        </li>`,
    )}
  </ul>`;
}

/** A phrase with what the agency's people wrote, such as a name, in the language of the installation. */
export function marked({ text, languages }: Shown, { message, values }: Phrase): Markup {
  const parts = message.split(/\{(\w+)\}/);
  const shown = parts.map((part, index) => {
    if (index % 2 === 0) return part;
    const value = values[part] ?? `{${part}}`;
    if (part === 'name' || part === 'reason') return nameOf(value, text, languages);
    return part === 'hash' ? html`<code dir="ltr">${value}</code>` : value;
  });
  return html`${shown}`;
}
