import { monthsInWords } from '@heart-survey/shared/dates';
import type { Quarter } from '@heart-survey/shared/quarters';
import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import type { Department } from '../org/org.ts';
import { errorSummary, radioField, successMessage, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { reasonField } from '../pages/reason.ts';
import { restatingPath, versionsPath } from './paths.ts';
import type { Refusal } from './prepared.ts';
import { classWords, reasonHint } from './words.ts';

/** Where a page about restating belongs. */
export interface Place {
  department: Department;
  quarter: Quarter;
}

/** A rejected form: what is wrong with it, and what was typed, by field. */
export interface Rejected {
  errors?: FieldError[];
  typed?: Record<string, string>;
}

interface StartPage extends Place, Rejected {
  /** Why it cannot be restated. */
  refusal: Refusal | undefined;
  notice: string | undefined;
}

const notices = { dropped: 'The restatement was canceled. The figures did not change.' };

/** Starting a restatement, or why the quarter cannot be restated. */
export function startPage(page: StartPage): PageContent {
  const { department, quarter, refusal, notice, errors = [] } = page;
  return {
    title: `Restate ${monthsInWords(quarter)}`,
    sub: restatingSub(page),
    current: 'Results',
    hasProblem: errors.length > 0,
    main: [
      errorSummary(errors),
      errors.length > 0 ? '' : successMessage(notice, notices),
      ...(refusal === undefined
        ? [
            html`<p>
              The figures of this quarter are closed. A restatement makes a new version of them. You can still read
              <a href="${versionsPath(department, quarter)}">the earlier versions</a>.
            </p>`,
            startForm(page),
            erasureLink(page),
          ]
        : [html`<p class="empty">${refusals[refusal]}</p>`]),
    ],
  };
}

/** Why a quarter cannot be restated, in words. */
export const refusals: Record<Refusal, string> = {
  open: 'This quarter is not closed. You can still enter paper forms and exclude responses, so there is nothing to restate.',
  purged:
    'This quarter cannot be restated: its responses were deleted because of their age. Its figures will not change.',
};

/** The line below the title of a page about restating. */
export function restatingSub({ department, quarter }: Place): Markup {
  const path = `/console/departments/${department.slug}/quarters/${quarter.id}`;
  return html`${department.name} · ${quarter.label.replace(/ \(.*/, '')} · <a href="${path}">View the quarter</a>`;
}

function startForm({ department, quarter, errors = [], typed = {} }: StartPage): Markup {
  return html`<h2>Start a restatement</h2>
    <p>Nothing changes until you check the new figures and confirm them.</p>
    <form method="post" action="${restatingPath(department, quarter)}">
      ${radioField({
        name: 'class',
        label: 'Type',
        value: typed['class'] ?? '',
        options: [
          {
            value: 'late paper',
            label: classWords['late paper'],
            hint: 'Paper forms that were found after the close.',
          },
          {
            value: 'exclusion',
            label: classWords.exclusion,
            hint: 'Responses that did not come from customers. A low rating is not a reason to exclude a response.',
          },
          {
            value: 'error',
            label: classWords.error,
            hint: 'A paper form that was typed wrong, or a response that should not have been excluded.',
          },
        ],
        errors,
      })}
      ${reasonField({ name: 'reason', label: 'Reason', value: typed['reason'], hint: reasonHint, errors })}
      <div class="actions"><button>Start</button></div>
    </form>`;
}

/** Where a response is erased if the law requires it. */
export function erasureLink({ department, quarter }: Place): Markup {
  return html`<p>
    Does the law require you to erase a response?
    <a href="${restatingPath(department, quarter)}/erasure">Erase a response from this quarter</a>
  </p>`;
}
