import { html } from 'hono/html';
import type { Person } from '../access/access.ts';
import { textField, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import type { SignInOptions } from './endpoint.ts';
import { stepUpMethod } from './step-up.ts';

// What a form asks of someone who does something under their own name (docs/design.md §3.13).

/** How a person proves that it is them. */
export type Proving =
  /** With a code from their app. */
  | 'code'
  /** By signing in again at the identity provider. */
  | 'provider'
  /** Not at all: they have only a password. */
  | 'none';

/** How the visitor proves that it is them. */
export async function provingOf(
  options: Pick<SignInOptions, 'db' | 'provider'>,
  { sessionId, person }: { sessionId: string; person: Person },
): Promise<Proving> {
  if ((await stepUpMethod(options, { sessionId })) === 'identity provider') return 'provider';
  return person.hasSecondFactor ? 'code' : 'none';
}

/** The last field of the form, named `code`, or what happens next. */
export function provingField(proving: Exclude<Proving, 'none'>, errors: FieldError[]): Markup {
  return proving === 'code'
    ? textField({
        name: 'code',
        label: 'Code from your authenticator app',
        hint: 'It confirms your identity. A backup code does not work here.',
        inputmode: 'numeric',
        autocomplete: 'one-time-code',
        isShort: true,
        errors,
      })
    : html`<p>To confirm your identity, you sign in again on the next page.</p>`;
}

/** What someone sees in place of the form who cannot prove it. @param task such as `submit a quarter`. @param verb such as `submit`. */
export function withoutProof(task: string, verb: string): Markup {
  return html`<p class="aside">
    To ${task}, you need two-step verification, because you ${verb} it under your name.
    <a href="/console/account">Set it up in your account</a>, and then come back.
  </p>`;
}
