import { html } from 'hono/html';
import { textField, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { reasonField } from '../pages/reason.ts';
import { attestationSentence } from './manifest.ts';
import { submissionPath } from './paths.ts';
import { seenFields } from './seen.ts';
import { handedInBy, type SubmissionState } from './state.ts';

/** How a person proves that they submit a quarter themselves (docs/design.md §3.13). */
export type Proving =
  /** With a code from their app. */
  | 'code'
  /** By signing in again at the identity provider. */
  | 'provider'
  /** Not at all: they have only a password. */
  | 'none';

export interface SubmitForm {
  state: SubmissionState;
  proving: Proving;
  reader: { id: string; name: string };
  errors?: FieldError[];
  typed?: Record<string, string>;
}

/** Where a representative submits a quarter under their name. */
export function submitForm(form: SubmitForm): Markup {
  const { state, proving, reader, errors = [], typed = {} } = form;
  if (proving === 'none')
    return html`<h2>Submit the quarter</h2>
      ${withoutProof}`;
  const isSame = handedInBy(state) === reader.id;
  return html`<h2>Submit the quarter</h2>
    <form method="post" action="${submissionPath(state.department, state.quarter)}/submit">
      ${seenFields(state)}
      <blockquote>${attestationSentence(reader, state.department, state.quarter)}</blockquote>
      ${reasonField({
        name: 'note',
        label: isSame ? 'Why you both hand in and submit this quarter' : 'Note (optional)',
        value: typed['note'],
        hint: isSame
          ? 'You handed it in yourself. The executive office sees this note.'
          : 'It goes to the executive office. Do not name anyone.',
        errors,
      })}
      ${
        proving === 'code'
          ? textField({
              name: 'code',
              label: 'Code from your authenticator app',
              hint: 'It confirms your identity. A backup code does not work here.',
              inputmode: 'numeric',
              autocomplete: 'one-time-code',
              isShort: true,
              errors,
            })
          : html`<p>To confirm your identity, you sign in again on the next page.</p>`
      }
      <button>${proving === 'code' ? 'Submit the quarter' : 'Sign in again and submit the quarter'}</button>
    </form>`;
}

const withoutProof = html`<p class="aside">
  To submit a quarter, you need two-step verification, because you submit it under your name.
  <a href="/console/account">Set it up in your account</a>, and then come back.
</p>`;
