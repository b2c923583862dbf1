import { html } from 'hono/html';
import type { Markup } from '../pages/page.ts';
import { publicPath, resultsPath, type PublishedDepartment, type WithdrawnQuarter } from '../publishing/publishing.ts';
import { formatsLine, type ListedFormats } from '../survey/survey.ts';
import { trendChart } from './chart.ts';
import { countedSection } from './explained.ts';
import { breadcrumbs, framed, hrefIn, marked, type Shown } from './frame.ts';
import { groupSections } from './group-section.ts';
import { trendLength } from './quarter-page.ts';
import { quarterTable } from './tables.ts';
import { dateInWords, plain, quarterPhrase, quarterTitle } from './words.ts';

export interface DepartmentPage extends Shown {
  published: PublishedDepartment;
  /** Those that the survey is offered in. */
  formats: ListedFormats;
}

/** What a department published: the latest quarter, the trend, and every quarter. */
export function departmentPage(page: DepartmentPage): Markup {
  const { published, texts } = page;
  const { department, quarters, withdrawn } = published;
  const title = { message: texts.of, values: { name: department.name } };
  return framed(page, {
    title: plain(page, title),
    path: publicPath(department),
    main: html`${breadcrumbs(page, [{ path: resultsPath, label: texts.title }])}
      <h1>${marked(page, title)}</h1>
      ${quarters.length === 0 ? html`<p class="lead">${none(page)}</p>` : latest(page)}
      ${
        quarters.length === 0
          ? ''
          : html`<h2>${texts.departmentPage.quarters}</h2>
              ${quarterTable(page, quarters, department)}`
      }
      ${groupSections(page)} ${withdrawnList(page, withdrawn)} ${quarters.length === 0 ? '' : countedSection(page)}
      ${formatsLine(page.text, page.formats)}`,
  });
}

function none(page: DepartmentPage): Markup {
  const { department } = page.published;
  return marked(page, { message: page.texts.departmentPage.none, values: { name: department.name } });
}

function latest(page: DepartmentPage): Markup {
  const { published, texts } = page;
  const { department, quarters } = published;
  const last = quarters.at(-1)!;
  const shown = quarters.slice(-trendLength);
  return html`<p class="sentence">${marked(page, quarterPhrase(page, last, department.name))}</p>
    <p><a href="${hrefIn(page, publicPath(department, last.quarter))}">${texts.departmentPage.latest}</a></p>
    ${
      shown.length < 2
        ? ''
        : html`<h2>${texts.quarterPage.trend}</h2>
            ${trendChart(page, shown, department.name)}`
    }`;
}

function withdrawnList(page: DepartmentPage, withdrawn: readonly WithdrawnQuarter[]): Markup | '' {
  if (withdrawn.length === 0) return '';
  const { published, texts } = page;
  const { zone } = published.department;
  const row = ({ quarter, withdrawnAt, reason }: WithdrawnQuarter) =>
    html`<li>
      <a href="${hrefIn(page, publicPath(published.department, quarter))}">${quarterTitle(page, quarter)}</a>
      <p>
        ${marked(page, { message: texts.departmentPage.withdrawn, values: { date: dateInWords(page, withdrawnAt, zone) } })}
      </p>
      <p>${marked(page, { message: texts.departmentPage.reason, values: { reason } })}</p>
    </li>`;
  return html`<h2>${texts.departmentPage.withdrawnTitle}</h2>
    <ul class="withdrawn">
      ${withdrawn.toReversed().map(row)}
    </ul>`;
}
