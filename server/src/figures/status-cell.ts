import type { Status } from '@heart-survey/shared/scores';
import { html } from 'hono/html';
import type { Markup } from '../pages/page.ts';

const statusWords: Record<Status, string> = { met: 'Met', below: 'Missed', none: 'No ratings' };

/** A table cell that shows whether closed figures met the target. */
export function statusCell(status: Status): Markup {
  // A screen reader would read the triangle by its long name.
  const mark = status === 'below' ? html`<b aria-hidden="true">▼</b> ` : '';
  return html`<td class="${status}">${mark}${statusWords[status]}</td>`;
}
