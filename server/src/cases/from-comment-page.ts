import { dayInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import { origin, ratingList, type Comment } from '../comments/comments.ts';
import { choiceField, errorSummary, textArea, type FieldError } from '../pages/fields.ts';
import { fromCommentPath } from './comment-case.ts';
import { kindNames, kinds } from './kinds.ts';

interface FromCommentPage {
  comment: Comment;
  /** What the box has: the comment as it is shown, all of it, or what was typed. */
  text: string;
  kind: string;
  /** Whether the whole comment is in the box. */
  isWhole: boolean;
  errors: FieldError[];
}

/** Where a comment becomes a case, with as much of it as the desk needs. */
export function fromCommentPage({ comment, text, kind, isWhole, errors }: FromCommentPage): PageContent {
  const { department } = comment.region;
  const path = fromCommentPath(department, comment.id);
  return {
    title: 'Open a case',
    sub: `From the comment of ${dayInWords(comment.receivedAt, department.zone)} · ${origin(comment)}`,
    current: 'Comments',
    hasProblem: errors.length > 0,
    main: [
      errorSummary(errors),
      html`<form method="post" action="${path}">
        ${textArea({
          name: 'text',
          label: 'What the desk gets to read',
          value: text,
          rows: 8,
          hint: 'Keep as much as the desk needs, and cut the rest.',
          errors,
        })}
        ${choiceField({
          name: 'kind',
          label: 'What it is about',
          value: kind,
          options: [{ value: '', label: 'Choose' }, ...kinds.map((one) => ({ value: one, label: kindNames[one] }))],
          hint: 'This decides which desk gets it.',
          errors,
        })}
        <div class="actions">
          <button>Open a case</button>
          <a href="${path.replace(/\/case$/, '')}">Cancel</a>
        </div>
      </form>`,
      comment.isMasked && !isWhole
        ? html`<h2>Masked text</h2>
            <p>
              Part of this comment looks like a phone number, an email address, or a case number, and is masked above.
              If the desk needs it, put the whole comment into the box. The audit log will show that you did.
            </p>
            <form method="post" action="${path}/whole"><button class="second">Use the whole comment</button></form>`
        : '',
      html`<h2>Ratings</h2>
        ${ratingList(comment)}
        <p class="quiet">
          The case does not get the ratings. If this comment is erased later, its copy in the case is erased too.
        </p>`,
    ],
  };
}
