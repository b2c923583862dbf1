import { grouped } from '@heart-survey/shared/counts';
import { dayInWords, isoDayInWords } from '@heart-survey/shared/dates';
import type { Catalog } from '@heart-survey/shared/languages/catalog';
import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import { plainText, type Email } from '../outbox/outbox.ts';
import {
  checkboxField,
  choiceField,
  errorSummary,
  successMessage,
  textArea,
  textField,
  type FieldError,
} from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { maxText } from './email-text.ts';
import { inviteFirst } from './links-section.ts';
import type { Mailing } from './mailings.ts';
import { campaignPath, invitationsPath } from './paths.ts';
import { maxRecipients, minRecipients } from './recipients.ts';
import { listDeletedOn, stateOf } from './state.ts';
import type { Seen } from './visit.ts';
import { campaignsLabel } from './words.ts';

export interface InvitationsPage {
  seen: Seen;
  /** How many addresses are on the list, and what tells it from another list. */
  listed: { n: number; key: string };
  /** How many were just left out, because they were taken off a list of the department. */
  leftOut: number;
  mailings: Mailing[];
  /** Whether responses came before any invitation was sent. */
  isTooLate: boolean;
  /** The addresses that emails could not be delivered to. */
  failed: string[];
  hasServer: boolean;
  notice?: string | undefined;
  errors?: FieldError[];
  /** What the form for the next email has. */
  text: string;
  /** The language of the sentences that are added to it, and those to choose from. */
  language: Catalog;
  offered: Catalog[];
  /** What was pasted into the rejected list. */
  pasted?: string;
  /** The address that was not removed. */
  removed?: string;
  /** Whether it may be invited again. */
  mayReturn?: boolean;
  /** The next email, if it was asked to be shown before it is sent. */
  preview?: Email;
}

const notices = {
  added: 'The addresses are on the list.',
  removed: 'The address is no longer on the list.',
  noted: 'Noted: campaigns of this department will leave this address out. It was not on this list.',
  deleted: 'The list is deleted.',
  queued: 'The emails will be sent soon. Reload this page to see how many were sent.',
};

/** Whom a campaign invites by email, and what became of the emails. */
export function invitationsPage(page: InvitationsPage): PageContent {
  const { seen, leftOut, mailings, isTooLate, hasServer, notice, errors = [], preview } = page;
  const { campaign, department } = seen;
  const title = preview === undefined ? 'Invitations' : `Preview of the ${names[mailings.length]!.toLowerCase()}`;
  return {
    title: `${title}: ${campaign.name}`,
    sub: html`${department.name} · <a href="${campaignPath(department, campaign)}">Back to the campaign</a>`,
    current: campaignsLabel,
    hasProblem: errors.length > 0,
    main: [
      errorSummary(errors),
      errors.length > 0 ? '' : successMessage(notice, notices),
      errors.length > 0 || leftOut === 0 ? '' : html`<p class="call">${leftOutInWords(leftOut)}</p>`,
      hasServer ? '' : html`<p class="call">No mail server is set up, so no invitations can be sent from here.</p>`,
      isTooLate ? html`<p class="call">${tooLate}</p>` : '',
      hasServer && !isTooLate && mailings.length === 0 && isOpen(seen) ? html`<p class="call">${inviteFirst}</p>` : '',
      preview === undefined ? '' : previewSection(page, preview),
      listSection(page),
      listForms(page),
      mailings.length === 0 ? '' : mailingsTable(page),
      preview === undefined && !isTooLate ? nextSection(page) : '',
    ],
  };
}

const tooLate =
  'This campaign has responses already, so no one can be invited to it by email: its figures could show what the people who were invited answered. Propose another campaign for them.';

const isOpen = ({ campaign, today }: Seen) => ['running', 'coming up'].includes(stateOf(campaign, today));

/** Asks again before the list is deleted, which cannot be undone. */
export function deletionPage({ campaign, department }: Seen): PageContent {
  const path = invitationsPath(department, campaign);
  return {
    title: `Delete the list: ${campaign.name}`,
    sub: html`${department.name} · <a href="${path}">Back to the invitations</a>`,
    current: campaignsLabel,
    main: [
      html`<p>
          This deletes all addresses and their emails. Emails that are still waiting are not sent, and you cannot send
          reminders after that. This cannot be undone.
        </p>
        <form method="post" action="${path}/deletion">
          <p class="actions"><button name="sure" value="yes">Delete the list</button></p>
        </form>`,
    ],
  };
}

