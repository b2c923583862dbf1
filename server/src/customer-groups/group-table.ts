import { items } from '@heart-survey/shared/items';
import { html } from 'hono/html';
import { groupName, type GroupNames } from '../org/org.ts';
import type { Markup } from '../pages/page.ts';
import { captionOf, wordOf } from '../results/results.ts';

interface GroupTable {
  /** The quarter or the fiscal year. */
  label: string;
  /** In hundredths. */
  target: number;
  /** A row for each group. */
  rows: Markup[];
  everyone: Markup;
}

/** @param group undefined for responses without one. @param own the tag of the installation's own language. */
export function nameInTable(group: { names: GroupNames } | undefined, own: string): string | Markup {
  if (group === undefined) return 'No group given';
  const { name, tag } = groupName(group.names, own);
  // The staff pages are in English.
  return tag === 'en' ? name : html`<bdi lang="${tag}">${name}</bdi>`;
}

/** Averages by customer group, with everyone in the last row. */
export function groupTable({ label, target, rows, everyone }: GroupTable): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Averages by customer group, ${label}">
    <table class="wide">
      <caption>
        ${captionOf(target)}
      </caption>
      <thead>
        <tr>
          <th scope="col">Customer group</th>
          <th scope="col">Average</th>
          ${items.map((item) => html`<th scope="col">${wordOf(item)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
      <tfoot>
        ${everyone}
      </tfoot>
    </table>
  </div>`;
}
