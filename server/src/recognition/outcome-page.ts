import { dayInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { quote, type Comment } from '../comments/comments.ts';
import type { PageContent } from '../console/console.ts';
import { queuePath, thankPath } from './paths.ts';
import type { Recognition } from './queries.ts';
import { headingOf } from './thank-page.ts';

interface OutcomePage {
  comment: Comment;
  /** What was done; undefined if the comment may not be thanked for. */
  recognition: Recognition | undefined;
  /** Those who were thanked; empty after 12 months. */
  recipients: { name: string }[];
  /** Their emails; none after 30 days. */
  emails: ThankYouState[];
  hasServer: boolean;
}

interface ThankYouState {
  /** Of the employee. */
  name: string;
  /** Whether it is the second email, with the link where the employee chooses how to be shown. */
  isLink: boolean;
  path: string;
  state: 'waiting' | 'sent' | 'failed' | 'unsure';
}

/** A comment that was answered, or may not be thanked for: what was done, and by whom. */
export function outcomePage({ comment, recognition, recipients, emails, hasServer }: OutcomePage): PageContent {
  const { department } = comment.region;
  const isDraft = !hasServer && emails.length > 0;
  return {
    ...headingOf(comment),
    title: isDraft ? 'Thank-you ready' : recognition?.stage === 'thanked' ? 'Thank-you sent' : 'No thank-you',
    main: [
      html`<p class="call" role="status">${sentence(comment, recognition, recipients)}</p>`,
      comment.hidden ? '' : html`<div class="one-comment">${quote(comment.shown, comment.language)}</div>`,
      emails.length === 0 ? '' : isDraft ? draftsOf(emails) : statesOf(emails),
      recognition?.stage === 'dismissed'
        ? html`<form method="post" action="${thankPath(department, comment.id)}/dismissal/end">
            <button class="second">Undo</button>
          </form>`
        : '',
      html`<p><a href="${queuePath(department)}">All comments waiting for a thank-you</a></p>`,
    ],
  };
}

const whoseEmail = ({ name, isLink }: ThankYouState) =>
  html`<bdi>${name}</bdi>${isLink ? ', with the link to choose how the quote is shown' : ''}`;

const draftsOf = (emails: ThankYouState[]) =>
  html`<h2>Send it yourself</h2>
    <p>There is no mail server, so nothing has been sent. Download each draft, and send it from your own email.</p>
    <ul>
      ${emails.map((email) => html`<li><a href="${email.path}">Draft for ${whoseEmail(email)}</a></li>`)}
    </ul>`;

const states: Record<ThankYouState['state'], string> = {
  waiting: 'on its way',
  sent: 'sent',
  failed: 'not sent. Tell them yourself, or ask an administrator to check their address.',
  unsure: 'may not have arrived. Ask an administrator.',
};

const statesOf = (emails: ThankYouState[]) =>
  html`<h2>Emails</h2>
    <ul>
      ${emails.map((email) => html`<li>${whoseEmail(email)}: ${states[email.state]}</li>`)}
    </ul>`;

function sentence({ region }: Comment, recognition: Recognition | undefined, recipients: { name: string }[]): string {
  const by = recognition?.decider ?? 'Someone';
  const on = recognition?.decidedAt ? ` on ${dayInWords(recognition.decidedAt, region.department.zone)}` : '';
  if (recognition?.stage === 'thanked') {
    const whom =
      recipients.length === 0 ? 'the staff' : new Intl.ListFormat('en-US').format(recipients.map(({ name }) => name));
    return `${by} thanked ${whom} for this comment${on}.`;
  }
  if (recognition?.stage === 'dismissed') return `${by} marked this comment as not a thank-you${on}.`;
  return 'You cannot send a thank-you for this comment. It is hidden, flagged, or excluded, or an employee sent it about themselves.';
}
