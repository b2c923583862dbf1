import { heart } from '@heart-survey/shared/heart';
import { html } from 'hono/html';
import type { Markup } from '../pages/page.ts';
import type { PublishedDepartment, PublishedQuarter, ShownActions } from '../publishing/publishing.ts';
import { nameOf } from '../survey/survey.ts';
import { marked, type Shown } from './frame.ts';
import { countInWords, quarterInWords } from './words.ts';

/** What people said, in their own language. */
export function quotesSection(page: Shown, quotes: PublishedDepartment['quotes']): Markup {
  const { text, languages, texts } = page;
  const { quarterPage: words } = texts;
  const about = (letters: readonly string[]) =>
    heart.filter(({ letter }) => letters.includes(letter)).map(({ item }) => text.items[item].word);
  const caption = ({ letters, who }: PublishedDepartment['quotes'][number]) =>
    who === null && letters.length === 0
      ? ''
      : html`<figcaption>
          ${who === null ? '' : html`${nameOf(who, text, languages)}${letters.length === 0 ? '' : ' · '}`}${about(letters).join(', ')}
        </figcaption>`;
  const quote = (one: PublishedDepartment['quotes'][number]) =>
    html`<li>
      <figure>
        <blockquote dir="auto" ${one.language === null ? '' : html`lang="${one.language}"`}>${one.quoted}</blockquote>
        ${caption(one)}
      </figure>
    </li>`;
  return html`<h2>${words.quotes}</h2>
    ${
      quotes.length === 0
        ? html`<p>${words.noQuotes}</p>`
        : html`<p>${words.quotesLead}</p>
            <ul class="quotes">
              ${quotes.map(quote)}
            </ul>`
    }`;
}

/** “You said, we did”; nothing if no region was below the goal. */
export function doneSection(page: Shown, { quarters }: PublishedDepartment, { done }: PublishedQuarter): Markup | '' {
  const { quarterPage: words } = page.texts;
  const wasBelow = quarters.some(({ figures }) => figures.regions.some(({ status }) => status === 'below'));
  if (done.length === 0) {
    return wasBelow
      ? html`<h2>${words.did}</h2>
          <p>${words.nothingDone}</p>`
      : '';
  }
  return html`<h2>${words.did}</h2>
    ${done.map((one) => saidAndDone(page, one))}`;
}

function saidAndDone(page: Shown, { regionName, of, average, responses, actions }: ShownActions): Markup {
  const { text, languages, texts } = page;
  const count = countInWords(page, responses);
  const values = { quarter: quarterInWords(page, of), count, name: regionName, average };
  return html`<section class="did">
    <h3>${nameOf(regionName, text, languages)}</h3>
    <p>${marked(page, { message: texts.quarterPage.said, values })}</p>
    <p>${texts.quarterPage.done}</p>
    <ul>
      ${actions.map((action) => html`<li>${nameOf(action, text, languages)}</li>`)}
    </ul>
  </section>`;
}
