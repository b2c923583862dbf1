import { feedbackTexts } from '@heart-survey/shared/feedback/feedback';
import { html } from 'hono/html';
import { linesOf, standardTexts } from '../cases/cases.ts';
import type { Department, PublicText } from '../org/org.ts';
import type { Markup } from '../pages/page.ts';
import type { PublishedQuarter } from '../publishing/publishing.ts';
import { hrefIn, marked, type Shown } from './frame.ts';
import { dateInWords } from './words.ts';

/** What was corrected in a quarter since it was first closed (docs/design.md §3.10); empty if nothing was. */
export function corrections(
  page: Shown,
  { zone }: Department,
  { figures: { quarter } }: PublishedQuarter,
): Markup | '' {
  const { version = 1, closedAt, restated = [], replaced = [] } = quarter;
  if (version === 1 && restated.length === 0) return '';
  const { corrections: words } = page.texts;
  const date = (at: string) => dateInWords(page, Date.parse(at), zone);
  const lines = [
    ...(version > 1 && closedAt !== undefined
      ? [{ message: words.corrected, values: { date: date(closedAt), version: String(version) } }]
      : []),
    ...replaced.map((older) => ({
      message: words.replaced,
      values: { version: String(older.version), hash: older.sha256.slice(0, 12) },
    })),
    ...(replaced.length > 0 ? [{ message: words.subtract, values: {} }] : []),
    ...restated.map((later) => ({
      message: words.noticed,
      values: { date: date(later.closedAt), version: String(later.version) },
    })),
  ];
  return html`<section class="notice" aria-labelledby="corrections">
    <h2 id="corrections">${words.title}</h2>
    ${lines.map((line) => html`<p>${marked(page, line)}</p>`)}
  </section>`;
}

/** How the figures are counted, in plain words. */
export function countedSection({ texts: { counted } }: Shown): Markup {
  return html`<h2>${counted.title}</h2>
    <ul>
      ${counted.list.map((line) => html`<li>${line}</li>`)}
    </ul>`;
}

/** How to complain: to the agency's form, or in its other ways. */
export function complainSection(page: Shown, own: Partial<Record<PublicText, string>>): Markup {
  const { text, agency, texts } = page;
  const { title, lead } = texts.complain;
  const { form, ways } = feedbackTexts(text);
  const list = linesOf(own['other-ways'] ?? standardTexts(text, agency)['other-ways']);
  return html`<h2>${title}</h2>
    <p>${lead}</p>
    <p><a href="${hrefIn(page, '/feedback')}">${form.title}</a></p>
    <details>
      <summary>${ways.title}</summary>
      <ul>
        ${list.map((line) => html`<li>${line}</li>`)}
      </ul>
    </details>`;
}
