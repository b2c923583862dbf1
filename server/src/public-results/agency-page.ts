import { html } from 'hono/html';
import type { Markup } from '../pages/page.ts';
import {
  lastChange,
  publicPath,
  resultsPath,
  type PublishedDepartment,
  type PublishedQuarter,
} from '../publishing/publishing.ts';
import { formatsLine, nameOf, type ListedFormats } from '../survey/survey.ts';
import { floorOf, trendChart } from './chart.ts';
import { countedSection } from './explained.ts';
import { framed, hrefIn, type Shown } from './frame.ts';
import { averageCell, averageHead, countCell, statusWords, table } from './tables.ts';
import { changeInWords, countInWords, intervalInWords, quarterLabel } from './words.ts';

export interface AgencyPage extends Shown {
  /** In the agency's own order. */
  departments: readonly PublishedDepartment[];
  /** Those that at least one department's survey is offered in. */
  formats: ListedFormats;
}

/** How many quarters are side by side. */
const length = 8;

/** What all departments published, side by side and never ranked. */
export function agencyPage(page: AgencyPage): Markup {
  const { departments, texts } = page;
  const shown = departments.filter(({ quarters }) => quarters.length > 0);
  const { title, lead, agencyPage: words } = texts;
  return framed(page, {
    title,
    path: resultsPath,
    main: html`<h1>${title}</h1>
      <p class="lead">${lead}</p>
      ${
        shown.length === 0
          ? html`<p>${words.none}</p>`
          : html`<h2>${words.latest}</h2>
              ${latestTable(page, shown)} ${trends(page, shown)}`
      }
      ${shown.length === 0 ? '' : without(page)} ${shown.length === 0 ? '' : countedSection(page)}
      ${formatsLine(page.text, page.formats)}`,
  });
}

function latestTable(page: AgencyPage, shown: readonly PublishedDepartment[]): Markup {
  const { texts } = page;
  const { heads } = texts;
  const row = (published: PublishedDepartment) => {
    const { quarter, figures } = published.quarters.at(-1)!;
    const change = lastChange(published, page.departments.length);
    return html`<tr>
      <th scope="row">${departmentLink(page, published)}<small>${quarterLabel(page, quarter)}</small></th>
      ${averageCell(page, figures.total, figures.target)} ${countCell(page, figures.total)}
      <td>
        ${
          change === undefined
            ? html`<span class="status">${texts.noChange}</span>`
            : html`<bdi dir="ltr">${change.difference}</bdi><small>${changeInWords(page, change)}</small>`
        }
      </td>
    </tr>`;
  };
  return table({
    label: texts.agencyPage.latest,
    caption: texts.agencyPage.order,
    heads: [heads.department, averageHead(page), `${heads.responses} · n`, heads.change],
    rows: shown.map(row),
  });
}

function departmentLink(page: AgencyPage, { department }: PublishedDepartment): Markup {
  const { text, languages } = page;
  return html`<a href="${hrefIn(page, publicPath(department))}">${nameOf(department.name, text, languages)}</a>`;
}

/** Every department over the quarters, on the same scale. */
function trends(page: AgencyPage, shown: readonly PublishedDepartment[]): Markup | '' {
  const recent = shown.map((one) => ({ ...one, quarters: one.quarters.slice(-length) }));
  if (recent.every(({ quarters }) => quarters.length < 2)) return '';
  const floor = floorOf(recent.flatMap(({ quarters }) => quarters));
  return html`<h2>${page.texts.agencyPage.quarters}</h2>
    <div class="side-by-side">
      ${recent.map(
        (one) =>
          html`<figure>
            <figcaption>${departmentLink(page, one)}</figcaption>
            ${trendChart(page, one.quarters, one.department.name, { floor, isSmall: true })}
          </figure>`,
      )}
    </div>
    <details>
      <summary>${page.texts.show}</summary>
      ${quartersTable(page, recent)}
    </details>`;
}

/** A column for each quarter that one of them published. */
function quartersTable(page: AgencyPage, shown: readonly PublishedDepartment[]): Markup {
  const { texts } = page;
  const all = new Map(shown.flatMap(({ quarters }) => quarters.map(({ quarter }) => [quarter.id, quarter])));
  const columns = [...all.values()].toSorted((one, other) => one.start - other.start).slice(-length);
  const cell = (published: PublishedQuarter | undefined) =>
    published === undefined
      ? html`<td class="quiet">${texts.agencyPage.notPublished}</td>`
      : figuresCell(page, published);
  return table({
    label: texts.agencyPage.quarters,
    caption: `${averageHead(page)} · ${texts.heads.responses} · n`,
    heads: [texts.heads.department, ...columns.map((quarter) => quarterLabel(page, quarter))],
    rows: shown.map(
      (one) =>
        html`<tr>
          <th scope="row">${departmentLink(page, one)}</th>
          ${columns.map(({ id }) => cell(one.quarters.find(({ quarter }) => quarter.id === id)))}
        </tr>`,
    ),
    isWide: true,
  });
}

function figuresCell(page: AgencyPage, { figures: { total } }: PublishedQuarter): Markup {
  if (total.average === null) return html`<td>${statusWords(page, total)}</td>`;
  return html`<td class="${total.status}">
    <b>${total.average}</b> ${statusWords(page, total)}
    <small>${intervalInWords(page, total.interval)}</small>
    <small>${countInWords(page, total.responses)}, n ${countInWords(page, total.n)}</small>
  </td>`;
}

/** Departments without published results, by name. */
function without({ departments, texts, text, languages }: AgencyPage): Markup | '' {
  const names = departments.filter(({ quarters }) => quarters.length === 0).map(({ department }) => department.name);
  if (names.length === 0) return '';
  return html`<p>${texts.agencyPage.without}</p>
    <ul>
      ${names.map((name) => html`<li>${nameOf(name, text, languages)}</li>`)}
    </ul>`;
}
