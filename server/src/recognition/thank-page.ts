import { dayInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { origin, quote, ratingList, type Comment } from '../comments/comments.ts';
import type { PageContent } from '../console/console.ts';
import { errorSummary, type FieldError } from '../pages/fields.ts';
import { letterFields, lineField, peopleFields, wordsFields } from './thank-fields.ts';
import type { Directory, ThankForm } from './thank-form.ts';
import { queuePath, thankPath } from './paths.ts';
import type { Recognition } from './queries.ts';
import { workingOn } from './queue-page.ts';
import { recognitionLabel } from './views.ts';

/** What the pages about one comment show. */
export interface ThankPage {
  comment: Comment;
  recognition: Recognition | undefined;
  directory: Directory;
  choice: ThankForm;
  errors?: FieldError[];
}

/** The form of a thank-you for a comment. */
export function thankPage(page: ThankPage): PageContent {
  const { comment, recognition, errors = [] } = page;
  const { department } = comment.region;
  return {
    ...headingOf(comment),
    hasProblem: errors.length > 0,
    main: [
      errorSummary(errors),
      html`<div class="one-comment">
        ${quote(comment.shown, comment.language)} ${ratingList(comment)} ${workingOn(recognition, department)}
      </div>`,
      html`<form class="thank" method="post" action="${thankPath(department, comment.id)}">
        <input type="hidden" name="send" value="${page.choice.send}" />
        ${peopleFields(page)} ${wordsFields(page)} ${letterFields(page)} ${lineField(page)}
        <div class="actions">
          <button name="do" value="preview">Preview the email</button>
          <a href="${queuePath(department)}">Cancel</a>
        </div>
      </form>`,
    ],
  };
}

/** The title of the pages about one comment. */
export function headingOf(comment: Comment): Pick<PageContent, 'title' | 'sub' | 'current'> {
  const { department } = comment.region;
  return {
    title: 'Send a thank-you',
    sub: `${dayInWords(comment.receivedAt, department.zone)} · ${origin(comment)}`,
    current: recognitionLabel,
  };
}
