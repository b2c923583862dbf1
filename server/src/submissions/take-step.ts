import { commitChange } from '../audit/audit.ts';
import type { FieldError } from '../pages/fields.ts';
import type { Form } from '../http/form.ts';
import { submissionEmails } from './emails.ts';
import { insertStep } from './events.ts';
import { seenIn } from './seen.ts';
import { readState, type SubmissionState } from './state.ts';
import { canFollow } from './steps.ts';
import type { DepartmentVisit, SubmissionRoutes } from './visit.ts';
import { stepInWords } from './words.ts';

/** A step that needs no proof of who takes it. */
export interface StepToTake {
  kind: 'handed in' | 'returned' | 'received';
  /** The reason, or a note. */
  text: string | null;
}

/**
 * Takes a step, unless something has changed since the person saw the page.
 * @returns the state as it is now if the step was not taken; undefined if it was, now or by the same form before.
 */
export async function takeStep(
  { db, outbox }: Pick<SubmissionRoutes, 'db' | 'outbox'>,
  { form, now, person }: DepartmentVisit & { form: Form },
  state: SubmissionState,
  { kind, text }: StepToTake,
  seen = seenIn(form),
): Promise<SubmissionState | undefined> {
  const { department, quarter, latest } = state;
  const by = { personId: person.id, departmentId: department.id, at: now };
  const step = { ...by, ...seen, quarter: quarter.id, kind, text };
  if (canFollow(state.stage, kind) && step.position === state.steps.length) {
    const subject = `${department.slug} ${quarter.id}`;
    const entry = { ...by, action: `quarter ${kind}`, subject, detail: { version: latest.version } };
    const emails = await submissionEmails(db, outbox, state, { kind, by: person.id, at: now });
    if (await commitChange(db, insertStep(step), entry, ...emails)) {
      outbox.wake();
      return undefined;
    }
  }
  const current = (await readState(db, department, quarter))!;
  return isSentTwice(current, step) ? undefined : current;
}

/** Whether the last step is the one that the form asked for: it was sent twice. */
function isSentTwice(
  { steps }: SubmissionState,
  { position, kind, text, personId }: { position: number; kind: string; text: string | null; personId: string },
): boolean {
  const last = steps[position];
  return (
    last !== undefined &&
    steps.length === position + 1 &&
    last.kind === kind &&
    last.personId === personId &&
    last.text === text
  );
}

/** Why a step was not taken. */
export function conflict({ steps, isStale }: SubmissionState): FieldError {
  const last = steps.at(-1);
  const latest = last === undefined || isStale ? 'The quarter was restated.' : `Latest: ${stepInWords(last)}.`;
  return {
    at: '',
    message: `Something changed since you opened this page, so your action did not go through. ${latest} Review the page before you continue.`,
  };
}
