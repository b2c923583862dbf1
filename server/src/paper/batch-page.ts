import { dayFrom } from '@heart-survey/shared/dates';
import { items, type Item } from '@heart-survey/shared/items';
import { enForm } from '@heart-survey/shared/languages/en';
import { catalogs } from '@heart-survey/shared/languages/languages';
import { html, raw } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import type { Department } from '../org/org.ts';
import { choiceField, successMessage, errorSummary, textArea, textField, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import type { Typed } from './entry.ts';
import { paperPath } from './pages.ts';
import type { findBatch, formsOf } from './queries.ts';

interface BatchPage extends NonNullable<Awaited<ReturnType<typeof findBatch>>> {
  department: Department;
  forms: Awaited<ReturnType<typeof formsOf>>;
  languages: string[];
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
  known: 'That form was already saved. It was counted only once.',
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

function entryForm({ department, batch, typed, id, errors, today, languages }: BatchPage): Markup {
  const action = `${paperPath(department)}/${batch.id}`;
  const focus = errors.length > 0 ? '' : 'autofocus';
  const digit = (item: Item, index: number) => {
    const isWrong = errors.some(({ at }) => at === item);
    return html`<div class="digit">
      <label for="${item}">${enForm.items[item].word}</label>
      <input
        id="${item}"
        name="${item}"
        value="${typed.ratings[item]}"
        inputmode="numeric"
        maxlength="1"
        autocomplete="off"
        aria-describedby="${item}-hint digits"
        ${raw(isWrong ? 'aria-invalid="true"' : '')}
        ${raw(index === 0 ? focus : '')}
      />
      <small id="${item}-hint">${enForm.items[item].statement}</small>
    </div>`;
  };
  return html`<form method="post" action="${action}">
      <input type="hidden" name="id" value="${id}" />
      <div class="fields">
        ${textField({ name: 'date', label: 'Date on the form', value: typed.date || today, type: 'date', isShort: true, errors })}
        ${choiceField({
          name: 'language',
          label: 'Language of the form',
          value: typed.language,
          options: [
            { value: '', label: 'Unknown' },
            ...languages.map((tag) => ({ value: tag, label: catalogs[tag]?.name ?? tag })),
          ],
        })}
      </div>
      <fieldset>
        <legend>The six statements</legend>
        <p class="hint" id="digits">
          Enter one digit for each: 1 is strongly disagree, 5 is strongly agree. Leave skipped statements blank. Press
          Tab for the next field, and Enter to save.
        </p>
        <div class="digits">${items.map(digit)}</div>
      </fieldset>
      ${textArea({
        name: 'comment',
        label: 'Comment',
        value: typed.comment,
        hint: 'Copy it word for word, but leave out client names and case numbers.',
        errors,
      })}
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
