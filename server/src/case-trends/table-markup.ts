import { html } from 'hono/html';
import type { Markup } from '../pages/page.ts';
import type { TrendTable } from './content.ts';

/** A table of figures, with its heading. @param level of the heading. */
export function tableMarkup({ heading, caption, heads, rows }: TrendTable, level: 2 | 3 = 2): Markup {
  const [first, ...figures] = heads;
  return html`${level === 2 ? html`<h2>${heading}</h2>` : html`<h3>${heading}</h3>`}
    <div class="scroll" tabindex="0" role="region" aria-label="${heading}">
      <table class="${heads.length > 3 ? '' : 'trend'}">
        <caption>
          ${caption}
        </caption>
        <thead>
          <tr>
            <th scope="col">${first}</th>
            ${figures.map((head) => html`<th scope="col" class="number">${head}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ label, cells }) =>
              html`<tr>
                <th scope="row">${label}</th>
                ${cells.map((cell) => html`<td class="number">${cell}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}
