import { dayInWords, monthsInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import type { Department } from '../org/org.ts';
import type { Markup } from '../pages/page.ts';
import { receiptPath } from './paths.ts';
import type { SubmissionState } from './state.ts';
import { stateOutside } from './words.ts';

/** A closed quarter of a department, and the day that it is in its zone. */
export interface InboxRow {
  state: SubmissionState;
  today: string;
}

interface InboxPage {
  /** Of each department the last closed quarters, the latest one first. */
  rows: InboxRow[];
  /** Departments that have not closed a quarter yet. */
  without: Department[];
}

/** What the executive office has received, what it can receive now, and what it is waiting for. */
export function inboxPage({ rows, without }: InboxPage): PageContent {
  const waiting = rows.filter(({ state }) => state.stage === 'submitted');
  return {
    title: 'All submissions',
    current: 'All submissions',
    sub: 'Closed quarters that departments submit to the executive office',
    main: [
      html`<h2>Waiting for your confirmation</h2>`,
      waiting.length === 0
        ? html`<p class="empty">No submissions are waiting.</p>`
        : html`<ul class="needs">
            ${waiting.map(toConfirm)}
          </ul>`,
      html`<h2>All departments</h2>`,
      rows.length === 0 ? html`<p class="empty">No quarter has closed yet.</p>` : table(rows),
      without.length === 0 || rows.length === 0
        ? ''
        : html`<p class="quiet">No closed quarter yet: ${without.map(({ name }) => name).join(', ')}.</p>`,
    ],
  };
}

function toConfirm({ state }: InboxRow): Markup {
  const { department, quarter, steps } = state;
  const { name, at } = steps.findLast(({ kind }) => kind === 'submitted')!;
  return html`<li class="need">
    <p>
      <b>${department.name}: ${monthsInWords(quarter)}.</b> ${name} submitted it on ${dayInWords(at, department.zone)}.
    </p>
    <a href="${receiptPath(department, quarter)}"
      >Read and confirm<span class="vh">: ${department.name}, ${monthsInWords(quarter)}</span></a
    >
  </li>`;
}

function table(rows: InboxRow[]): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Quarters of all departments">
    <table>
      <caption>
        The latest closed quarters of each department
      </caption>
      <thead>
        <tr>
          <th scope="col">Department</th>
          <th scope="col">Quarter</th>
          <th scope="col">Status</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(row)}
      </tbody>
    </table>
  </div>`;
}

function row({ state, today }: InboxRow): Markup {
  const { department, quarter, steps } = state;
  const months = monthsInWords(quarter);
  const wasSubmitted = steps.some(({ kind }) => kind === 'submitted');
  return html`<tr>
    <th scope="row">${department.name}</th>
    <td>
      ${wasSubmitted ? html`<a href="${receiptPath(department, quarter)}">${months}<span class="vh">, ${department.name}</span></a>` : months}
    </td>
    <td>${stateOutside(state, today)}</td>
  </tr>`;
}
