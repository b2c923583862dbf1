import { dayInWords, isoDayInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import type { Markup } from '../pages/page.ts';
import { differences, viewOf } from './differences.ts';
import { figuresHash, figuresText, figuresToSign, readFigures } from './figures-schema.ts';
import type { Decision, Review } from './review-queries.ts';
import { tableMarkup } from './table-markup.ts';
import { tablesOf } from './content.ts';
import type { TrendView } from './trend-view.ts';

interface Reviews {
  view: TrendView;
  /** Latest first. */
  reviews: Review[];
  /** The path of the quarter's page. */
  action: string;
  /** Whether the reader may note that a decision was done. */
  mayEnd: boolean;
  zone: string;
}

/** The reviews of the quarter, each as it was signed. */
export function reviewSection({ view, reviews, action, mayEnd, zone }: Reviews): Markup | '' {
  if (reviews.length === 0) return '';
  return html`<h2>Management review</h2>
    ${reviews.map(
      (review, index) =>
        html`${reviews.length === 1 ? '' : html`<h3>Version ${review.version}</h3>`}
          <p>${signedInWords(review, zone)}</p>
          <blockquote class="written" dir="auto">${review.conclusions}</blockquote>
          ${decisionList(review.decisions, action, mayEnd)} ${index === 0 ? changedSince(view, review) : ''}
          ${signedFiguresFold(view, review)}`,
    )}`;
}

/** Who signed a review, and when. */
export function signedInWords(
  { name, signedAt, version }: Pick<Review, 'name' | 'signedAt' | 'version'>,
  zone: string,
): string {
  return `Signed off by ${name} on ${dayInWords(signedAt, zone)} (version ${version}).`;
}

/** A decision in one sentence. */
export function decisionInWords({ owner, dueOn, doneOn }: Decision): string {
  return `${owner}, by ${isoDayInWords(dueOn)}${doneOn === null ? '' : `. Done on ${isoDayInWords(doneOn)}`}.`;
}

function decisionList(decisions: Decision[], action: string, mayEnd: boolean): Markup {
  if (decisions.length === 0) return html`<p>No decisions.</p>`;
  return html`<ul>
    ${decisions.map(
      (decision) =>
        html`<li>
          <span class="written" dir="auto">${decision.text}</span>
          <small>${decisionInWords(decision)}</small>
          ${
            decision.doneOn === null && mayEnd
              ? html`<form method="post" action="${action}/decisions/${decision.id}">
                  <button class="quiet">Done<span class="vh">: ${decision.text}</span></button>
                </form>`
              : ''
          }
        </li>`,
    )}
  </ul>`;
}

/** Whether the figures are still those that were signed. */
export function isChanged(view: TrendView, { sha256 }: Pick<Review, 'sha256'>): boolean {
  return figuresHash(figuresText(figuresToSign(view))) !== sha256;
}

function changedSince(view: TrendView, review: Review): Markup {
  if (!isChanged(view, review)) return html`<p>The figures have not changed since then.</p>`;
  const signed = readFigures(review.figures);
  const changes = signed === undefined ? [] : differences(view, signed, figuresToSign(view));
  return html`<p>Since then, the figures have changed:</p>
    <ul>
      ${changes.map((one) => html`<li>${one}</li>`)}
    </ul>`;
}

function signedFiguresFold(view: TrendView, review: Review): Markup | '' {
  const signed = readFigures(review.figures);
  if (signed === undefined) return '';
  const tables = tablesOf(viewOf(view, signed)).map((table) => ({
    ...table,
    heading: `${table.heading}, version ${review.version}`,
    // The quarter before is not what was signed.
    heads: table.heads.filter((head) => head !== 'Previous quarter'),
    rows: table.rows.map(({ label, cells }) => ({
      label,
      cells: cells.filter((_, at) => table.heads[at + 1] !== 'Previous quarter'),
    })),
  }));
  return html`<details>
    <summary>The signed figures, version ${review.version}</summary>
    <p class="quiet">SHA-256 <code>${review.sha256}</code></p>
    ${tables.map((table) => tableMarkup(table, 3))}
  </details>`;
}
