import { html } from 'hono/html';
import type { Markup } from '../pages/page.ts';
import type { PublishedDepartment, WithdrawnQuarter } from '../publishing/publishing.ts';
import { framed, pathOf, resultsPath, type Shown } from './frame.ts';

export interface WithdrawnPage extends Shown {
  published: PublishedDepartment;
  withdrawn: WithdrawnQuarter;
}

/** In place of a quarter that is not published anymore. */
export function withdrawnPage(page: WithdrawnPage): Markup {
  const { published, withdrawn, texts } = page;
  return framed(page, {
    title: texts.withdrawnPage.title,
    path: pathOf(published.department, withdrawn.quarter),
    main: html`<h1>${texts.withdrawnPage.title}</h1>`,
  });
}

export interface MissingPage extends Shown {
  /** The department, if the address names one. */
  published: PublishedDepartment | undefined;
}

/** For an address without results. */
export function missingPage(page: MissingPage): Markup {
  const { title, lead } = page.texts.missing;
  return framed(page, {
    title,
    path: resultsPath,
    main: html`<h1>${title}</h1>
      <p class="lead">${lead}</p>`,
  });
}
