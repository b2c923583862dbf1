import { monthInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import {
  checkboxField,
  choiceField,
  successMessage,
  errorSummary,
  textArea,
  textField,
  type FieldError,
} from '../pages/fields.ts';
import type { PageContent } from '../console/console.ts';
import type { Markup } from '../pages/page.ts';
import type { Department, Division } from '../org/org.ts';
import { calendarPath } from './calendar-page.ts';
import { holdSection } from './hold-page.ts';
import { departmentPath, directoryPath } from './paths.ts';
import type { Hold } from './queries.ts';
import type { Fields } from './records.ts';

interface DepartmentPage {
  /** The department to change; undefined to add one. */
  department?: Department;
  field: Fields;
  /** Those that it can belong to. */
  divisions: Division[];
  errors: FieldError[];
  /** Whether its time zone and first month can no longer be changed. */
  isFixed: boolean;
  holds?: Hold[];
  /** The rejected reason for placing or lifting a hold. */
  reason?: string;
  notice?: string | undefined;
}

/** The form that adds or changes a department, and its legal holds. */
export function departmentPage(given: DepartmentPage): PageContent {
  const { department, errors, holds = [], reason = '', notice } = given;
  return {
    title: department?.name ?? 'Add a department',
    current: 'Directory',
    hasProblem: errors.length > 0,
    sub: html`<a href="${directoryPath}">Directory</a
      >${department ? html` · <a href="${calendarPath(department)}">Calendar</a>` : ''}`,
    main: [
      errorSummary(errors),
      successMessage(notice, {
        added: 'Department added. Add its regions next.',
        saved: 'Saved.',
        placed:
          'Hold placed. While the hold is in place, nothing in this department will be deleted automatically, no matter how old it is.',
        lifted: 'Hold lifted.',
      }),
      html`<form method="post" action="${department ? departmentPath(department) : `${directoryPath}/departments/new`}">
        ${surveyFields(given)} ${thanksFields(given)} ${resultsFields(given)} ${contactFields(given)}
        ${retentionFields(given)}
        <div class="actions"><button>Save</button></div>
      </form>`,
      department ? holdSection(department, holds, errors, reason) : '',
    ],
  };
}

function surveyFields(given: DepartmentPage): Markup {
  const { department, field, errors } = given;
  return html`${textField({ name: 'name', label: 'Name', value: field('name'), errors })}
  ${
    department
      ? ''
      : textField({
          name: 'slug',
          label: 'Short name in web addresses',
          value: field('slug'),
          hint: 'Lowercase letters, digits and hyphens, such as cws. You cannot change it later.',
          errors,
        })
  }
  ${divisionField(given)} ${fiscalYearFields(given)}
  ${textField({ name: 'target', label: 'Target', value: field('target'), hint: '1.00 to 5.00. Changing this does not affect closed quarters.', isShort: true, errors })}
  ${textField({ name: 'closes_after', label: 'Business days from the end of a quarter until it closes', value: field('closes_after'), inputmode: 'numeric', isShort: true, errors })}
  ${textField({ name: 'plans_due_after', label: 'Business days from the close of a quarter until its action plans are due', value: field('plans_due_after'), hint: 'Changing this does not affect plans that already have a due date.', inputmode: 'numeric', isShort: true, errors })}
  ${textField({ name: 'hand_in_after', label: 'Business days after the close to hand in a quarter', value: field('hand_in_after'), inputmode: 'numeric', isShort: true, errors })}
  ${textField({ name: 'submit_after', label: 'Business days after the close to submit a quarter to the executive office', value: field('submit_after'), inputmode: 'numeric', isShort: true, errors })}
  ${textField({ name: 'holidays', label: 'Holidays', value: field('holidays'), hint: 'A country and a state, such as US-CA. Leave blank if your office is open on holidays.', errors })}
  ${textArea({ name: 'notice', label: 'Notice above the comment', value: field('notice'), hint: 'Leave blank to use the standard notice, which is available in every language.', errors })}`;
}

/** The division, if the agency has any. */
function divisionField({ field, divisions, errors }: DepartmentPage): Markup | '' {
  if (divisions.length === 0) return '';
  const options = [{ value: '', label: 'None' }, ...divisions.map(({ name }) => ({ value: name, label: name }))];
  return choiceField({ name: 'division', label: 'Division', value: field('division'), options, errors });
}

function fiscalYearFields({ department, field, errors, isFixed }: DepartmentPage): Markup {
  return department && isFixed
    ? html`<p>
        The time zone is <b>${department.zone}</b>, and the fiscal year starts in
        <b>${monthInWords(department.firstMonth)}</b>. These can no longer be changed, because responses have come in
        and the quarter dates would shift.
      </p>`
    : html`${textField({ name: 'zone', label: 'Time zone', value: field('zone'), hint: 'Such as America/Los_Angeles. It cannot be changed after the first response.', errors })}
      ${textField({ name: 'first_month', label: 'First month of the fiscal year', value: field('first_month'), hint: '1 to 12, such as 7 for July. It cannot be changed after the first response.', inputmode: 'numeric', isShort: true, errors })}`;
}

function thanksFields({ field, errors }: DepartmentPage): Markup {
  return html`<h2>Thank-yous</h2>
    ${checkboxField({
      name: 'asks_to_show',
      label: 'Ask customers whether their words may be shown to others',
      value: 'yes',
      isChecked: field('asks_to_show') === 'yes',
      hint: 'Adds an optional box below the comment. The box starts unchecked.',
    })}
    ${textField({ name: 'thanks_sentence', label: 'Second standard sentence in thank-you emails', value: field('thanks_sentence'), hint: 'Leave blank to use the policy’s sentence.', errors })}`;
}

function resultsFields({ field, errors }: DepartmentPage): Markup {
  return html`<h2>Published results</h2>
    ${textField({ name: 'place', label: 'Position on the results page', value: field('place'), hint: 'The public page with all departments shows them in this order, 1 first. Departments without a position come last.', inputmode: 'numeric', isShort: true, errors })}`;
}

function contactFields({ field, errors }: DepartmentPage): Markup {
  return html`<h2>Who to notify about danger or abuse</h2>
    <p class="hint">When someone flags a comment, this person gets an email with a link to it.</p>
    ${textField({ name: 'contact_name', label: 'Name', value: field('contact_name'), errors })}
    ${textField({ name: 'contact_email', label: 'Email address', value: field('contact_email'), errors })}`;
}

function retentionFields({ field, errors }: DepartmentPage): Markup {
  const months = (name: string, label: string) =>
    textField({ name, label, value: field(name), inputmode: 'numeric', isShort: true, errors });
  return html`<h2>How long responses are kept</h2>
    <p class="hint">
      Counted from the end of a quarter, and only after it is closed. Closed figures are kept forever. What the survey
      tells customers about this is in the <a href="/console/settings">settings</a>.
    </p>
    ${months('comment_months', 'Months until comments are deleted')}
    ${months('rating_months', 'Months until entire responses are deleted')}`;
}
