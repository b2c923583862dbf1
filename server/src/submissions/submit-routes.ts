import { findBySlug } from '../org/org.ts';
import { can } from '../access/access.ts';
import type { Console } from '../console/console.ts';
import { frozenFigures, latestSnapshot } from '../figures/figures.ts';
import type { FieldError } from '../pages/fields.ts';
import { hasWords, isReason, maxReason, noteErrors } from '../pages/reason.ts';
import { logUnusableKey } from '../signing/signing.ts';
import { codeFailureText, proveByCode, provingOf, type Proof } from '../sign-in/sign-in.ts';
import * as v from 'valibot';
import { submissionEmails } from './emails.ts';
import { attestationSentence } from './manifest.ts';
import { submissionPath } from './paths.ts';
import { seenIn, type Seen } from './seen.ts';
import { handedInBy, readState, type SubmissionState } from './state.ts';
import { canFollow } from './steps.ts';
import { submitQuarter, type Submitted } from './submit.ts';
import { conflict } from './take-step.ts';
import {
  closedQuarterIn,
  quarterRoute,
  showQuarter,
  submitRule,
  type DepartmentVisit,
  type ShowQuarter,
  type SubmissionRoutes,
} from './visit.ts';

/** Submitting a quarter: with a code, or after a new sign-in at the identity provider. */
export function submitRoutes(frame: Console, options: SubmissionRoutes): void {
  const { db, stepUps } = options;
  const show = showQuarter(frame, options);

  frame.post(`${quarterRoute}/submit`, submitRule, async (visit) => {
    const state = await closedQuarterIn(db, visit);
    if (!state) return frame.notFound(visit.c);
    const note = visit.form.text('note');
    const typed = { note };
    const errors = submitErrors(state, visit.person.id, note);
    if (errors.length > 0) return show(visit, state, { errors, typed }, 400);
    const seen = seenIn(visit.form);
    if (!isAsSeen(state, seen)) return afterwards(show, visit, state, { seen, note });
    // Before the person proves anything: a code works only once.
    if (!(await canSign(options))) return show(visit, state, { errors: [cannotSign], typed }, 409);
    if ((await provingOf(options, visit)) === 'provider') {
      const { department, quarter } = state;
      const back = submissionPath(department, quarter);
      return stepUps.start(visit, { kind, back, department: department.slug, quarter: quarter.id, ...seen, note });
    }
    const proved = await proveByCode(options, visit.c, visit.person, visit.form.text('code'));
    if ('why' in proved) {
      const at = proved.why === 'no second factor' ? '' : 'code';
      return show(visit, state, { errors: [{ at, message: codeFailureText(proved) }], typed }, 400);
    }
    return submit(options, show, visit, state, { seen, note, proof: proved.proof });
  });

  stepUps.on(kind, async (visit, pending, proof) => {
    const read = v.safeParse(pendingSchema, pending);
    const department = read.success && findBySlug(visit.organization.departments, read.output.department);
    const quarter = department && department.calendar.byId(read.output.quarter);
    const state = department && quarter && (await readState(db, department, quarter));
    if (!read.success || !state || !can(visit.person, 'submission', { departmentId: state.department.id })) {
      return frame.notFound(visit.c);
    }
    const { note, snapshotId, position } = read.output;
    const own = { ...visit, department: state.department };
    const seen = { snapshotId, position };
    if (!isAsSeen(state, seen)) return afterwards(show, own, state, { seen, note });
    if (!(await canSign(options))) return show(own, state, { errors: [cannotSign], typed: { note } }, 409);
    return submit(options, show, own, state, { seen, note, proof });
  });
}

/** The kind of step-up that a submission starts, and what it keeps meanwhile. */
const kind = 'submission';
const pendingSchema = v.object({
  department: v.string(),
  quarter: v.string(),
  snapshotId: v.string(),
  position: v.number(),
  note: v.string(),
});

/** Someone who handed in the quarter has to say why they submit it too. */
function submitErrors(state: SubmissionState, personId: string, note: string): FieldError[] {
  if (handedInBy(state) === personId && !isReason(note)) {
    const message = `Explain in ${maxReason} characters or fewer why you both hand in and submit this quarter.`;
    return [{ at: 'note', message }];
  }
  return noteErrors('note', note);
}

const isAsSeen = ({ stage, steps, latest, isStale }: SubmissionState, { snapshotId, position }: Seen) =>
  canFollow(stage, 'submitted') && !isStale && position === steps.length && snapshotId === latest.id;

const cannotSign: FieldError = {
  at: '',
  message:
    'Quarters cannot be submitted right now, because the signing key of this installation cannot be used. Tell your administrator.',
};

/** Whether the signing key can be used. If not, the log says why. */
async function canSign({ signingKey, log }: SubmissionRoutes): Promise<boolean> {
  try {
    await signingKey();
    return true;
  } catch (error) {
    logUnusableKey(log, error);
    return false;
  }
}

interface Asked {
  seen: Seen;
  note: string;
}

async function submit(
  options: SubmissionRoutes,
  show: ShowQuarter,
  visit: DepartmentVisit,
  state: SubmissionState,
  { seen, note, proof }: Asked & { proof: Proof },
): Promise<Response> {
  const { db, outbox } = options;
  const { department, quarter, steps } = state;
  const { person, now } = visit;
  const handedIn = steps.at(-1)!;
  const isEmpty = frozenFigures((await latestSnapshot(db, department.id, quarter.id))!).total.responses === 0;
  const emails = await submissionEmails(db, outbox, state, { kind: 'submitted', by: person.id, at: now });
  const { outcome }: Submitted = await submitQuarter(
    { ...options, clock: () => now, alongside: () => emails },
    {
      department,
      quarter,
      person,
      attestation: { sentence: attestationSentence(person, department, quarter), proof },
      note: hasWords(note) ? note : null,
      handedIn: {
        by: { id: handedIn.personId, name: handedIn.name ?? '', email: handedIn.email ?? '' },
        at: handedIn.at,
        note: handedIn.text,
        snapshotId: handedIn.snapshotId,
        position: steps.length - 1,
      },
      noData: isEmpty ? handedIn.text : null,
    },
  );
  if (outcome === 'submitted') outbox.wake();
  return afterwards(show, visit, (await readState(db, department, quarter))!, { seen, note });
}

/** The page after it was submitted, now or by the same form before; otherwise what happened instead. */
async function afterwards(
  show: ShowQuarter,
  visit: DepartmentVisit,
  state: SubmissionState,
  { seen, note }: Asked,
): Promise<Response> {
  const { department, quarter, steps } = state;
  const own = steps[seen.position];
  if (own?.kind === 'submitted' && own.personId === visit.person.id && steps.length === seen.position + 1) {
    return visit.c.redirect(`${submissionPath(department, quarter)}?notice=submitted`, 303);
  }
  return show(visit, state, { errors: [conflict(state)], typed: { note } }, 409);
}
