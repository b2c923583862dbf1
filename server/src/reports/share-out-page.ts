import { grouped } from '@heart-survey/shared/counts';
import type { Quarter } from '@heart-survey/shared/quarters';
import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import type { Department } from '../org/org.ts';
import { choiceField, errorSummary, type FieldError } from '../pages/fields.ts';
import { maxQuotes, type ShareableComment } from './share-out.ts';

export interface ShareOutPage {
  department: Department;
  quarter: Quarter;
  comments: ShareableComment[];
  /** The ids of those that were chosen. */
  chosen: string[];
  language?: string | undefined;
  errors?: FieldError[];
}

/** Choosing what customers said, for the page to put on a wall. */
export function shareOutPage(page: ShareOutPage): PageContent {
  const { department, quarter, language, errors = [] } = page;
  const path = `/console/departments/${department.slug}/quarters/${quarter.id}`;
  return {
    title: 'Page for the wall',
    current: 'Results',
    sub: html`${department.name} · <a href="${path}">${quarter.label}</a>`,
    hasProblem: errors.length > 0,
    main: [
      errorSummary(errors),
      html`<p>
        One page with the results, what customers said, and what you are doing. Put it on a wall, or read it to your
        team. Anyone who walks by can read it, so it has only the figures that may leave the department, and no names.
      </p>`,
      html`<form method="get" action="${path}/share-out.pdf">
        ${commentChoice(page)}
        ${choiceField({
          name: 'lang',
          label: 'Language of the page',
          value: language ?? 'en',
          options: [
            { value: 'en', label: 'English' },
            { value: 'es', label: 'Spanish (draft)' },
          ],
        })}
        <button>Download the page (PDF)</button>
      </form>`,
    ],
  };
}

function commentChoice({ department, comments, chosen }: ShareOutPage) {
  if (comments.length === 0) return html`<p class="quiet">No comments from this quarter can be shown.</p>`;
  const option = ({ id, shown, region, overall }: ShareableComment) => {
    const field = chosen.includes(id)
      ? html`<input type="checkbox" id="quote-${id}" name="quote" value="${id}" checked />`
      : html`<input type="checkbox" id="quote-${id}" name="quote" value="${id}" />`;
    return html`<p class="tick">
      ${field}
      <label for="quote-${id}"
        ><span dir="auto">${shown}</span>
        <small class="quiet">${region.name}${overall === null ? '' : `, overall rating ${overall}`}</small></label
      >
    </p>`;
  };
  return html`<fieldset id="quote">
    <legend>What customers said: choose up to ${maxQuotes}</legend>
    <p class="hint">
      ${comments.length === 1 ? '1 comment' : `${grouped(comments.length)} comments`} to choose from. Hidden and flagged
      comments are left out, and so are long ones, those that name an employee, and those of regions whose figures are
      withheld. Read each one before you choose it: it must not show who wrote it.
    </p>
    <p class="hint">
      ${
        department.asksToShow === 1
          ? 'Only comments whose writers agreed are offered.'
          : 'Customers are not asked whether others may see their words. Put a page with comments only where employees see it.'
      }
    </p>
    ${comments.map(option)}
  </fieldset>`;
}
