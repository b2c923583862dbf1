import { html } from 'hono/html';
import type { Markup } from '../pages/page.ts';
import type { PublishedDepartment } from '../publishing/publishing.ts';
import { framed, marked, pathOf, type Shown } from './frame.ts';
import { plain } from './words.ts';

export interface DepartmentPage extends Shown {
  published: PublishedDepartment;
}

/** What a department published: the latest quarter, the trend, and every quarter. */
export function departmentPage(page: DepartmentPage): Markup {
  const { department } = page.published;
  const title = { message: page.texts.of, values: { name: department.name } };
  return framed(page, {
    title: plain(page, title),
    path: pathOf(department),
    main: html`<h1>${marked(page, title)}</h1>`,
  });
}
