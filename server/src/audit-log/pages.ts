import { timeInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { choiceField, textField } from '../pages/fields.ts';
import type { PageContent } from '../console/console.ts';
import { detailInWords } from './detail.ts';
import type { AuditLine } from './queries.ts';

/** The filter, as typed in the form. */
export interface Asked {
  who: string;
  action: string;
  from: string;
  to: string;
  zone: string;
}

interface AuditPage {
  lines: AuditLine[];
  actions: string[];
  asked: Asked;
  /** Older entries have ids below this one; undefined if there are none. */
  older: number | undefined;
  zone: string;
  isFirst: boolean;
}

export function auditPage({ lines, actions, asked, older, zone, isFirst }: AuditPage): PageContent {
  const { who, action, from, to } = asked;
  const query = new URLSearchParams({ who, action, from, to });
  const row = ({ at, name, email, action, subject, department, detail }: AuditLine) =>
    html`<tr>
      <td>${timeInWords(at, zone)}</td>
      <td>${name === null ? 'System' : html`${name}<small>${email}</small>`}</td>
      <td>${action}</td>
      <td>${subject}${department === null ? '' : html`<small>${department}</small>`}</td>
      <td>${detail === null ? '' : detailInWords(detail)}</td>
    </tr>`;
  return {
    title: 'Audit log',
    current: 'Audit log',
    sub: html`Who did what, newest first. No one can change or delete an entry. ·
      <a href="/console/audit.csv?${query.toString()}">Download as CSV</a>`,
    main: [
      html`<form method="get" action="/console/audit" class="fields">
        ${textField({ name: 'who', label: 'Person', value: who, hint: 'A name or an email address.' })}
        ${choiceField({
          name: 'action',
          label: 'Action',
          value: action,
          options: [{ value: '', label: 'Any action' }, ...actions.map((value) => ({ value, label: value }))],
        })}
        ${textField({ name: 'from', label: 'From', value: from, type: 'date', isShort: true })}
        ${textField({ name: 'to', label: 'To', value: to, type: 'date', isShort: true })}
        <div class="actions"><button>Apply</button></div>
      </form>`,
      lines.length === 0
        ? html`<p class="empty">No matching entries. <a href="/console/audit">Show all entries</a>.</p>`
        : html`<div class="scroll" tabindex="0" role="region" aria-label="Audit log">
            <table>
              <caption class="vh">
                Who did what
              </caption>
              <thead>
                <tr>
                  <th scope="col">Time</th>
                  <th scope="col">Person</th>
                  <th scope="col">Action</th>
                  <th scope="col">Subject</th>
                  <th scope="col">Details</th>
                </tr>
              </thead>
              <tbody>
                ${lines.map(row)}
              </tbody>
            </table>
          </div>`,
      html`<p class="actions">
        ${isFirst ? '' : html`<a href="/console/audit?${query.toString()}">Newest</a>`}
        ${older === undefined ? '' : html`<a href="/console/audit?${query.toString()}&before=${older}">Older</a>`}
      </p>`,
    ],
  };
}
