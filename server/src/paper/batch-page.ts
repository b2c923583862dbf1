import { dayFrom } from '@heart-survey/shared/dates';
import { items } from '@heart-survey/shared/items';
import { enForm } from '@heart-survey/shared/languages/en';
import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import type { CustomerGroup, Department } from '../org/org.ts';
import { successMessage, errorSummary, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import type { Typed } from './entry.ts';
import { paperFields } from './fields.ts';
import { paperPath } from './pages.ts';
import type { findBatch, formsOf } from './queries.ts';

interface BatchPage extends NonNullable<Awaited<ReturnType<typeof findBatch>>> {
  department: Department;
  forms: Awaited<ReturnType<typeof formsOf>>;
  languages: string[];
  /** The customer groups that the form asks for. */
  groups: CustomerGroup[];
  /** `2026-10-03`, in the department's zone. */
  today: string;
  typed: Typed;
  /** The id of the next form. A form that is sent twice counts once. */
  id: string;
  errors: FieldError[];
  notice: string | undefined;
}

const notices: Record<string, string> = {
  stored: 'Saved. Enter the next form.',
  known:
    'That form was already saved. It was counted only once. Enter it again only if another form has the same answers.',
  undone: 'The form was removed and no longer counts.',
  'not-undone': 'The form could not be removed. Its quarter is closed, or it was already removed.',
};

/** The page where a person enters the forms of one batch. */
export function batchPage(page: BatchPage): PageContent {
  const { department, region, batch, forms, errors, notice } = page;
  return {
    title: `Paper forms for ${region.name}`,
    current: 'Paper forms',
    hasProblem: errors.length > 0,
    sub: html`${department.name} · <b>${forms.length === 1 ? '1 form' : `${forms.length} forms`}</b> in this batch ·
      <a href="${paperPath(department)}">All batches</a>`,
    main: [
      errorSummary(errors),
      errors.length === 0 ? successMessage(notice, notices) : '',
      batch.endedAt === null
        ? entryForm(page)
        : html`<p class="empty">This batch is finished. Its forms still count.</p>`,
      forms.length === 0 ? '' : formsTable(page),
    ],
  };
}

function entryForm({ department, batch, typed, id, errors, today, languages, groups }: BatchPage): Markup {
  const action = `${paperPath(department)}/${batch.id}`;
  return html`<form method="post" action="${action}">
      <input type="hidden" name="id" value="${id}" />
      ${paperFields({ typed, errors, languages, groups, today, hasFocus: errors.length === 0 })}
      <div class="actions"><button>Save form</button></div>
    </form>
    <form method="post" action="${action}/ending" class="actions">
      <button class="second">Finish batch</button>
    </form>`;
}

function formsTable({ department, batch, forms }: BatchPage): Markup {
  const row = (form: BatchPage['forms'][number], index: number) =>
    html`<tr>
      <th scope="row">${forms.length - index}</th>
      ${items.map((item) => html`<td class="number">${form[item] ?? '–'}</td>`)}
      <td>${dayFrom(form.paperDate ?? '')?.inWords ?? '–'}</td>
      <td>${form.comment === null ? 'No' : 'Yes'}</td>
      <td>
        <form method="post" action="${paperPath(department)}/${batch.id}/forms/${form.id}/undoing">
          <button class="second">Remove<span class="vh"> form ${forms.length - index}</span></button>
        </form>
      </td>
    </tr>`;
  return html`<h2>In this batch</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Forms in this batch">
      <table>
        <caption class="vh">
          The forms of this batch, newest first
        </caption>
        <thead>
          <tr>
            <th scope="col">Form</th>
            ${items.map((item) => html`<th scope="col" class="number">${enForm.items[item].word}</th>`)}
            <th scope="col">Date</th>
            <th scope="col">Comment</th>
            <td></td>
          </tr>
        </thead>
        <tbody>
          ${forms.map(row)}
        </tbody>
      </table>
    </div>`;
}
