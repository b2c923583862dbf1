import { monthsInWords, timeInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import { errorSummary, successMessage, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { inboxPath, receiptPath } from './paths.ts';
import { seenOutside } from './seen.ts';
import type { ShownSubmission } from './shown-submission.ts';
import type { SubmissionState } from './state.ts';
import { historyOutside, stateOutside } from './words.ts';

interface ReceiptPage {
  state: SubmissionState;
  /** The last one of the quarter. */
  submission: ShownSubmission;
  today: string;
  errors?: FieldError[];
  notice?: string | undefined;
}

/** One submission: what a department attests, and the confirmation that it was received. */
export function receiptPage({ state, submission, today, errors = [], notice }: ReceiptPage): PageContent {
  const { department, quarter, steps } = state;
  return {
    title: `${department.name}, ${monthsInWords(quarter)}`,
    sub: html`<a href="${inboxPath}">All submissions</a> ·
      <a href="/console/agency/${department.slug}/${quarter.id}">View the figures</a>`,
    current: 'All submissions',
    hasProblem: errors.length > 0,
    main: [
      errorSummary(errors),
      errors.length > 0
        ? ''
        : successMessage(notice, { received: 'You confirmed that the executive office received the quarter.' }),
      facts(state, submission, today),
      confirmation(state),
      html`<h2>History</h2>`,
      historyOutside(steps, department.zone, receiptPath(department, quarter)),
    ],
  };
}

function facts(state: SubmissionState, submission: ShownSubmission, today: string): Markup {
  const { department, quarter } = state;
  return html`<h2>What the representative confirmed</h2>
    <blockquote>${submission.attestation}</blockquote>
    <dl class="facts">
      <dt>Status</dt>
      <dd>${stateOutside(state, today)}</dd>
      <dt>Submitted</dt>
      <dd>
        ${submission.submittedBy}, ${timeInWords(submission.submittedAt, department.zone)}, version
        ${submission.version}
      </dd>
      ${
        submission.noData === null
          ? ''
          : html`<dt>Why there is no data</dt>
              <dd>${submission.noData}</dd>`
      }
      <dt>Identity confirmed with</dt>
      <dd>${submission.confirmedWith}</dd>
      <dt>SHA-256 of the submission</dt>
      <dd><code>${submission.sha256}</code></dd>
      <dt>Signing key</dt>
      <dd><code>${submission.keyId}</code></dd>
    </dl>
    <p>
      <a href="${receiptPath(department, quarter)}/submission.json" download>Download the signed file</a>. The signature
      shows that the file has not changed since it was signed. It does not show that the figures are right.
    </p>`;
}

function confirmation(state: SubmissionState): Markup | '' {
  if (state.stage !== 'submitted') return '';
  return html`<h2>Confirm receipt</h2>
    <form method="post" action="${receiptPath(state.department, state.quarter)}">
      ${seenOutside(state)}
      <button>Confirm that you received it</button>
    </form>`;
}
