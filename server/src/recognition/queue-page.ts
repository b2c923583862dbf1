import { dayInWords, timeInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import type { Person } from '../access/access.ts';
import { origin, quote, ratingList } from '../comments/comments.ts';
import { departmentLinks, noRegionsNote, type PageContent } from '../console/console.ts';
import type { Department, Region } from '../org/org.ts';
import { successMessage } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { queuePath, thankPath } from './paths.ts';
import type { Praise, Queue } from './queue.ts';
import { recognitionLabel, recognitionViews } from './views.ts';

interface QueuePage extends Queue {
  person: Person;
  department: Department;
  departments: Department[];
  regions: Region[];
  stage: 'open' | 'dismissed';
  notice: string | undefined;
  /** The response that the notice is about. */
  of: string | undefined;
  isFurther: boolean;
  /** What stands above the list, such as an event. */
  above: Markup | '';
}

/** Shown if someone else was first, or if something changed in the meantime. */
const tooLate = html`<p class="call" role="status">
  Nothing changed. This comment was already handled, or no one can be thanked for it anymore.
</p>`;

const notices = {
  sent: 'The thank-you is on its way.',
  dismissed: 'Marked as not a thank-you.',
  undone: 'The comment is back in the list.',
  celebrated: 'Marked as celebrated.',
};

/** The comments that are worth a thank-you. */
export function queuePage(given: QueuePage): PageContent {
  const { person, department, departments, regions, stage, notice, of, above } = given;
  return {
    title: stage === 'open' ? 'Thank-yous' : 'Not a thank-you',
    sub: department.name,
    current: recognitionLabel,
    main: [
      departmentLinks(departments, department, queuePath),
      successMessage(notice, notices),
      notice === 'before' ? tooLate : '',
      notice === 'dismissed' && of !== undefined ? undoForm(department, of) : '',
      recognitionViews(person, department, stage === 'open' ? 'Waiting' : 'Not a thank-you'),
      above,
      regions.length === 0 ? noRegionsNote(department, 'comments') : list(given),
    ],
  };
}

function list({ praise, before, department, stage, isFurther }: QueuePage): Markup {
  const path = queuePath(department);
  const older =
    before === undefined
      ? ''
      : html`<nav class="actions" aria-label="More comments">
          <a class="button second" href="${path}?before=${before}${stage === 'dismissed' ? '&show=dismissed' : ''}"
            >Older comments</a
          >
        </nav>`;
  if (praise.length === 0) return html`${nothing(stage, isFurther || before !== undefined)} ${older}`;
  return html`<p>
      ${
        stage === 'open'
          ? 'Comments from this quarter and last quarter that are rated 4 or 5 overall or name an employee. Newest first.'
          : 'Comments that someone marked as not a thank-you. Newest first.'
      }
    </p>
    <ol class="comments" aria-label="Comments, newest first">
      ${praise.map((one) => entry(one, department, stage))}
    </ol>
    ${older}`;
}

function nothing(stage: QueuePage['stage'], isFurther: boolean): Markup {
  if (isFurther) return html`<p class="empty">No more comments.</p>`;
  return stage === 'open'
    ? html`<p class="empty">No comment is waiting for a thank-you. New ones appear here right away.</p>`
    : html`<p class="empty">No comment is marked as not a thank-you.</p>`;
}

function entry(praise: Praise, department: Department, stage: QueuePage['stage']): Markup {
  const { id, shown, language, receivedAt, region, recognition } = praise;
  const day = dayInWords(receivedAt, department.zone);
  const about = html`<span class="vh">, comment of ${day}, ${region.name}</span>`;
  const path = thankPath(department, id);
  return html`<li>
    <h2>${day}</h2>
    <p class="origin">${origin(praise)}</p>
    ${quote(shown, language)} ${ratingList(praise)}
    ${
      stage === 'open'
        ? html`${workingOn(recognition, department)}
            <div class="actions">
              <form method="post" action="${path}/hand"><button>Thank${about}</button></form>
              <form method="post" action="${path}/dismissal">
                <button class="second">Not a thank-you${about}</button>
              </form>
            </div>`
        : html`<p class="note">${recognition?.decider ?? 'Someone'} marked it as not a thank-you.</p>
            ${undoForm(department, id, about)}`
    }
  </li>`;
}

/** Who is working on a comment, so that two people do not write the same thank-you. */
export function workingOn(recognition: Praise['recognition'], { zone }: Pick<Department, 'zone'>): Markup | '' {
  if (recognition?.owner === undefined) return '';
  return html`<p class="note">
    <b>${recognition.owner} is working on this</b> since ${timeInWords(recognition.openedAt, zone)}.
  </p>`;
}

const undoForm = (department: Department, id: string, about: Markup | '' = '') =>
  html`<form method="post" action="${thankPath(department, id)}/dismissal/end">
    <button class="second">Undo${about}</button>
  </form>`;
