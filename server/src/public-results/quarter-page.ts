import { html } from 'hono/html';
import type { PublicText } from '../org/org.ts';
import type { Markup } from '../pages/page.ts';
import type { PublishedDepartment, PublishedQuarter } from '../publishing/publishing.ts';
import { framed, marked, pathOf, type Shown } from './frame.ts';
import { quarterInWords, quarterPhrase } from './words.ts';

export interface QuarterPage extends Shown {
  published: PublishedDepartment;
  /** The one shown: one of the department's published quarters. */
  shown: PublishedQuarter;
  /** The agency's own texts in this language. */
  own: Partial<Record<PublicText, string>>;
}

/** A published quarter of a department. */
export function quarterPage(page: QuarterPage): Markup {
  const { published, shown } = page;
  const { department } = published;
  const title = quarterInWords(page, shown.quarter);
  return framed(page, {
    title: `${title} – ${department.name}`,
    path: pathOf(department, shown.quarter),
    main: html`<h1>${title}</h1>
      <p class="sentence">${marked(page, quarterPhrase(page, shown, department.name))}</p>`,
  });
}
