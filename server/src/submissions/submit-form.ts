import { html } from 'hono/html';
import type { FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { reasonField } from '../pages/reason.ts';
import { provingField, withoutProof, type Proving } from '../sign-in/sign-in.ts';
import { attestationSentence } from './manifest.ts';
import { submissionPath } from './paths.ts';
import { seenFields } from './seen.ts';
import { handedInBy, type SubmissionState } from './state.ts';

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
      ${withoutProof('submit a quarter', 'submit')}`;
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
      ${provingField(proving, errors)}
      <button>${proving === 'code' ? 'Submit the quarter' : 'Sign in again and submit the quarter'}</button>
    </form>`;
}
