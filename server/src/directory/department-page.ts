import { html } from 'hono/html';
import { doneNote, problemSummary, textArea, textField, type FieldMistake } from '../pages/fields.ts';
import type { Shown } from '../console/console.ts';
import type { Department } from '../org/org.ts';
import { holdSection } from './hold-page.ts';

import { calendarPath } from './calendar-page.ts';
import { directoryPath as base } from './paths.ts';
import type { Hold } from './queries.ts';
import type { Fields } from './records.ts';

interface DepartmentPage {
  /** The one that is changed; none for a new one. */
  department?: Department;
  field: Fields;
  wrong: FieldMistake[];
  /** Whether its calendar cannot change any more. */
  isFixed: boolean;
  /** What it was asked to keep; none for a new one. */
  holds?: Hold[];
  /** What was typed as the reason to place or to lift a hold, where that is wrong. */
  reason?: string;
  notice?: string | undefined;
}

export function departmentPage({
  department,
  field,
  wrong,
  isFixed,
  holds = [],
  reason = '',
  notice,
}: DepartmentPage): Shown {
  const text = (name: string, label: string, hint?: string) =>
    textField({ name, label, value: field(name), mistakes: wrong, ...(hint === undefined ? {} : { hint }) });
  const action = department ? `${base}/departments/${department.slug}` : `${base}/departments/new`;
  return {
    title: department?.name ?? 'Add a department',
    current: 'Directory',
    hasProblem: wrong.length > 0,
    sub: department
      ? html`<a href="${base}">Directory</a> · <a href="${calendarPath(department)}">Calendar</a>`
      : html`<a href="${base}">Directory</a>`,
    main: [
      problemSummary(wrong),
      doneNote(notice, {
        added: 'The department is there. Add its regions next.',
        saved: 'Saved.',
        placed: 'The hold is placed. Nothing of this department is deleted for its age.',
        lifted: 'The hold is lifted.',
      }),
      html`<form method="post" action="${action}">
        ${text('name', 'Name')}
        ${department ? '' : text('slug', 'Part of the address', 'Lower-case letters, digits and hyphens, such as cws. It never changes.')}
        ${
          isFixed
            ? html`<p>
                Its quarters go by the time of <b>${field('zone')}</b>, and its fiscal year begins in month
                <b>${field('first_month')}</b>. Both are fixed since the first answer came: its quarters would move.
              </p>`
            : html`${text('zone', 'Time zone', 'As the IANA names it, such as America/Los_Angeles. Fixed with the first answer.')}
              ${textField({ name: 'first_month', label: 'First month of the fiscal year', value: field('first_month'), hint: '1 to 12; 7 is July. Fixed with the first answer.', inputmode: 'numeric', isShort: true, mistakes: wrong })}`
        }
        ${textField({ name: 'target', label: 'Target', value: field('target'), hint: '1.00 to 5.00. Closed quarters keep theirs.', isShort: true, mistakes: wrong })}
        ${textField({ name: 'closes_after', label: 'A quarter closes so many business days after its end', value: field('closes_after'), inputmode: 'numeric', isShort: true, mistakes: wrong })}
        ${text('holidays', 'Whose public holidays are no business days', 'A country and a state, such as US-CA; empty for none.')}
        ${textArea({ name: 'notice', label: 'Notice above the comment', value: field('notice'), hint: 'Empty for the usual one, which is there in every language.', mistakes: wrong })}
        <h2>Who is told of danger or abuse</h2>
        <p class="hint">When somebody passes a comment on, this person gets a letter with a link to it.</p>
        ${text('contact_name', 'Name')} ${text('contact_email', 'E-mail address')}
        <h2>How long answers are kept</h2>
        <p class="hint">
          Counted from the end of a quarter, and only once it is closed. Closed figures are kept for ever. What the
          survey says of it to customers is in the <a href="/console/settings">settings</a>.
        </p>
        ${textField({ name: 'comment_months', label: 'Comments are deleted after so many months', value: field('comment_months'), inputmode: 'numeric', isShort: true, mistakes: wrong })}
        ${textField({ name: 'rating_months', label: 'Whole responses are deleted after so many months', value: field('rating_months'), inputmode: 'numeric', isShort: true, mistakes: wrong })}
        <div class="actions"><button>Save</button></div>
      </form>`,
      department ? holdSection(department, holds, wrong, reason) : '',
    ],
  };
}
