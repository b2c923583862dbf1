import { dayInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { departmentLinks, noRegionsNote, type PageContent } from '../console/console.ts';
import type { Department, Region } from '../org/org.ts';
import { choiceField, successMessage, errorSummary, type FieldError } from '../pages/fields.ts';
import type { batchesOf } from './queries.ts';

interface StartPage {
  department: Department;
  /** All departments whose forms the person can enter, including this one. */
  departments: Department[];
  regions: Region[];
  batches: Awaited<ReturnType<typeof batchesOf>>;
  errors: FieldError[];
  notice: string | undefined;
}

/** The address of the department's paper forms, or of one batch. */
export function paperPath({ slug }: Pick<Department, 'slug'>, batch?: number): string {
  return `/console/departments/${slug}/paper${batch === undefined ? '' : `/${batch}`}`;
}

/** The page where a person starts a batch of paper forms. */
export function startPage({ department, departments, regions, batches, errors, notice }: StartPage): PageContent {
  const row = ({ id, region, startedAt, endedAt, forms }: StartPage['batches'][number]) =>
    html`<tr>
      <th scope="row"><a href="${paperPath(department)}/${id}">${region}</a></th>
      <td>${dayInWords(startedAt, department.zone)}</td>
      <td class="number">${forms}</td>
      <td>${endedAt === null ? 'Open' : 'Finished'}</td>
    </tr>`;
  return {
    title: 'Paper forms',
    current: 'Paper forms',
    hasProblem: errors.length > 0,
    sub: html`${department.name}. Each form counts toward the quarter of the date written on it.`,
    main: [
      errorSummary(errors),
      successMessage(notice, { ended: 'The batch is finished. Its forms still count.' }),
      departmentLinks(departments, department, paperPath),
      regions.length === 0
        ? noRegionsNote(department, 'forms')
        : html`<h2>Start a batch</h2>
            <form method="post" action="${paperPath(department)}">
              ${choiceField({
                name: 'region',
                label: 'Region',
                options: regions.map(({ slug, name }) => ({ value: slug, label: name })),
                errors,
              })}
              <button>Start</button>
            </form>`,
      html`<h2>Your recent batches</h2>`,
      batches.length === 0
        ? html`<p class="empty">
            No batches yet. <a href="/print">Print forms</a> for your office, and enter the completed ones here.
          </p>`
        : html`<table class="narrow">
            <caption class="vh">
              Your batches of paper forms
            </caption>
            <thead>
              <tr>
                <th scope="col">Region</th>
                <th scope="col">Started</th>
                <th scope="col" class="number">Forms</th>
                <th scope="col">State</th>
              </tr>
            </thead>
            <tbody>
              ${batches.map(row)}
            </tbody>
          </table>`,
    ],
  };
}
