import { dayInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { successMessage, errorSummary, type FieldError } from '../pages/fields.ts';
import { reasonField } from '../pages/reason.ts';
import type { PageContent } from '../console/console.ts';
import type { Markup } from '../pages/page.ts';
import type { Department } from '../org/org.ts';
import { linkNote, notes, origin, quote, ratingList } from './comment-view.ts';
import { listPath } from './pages.ts';
import type { Comment } from './reading.ts';

/** The page of one comment. */
export function commentPath(department: Department, { id }: { id: string }): string {
  return `${listPath(department)}/${encodeURIComponent(id)}`;
}

interface CommentPage {
  comment: Comment;
  notice?: string | undefined;
  /** The path of the email to the contact, if someone has to send it by hand. */
  draft?: string | undefined;
  /** What other features show here. */
  beside?: (Markup | '')[];
  errors?: FieldError[];
  typed?: { reason?: string; note?: string };
}

const done: Record<string, string> = {
  hidden: 'The comment is hidden. You can still find it, with your reason, under “Show: Hidden”.',
  shown: 'The comment is visible again.',
  flagged: 'The comment is flagged. An email with a link to it is on its way to the department’s contact.',
  'flagged-draft':
    'The comment is flagged, but this installation has no mail server. Notify the department’s contact yourself today, or send them the draft below.',
  'flagged-nobody': 'The comment is flagged, but no one was notified: the department does not have a contact yet.',
  'flagged-before': 'The comment was already flagged. No second email was sent.',
  unflagged: 'The comment is marked as resolved.',
};

export function commentPage({
  comment,
  notice,
  draft,
  beside = [],
  errors = [],
  typed = {},
}: CommentPage): PageContent {
  const path = commentPath(comment.region.department, comment);
  return {
    ...heading(comment),
    hasProblem: errors.length > 0,
    main: html`${errorSummary(errors)} ${successMessage(notice, done)}
      <div class="one-comment">
        ${quote(comment.shown, comment.language)} ${ratingList(comment)} ${linkNote(comment)} ${notes(comment)}
      </div>
      ${comment.isMasked ? revealForm(path) : ''} ${beside} ${flagPart(comment, path, errors, typed.note)}
      ${draft === undefined ? '' : html`<p><a href="${draft}">Draft of the email to the contact</a></p>`}
      ${hidingPart(comment, path, errors, typed.reason)} ${back(comment)}`,
  };
}

/** The only page that shows text that is masked everywhere else. */
export function revealedPage(comment: Comment): PageContent {
  return {
    ...heading(comment),
    main: html`<p class="call" role="status">
        This is the whole comment. The audit log now shows that you have read it. Do not share any personal information
        in it.
      </p>
      <div class="one-comment">${quote(comment.comment, comment.language)} ${ratingList(comment)}</div>
      <p><a href="${commentPath(comment.region.department, comment)}">Mask it again</a></p>`,
  };
}

function heading(comment: Comment): Pick<PageContent, 'title' | 'sub' | 'current'> {
  const { department } = comment.region;
  return {
    title: `Comment from ${dayInWords(comment.receivedAt, department.zone)}`,
    sub: `${origin(comment)} · ${department.calendar.byId(comment.quarter)?.label ?? comment.quarter}`,
    current: 'Comments',
  };
}

const back = ({ region, quarter }: Comment) =>
  html`<p><a href="${listPath(region.department)}?quarter=${quarter}">All comments from this quarter</a></p>`;

const revealForm = (path: string) =>
  html`<h2>Masked text</h2>
    <p>
      Part of this comment looks like a phone number, an email address, or a case number. If you need it for your work,
      you can show the whole comment. The audit log will show that you did.
    </p>
    <form method="post" action="${path}/reveal"><button class="second">Show the whole comment</button></form>`;

function flagPart(comment: Comment, path: string, errors: FieldError[], note?: string): Markup {
  const { contactEmail, contactName } = comment.region.department;
  if (comment.flagged) {
    return html`<h2>Danger or abuse</h2>
      <p>
        This comment is flagged.
        ${contactEmail ? html`${contactName || contactEmail} (${contactEmail}) is responsible for it.` : noContact} Mark
        it as resolved when the matter is taken care of.
      </p>
      <form method="post" action="${path}/flag/end"><button class="second">Mark as resolved</button></form>`;
  }
  return html`<h2>Danger or abuse</h2>
    <p>
      Does this comment describe abuse, or someone in danger? Flag it.
      ${contactEmail ? html`${contactName || contactEmail} then gets an email with a link to it. The email does not contain the comment.` : noContact}
    </p>
    <form method="post" action="${path}/flag">
      ${reasonField({
        name: 'note',
        label: 'Note',
        value: note,
        hint: 'Explain your concern. Leave out clients’ names and numbers.',
        errors,
      })}
      <button>Flag this comment</button>
    </form>`;
}

const noContact =
  'The department does not have a contact for this yet, so no one will be notified. Tell your supervisor yourself. An administrator can add a contact on the department’s page in the directory.';

function hidingPart(comment: Comment, path: string, errors: FieldError[], reason?: string): Markup {
  if (comment.hidden) {
    return html`<h2>Show this comment again</h2>
      <p>It stays out of the list until someone shows it again.</p>
      <form method="post" action="${path}/hiding/end"><button class="second">Show it again</button></form>`;
  }
  return html`<h2>Hide this comment</h2>
    <p>A hidden comment is left out of the list. The comment does not change, and its ratings still count.</p>
    <form method="post" action="${path}/hiding">
      ${reasonField({
        name: 'reason',
        label: 'Reason for hiding it',
        value: reason,
        hint: 'Anyone who can view hidden comments will see it, along with your name.',
        errors,
      })}
      <button class="second">Hide this comment</button>
    </form>`;
}
