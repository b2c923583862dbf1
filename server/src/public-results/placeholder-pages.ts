import type { Catalog } from '@heart-survey/shared/languages/catalog';
import { html } from 'hono/html';
import type { Agency } from '../org/org.ts';
import { page, type Markup } from '../pages/page.ts';
import { styles } from '../pages/style.ts';
import type { PublishedDepartment, PublishedQuarter, WithdrawnQuarter } from '../publishing/publishing.ts';
import type { Languages } from '../survey/survey.ts';

/** What every page of published results needs. */
export interface Frame {
  text: Catalog;
  languages: Languages;
  agency: Agency;
  /** The collector's public address, without a slash at the end. */
  baseUrl: string;
}

const plain = ({ text }: Frame, title: string, main: Markup) =>
  page({
    text,
    title,
    style: styles.technical,
    main: html`<h1>${title}</h1>
      ${main}`,
  });

export function agencyPage(frame: Frame, departments: readonly PublishedDepartment[]): Markup {
  const line = ({ department: { slug, name } }: PublishedDepartment) =>
    html`<li><a href="/results/${slug}">${name}</a></li>`;
  return plain(
    frame,
    'Results',
    html`<ul>
      ${departments.map(line)}
    </ul>`,
  );
}

export function departmentPage(frame: Frame, { department, quarters }: PublishedDepartment): Markup {
  const line = ({ quarter, figures }: PublishedQuarter) =>
    html`<li><a href="/results/${department.slug}/${quarter.id}">${quarter.label}</a> ${figures.total.average}</li>`;
  return plain(
    frame,
    department.name,
    html`<ul>
      ${quarters.map(line)}
    </ul>`,
  );
}

export function quarterPage(frame: Frame, { department }: PublishedDepartment, { quarter, figures }: PublishedQuarter) {
  const line = ({ name, average, responses }: (typeof figures.regions)[number]) =>
    html`<li>${name} ${average ?? 'withheld'} ${responses}</li>`;
  return plain(
    frame,
    `${department.name} ${quarter.label}`,
    html`<ul>
      ${figures.regions.map(line)}
    </ul>`,
  );
}

export function withdrawnPage(
  frame: Frame,
  { department }: PublishedDepartment,
  { quarter, reason }: WithdrawnQuarter,
) {
  return plain(frame, `${department.name} ${quarter.label}`, html`<p>${reason}</p>`);
}
