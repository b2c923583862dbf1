import type { Catalog } from '@heart-survey/shared/languages/catalog';
import { html, raw } from 'hono/html';
import type { Markup } from '../pages/page.ts';
import type { Agency } from '../org/org.ts';
import type { Languages } from './language.ts';

// The frame around every public page: the owner's name, the languages, and the footer links.

/** A name from the directory. It is in the installation's own language, whatever the language of the page. */
export function nameOf(name: string, { tag }: Catalog, { offered }: Languages): Markup | string {
  const own = offered[0]!;
  return tag === own.tag ? name : html`<bdi lang="${own.tag}">${name}</bdi>`;
}

/** The agency's name. */
export function ownerOfAll({ agency }: Agency, text: Catalog, languages: Languages): Markup | string {
  return agency === undefined ? 'HEART Survey' : nameOf(agency, text, languages);
}

/** @param choice the language links or buttons, if there are any. */
export function bar(owner: Markup | string, choice: Markup | ''): Markup {
  return html`<header class="bar">
    <div>
      <p class="agency">${owner}</p>
      ${choice}
    </div>
  </header>`;
}

/** Links to the page in each language, each labeled with the language's own name. Nothing if there is only one. */
export function languageLinks(text: Catalog, { offered }: Languages, href: (tag: string) => string): Markup | '' {
  const link = ({ tag, name, direction }: Catalog) =>
    tag === text.tag
      ? html`<a href="${href(tag)}" lang="${tag}" dir="${direction}" aria-current="true">${name}</a>`
      : html`<a href="${href(tag)}" lang="${tag}" dir="${direction}" hreflang="${tag}">${name}</a>`;
  return languageChoice(text, offered, link);
}

/**
 * The language choice next to a form, where a link would lose the answers. Each language is a button of the form, so the
 * page comes back in that language with all answers, even without JavaScript.
 * @param href the address of the page in that language, for people who save the link.
 * @param hasFocus whether a language was just chosen.
 * @param form the form's id.
 */
export function languageButtons(
  text: Catalog,
  { offered }: Languages,
  href: (tag: string) => string,
  hasFocus: boolean,
  form = 'survey',
): Markup | '' {
  const button = ({ tag, name, direction }: Catalog) => {
    const marks = tag === text.tag ? `aria-current="true"${hasFocus ? ' autofocus' : ''}` : '';
    return html`<button
      type="submit"
      form="${form}"
      name="lang"
      value="${tag}"
      formaction="${href(tag)}"
      lang="${tag}"
      dir="${direction}"
      ${raw(marks)}
    >
      ${name}
    </button>`;
  };
  const choice = languageChoice(text, offered, button);
  // Enter presses the form's first button, and that must be Send.
  return choice === '' ? '' : html`<button type="submit" form="${form}" hidden></button>${choice}`;
}

function languageChoice(text: Catalog, offered: Catalog[], entry: (language: Catalog) => Markup): Markup | '' {
  if (offered.length < 2) return '';
  return html`<nav aria-label="${text.languages}">
    <ul>
      ${offered.map((language) => html`<li>${entry(language)}</li>`)}
    </ul>
  </nav>`;
}

/** Links to the pages about the whole installation. */
export function footer(text: Catalog): Markup {
  const query = `?lang=${text.tag}`;
  return html`<footer>
    <a href="/${query}">${text.seeAll}</a>
    <a href="/privacy${query}">${text.privacy}</a>
    <a href="/accessibility${query}">${text.accessibility.title}</a>
  </footer>`;
}
