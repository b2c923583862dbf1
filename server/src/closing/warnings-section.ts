import { html } from 'hono/html';
import type { Markup } from '../pages/page.ts';
import type { ClosingWarning } from './warnings.ts';

/**
 * What is not in order before something is done with a quarter, each with a link.
 * @param anyway a sentence that says that it can be done anyway.
 */
export function warningsSection(
  warnings: ClosingWarning[],
  { heading, anyway }: { heading: string; anyway: string },
): Markup {
  return html`<h2>${heading}</h2>
    ${
      warnings.length === 0
        ? html`<p class="empty">Everything is in order.</p>`
        : html`<p>${anyway}</p>
            <ul class="needs">
              ${warnings.map(
                ({ message, href, link }) =>
                  html`<li class="need">
                    <p>${message}</p>
                    <a href="${href}">${link}</a>
                  </li>`,
              )}
            </ul>`
    }`;
}
