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
  /** The emails that someone has to send by hand. */
  drafts: { name: string; path: string }[];
}

/** A comment that was answered, or may not be thanked for: what was done, and by whom. */
export function outcomePage({ comment, recognition, recipients, drafts }: OutcomePage): PageContent {
  const { department } = comment.region;
  return {
    ...headingOf(comment),
    title: drafts.length > 0 ? 'Thank-you ready' : recognition?.stage === 'thanked' ? 'Thank-you sent' : 'No thank-you',
    main: [
      html`<p class="call" role="status">${sentence(comment, recognition, recipients)}</p>`,
      comment.hidden ? '' : html`<div class="one-comment">${quote(comment.shown, comment.language)}</div>`,
      drafts.length === 0
        ? ''
        : html`<h2>Send it yourself</h2>
            <p>
              There is no mail server, so nothing has been sent. Download each draft, and send it from your own email.
            </p>
            <ul>
              ${drafts.map(
                ({ name, path }) =>
                  html`<li>
                    <a href="${path}">Draft for <bdi>${name}</bdi></a>
                  </li>`,
              )}
            </ul>`,
      recognition?.stage === 'dismissed'
        ? html`<form method="post" action="${thankPath(department, comment.id)}/dismissal/end">
            <button class="second">Undo</button>
          </form>`
        : '',
      html`<p><a href="${queuePath(department)}">All comments waiting for a thank-you</a></p>`,
    ],
  };
}

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
