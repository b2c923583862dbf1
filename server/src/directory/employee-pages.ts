import { dayInWords } from '@heart-survey/shared/dates';
import { surveyLink } from '@heart-survey/shared/survey-link';
import { html } from 'hono/html';
import { choiceField, doneNote, problemSummary, textField, type FieldMistake } from '../pages/fields.ts';
import type { Shown } from '../console/console.ts';
import type { Markup } from '../pages/page.ts';
import type { Region } from '../org/org.ts';
import type { Employee, findPerson } from './queries.ts';
import type { Fields } from './records.ts';

const base = '/console/directory';

interface EmployeesPage {
  region: Region;
  employees: Employee[];
  field: Fields;
  wrong: FieldMistake[];
  notice: string | undefined;
  /** Where the person may email the region's employees their signatures. */
  signatures: string | undefined;
}

export function employeesPage({ region, employees, field, wrong, notice, signatures }: EmployeesPage): Shown {
  const row = ({ id, name, email, supervisorName, leftAt }: Employee) =>
    html`<tr>
      <th scope="row">
        <a href="${base}/employees/${id}">${name}</a>${email === null ? '' : html`<small>${email}</small>`}
      </th>
      <td>${supervisorName ?? html`<span class="quiet">not said</span>`}</td>
      <td>${leftAt === null ? 'here' : `left on ${dayInWords(leftAt, region.department.zone)}`}</td>
    </tr>`;
  return {
    title: `Employees of ${region.name}`,
    current: 'Directory',
    hasProblem: wrong.length > 0,
    sub: html`${region.department.name} · <a href="${base}/regions/${region.slug}">${region.name}</a> ·
      <a href="${base}">Directory</a>`,
    main: [
      problemSummary(wrong),
      doneNote(notice, { added: 'Added. Their own survey link is on their page.' }),
      employees.length === 0
        ? html`<p class="empty">
            Nobody yet. Whoever has a link of their own can be thanked by name: add them below, or
            <a href="${base}/import">bring in a CSV file</a>.
          </p>`
        : html`<div class="scroll" tabindex="0" role="region" aria-label="Employees">
            <table>
              <caption class="vh">
                Employees of ${region.name}
              </caption>
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col">Supervisor</th>
                  <th scope="col">State</th>
                </tr>
              </thead>
              <tbody>
                ${employees.map(row)}
              </tbody>
            </table>
          </div>`,
      signatures === undefined || employees.length === 0
        ? html``
        : html`<p><a class="button second" href="${signatures}">Email employees their signatures</a></p>`,
      html`<h2>Add an employee</h2>
        <form method="post" action="${base}/regions/${region.slug}/employees">
          ${employeeFields(field, wrong)}
          <button>Add</button>
        </form>`,
    ],
  };
}

interface EmployeePage extends Omit<EmployeesPage, 'employees'> {
  employee: Employee;
  baseUrl: string;
  /** Those that the employee may be in. */
  regions: Region[];
  /** The person that they sign in as, where that is known. */
  linked: Awaited<ReturnType<typeof findPerson>>;
}

export function employeePage(given: EmployeePage): Shown {
  const { employee, region, regions, baseUrl, field, wrong, notice, signatures } = given;
  const { id, name, code, leftAt } = employee;
  const action = `${base}/employees/${id}`;
  return {
    title: name,
    current: 'Directory',
    hasProblem: wrong.length > 0,
    sub: html`${region.name} · <a href="${base}/regions/${region.slug}/employees">Employees</a>`,
    main: [
      problemSummary(wrong),
      doneNote(notice, {
        saved: 'Saved.',
        renewed: 'There is a new link. What comes by the old one is counted, and thanks nobody by name.',
        left: `${name} has left: the link still takes answers, and thanks nobody by name.`,
        back: `${name} is back, and so is their link.`,
        linked: 'Linked.',
        unlinked: 'The link to a sign-in was removed.',
      }),
      html`<p>Their own survey link:</p>
        <p><code class="secret">${surveyLink(baseUrl, region.slug, { employee: code, channel: 'signature' })}</code></p>
        ${
          signatures === undefined || leftAt !== null
            ? ''
            : html`<p>
                <a class="button second" href="${signatures}#employee-${id}">Email this person their signature</a>
              </p>`
        }
        <form method="post" action="${action}">
          ${employeeFields(field, wrong)}
          ${choiceField({
            ...{ name: 'region', label: 'Region or programme', value: field('region'), mistakes: wrong },
            hint: 'Responses stay with the region that they were given to. The link above leads to the new one; the one before still names them.',
            options: regions.map(({ slug, name, department }) => ({
              value: slug,
              label: `${department.name}: ${name}`,
            })),
          })}
          <button>Save</button>
        </form>
        <h2>Their link</h2>
        <div class="actions">
          <form method="post" action="${action}/code"><button class="second">Make a new link</button></form>
          ${
            leftAt === null
              ? html`<form method="post" action="${action}/leaving">
                  <button class="second">${name} has left</button>
                </form>`
              : html`<form method="post" action="${action}/return">
                  <button class="second">${name} is back</button>
                </form>`
          }
        </div>`,
      signInSection(given),
    ],
  };
}

function signInSection({ employee, linked, field, wrong: mistakes }: EmployeePage): Markup {
  const action = `${base}/employees/${employee.id}/person`;
  return html`<h2>Sign-in</h2>
    ${
      linked
        ? html`<p>
              This employee signs in as <a href="/console/people/${linked.id}">${linked.name}</a> (${linked.email}).
            </p>
            <form method="post" action="${action}/end"><button class="second">Remove this link</button></form>`
        : html`<p>
              Does ${employee.name} sign in to these pages too? Link the two, so that nobody is given a complaint about
              themselves.
            </p>
            <form method="post" action="${action}">
              ${textField({ name: 'person_email', label: 'Email address they sign in with', type: 'email', value: field('person_email'), mistakes })}
              <button class="second">Link</button>
            </form>`
    }`;
}

function employeeFields(field: Fields, wrong: FieldMistake[]): Markup {
  const text = (name: string, label: string, hint?: string) =>
    textField({ name, label, value: field(name), mistakes: wrong, ...(hint === undefined ? {} : { hint }) });
  return html`${text('name', 'Name', 'As it should stand in a thank-you.')} ${text('email', 'E-mail address')}
  ${text('supervisor_name', 'Supervisor’s name')} ${text('supervisor_email', 'Supervisor’s e-mail address')}`;
}
