import { html } from 'hono/html';
import { casesLabel, desksLabel, kindNames, kinds, timesPath, type CaseKind } from '../cases/cases.ts';
import { departmentLinks, type PageContent } from '../console/console.ts';
import type { Department } from '../org/org.ts';
import { errorSummary, successMessage, textField, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { backupsNote, type Backups } from './backups-note.ts';
import { maxAuthority } from './times-form.ts';
import { usualTimes, type Times } from './times.ts';

interface TimesPage {
  department: Department;
  departments: Department[];
  times: ReadonlyMap<CaseKind, Times>;
  /** Whether the reader can change them. */
  mayEdit: boolean;
  /** What was typed, if it was rejected. */
  typed?: ((name: string) => string) | undefined;
  backups: Backups;
  errors: FieldError[];
  notice: string | undefined;
}

/** Where a department's case managers read how long its cases are kept. */
export const timesReadPath = ({ slug }: Pick<Department, 'slug'>): string => `/console/departments/${slug}/case-times`;

/** How long a department keeps its cases, by kind. */
export function timesPage(page: TimesPage): PageContent {
  const { department, departments, mayEdit, backups, errors, notice } = page;
  const { minMonths, maxMonths, contactMonths } = usualTimes;
  return {
    title: 'How long cases are kept',
    sub: html`${department.name}`,
    current: mayEdit ? desksLabel : casesLabel,
    hasProblem: errors.length > 0,
    main: [
      departmentLinks(departments, department, mayEdit ? timesPath : timesReadPath),
      errorSummary(errors),
      successMessage(notice, { saved: 'Saved.' }),
      html`<p>
          The times are months after a case was closed. An open case is never erased, and neither is one on hold or one
          with a message that no one has read.
        </p>
        <ul>
          <li>
            <b>At least</b>: before that, a case is erased only if two people agree. If you changed the times, or what
            the case is about, you need a second person even after that.
          </li>
          <li>
            <b>At most</b>: after that, it is erased automatically. When times are changed, nothing of that kind is
            erased automatically for a week.
          </li>
          <li><b>Contact information</b>: the writer’s name, address, phone, and email are erased after this time.</li>
        </ul>
        <p>
          Usual times are ${minMonths} months at least, so that two years can be compared; ${maxMonths} at most, because
          the policy is reviewed every five years (Policy 2-3-12, section 7); and ${contactMonths} for contact
          information, so that there is time for a second stage and for the Ombudsman. Your records authority decides.
          Enter the number of its rule.
        </p>`,
      backupsNote(backups),
      mayEdit
        ? html`<form method="post" action="${timesPath(department)}">
            ${kinds.map((kind) => fields(page, kind))}
            <div class="actions"><button>Save</button></div>
          </form>`
        : table(page),
    ],
  };
}

function fields({ times, typed, errors }: TimesPage, kind: CaseKind): Markup {
  const own = times.get(kind)!;
  const number = (name: string, label: string, value: number) =>
    textField({
      name: `${kind}-${name}`,
      label,
      value: typed?.(`${kind}-${name}`) ?? String(value),
      inputmode: 'numeric',
      isShort: true,
      errors,
    });
  return html`<fieldset>
    <legend>${kindNames[kind]}</legend>
    ${number('min', 'At least, in months', own.minMonths)} ${number('max', 'At most, in months', own.maxMonths)}
    ${number('contact', 'Contact information, in months', own.contactMonths)}
    ${textField({
      name: `${kind}-authority`,
      label: 'Records authority',
      value: typed?.(`${kind}-authority`) ?? own.authority ?? '',
      hint: `The number of the rule, such as GS-12. Up to ${maxAuthority} characters.`,
      errors,
    })}
  </fieldset>`;
}

function table({ times }: TimesPage): Markup {
  const row = (kind: CaseKind) => {
    const { minMonths, maxMonths, contactMonths, authority } = times.get(kind)!;
    return html`<tr>
      <th scope="row">${kindNames[kind]}</th>
      <td class="n">${minMonths}</td>
      <td class="n">${maxMonths}</td>
      <td class="n">${contactMonths}</td>
      <td>${authority ?? ''}</td>
    </tr>`;
  };
  return html`<p>An administrator can change these.</p>
    <div class="scroll" tabindex="0" role="region" aria-label="Times">
      <table>
        <caption class="vh">
          Times in months
        </caption>
        <thead>
          <tr>
            <th scope="col">Kind</th>
            <th scope="col">At least</th>
            <th scope="col">At most</th>
            <th scope="col">Contact information</th>
            <th scope="col">Records authority</th>
          </tr>
        </thead>
        <tbody>
          ${kinds.map(row)}
        </tbody>
      </table>
    </div>`;
}
