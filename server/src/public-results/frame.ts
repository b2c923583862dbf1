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
  main: Markup;
}

/** A page in the frame of the public pages. */
export function framed({ text, languages, agency }: Shown, { title, path, main }: Content): Markup {
  return page({
    text,
    title,
    style: styles.results,
    bar: bar(
      ownerOfAll(agency, text, languages),
      languageLinks(text, languages, (tag) => `${path}?lang=${tag}`),
    ),
    main,
    footer: footer(text),
  });
}

/** A link to another page of results, in the same language. */
export function hrefIn({ text }: Pick<Shown, 'text'>, path: string): string {
  return `${path}?lang=${text.tag}`;
}

export const resultsPath = '/results';

/** The address of a department, or of one of its quarters. */
export function pathOf({ slug }: { slug: string }, quarter?: { id: string }): string {
  return quarter === undefined ? `${resultsPath}/${slug}` : `${resultsPath}/${slug}/${quarter.id}`;
}

/** A phrase with its name in the language of the installation. */
export function marked({ text, languages }: Shown, { message, values }: Phrase): Markup {
  const parts = message.split(/\{(\w+)\}/);
  const shown = parts.map((part, index) => {
    if (index % 2 === 0) return part;
    const value = values[part] ?? `{${part}}`;
    return part === 'name' ? nameOf(value, text, languages) : value;
  });
  return html`${shown}`;
}
