import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import type { Department, Division } from '../org/org.ts';
import { errorSummary, successMessage, textField, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { departmentPath, directoryPath, divisionsPath } from './paths.ts';
import type { Fields } from './records.ts';

interface DivisionsPage {
  /** In the agency's own order. */
  divisions: Division[];
  departments: Department[];
  field: Fields;
  errors: FieldError[];
  notice: string | undefined;
}

/** The divisions with their departments, and the form that adds one. */
export function divisionsPage({ divisions, departments, field, errors, notice }: DivisionsPage): PageContent {
  return {
    title: 'Divisions',
    current: 'Directory',
    hasProblem: errors.length > 0,
    sub: html`Groups of departments on the executive office’s pages · <a href="${directoryPath}">Directory</a>`,
    main: [
      errorSummary(errors),
      successMessage(notice, {
        added: 'Division added. Choose it on the page of each department that belongs to it.',
        known: 'This division is already on the list.',
        saved: 'Saved.',
      }),
      divisions.length === 0
        ? html`<p class="empty">No divisions yet. Add one if your agency groups its departments.</p>`
        : divisionTable(divisions, departments),
      html`<h2>Add a division</h2>
        <form method="post" action="${divisionsPath}">
          ${divisionFields(field, errors)}
          <div class="actions"><button>Add</button></div>
        </form>`,
    ],
  };
}

/** What the form was filled with, so that it changes nothing that someone else changed meanwhile. */
export const versionOf = ({ name, place }: Division): string => JSON.stringify([name, place]);

/** The form that changes a division. */
export function divisionPage({
  division,
  field,
  errors,
}: {
  division: Division;
  field: Fields;
  errors: FieldError[];
}): PageContent {
  return {
    title: division.name,
    current: 'Directory',
    hasProblem: errors.length > 0,
    sub: html`<a href="${divisionsPath}">Divisions</a>`,
    main: [
      errorSummary(errors),
      html`<form method="post" action="${divisionsPath}/${division.id}">
        <input type="hidden" name="before" value="${versionOf(division)}" />
        ${divisionFields(field, errors)}
        <div class="actions"><button>Save</button></div>
      </form>`,
    ],
  };
}

function divisionFields(field: Fields, errors: FieldError[]): Markup {
  return html`${textField({ name: 'name', label: 'Name', value: field('name'), errors })}
  ${textField({
    name: 'place',
    label: 'Position',
    value: field('place'),
    hint: 'The executive office’s pages show divisions in this order, 1 first. Divisions without a position come last.',
    inputmode: 'numeric',
    isShort: true,
    errors,
  })}`;
}

function divisionTable(divisions: Division[], departments: Department[]): Markup {
  const row = (division: Division) => {
    const own = departments.filter(({ divisionId }) => divisionId === division.id);
    return html`<tr>
      <th scope="row"><a href="${divisionsPath}/${division.id}">${division.name}</a></th>
      <td>
        ${own.length === 0 ? 'none yet' : own.map((one, index) => html`${index === 0 ? '' : ', '}<a href="${departmentPath(one)}">${one.name}</a>`)}
      </td>
    </tr>`;
  };
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Divisions">
    <table>
      <caption class="vh">
        Divisions and their departments
      </caption>
      <thead>
        <tr>
          <th scope="col">Division</th>
          <th scope="col">Departments</th>
        </tr>
      </thead>
      <tbody>
        ${divisions.map(row)}
      </tbody>
    </table>
  </div>`;
}
