import { html } from 'hono/html';
import type { Markup } from '../pages/page.ts';
import { publicPath, resultsPath, type PublishedDepartment, type WithdrawnQuarter } from '../publishing/publishing.ts';
import { breadcrumbs, framed, hrefIn, marked, type Shown } from './frame.ts';
import { dateInWords, quarterInWords, quarterTitle } from './words.ts';

export interface WithdrawnPage extends Shown {
  published: PublishedDepartment;
  withdrawn: WithdrawnQuarter;
}

/** In place of a quarter that is not published anymore: when and why, and what else there is. */
export function withdrawnPage(page: WithdrawnPage): Markup {
  const { published, withdrawn, texts } = page;
  const { department } = published;
  const { title, lead, copies } = texts.withdrawnPage;
  const values = {
    name: department.name,
    quarter: quarterInWords(page, withdrawn.quarter),
    date: dateInWords(page, withdrawn.withdrawnAt, department.zone),
  };
  return framed(page, {
    title: `${title}: ${values.quarter} – ${department.name}`,
    path: publicPath(department, withdrawn.quarter),
    main: html`${breadcrumbs(page, [
        { path: resultsPath, label: texts.title },
        { path: publicPath(department), name: department.name },
      ])}
      <h1>${title}</h1>
      <p class="sentence">${marked(page, { message: lead, values })}</p>
      <p>${marked(page, { message: texts.departmentPage.reason, values: { reason: withdrawn.reason } })}</p>
      <p>${copies}</p>
      ${others(page, published)}`,
  });
}

export interface MissingPage extends Shown {
  /** The department, if the address names one. */
  published: PublishedDepartment | undefined;
}

/** For an address without results. */
export function missingPage(page: MissingPage): Markup {
  const { published, texts } = page;
  const { title, lead } = texts.missing;
  return framed(page, {
    title,
    path: resultsPath,
    main: html`<h1>${title}</h1>
      <p class="lead">${lead}</p>
      ${others(page, published)}`,
  });
}

/** What is published: the department's quarters, and every department's. */
function others(page: Shown, published: PublishedDepartment | undefined): Markup {
  const quarters = published?.quarters.toReversed() ?? [];
  const link = (path: string, label: Markup | string) => html`<li><a href="${hrefIn(page, path)}">${label}</a></li>`;
  return html`<h2>${page.texts.withdrawnPage.others}</h2>
    <ul class="links">
      ${quarters.map(({ quarter }) => link(publicPath(published!.department, quarter), quarterTitle(page, quarter)))}
      ${link(resultsPath, page.texts.title)}
    </ul>`;
}
