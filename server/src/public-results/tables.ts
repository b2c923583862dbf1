import { items, type Item } from '@heart-survey/shared/items';
import type { OutsideScores } from '@heart-survey/shared/outside';
import { statusOf } from '@heart-survey/shared/scores';
import { html } from 'hono/html';
import { nameOf } from '../survey/survey.ts';
import type { Markup } from '../pages/page.ts';
import { publicPath } from '../publishing/publishing.ts';
import { hundredthsOf } from '../results/results.ts';
import { ratingBar } from './chart.ts';
import { hrefIn, marked, type Shown } from './frame.ts';
import {
  captionPhrase,
  countInWords,
  goalOf,
  intervalInWords,
  plain,
  quarterLabel,
  statusInWords,
  type QuarterFigures,
} from './words.ts';

interface Table {
  /** For people who reach the table with the keyboard. */
  label: string;
  caption: Markup | string;
  heads: readonly string[];
  rows: readonly Markup[];
  foot?: Markup | '';
  /** Whether it is wider than a page. */
  isWide?: boolean;
}

/** A table that scrolls by itself where it does not fit. */
export function table({ label, caption, heads, rows, foot = '', isWide = false }: Table): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">
    <table class="${isWide ? 'wide' : ''}">
      <caption>
        <span>${caption}</span>
      </caption>
      <thead>
        <tr>
          ${heads.map((head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
      ${
        foot === ''
          ? ''
          : html`<tfoot>
              ${foot}
            </tfoot>`
      }
    </table>
  </div>`;
}

/** The head of {@link averageCell}. */
export function averageHead({ texts: { heads } }: Shown): string {
  return `${heads.average} · ${heads.interval}`;
}

/** An average with its interval, whether it met the goal, and where all of them are between 1 and 5. */
export function averageCell(page: Shown, scores: OutsideScores, target: string): Markup {
  return html`<td class="${scores.status}">
    ${scores.average === null ? '' : html`<b>${scores.average}</b> `}${statusWords(page, scores)}
    ${ratingBar(page, { mean: scores.average, interval: scores.interval }, target)}
    ${scores.average === null ? '' : html`<small>${intervalInWords(page, scores.interval)}</small>`}
  </td>`;
}

/** The words come with a triangle if the goal was missed. */
export function statusWords(page: Shown, scores: Pick<OutsideScores, 'status'>): Markup {
  const mark = scores.status === 'below' ? html`<span aria-hidden="true">▼</span> ` : '';
  return html`<span class="status">${mark}${statusInWords(page, scores)}</span>`;
}

/** How many people, and how many ratings. */
export function countCell(page: Shown, { responses, n }: OutsideScores): Markup {
  return html`<td class="number">
    ${countInWords(page, responses)}${n === null ? '' : html`<small>n ${countInWords(page, n)}</small>`}
  </td>`;
}

/** Every region of a quarter, and all of them together. */
export function regionTable(page: Shown, { figures }: QuarterFigures, name: string): Markup {
  const { texts, text, languages } = page;
  const { heads, quarterPage: words } = texts;
  const cells = (scores: OutsideScores) =>
    html`${averageCell(page, scores, figures.target)} ${countCell(page, scores)}`;
  return table({
    label: `${words.regions}, ${name}`,
    caption: marked(page, { message: words.drawing, values: { goal: goalOf(figures.target) } }),
    heads: [heads.region, averageHead(page), `${heads.responses} · n`],
    rows: figures.regions.map(
      (region) =>
        html`<tr>
          <th scope="row">${nameOf(region.name, text, languages)}</th>
          ${cells(region)}
        </tr>`,
    ),
    foot: html`<tr>
      <th scope="row">${heads.whole}</th>
      ${cells(figures.total)}
    </tr>`,
  });
}

/** The six statements, all regions together. */
export function statementTable(page: Shown, { figures }: QuarterFigures, name: string): Markup {
  const { text, texts } = page;
  const { heads, quarterPage: words } = texts;
  const row = (item: Item) =>
    html`<tr>
      <th scope="row">${text.items[item].word}<small>${text.items[item].statement}</small></th>
      ${itemCell(page, figures.total, item, figures.target)}
      <td class="number">${countInWords(page, figures.total.items[item].n)}</td>
    </tr>`;
  return table({
    label: `${words.statements}, ${name}`,
    caption: text.scale.map((point, index) => `${index + 1} = ${point}`).join(' · '),
    heads: [heads.statement, heads.average, heads.ratings],
    rows: items.map(row),
  });
}

/** The mean of a statement, which may be withheld on its own. */
function itemCell(page: Shown, scores: OutsideScores, item: Item, target: string): Markup {
  const { mean, sum, n } = scores.items[item];
  const status = sum === null || n === null ? 'suppressed' : statusOf(sum, n, hundredthsOf(target));
  return html`<td class="${status}">
    ${mean === null ? '' : html`<b>${mean}</b> `}${statusWords(page, { status })} ${ratingBar(page, { mean }, target)}
  </td>`;
}

/** The statements of every region, to open. */
export function statementsByRegion(page: Shown, { figures }: QuarterFigures, name: string): Markup {
  const { text, texts, languages } = page;
  const { heads, quarterPage: words } = texts;
  const cell = (scores: OutsideScores, item: Item) => {
    const { mean, n } = scores.items[item];
    return html`<td>
      ${mean ?? texts.status[n === null ? 'suppressed' : 'none']}${n ? html`<small>n ${countInWords(page, n)}</small>` : ''}
    </td>`;
  };
  return html`<details>
    <summary>${words.statementsByRegion}</summary>
    ${table({
      label: `${words.statementsByRegion}, ${name}`,
      caption: words.statements,
      heads: [heads.region, ...items.map((item) => text.items[item].word)],
      rows: figures.regions.map(
        (region) =>
          html`<tr>
            <th scope="row">${nameOf(region.name, text, languages)}</th>
            ${items.map((item) => cell(region, item))}
          </tr>`,
      ),
      isWide: true,
    })}
  </details>`;
}

/** The quarters of a department, each with a link to its page unless that is the one shown. */
export function quarterTable(
  page: Shown,
  quarters: readonly QuarterFigures[],
  department: { slug: string; name: string },
  current?: string,
): Markup {
  const row = ({ quarter, figures: { total, target } }: QuarterFigures) =>
    html`<tr>
      <th scope="row">
        ${
          quarter.id === current
            ? quarterLabel(page, quarter)
            : html`<a href="${hrefIn(page, publicPath(department, quarter))}">${quarterLabel(page, quarter)}</a>`
        }
      </th>
      ${averageCell(page, total, target)} ${countCell(page, total)}
    </tr>`;
  const caption = captionPhrase(page, department.name);
  const { heads } = page.texts;
  return table({
    label: plain(page, caption),
    caption: marked(page, caption),
    heads: [heads.quarter, averageHead(page), `${heads.responses} · n`],
    rows: quarters.toReversed().map(row),
  });
}
