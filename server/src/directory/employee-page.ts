import { surveyLink } from '@heart-survey/shared/survey-link';
import { html } from 'hono/html';
import { choiceField, successMessage, errorSummary, textField, type FieldError } from '../pages/fields.ts';
import type { PageContent } from '../console/console.ts';
import type { Markup } from '../pages/page.ts';
import type { Region } from '../org/org.ts';
import { employeeInputs } from './employees-page.ts';
import { employeePath, regionPath } from './paths.ts';
import type { Employee, findPerson } from './queries.ts';
import type { Fields } from './records.ts';

interface EmployeePage {
  employee: Employee;
  region: Region;
  /** The regions that the employee can be in. */
  regions: Region[];
  /** The person that they sign in as, if that is known. */
  linked: Awaited<ReturnType<typeof findPerson>>;
  baseUrl: string;
  /** Where the person may email the employee their signature. */
  signatures: string | undefined;
  field: Fields;
  errors: FieldError[];
  notice: string | undefined;
}

/** An employee's details, survey link and sign-in. */
export function employeePage(given: EmployeePage): PageContent {
  const { employee, region, baseUrl, errors, notice } = given;
  const { name, code } = employee;
  return {
    title: name,
    current: 'Directory',
    hasProblem: errors.length > 0,
    sub: html`${region.name} · <a href="${regionPath(region)}/employees">Employees</a>`,
    main: [
      errorSummary(errors),
      successMessage(notice, {
        saved: 'Saved.',
        renewed:
          'There is a new survey link. Responses from the old link still count, but no longer show an employee’s name.',
        left: `${name} is marked as no longer employed. Responses from their link still count, but no longer show their name.`,
        back: `${name} is active again, and responses from their survey link show their name again.`,
        linked: 'Linked.',
        unlinked: 'The link to a sign-in was removed.',
      }),
      html`<p>Survey link of this employee:</p>
        <p>
          <code class="secret">${surveyLink(baseUrl, region.slug, { employee: code, channel: 'signature' })}</code>
        </p>
        ${
          given.signatures === undefined || employee.leftAt !== null
            ? ''
            : html`<p>
                <a class="button second" href="${given.signatures}#employee-${employee.id}"
                  >Email this person their signature</a
                >
              </p>`
        }`,
      detailsForm(given),
      statusForms(employee),
      signInSection(given),
    ],
  };
}

function detailsForm({ employee, regions, field, errors }: EmployeePage): Markup {
  return html`<form method="post" action="${employeePath(employee.id)}">
    ${employeeInputs(field, errors)}
    ${choiceField({
      name: 'region',
      label: 'Region or program',
      value: field('region'),
      hint: 'Responses stay with the region they were given to. If you move this employee, the link above goes to the new region. Responses from older links still show the employee’s name.',
      options: regions.map(({ slug, name, department }) => ({ value: slug, label: `${department.name}: ${name}` })),
      errors,
    })}
    <button>Save</button>
  </form>`;
}

function statusForms({ id, name, leftAt }: Employee): Markup {
  const action = employeePath(id);
  return html`<h2>Survey link</h2>
    <div class="actions">
      <form method="post" action="${action}/code"><button class="second">Create a new link</button></form>
      ${
        leftAt === null
          ? html`<form method="post" action="${action}/leaving">
              <button class="second">Mark ${name} as no longer employed</button>
            </form>`
          : html`<form method="post" action="${action}/return">
              <button class="second">Mark ${name} as active</button>
            </form>`
      }
    </div>`;
}

function signInSection({ employee, linked, field, errors }: EmployeePage): Markup {
  const action = `${employeePath(employee.id)}/person`;
  return html`<h2>Sign-in</h2>
    ${
      linked
        ? html`<p>
              This employee signs in as <a href="/console/people/${linked.id}">${linked.name}</a> (${linked.email}).
            </p>
            <form method="post" action="${action}/end"><button class="second">Remove this link</button></form>`
        : html`<p>
              Does ${employee.name} also sign in to this console? Link the two, so they are never assigned a complaint
              about themselves.
            </p>
            <form method="post" action="${action}">
              ${textField({ name: 'person_email', label: 'Email address they sign in with', type: 'email', value: field('person_email'), errors })}
              <button class="second">Link</button>
            </form>`
    }`;
}