/** Never which: that would be a list of them. */
export function leftOutInWords(n: number): string {
  return n === 1
    ? 'One address was left out: it was taken off a list of this department.'
    : `${grouped(n)} addresses were left out: they were taken off a list of this department.`;
}

function listSection({
  seen: { campaign, department },
  listed: { n: listed },
  mailings,
  failed,
}: InvitationsPage): Markup {
  const deletedOn = isoDayInWords(listDeletedOn(campaign, department.zone));
  if (listed === 0 && mailings.length > 0) {
    return html`<h2>List</h2>
      <p>The list of addresses and its emails are deleted. How many were sent stays below.</p>`;
  }
  return html`<h2>List</h2>
    <p>
      ${listed === 0 ? 'No addresses yet.' : listed === 1 ? 'One address.' : `${grouped(listed)} addresses.`} The list
      and its emails are deleted on ${deletedOn}. Backups made before that day keep them until the backups are deleted.
    </p>
    ${
      failed.length === 0
        ? ''
        : html`<details>
            <summary>Not delivered (${failed.length})</summary>
            <ul>
              ${failed.map((email) => html`<li>${email}</li>`)}
            </ul>
          </details>`
    }`;
}

function listForms({
  seen,
  listed,
  mailings,
  isTooLate,
  errors = [],
  pasted = '',
  removed = '',
  mayReturn = false,
}: InvitationsPage) {
  const { campaign, department } = seen;
  const path = invitationsPath(department, campaign);
  const add = html`<form method="post" action="${path}/list">
    ${textArea({
      name: 'addresses',
      label: 'Add addresses',
      value: pasted,
      rows: 6,
      hint: `One per line, or separated by commas. At least ${minRecipients}, so that an answer does not show who gave it, and at most ${grouped(maxRecipients)}.`,
      errors,
    })}
    <p class="actions"><button class="second">Add to the list</button></p>
  </form>`;
  const hasList = listed.n > 0;
  const change = html`<details ${errors.some(({ at }) => at === 'email') ? 'open' : ''}>
    <summary>${hasList ? 'Remove addresses' : 'Leave out an address'}</summary>
    <form method="post" action="${path}/removal">
      ${textField({
        name: 'email',
        label: hasList ? 'Remove one address' : 'Address of someone who asked not to be invited',
        type: 'email',
        value: removed,
        hint: `Later campaigns of this department leave it out${hasList ? ' too, even if it is not on this list' : ''}. We do not keep the address for that, only a code that we compare with new lists.`,
        errors,
      })}
      ${
        hasList
          ? checkboxField({
              name: 'mistake',
              label: 'It was added by mistake, so it may be invited again',
              value: 'yes',
              isChecked: mayReturn,
            })
          : ''
      }
      <p class="actions"><button class="second">${hasList ? 'Remove' : 'Leave out'}</button></p>
    </form>
    ${
      hasList
        ? html`<form method="post" action="${path}/deletion">
            <p>Or delete the whole list, with its emails.</p>
            <p class="actions"><button class="second">Delete the list…</button></p>
          </form>`
        : ''
    }
  </details>`;
  return html`${isOpen(seen) && mailings.length === 0 && !isTooLate ? add : ''} ${change}`;
}

const names = ['Invitation', 'First reminder', 'Second reminder'];

