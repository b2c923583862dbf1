import { timeInWords } from '@heart-survey/shared/dates';
import { html, raw } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import { plainText, type Email, type Queued } from '../outbox/outbox.ts';
import { successMessage } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';

/** The address of one email, for people who can read it. */
export function emailPath({ id }: Pick<Queued, 'id'>): string {
  return `/console/email/${id}`;
}

/** An email as the list shows it. */
export interface Listed {
  queued: Queued;
  title: string;
  /** Masked, or in words. Undefined after it was erased. */
  recipient: string | undefined;
  /** Whether the person who reads the list can read the email too. */
  mayRead: boolean;
}

interface EmailsPage {
  emails: Listed[];
  /** Whether there are more emails than the list shows. */
  isCut: boolean;
  hasServer: boolean;
  /** IANA. */
  zone: string;
  notice: string | undefined;
}

const notices = {
  test: 'The test email is on its way to you. Reload this page to see whether it was sent.',
  retried: 'The email will be sent again shortly.',
};

const states: Record<Queued['state'], string> = {
  waiting: 'Waiting',
  sent: 'Sent',
  failed: 'Not sent',
  unsure: 'Unknown',
};

const problems: Record<NonNullable<Queued['problem']>, string> = {
  refused: 'The mail server rejected the recipient’s address.',
  deferred: 'The mail server asked us to try again later.',
  unreachable: 'The connection to the mail server failed.',
  'connection lost': 'The connection was lost before the mail server answered. The email may have been sent.',
  interrupted: 'Sending was interrupted before the mail server answered. The email may have been sent.',
  expired: 'It could not be sent within three days.',
  obsolete: 'It is no longer needed, or it has no recipient.',
};

/** The list of emails with their states, for administrators, who do not see their content. */
export function emailsPage({ emails, isCut, hasServer, zone, notice }: EmailsPage): PageContent {
  return {
    title: 'Email',
    current: 'Email',
    sub: 'All emails, newest first. The details of an email are erased after 30 days.',
    main: [
      successMessage(notice, notices),
      hasServer
        ? html`<form method="post" action="/console/email/test">
            <button class="second">Send me a test email</button>
          </form>`
        : html`<p class="call">
            No mail server is set up, so no email is sent. People who can read an email can download it as a draft for
            33 days. Set SMTP_URL to send email.
          </p>`,
      emails.length === 0 ? html`<p class="empty">No email yet.</p>` : emailTable(emails, hasServer, zone),
      isCut ? html`<p>Older emails are not shown.</p>` : '',
    ],
  };
}

function emailTable(emails: Listed[], hasServer: boolean, zone: string): Markup {
  const row = ({ queued, title, recipient, mayRead }: Listed) =>
    html`<tr>
      <th scope="row">${mayRead ? html`<a href="${emailPath(queued)}">${title}</a>` : title}</th>
      <td>${timeInWords(queued.createdAt, zone)}</td>
      <td>${recipient ?? 'Erased'}</td>
      <td>${stateInWords(queued, hasServer)}</td>
      <td>${retryForm(queued, title, hasServer)}</td>
    </tr>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Emails">
    <table>
      <caption class="vh">
        Emails
      </caption>
      <thead>
        <tr>
          <th scope="col">Email</th>
          <th scope="col">Created</th>
          <th scope="col">Recipient</th>
          <th scope="col">State</th>
          <td></td>
        </tr>
      </thead>
      <tbody>
        ${emails.map(row)}
      </tbody>
    </table>
  </div>`;
}

function stateInWords({ state, problem }: Queued, hasServer: boolean): Markup {
  const word = state === 'waiting' && !hasServer ? 'Draft' : states[state];
  if (state === 'sent' && problem !== null)
    return html`${word}<small>The mail server did not accept every recipient.</small>`;
  return html`${word}${problem === null ? '' : html`<small>${problems[problem]}</small>`}`;
}

function retryForm({ id, state, cause }: Queued, title: string, hasServer: boolean): Markup | '' {
  if (!hasServer || cause === null || (state !== 'failed' && state !== 'unsure')) return '';
  const warning = state === 'unsure' ? html`<small>It may arrive twice.</small>` : '';
  return html`<form method="post" action="/console/email/${id}/retry">
    <button class="second">Retry<span class="vh"> ${title}</span></button>${warning}
  </form>`;
}

interface EmailPage {
  queued: Queued;
  title: string;
  /** With its current text. Undefined if it is no longer needed. */
  email: Email | undefined;
  hasServer: boolean;
  /** IANA. */
  zone: string;
}

/** One email as its recipients see it, without its one-time link. */
export function emailPage({ queued, title, email, hasServer, zone }: EmailPage): PageContent {
  const written = email?.language && raw(`lang="${email.language.tag}" dir="${email.language.direction}"`);
  return {
    title,
    sub: html`${timeInWords(queued.createdAt, zone)} · ${stateInWords(queued, hasServer)}`,
    main:
      email === undefined
        ? html`<p class="empty">This email is no longer needed, or it has no recipient.</p>`
        : html`<dl>
              <dt>To</dt>
              <dd>${email.to.join(', ')}</dd>
              ${
                email.cc
                  ? html`<dt>Cc</dt>
                      <dd>${email.cc.join(', ')}</dd>`
                  : ''
              }
              <dt>Subject</dt>
              <dd ${written ?? ''}>${email.subject}</dd>
            </dl>
            <div ${written ?? ''}>${email.body.map((part) => html`<p class="lines">${plainText(part)}</p>`)}</div>
            <h2>Send it yourself</h2>
            <p>
              Download the email as a draft, open it in Outlook, and send it. If it contains a one-time link, the draft
              gets a new one, and earlier links stop working. The audit log records the download.
            </p>
            <form method="post" action="${emailPath(queued)}/draft">
              <button class="second">Download draft</button>
            </form>`,
  };
}
