import type { FeedbackTexts } from '@heart-survey/shared/feedback/feedback';
import type { Catalog } from '@heart-survey/shared/languages/catalog';
import { html } from 'hono/html';
import type { Agency } from '../org/org.ts';
import type { FieldError } from '../pages/fields.ts';
import { page, type Markup } from '../pages/page.ts';
import { styles } from '../pages/style.ts';
import { bar, footer, languageButtons, languageLinks, ownerOfAll, type Languages } from '../survey/survey.ts';

/** What every public page for complaints and requests needs. */
export interface Shown {
  text: Catalog;
  texts: FeedbackTexts;
  languages: Languages;
  agency: Agency;
}

interface Content {
  title: string;
  main: Markup;
  /** The page's address in each language. Without it, there is no choice of languages. */
  addressOf?: (tag: string) => string;
  /** The form that comes back in the chosen language with all that was typed. Without it, the languages are links. */
  keeps?: { form: string; hasFocus: boolean };
}

/** A page in the frame of the public pages. */
export function framed({ text, languages, agency }: Shown, { title, main, addressOf, keeps }: Content): Markup {
  const choice =
    addressOf === undefined
      ? ''
      : keeps === undefined
        ? languageLinks(text, languages, addressOf)
        : languageButtons(text, languages, addressOf, keeps.hasFocus, keeps.form);
  return page({
    text,
    title,
    style: styles.feedback,
    bar: bar(ownerOfAll(agency, text, languages), choice),
    main,
    footer: footer(text),
  });
}

/** Lists the problems with links to the fields. It takes the focus. */
export function problemSummary(text: Catalog, problems: readonly FieldError[]): Markup | '' {
  if (problems.length === 0) return '';
  const line = ({ at, message }: FieldError) =>
    at === '' ? html`<li>${message}</li>` : html`<li><a href="#${at}">${message}</a></li>`;
  return html`<div class="problem" role="alert" tabindex="-1" autofocus>
    <h2>${text.problem}</h2>
    <ul>
      ${problems.map(line)}
    </ul>
  </div>`;
}
