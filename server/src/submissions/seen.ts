import { html } from 'hono/html';
import type { Form } from '../http/form.ts';
import type { Markup } from '../pages/page.ts';
import type { SubmissionState } from './state.ts';

/** What a person saw of a quarter when they took a step. */
export interface Seen {
  /** The id of the latest version. */
  snapshotId: string;
  /** How many steps there were. */
  position: number;
}

/** The hidden fields that say what the reader saw: a step is taken only if nothing has changed since. */
export function seenFields({ latest, steps }: Pick<SubmissionState, 'latest' | 'steps'>): Markup {
  return html`<input type="hidden" name="version" value="${latest.id}" />
    <input type="hidden" name="steps" value="${String(steps.length)}" />`;
}

/**
 * The same for the executive office, which never gets the id of a version: it is the salt of the hash outside
 * (figures/outside-hash.ts). The number of steps is enough, because a restatement adds one.
 */
export function seenOutside({ steps }: Pick<SubmissionState, 'steps'>): Markup {
  return html`<input type="hidden" name="steps" value="${String(steps.length)}" />`;
}

/** Reads them back. What was not seen never matches. */
export function seenIn(form: Form): Seen {
  const steps = form.text('steps');
  return { snapshotId: form.text('version'), position: /^\d{1,6}$/.test(steps) ? Number(steps) : -1 };
}
