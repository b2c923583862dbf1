import { dayInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { origin, quote, type Comment } from '../comments/comments.ts';
import type { PageContent } from '../console/console.ts';
import type { Region } from '../org/org.ts';
import { errorSummary, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { maxQuotes } from './changes.ts';
import { planPath } from './paths.ts';
import { underPlan } from './under-plan.ts';
import type { Plan } from './queries.ts';

interface QuotePage {
  plan: Plan;
  region: Region;
  /** Those that can be quoted, the lowest ratings first. */
  comments: Comment[];
  /** The ids of those that the plan quotes. */
  quoted: string[];
  errors?: FieldError[];
}

/** The comments of the plan's quarter with the lowest ratings, to quote some of them. */
export function quotePage(page: QuotePage): PageContent {
  const { plan, region, comments, quoted, errors = [] } = page;
  const path = planPath(region.department, plan);
  return {
    title: 'Choose comments to quote',
    ...underPlan(page, errors),
    main: [
      errorSummary(errors),
      html`<p>
        Quote up to ${maxQuotes} comments that show what should get better. Lowest ratings come first. Personal
        information is masked. A comment that is hidden or deleted later disappears from the plan too.
      </p>`,
      comments.length === 0
        ? html`<p class="empty">The region has no comments in this quarter.</p>`
        : html`<ul class="comments">
            ${comments.map((comment) => oneComment(comment, { path, isQuoted: quoted.includes(comment.id) }))}
          </ul>`,
      html`<p><a href="${path}">Back to the plan</a></p>`,
    ],
  };
}

function oneComment(comment: Comment, { path, isQuoted }: { path: string; isQuoted: boolean }): Markup {
  const { id, shown, language, overall, receivedAt, region, hidden } = comment;
  const day = dayInWords(receivedAt, region.department.zone);
  const button = isQuoted
    ? html`<form method="post" action="${path}/comments/${id}/removal">
        <p><b>Quoted in the plan</b></p>
        <button class="second">Remove<span class="vh"> the comment of ${day}</span></button>
      </form>`
    : html`<form method="post" action="${path}/comments">
        <input type="hidden" name="response" value="${id}" />
        <button class="second">Quote<span class="vh"> the comment of ${day}</span></button>
      </form>`;
  return html`<li>
    <h2>${day}</h2>
    <p class="origin">${origin(comment)} · ${overall === null ? 'no overall rating' : `overall rating ${overall}`}</p>
    ${hidden ? html`<p class="quiet">This comment has been hidden.</p>` : quote(shown, language)} ${button}
  </li>`;
}
