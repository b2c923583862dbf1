import { html } from 'hono/html';
import type { CasePage } from '../cases/cases.ts';
import type { Markup } from '../pages/page.ts';

// Parts of the sections beside a case.

/** A form behind its own heading. It is open if something in it is wrong. */
export function fold(
  { errors = [] }: Pick<CasePage, 'errors'>,
  {
    title,
    about,
    prefix,
  }: {
    title: string;
    /** What tells it from others with the same title, for screen readers. */
    about?: string | null;
    /** What the names of its fields begin with. */
    prefix: string;
  },
  form: Markup,
): Markup {
  const content = html`<summary>${title}${about ? html`<span class="vh">: ${about}</span>` : ''}</summary>
    ${form}`;
  const isOpen = errors.some(({ at }) => at.startsWith(prefix));
  return isOpen ? html`<details open>${content}</details>` : html`<details>${content}</details>`;
}

/** What someone wrote, or a sentence that it was erased. */
export function writtenOr(text: string | null, erased: string): Markup {
  return text === null ? html`<p class="quiet">${erased}</p>` : html`<p class="written" dir="auto">${text}</p>`;
}