function mailingsTable({ seen: { department }, mailings }: InvitationsPage): Markup {
  const row = ({ position, queuedAt, sender, recipients, bounced, progress, text }: Mailing) => {
    const deleted = recipients - Object.values(progress).reduce((sum, n) => sum + n, 0);
    const { sent, waiting, unsure, 'not sent': notSent } = progress;
    const rest = [
      notSent > 0 ? `, ${grouped(notSent)} not sent` : '',
      deleted > 0 ? `, ${grouped(deleted)} deleted` : '',
    ];
    return html`<tr>
      <th scope="row">
        ${names[position]}
        <small>${dayInWords(queuedAt, department.zone)}, ${sender}</small>
      </th>
      <td class="number">${grouped(recipients)}</td>
      <td class="number">${grouped(bounced ?? progress.failed)}</td>
      <td>
        ${
          bounced === null
            ? `${grouped(sent)} sent, ${grouped(waiting)} waiting, ${grouped(unsure)} unsure${rest.join('')}`
            : 'Done'
        }
        ${
          text === ''
            ? html`<small>The text was deleted with the list.</small>`
            : html`<details>
                <summary>Text of the ${names[position]!.toLowerCase()}</summary>
                ${text.split(/\n{2,}/).map((part) => html`<p>${part}</p>`)}
              </details>`
        }
      </td>
    </tr>`;
  };
  return html`<h2>Sent</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Emails sent">
      <table class="campaigns">
        <caption>
          “Not delivered” counts emails that the mail server did not accept. An email that comes back later goes to the
          mailbox of the sender address, and is not counted here. An email is deleted if its address is removed, or if
          it still waits when the campaign is ended.
        </caption>
        <thead>
          <tr>
            <th scope="col">Email</th>
            <th scope="col" class="number">Addresses</th>
            <th scope="col" class="number">Not delivered</th>
            <th scope="col">Delivery</th>
          </tr>
        </thead>
        <tbody>
          ${mailings.map(row)}
        </tbody>
      </table>
    </div>`;
}

function nextSection(page: InvitationsPage): Markup | '' {
  const { seen, mailings, hasServer, text, language, offered, errors = [] } = page;
  const listed = page.listed.n;
  const { campaign, department, today } = seen;
  const name = names[mailings.length];
  const state = stateOf(campaign, today);
  if (state === 'coming up')
    return html`<p>You can send the invitation starting ${isoDayInWords(campaign.startsOn)}.</p>`;
  if (state !== 'running' || !hasServer) return '';
  if (name === undefined)
    return html`<p>You have sent both reminders. You cannot send any more emails for this campaign.</p>`;
  if (listed < minRecipients && mailings.length > 0) {
    return listed === 0 ? '' : html`<p>Fewer than ${minRecipients} addresses are left, so no reminder can be sent.</p>`;
  }
  if (listed < minRecipients) {
    return html`<p>You can send the invitation once the list has at least ${minRecipients} addresses.</p>`;
  }
  return html`<h2>${name}</h2>
    <form method="post" action="${invitationsPath(department, campaign)}">
      <input type="hidden" name="position" value="${mailings.length}" />
      ${textArea({
        name: 'text',
        label: 'Your words',
        value: text,
        rows: 5,
        hint: `Up to ${grouped(maxText)} characters. We add the link, the last day, and a note that we do not store who answered.`,
        errors,
      })}
      ${
        offered.length === 1
          ? ''
          : choiceField({
              name: 'language',
              label: 'Language of the sentences that we add',
              value: language.tag,
              options: offered.map(({ tag, name }) => ({ value: tag, label: name })),
              hint: 'Write your own words in the same language: they are sent as you type them.',
            })
      }
      <p class="actions"><button>Preview</button></p>
    </form>`;
}

function previewSection({ seen, listed, mailings, text, language }: InvitationsPage, email: Email): Markup {
  const { campaign, department } = seen;
  return html`<h2>${names[mailings.length]}: preview</h2>
    <p class="call" role="status">Nothing is sent yet. Check the email, then send it below.</p>
    <div class="email">
      <dl>
        <dt>To</dt>
        <dd>Each of the ${grouped(listed.n)} addresses gets a separate email</dd>
        <dt>Replies to</dt>
        <dd>${email.replyTo}</dd>
        <dt>Subject</dt>
        <dd lang="${language.tag}" dir="${language.direction}">${email.subject}</dd>
      </dl>
      <div lang="${language.tag}" dir="${language.direction}">
        ${email.body.map((part) => html`<p>${plainText(part)}</p>`)}
      </div>
    </div>
    <form method="post" action="${invitationsPath(department, campaign)}">
      <input type="hidden" name="position" value="${mailings.length}" />
      <input type="hidden" name="listed" value="${listed.key}" />
      <input type="hidden" name="text" value="${text}" />
      <input type="hidden" name="language" value="${language.tag}" />
      <p class="actions">
        <button name="do" value="send">Send ${grouped(listed.n)} emails</button>
        <button name="do" value="change" class="second">Change the text</button>
      </p>
    </form>`;
}
