import { timeInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { choiceField, textField } from '../pages/fields.ts';
import type { Shown } from '../console/console.ts';
import { detailInWords } from './detail.ts';
import type { AuditLine } from './queries.ts';

/** What was asked for, as it stands in the address. */
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
  /** The id before which older lines begin; undefined where there are none. */
  older: number | undefined;
  zone: string;
  isFirst: boolean;
}

export function auditPage({ lines, actions, asked, older, zone, isFirst }: AuditPage): Shown {
  const { who, action, from, to } = asked;
  const query = new URLSearchParams({ who, action, from, to });
  const row = ({ at, name, email, action, subject, department, detail }: AuditLine) =>
    html`<tr>
      <td>${timeInWords(at, zone)}</td>
      <td>${name === null ? 'The collector' : html`${name}<small>${email}</small>`}</td>
      <td>${action}</td>
      <td>${subject}${department === null ? '' : html`<small>${department}</small>`}</td>
      <td>${detail === null ? '' : detailInWords(detail)}</td>
    </tr>`;
  return {
    title: 'Audit',
    current: 'Audit',
    sub: html`Who did what, the newest first. Nobody can change or delete a line. ·
      <a href="/console/audit.csv?${query.toString()}">Download these as CSV</a>`,
    main: [
      html`<form method="get" action="/console/audit" class="fields">
        ${textField({ name: 'who', label: 'Who', value: who, hint: 'A name or an e-mail address.' })}
        ${choiceField({
          name: 'action',
          label: 'What',
          value: action,
          options: [{ value: '', label: 'Anything' }, ...actions.map((value) => ({ value, label: value }))],
        })}
        ${textField({ name: 'from', label: 'From', value: from, type: 'date', isShort: true })}
        ${textField({ name: 'to', label: 'To', value: to, type: 'date', isShort: true })}
        <div class="actions"><button>Show</button></div>
      </form>`,
      lines.length === 0
        ? html`<p class="empty">Nothing of that is in the audit. <a href="/console/audit">Show everything</a>.</p>`
        : html`<div class="scroll" tabindex="0" role="region" aria-label="Audit">
            <table>
              <caption class="vh">
                Who did what
              </caption>
              <thead>
                <tr>
                  <th scope="col">When</th>
                  <th scope="col">Who</th>
                  <th scope="col">What</th>
                  <th scope="col">To what</th>
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
