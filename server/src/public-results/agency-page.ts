import { html } from 'hono/html';
import type { Markup } from '../pages/page.ts';
import type { PublishedDepartment } from '../publishing/publishing.ts';
import { framed, resultsPath, type Shown } from './frame.ts';

export interface AgencyPage extends Shown {
  /** In the agency's own order. */
  departments: readonly PublishedDepartment[];
}

/** What all departments published, side by side. */
export function agencyPage(page: AgencyPage): Markup {
  return framed(page, { title: page.texts.title, path: resultsPath, main: html`<h1>${page.texts.title}</h1>` });
}
