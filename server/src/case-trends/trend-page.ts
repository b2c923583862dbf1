import { dayInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { casePath } from '../cases/cases.ts';
import type { PageContent } from '../console/console.ts';
import { errorSummary, successMessage, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { countedNote, sentencesOf, tablesOf, titleOf } from './content.ts';
import { maxImprovements, type Improvement } from './improvement-queries.ts';
import { outsidePath } from './paths.ts';
import type { Proving } from '../sign-in/sign-in.ts';
import { reviewForm } from './review-form.ts';
import type { Review } from './review-queries.ts';
import { reviewSection } from './review-section.ts';
import { tableMarkup } from './table-markup.ts';
import type { TrendView } from './trend-view.ts';

/** The menu's label of these pages. */
export const trendsLabel = 'Case trends';

/** What the page of a quarter shows. */
export interface TrendPage {
  view: TrendView;
  /** Its path, and that of all quarters. */
  path: string;
  all: string;
  /** The page of the quarter before. */
  previous: string;
  zone: string;
  /** Undefined where the page has no review: a department's, for readers outside. */
  review: { reviews: Review[]; proving: Proving; reader: string } | undefined;
  /** A sentence about the policy's own review. */
  policy: Markup | '';
  errors: FieldError[];
  typed: Record<string, string>;
  notice: string | undefined;
}

const notices = {
  signed: 'Signed off.',
  done: 'Saved.',
};

/** A quarter's trends: sentences, tables, and the review. */
export function trendPage(page: TrendPage): PageContent {
  const { view, path, all, previous, errors, typed, notice, policy, zone, review } = page;
  const download = view.isEnded ? html` · Download <a href="${path}/report.pdf">report (PDF)</a>` : '';
  return {
    title: titleOf(view),
    current: trendsLabel,
    hasProblem: errors.length > 0,
    sub: html`${view.quarter.label} · <a href="${previous}">Previous quarter</a> ·
      <a href="${all}">All quarters</a>${download}`,
    main: [
      errorSummary(errors),
      successMessage(notice, notices),
      ...sentencesOf(view).map((sentence) => html`<p>${sentence}</p>`),
      html`<p class="quiet">${countedNote(view, zone)}</p>`,
      ...tablesOf(view).map((table) => tableMarkup(table)),
      departmentLinks(view),
      view.isOutside ? '' : improvementSection(view.improvements, zone),
      review ? reviewSection({ view, ...review, action: path, mayEnd: true, zone }) : '',
      review && view.isEnded
        ? reviewForm({ view, action: path, version: review.reviews.length + 1, ...review, errors, typed })
        : '',
      review && !view.isEnded ? html`<p class="quiet">The quarter can be reviewed once it has ended.</p>` : '',
      policy,
    ],
  };
}

function departmentLinks({ department, departments, quarter }: TrendView): Markup | '' {
  if (department !== null) return '';
  return html`<h2>One department</h2>
    <ul>
      ${departments.map((one) => html`<li><a href="${outsidePath(one.department, quarter)}">${one.department.name}</a></li>`)}
    </ul>`;
}

/** What was improved because of the quarter's cases that the reader may see. */
function improvementSection(improvements: Improvement[], zone: string): Markup {
  if (improvements.length === 0) {
    return html`<h2>What was improved</h2>
      <p>Nothing was entered yet.</p>`;
  }
  const words = { change: 'What should change', action: 'Action done' };
  return html`<h2>What was improved</h2>
    <ul>
      ${improvements.slice(0, maxImprovements).map(
        ({ reference, what, text, at }) =>
          html`<li>
            <span class="written" dir="auto">${text}</span>
            <small
              >${words[what]}, ${dayInWords(at, zone)}, case <a href="${casePath(reference)}">${reference}</a></small
            >
          </li>`,
      )}
    </ul>
    ${improvements.length > maxImprovements ? html`<p>There are more than ${maxImprovements}. Only these are shown.</p>` : ''}`;
}

/** All quarters that can be chosen, latest first. */
export function quartersPage(given: {
  title: string;
  sub: string;
  quarters: { label: string; href: string; isReviewed: boolean; isEnded: boolean }[];
  more: (Markup | '')[];
}): PageContent {
  const state = ({ isReviewed, isEnded }: { isReviewed: boolean; isEnded: boolean }) =>
    isReviewed ? 'reviewed' : isEnded ? 'not reviewed yet' : 'not ended yet';
  return {
    title: given.title,
    current: trendsLabel,
    sub: given.sub,
    main: [
      html`<ul>
        ${given.quarters.map(
          (quarter) => html`<li><a href="${quarter.href}">${quarter.label}</a><small>${state(quarter)}</small></li>`,
        )}
      </ul>`,
      ...given.more,
    ],
  };
}
