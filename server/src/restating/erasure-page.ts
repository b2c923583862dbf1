import { monthsInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import { errorSummary, textField } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { reasonField } from '../pages/reason.ts';
import type { Comparison } from './comparison.ts';
import { comparisonTable } from './comparison-table.ts';
import { restatingPath } from './paths.ts';
import type { Prepared, Refusal } from './prepared.ts';
import { refusals, restatingSub, type Place, type Rejected } from './start-page.ts';
import { reasonHint } from './words.ts';

interface ErasurePage extends Place, Rejected {
  typed: Record<'response' | 'reason', string>;
  refusal: Refusal | undefined;
  /** What erasing the response would change. */
  preview: { prepared: Prepared; comparison: Comparison } | undefined;
}

/** Erasing a response of a closed quarter: the form, and then the new figures and the button. */
export function erasurePage(page: ErasurePage): PageContent {
  const { quarter, refusal, preview, errors = [] } = page;
  return {
    title: `Erase a response from ${monthsInWords(quarter)}`,
    sub: restatingSub(page),
    current: 'Results',
    hasProblem: errors.length > 0,
    main: [
      errorSummary(errors),
      ...(refusal === undefined
        ? [
            html`<p>
              Erase a response only if the law requires it. The response is deleted for good, along with what staff
              wrote about it, and the quarter is restated at once. Its ID is kept, so that a copy cannot be sent again.
            </p>`,
            preview ? confirmForm(page, preview) : askForm(page),
          ]
        : [html`<p class="empty">${refusals[refusal]}</p>`]),
    ],
  };
}

function askForm({ department, quarter, typed, errors = [] }: ErasurePage): Markup {
  return html`<form method="post" action="${restatingPath(department, quarter)}/erasure">
    ${textField({
      name: 'response',
      label: 'Response ID',
      value: typed.response,
      hint: 'You can find it in the responses file (CSV).',
      errors,
    })}
    ${reasonField({ name: 'reason', label: 'Reason', value: typed.reason, hint: reasonHint, errors })}
    <div class="actions"><button>Preview</button></div>
  </form>`;
}

function confirmForm(
  { department, quarter, typed }: ErasurePage,
  { prepared, comparison }: NonNullable<ErasurePage['preview']>,
): Markup {
  const path = `${restatingPath(department, quarter)}/erasure`;
  return html`<dl class="facts">
      <dt>Response</dt>
      <dd><code>${typed.response}</code></dd>
      <dt>Reason</dt>
      <dd>${typed.reason}</dd>
    </dl>
    <h2>New figures</h2>
    ${comparisonTable(comparison, prepared.base.target)}
    <h2>Erase the response</h2>
    <form method="post" action="${path}">
      <input type="hidden" name="response" value="${typed.response}" />
      <input type="hidden" name="reason" value="${typed.reason}" />
      <input type="hidden" name="shown" value="${prepared.fingerprint}" />
      <p>This cannot be undone. It makes version ${prepared.base.version + 1} of the figures.</p>
      <div class="actions">
        <button>Erase the response</button>
        <a class="button second" href="${path}">Cancel</a>
      </div>
    </form>`;
}
