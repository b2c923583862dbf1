import { items } from '@heart-survey/shared/items';
import { grouped } from '@heart-survey/shared/counts';
import { inHundredths } from '@heart-survey/shared/scores';
import { html } from 'hono/html';
import { statusCell, type FrozenFigures } from '../figures/figures.ts';
import type { Markup } from '../pages/page.ts';
import { wordOf } from '../results/results.ts';
import type { Compared, Comparison } from './comparison.ts';

/** The figures before and after a restatement. @param target in hundredths, at close. */
export function comparisonTable({ regions, total }: Comparison, target: number): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Figures before and after">
    <table class="wide compared">
      <caption>
        Only regions that change are listed. Means are truncated to two decimal places, not rounded; n is the number of
        ratings. The target is ${inHundredths(target)}, as it was when the quarter closed.
      </caption>
      <thead>
        <tr>
          <th scope="col">Region</th>
          <th scope="col">Figures</th>
          <th scope="col" class="number">Average</th>
          <th scope="col" class="number">Responses</th>
          <th scope="col" class="number">Excluded</th>
          <th scope="col">Target</th>
          ${items.map((item) => html`<th scope="col" class="number">${wordOf(item)}</th>`)}
          <th scope="col">Action plan</th>
        </tr>
      </thead>
      ${[...regions, total].map(rows)}
    </table>
  </div>`;
}

function rows({ name, before, after, opensPlan }: Compared): Markup {
  return html`<tbody>
    <tr>
      <th scope="rowgroup" rowspan="2">${name}</th>
      <th scope="row">Before</th>
      ${before ? figureCells(before) : html`<td colspan="10">Not in the figures</td>`}
      <td></td>
    </tr>
    <tr>
      <th scope="row">After</th>
      ${figureCells(after)}
      <td>${opensPlan ? html`<b>Opens a plan</b>` : 'No change'}</td>
    </tr>
  </tbody>`;
}

/** The cells of a row with all figures of a region or a department: the average, the counts, the target, each item. */
export function figureCells(scores: FrozenFigures['total']): Markup {
  const { average, n, responses, excluded = 0, status, items: each } = scores;
  return html`<td class="number">${average ?? '–'}<small>n ${grouped(n)}</small></td>
    <td class="number">${grouped(responses)}</td>
    <td class="number">${grouped(excluded)}</td>
    ${statusCell(status)}
    ${items.map(
      (item) => html`<td class="number">${each[item].mean ?? '–'}<small>n ${grouped(each[item].n)}</small></td>`,
    )}`;
}
