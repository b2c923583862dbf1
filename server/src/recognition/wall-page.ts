import { html } from 'hono/html';
import type { Person } from '../access/access.ts';
import { quote } from '../comments/comments.ts';
import { departmentLinks, type PageContent } from '../console/console.ts';
import type { Department } from '../org/org.ts';
import { successMessage } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { wallPath } from './paths.ts';
import { safeLine } from './safe-text.ts';
import type { Quote } from './wall.ts';
import { recognitionLabel, recognitionViews } from './views.ts';
import { letterWords } from './words.ts';

interface WallPage {
  person: Person;
  department: Department;
  /** All departments whose wall the person may read. */
  departments: Department[];
  quotes: Quote[];
  /** The first page is 1. */
  page: number;
  isLast: boolean;
  /** The quotes that the person may approve for the public. */
  mayDecide: (quote: Quote) => boolean;
  notice: string | undefined;
}

const notices = {
  approved: 'Approved for public display.',
  declined: 'Declined for public display.',
  unchanged:
    'Nothing changed: someone else decided first, the quote may no longer be shown, or you sent or got this thank-you yourself.',
};

/** Customers' words about the department's staff. */
export function wallPage(wall: WallPage): PageContent {
  const { person, department, departments, quotes, page, isLast, notice } = wall;
  return {
    title: 'Thank-you wall',
    sub: `What customers wrote about staff of ${department.name} in the last 12 months.`,
    current: recognitionLabel,
    main: html`${departmentLinks(departments, department, wallPath)} ${recognitionViews(person, department, 'Wall')}
    ${successMessage(notice, notices)}
    ${
      quotes.length === 0
        ? html`<p class="empty">${page > 1 ? 'No more thank-yous.' : 'No thank-yous yet.'}</p>`
        : html`<ul class="comments wall" aria-label="Thank-yous, in random order">
            ${quotes.map((one) => entry(wall, one))}
          </ul>`
    }
    ${isLast ? '' : html`<p><a href="${wallPath(department)}?page=${page + 1}">More thank-yous</a></p>`}`,
  };
}

function entry(wall: WallPage, one: Quote): Markup {
  const { quoted, language, letters, who } = one;
  return html`<li>
    ${quote(quoted, language)}
    <p class="origin">
      <bdi>${safeLine(who)}</bdi>${letters.length === 0 ? '' : html` · ${letterWords(letters).join(', ')}`}
    </p>
    ${wall.mayDecide(one) ? decision(wall, one) : ''}
  </li>`;
}

function decision({ department, page }: WallPage, { key, publicDecision, quoted }: Quote): Markup {
  const state =
    publicDecision === null
      ? 'The customer and the employee agreed to show this quote to the public. Before you approve it, make sure that it does not reveal who the customer is, and that it names no other employee.'
      : publicDecision === 'approved'
        ? 'Approved for public display.'
        : 'Declined for public display.';
  const about = html`<span class="vh">: ${Array.from(quoted).slice(0, 40).join('')}</span>`;
  const button = (value: 'approved' | 'declined', label: string) =>
    publicDecision === value
      ? ''
      : html`<button class="second" name="decision" value="${value}">${label}${about}</button>`;
  return html`<form method="post" action="${wallPath(department)}/${key}/public">
    <p class="note">${state}</p>
    <input type="hidden" name="before" value="${publicDecision ?? ''}" />
    <input type="hidden" name="page" value="${page}" />
    <div class="actions">${button('approved', 'Approve for public display')} ${button('declined', 'Decline')}</div>
  </form>`;
}
