import type { Change } from '@heart-survey/shared/change';
import { grouped } from '@heart-survey/shared/counts';
import { items, type Item } from '@heart-survey/shared/items';
import { enForm } from '@heart-survey/shared/languages/en';
import { cutMean, inHundredths, statusOf, type Scores, type Status } from '@heart-survey/shared/scores';
import type { OutsideItem } from '@heart-survey/shared/outside';
import { html } from 'hono/html';
import type { Markup } from '../pages/page.ts';
import { bar, distributionBar } from './charts.ts';
import type { QuarterRecord } from '../figures/figures.ts';

export const wordOf = (item: Item) => enForm.items[item].word;

export const changeWords: Record<Change['verdict'], string> = {
  clear: 'clear change',
  'not clear': 'no clear change',
  unknown: 'not enough responses to compare',
};

/** Whether the target was met; in an open quarter that may still change. */
const closedWords: Record<Status, string> = { met: 'met', below: 'missed', none: 'no ratings' };
const openWords: Record<Status, string> = { met: 'met so far', below: 'below so far', none: 'no ratings yet' };

/** The average among the key figures. @param more is shown before the interval. */
export function averageFigure(
  { average, interval, status }: Omit<Scores, 'items'>,
  { target, isClosed }: Pick<QuarterRecord, 'target' | 'isClosed'>,
  more: Markup | '' = '',
): Markup {
  const words = isClosed ? closedWords[status] : openWords[status];
  return html`<div>
    <dt>Average</dt>
    <dd>
      ${average ?? '–'}${status === 'below' ? html` <span class="below">▼</span>` : ''}
      <small> ${more}${intervalInWords(interval)} · target ${inHundredths(target)}, ${words} </small>
    </dd>
  </div>`;
}

/** The four key figures. */
export function figures(
  scores: Scores & { excluded?: number },
  record: Pick<QuarterRecord, 'target' | 'isClosed'>,
  change: Change,
): Markup {
  const { responses, n, excluded = 0 } = scores;
  const topTwo = items.reduce((sum, item) => sum + scores.items[item].topTwo, 0);
  return html`<dl class="figures">
    ${averageFigure(scores, record)}
    <div>
      <dt>Responses</dt>
      <dd>
        ${grouped(responses)}
        <small>
          ${grouped(n)} ratings · ${grouped(responses * items.length - n)}
          skipped${excluded === 0 ? '' : ` · ${grouped(excluded)} excluded responses`}
        </small>
      </dd>
    </div>
    <div>
      <dt>Agree or strongly agree</dt>
      <dd>${percent(topTwo, n)} <small>${grouped(topTwo)} of ${grouped(n)} ratings</small></dd>
    </div>
    <div>
      <dt>Change from the previous quarter</dt>
      <dd>${change.difference ?? '–'} <small>${changeWords[change.verdict]}</small></dd>
    </div>
  </dl>`;
}

/** A mean with its n, its bar, and a mark if it is below target. */
export function cell(sum: number, n: number, target: number): Markup {
  if (n === 0) return html`<td>–<small>n 0</small></td>`;
  const isBelow = statusOf(sum, n, target) === 'below';
  return html`<td class="${isBelow ? 'below' : 'met'}">
    <span class="num">
      ${cutMean(sum, n)}${isBelow ? html`<b aria-hidden="true"> ▼</b><span class="vh"> below target</span>` : ''}
    </span>
    ${bar({ sum, n }, target)}
    <small>n ${grouped(n)}</small>
  </td>`;
}

/** An average with its interval, and in words whether it met the target. */
export function averageCell({ sum, n, average, interval, status }: Omit<Scores, 'items'>, target: number): Markup {
  if (n === 0) return html`<td>–<small>n 0</small></td>`;
  return html`<td class="${status}">
    <span class="num">
      ${average} ${status === 'below' ? html`<b aria-hidden="true">▼</b> below target` : html`<span>met</span>`}
    </span>
    ${bar({ sum, n }, target)}
    <small>n ${grouped(n)}</small>
    <small class="num">${intervalInWords(interval)}</small>
  </td>`;
}

/** The interval of an average, or that there is none. */
export function intervalInWords(interval: Scores['interval']): string {
  return interval ? `95% confidence interval ${interval.low} to ${interval.high}` : 'interval cannot be estimated';
}

/** Explains {@link cell} and {@link averageCell}. */
export function captionOf(target: number): string {
  return `Means are truncated to two decimal places, not rounded; n is the number of ratings. The bar runs from 1 to 5, with a tick at the target of ${inHundredths(target)}. ▼ means below target.`;
}

export function distributionSection(scores: Scores): Markup {
  return html`<h2>Distribution of ratings</h2>
    ${distributionTable(scores)}`;
}

const withheld = html`<span class="quiet">withheld</span>`;

/**
 * How many people chose each rating, as far as the reader may see it.
 * @param of the group's name, if the page shows several.
 */
export function distributionTable(scores: { items: Record<Item, OutsideItem> }, of?: string): Markup {
  const row = (item: Item) => {
    const { n, distribution, topTwo } = scores.items[item];
    return html`<tr>
      <th scope="row">${wordOf(item)}${distribution ? distributionBar(distribution) : ''}</th>
      ${
        distribution
          ? distribution.map((count) => html`<td class="number">${grouped(count)}</td>`)
          : html`<td colspan="5">${withheld}</td>`
      }
      <td class="number">${n === null ? withheld : grouped(n)}</td>
      <td class="number">
        ${n === null || topTwo === null ? withheld : html`${percent(topTwo, n)}<small>${grouped(topTwo)} of ${grouped(n)}</small>`}
      </td>
    </tr>`;
  };
  const label = `Distribution of ratings${of === undefined ? '' : `: ${of}`}`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">
    <table>
      <caption>
        How many people chose each rating. The bar shows the shares, from strongly disagree to strongly agree.
      </caption>
      <thead>
        <tr>
          <th scope="col">Statement</th>
          ${enForm.scale.map((point) => html`<th scope="col" class="number">${point}</th>`)}
          <th scope="col" class="number">n</th>
          <th scope="col" class="number">Agree or strongly agree</th>
        </tr>
      </thead>
      <tbody>
        ${items.map(row)}
      </tbody>
    </table>
  </div>`;
}

/** A share in whole percent, cut, so that 99.9% never shows as 100%. */
function percent(part: number, n: number): string {
  return n === 0 ? '–' : `${Math.floor((100 * part) / n)}%`;
}

export function responsesInWords(responses: number): string {
  return responses === 1 ? '1 response' : `${grouped(responses)} responses`;
}
