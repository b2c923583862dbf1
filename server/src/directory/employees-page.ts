import { dayInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { successMessage, errorSummary, textField, type FieldError } from '../pages/fields.ts';
import type { PageContent } from '../console/console.ts';
import type { Markup } from '../pages/page.ts';
import type { Region } from '../org/org.ts';
import { directoryPath, employeePath, regionPath } from './paths.ts';
import type { Employee } from './queries.ts';
import type { Fields } from './records.ts';

interface EmployeesPage {
  region: Region;
  employees: Employee[];
  field: Fields;
  errors: FieldError[];
  notice: string | undefined;
  /** Where the person may email the region's employees their signatures. */
  signatures: string | undefined;
}

/** The employees of a region, and the form that adds one. */
export function employeesPage({ region, employees, field, errors, notice, signatures }: EmployeesPage): PageContent {
  return {
    title: `Employees in ${region.name}`,
    current: 'Directory',
    hasProblem: errors.length > 0,
    sub: html`${region.department.name} · <a href="${regionPath(region)}">${region.name}</a> ·
      <a href="${directoryPath}">Directory</a>`,
    main: [
      errorSummary(errors),
      successMessage(notice, { added: 'Employee added. Their survey link is on their page.' }),
      employees.length === 0
        ? html`<p class="empty">
            No employees yet. An employee with their own survey link can be thanked by name. Add employees below, or
            <a href="${directoryPath}/import">import a CSV file</a>.
          </p>`
        : employeeTable(region, employees),
      signatures === undefined || employees.length === 0
        ? ''
        : html`<p><a class="button second" href="${signatures}">Email employees their signatures</a></p>`,
      html`<h2>Add an employee</h2>
        <form method="post" action="${regionPath(region)}/employees">
          ${employeeInputs(field, errors)}
          <button>Add</button>
        </form>`,
    ],
  };
}

function employeeTable(region: Region, employees: Employee[]): Markup {
  const row = ({ id, name, email, supervisorName, leftAt }: Employee) =>
    html`<tr>
      <th scope="row">
        <a href="${employeePath(id)}">${name}</a>${email === null ? '' : html`<small>${email}</small>`}
      </th>
      <td>${supervisorName ?? html`<span class="quiet">not entered</span>`}</td>
      <td>${leftAt === null ? 'active' : `left on ${dayInWords(leftAt, region.department.zone)}`}</td>
    </tr>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Employees">
    <table>
      <caption class="vh">
        Employees in ${region.name}
      </caption>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Supervisor</th>
          <th scope="col">Status</th>
        </tr>
      </thead>
      <tbody>
        ${employees.map(row)}
      </tbody>
    </table>
  </div>`;
}

/** The inputs for an employee's details. */
export function employeeInputs(field: Fields, errors: FieldError[]): Markup {
  return html`${textField({ name: 'name', label: 'Name', value: field('name'), hint: 'As it should appear in a thank-you note.', errors })}
  ${textField({ name: 'email', label: 'Email address', value: field('email'), errors })}
  ${textField({ name: 'supervisor_name', label: 'Supervisor’s name', value: field('supervisor_name'), errors })}
  ${textField({ name: 'supervisor_email', label: 'Supervisor’s email address', value: field('supervisor_email'), errors })}`;
}
