import { dayInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { doneNote, problemSummary, type FieldMistake } from '../pages/fields.ts';
import { reasonField } from '../pages/reason.ts';
import type { Shown } from '../console/console.ts';
import type { Markup } from '../pages/page.ts';
import type { Department } from '../org/org.ts';
import { notes, origin, quote, ratingList } from './comment-view.ts';
import { listPath } from './pages.ts';
import type { Comment } from './reading.ts';

/** Where one comment stands by itself. */
export function commentPath(department: Department, { id }: { id: string }): string {
  return `${listPath(department)}/${encodeURIComponent(id)}`;
}

interface CommentPage {
  comment: Comment;
  notice?: string | undefined;
  /** Where the email to the contact is, if somebody has to send it by hand. */
  draft?: string | undefined;
  mistakes?: FieldMistake[];
  typed?: { reason?: string; note?: string };
}

const done: Record<string, string> = {
  hidden: 'The comment is hidden. It is still there, with your reason, under “Show: Hidden”.',
  shown: 'The comment is shown again.',
  flagged: 'The comment is flagged. An email that says where to read it is on its way to the department’s contact.',
  'flagged-draft':
    'The comment is flagged, but this installation has no mail server. Tell the department’s contact yourself today, or send them the draft below.',
  'flagged-nobody': 'The comment is flagged. Nobody was written to: the department has no contact yet.',
  'flagged-before': 'The comment was flagged already. Nobody is written to a second time.',
  unflagged: 'The flag is taken away.',
};

export function commentPage({ comment, notice, draft, mistakes = [], typed = {} }: CommentPage): Shown {
  const path = commentPath(comment.region.department, comment);
  return {
    ...heading(comment),
    hasProblem: mistakes.length > 0,
    main: html`${problemSummary(mistakes)} ${doneNote(notice, done)}
      <div class="one-comment">${quote(comment.shown, comment.language)} ${ratingList(comment)} ${notes(comment)}</div>
      ${comment.isMasked ? revealForm(path) : ''} ${flagPart(comment, path, mistakes, typed.note)}
      ${draft === undefined ? '' : html`<p><a href="${draft}">Email to the contact, as a draft</a></p>`}
      ${hidingPart(comment, path, mistakes, typed.reason)} ${back(comment)}`,
  };
}

/** The one page that shows what is masked everywhere else. */
export function revealedPage(comment: Comment): Shown {
  return {
    ...heading(comment),
    main: html`<p class="call" role="status">
        This is the whole comment. The audit now says that you have read it; keep what it tells of a person to yourself.
      </p>
      <div class="one-comment">${quote(comment.comment, comment.language)} ${ratingList(comment)}</div>
      <p><a href="${commentPath(comment.region.department, comment)}">Mask it again</a></p>`,
  };
}

function heading(comment: Comment): Pick<Shown, 'title' | 'sub' | 'current'> {
  const { department } = comment.region;
  return {
    title: `Comment of ${dayInWords(comment.receivedAt, department.zone)}`,
    sub: `${origin(comment)} · ${department.calendar.byId(comment.quarter)?.label ?? comment.quarter}`,
    current: 'Comments',
  };
}

const back = ({ region, quarter }: Comment) =>
  html`<p><a href="${listPath(region.department)}?quarter=${quarter}">All comments of the quarter</a></p>`;

const revealForm = (path: string) =>
  html`<h2>What is masked</h2>
    <p>
      Something in it looks like a phone number, an e-mail address or the number of a case. You can read it where your
      work needs it. The audit then says that you did.
    </p>
    <form method="post" action="${path}/reveal"><button class="second">Show the whole comment</button></form>`;

function flagPart(comment: Comment, path: string, mistakes: FieldMistake[], note?: string): Markup {
  const { contactEmail, contactName } = comment.region.department;
  if (comment.flagged) {
    return html`<h2>Danger or abuse</h2>
      <p>
        It is flagged.
        ${contactEmail ? html`${contactName || contactEmail} (${contactEmail}) is the one to see to it.` : noContact}
        Take the flag away when it has been seen to.
      </p>
      <form method="post" action="${path}/flag/end"><button class="second">It has been seen to</button></form>`;
  }
  return html`<h2>Danger or abuse</h2>
    <p>
      Does it speak of somebody in danger, or of abuse? Flag it.
      ${contactEmail ? html`${contactName || contactEmail} then gets a letter that says where to read it, without the comment’s own words.` : noContact}
    </p>
    <form method="post" action="${path}/flag">
      ${reasonField({
        name: 'note',
        label: 'What you are worried about',
        value: note,
        hint: 'Leave out clients’ names and numbers.',
        mistakes,
      })}
      <button>Flag it</button>
    </form>`;
}

const noContact =
  'The department has no contact for this yet, so nobody is written to: tell your supervisor yourself. An administrator can name a contact on the department’s page in the directory.';

function hidingPart(comment: Comment, path: string, mistakes: FieldMistake[], reason?: string): Markup {
  if (comment.hidden) {
    return html`<h2>Show it again</h2>
      <p>It is left out of the list until somebody shows it again.</p>
      <form method="post" action="${path}/hiding/end"><button class="second">Show it again</button></form>`;
  }
  return html`<h2>Hide it</h2>
    <p>A hidden comment is left out of the list. Its words and its ratings stay as they are, and the ratings count.</p>
    <form method="post" action="${path}/hiding">
      ${reasonField({
        name: 'reason',
        label: 'Reason for hiding it',
        value: reason,
        hint: 'Everyone who can read hidden comments sees it, with your name.',
        mistakes,
      })}
      <button class="second">Hide it</button>
    </form>`;
}
