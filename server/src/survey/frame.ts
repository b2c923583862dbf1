import type { Catalogue } from '@heart-survey/shared/languages/catalogue';
import { html, raw } from 'hono/html';
import type { Markup } from '../pages/page.ts';
import type { Agency } from '../org/org.ts';
import type { Languages } from './language.ts';

// What stands around the content of every page that people read: whose it is, in which languages, and where else to go.

/** A name out of the directory, which is in the installation's own language whatever the page speaks. */
export function nameOf(name: string, { tag }: Catalogue, { offered }: Languages): Markup | string {
  const own = offered[0]!;
  return tag === own.tag ? name : html`<bdi lang="${own.tag}">${name}</bdi>`;
}

/** Whose installation it is. */
export function ownerOfAll({ agency }: Agency, text: Catalogue, languages: Languages): Markup | string {
  return agency === undefined ? 'HEART Survey' : nameOf(agency, text, languages);
}

/** @param choice of a language, if there is one. */
export function bar(owner: Markup | string, choice: Markup | ''): Markup {
  return html`<header class="bar">
    <div>
      <p class="agency">${owner}</p>
      ${choice}
    </div>
  </header>`;
}

/** A link to the page in each language, in that language's own name; nothing where there is only one. */
export function languageLinks(text: Catalogue, { offered }: Languages, href: (tag: string) => string): Markup | '' {
  const link = ({ tag, name, direction }: Catalogue) =>
    tag === text.tag
      ? html`<a href="${href(tag)}" lang="${tag}" dir="${direction}" aria-current="true">${name}</a>`
      : html`<a href="${href(tag)}" lang="${tag}" dir="${direction}" hreflang="${tag}">${name}</a>`;
  return languageChoice(text, offered, link);
}

/**
 * The same beside a form, where a link would lose what was answered: each language is a button of the form, so that the
 * page comes back in that language with all of it, without a script too.
 * @param href the address of the page in that language, for whoever keeps it.
 * @param hasFocus whether a language has just been chosen.
 */
export function languageButtons(
  text: Catalogue,
  { offered }: Languages,
  href: (tag: string) => string,
  hasFocus: boolean,
): Markup | '' {
  const button = ({ tag, name, direction }: Catalogue) => {
    const marks = tag === text.tag ? `aria-current="true"${hasFocus ? ' autofocus' : ''}` : '';
    return html`<button
      type="submit"
      form="survey"
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
  // Enter in the form means the form's first button, and that is to send.
  return choice === '' ? '' : html`<button type="submit" form="survey" hidden></button>${choice}`;
}

function languageChoice(text: Catalogue, offered: Catalogue[], entry: (language: Catalogue) => Markup): Markup | '' {
  if (offered.length < 2) return '';
  return html`<nav aria-label="${text.languages}">
    <ul>
      ${offered.map((language) => html`<li>${entry(language)}</li>`)}
    </ul>
  </nav>`;
}

/** The way to what is said of the whole installation. */
export function footer(text: Catalogue): Markup {
  const query = `?lang=${text.tag}`;
  return html`<footer>
    <a href="/${query}">${text.seeAll}</a>
    <a href="/privacy${query}">${text.privacy}</a>
    <a href="/accessibility${query}">${text.accessibility.title}</a>
  </footer>`;
}
