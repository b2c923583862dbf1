import type { Quarter } from '@heart-survey/shared/quarters';
import { commitChange } from '../audit/audit.ts';
import type { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import { plansOutside, publishedFigures, type PlanProgressOf, type PlansOf } from '../figures/figures.ts';
import type { Logger } from '../log.ts';
import { readAgency, type Department } from '../org/org.ts';
import { payloadHash, signValue, type ReadSigningKey } from '../signing/signing.ts';
import { lastSubmission, submissionStatements } from './chain-queries.ts';
import { stepsOf } from './events.ts';
import { versionsOf, type Version } from './versions.ts';
import { manifestOf, type Actor, type Attestation, type TakenStep } from './manifest.ts';

export interface SubmitOptions {
  db: Database;
  clock: () => number;
  signingKey: ReadSigningKey;
  plansOf: PlansOf;
  planProgressOf: PlanProgressOf;
  /**
   * What else belongs to the commit, such as emails. Each statement must take effect only if the one before it changed a
   * row: the first one follows the audit entry of the submission.
   */
  alongside?: (made: { sha256: string; at: number }) => Statement[];
  log: Pick<Logger, 'error'>;
  /** What other features add to the commit. Each statement must take effect only if the submission was stored. */
  whenSubmitted?: WhenSubmitted[];
}

/** Runs in the commit that submits a quarter. */
export type WhenSubmitted = (
  db: Database,
  submitted: { department: Department; quarter: Quarter; sha256: string; at: number; log: Pick<Logger, 'error'> },
) => Promise<Statement[]>;

/** A hand-in, as the page showed it. */
export interface HandIn extends TakenStep {
  snapshotId: string;
  /** Its position among the steps of the quarter. */
  position: number;
}

export interface Submitting {
  department: Department;
  quarter: Quarter;
  person: Actor;
  attestation: Attestation;
  /** Required if the same person handed in. */
  note: string | null;
  handedIn: HandIn;
  /** Why there are no responses; null if there are some. */
  noData: string | null;
}

/**
 * `stale`: the quarter was restated after the hand-in. `taken`: someone else has submitted or returned it meanwhile. Nothing
 * was stored in either case.
 */
export type Submitted = { outcome: 'submitted'; sha256: string; at: number } | { outcome: 'stale' | 'taken' };

/** How often a submission is signed again because another quarter's was stored first, or the key was rotated. */
const maxTries = 5;

/** Signs a quarter that was handed in, and stores it at the end of the department's chain (docs/design.md §3.13). */
export async function submitQuarter(options: SubmitOptions, given: Submitting): Promise<Submitted> {
  const { db } = options;
  const { department, quarter, handedIn, person, note } = given;
  if (handedIn.by.id === person.id && note === null) throw new Error('Submitting one’s own hand-in needs a note.');
  for (let tries = 0; tries < maxTries; tries += 1) {
    const latest = (await versionsOf(db, department.id, quarter.id)).at(-1);
    if (latest?.id !== handedIn.snapshotId) return { outcome: 'stale' };
    const steps = await stepsOf(db, department.id, quarter.id);
    if (steps.at(-1)?.position !== handedIn.position || steps.at(-1)?.kind !== 'handed in') return { outcome: 'taken' };
    const made = await signAndStore(options, given, latest);
    if (made !== undefined) return { outcome: 'submitted', ...made };
  }
  throw new Error(`The submission of ${department.slug} ${quarter.id} could not be stored.`);
}

/** @returns undefined if something changed while it was being made. */
async function signAndStore(
  options: SubmitOptions,
  given: Submitting,
  latest: Version,
): Promise<{ sha256: string; at: number } | undefined> {
  const { db, clock, signingKey, plansOf, planProgressOf, log, alongside = () => [], whenSubmitted = [] } = options;
  const { department, quarter, person, note, handedIn, attestation, noData } = given;
  const [key, figures, progress, previous, { agency }] = await Promise.all([
    signingKey(),
    publishedFigures(db, plansOf, department, quarter),
    planProgressOf(department),
    lastSubmission(db, department.id),
    readAgency(db),
  ]);
  const at = clock();
  const submitted = { by: person, at, note };
  const manifest = manifestOf({
    agency,
    department,
    quarter,
    snapshot: latest,
    figures: figures!,
    plans: await plansOutside(db, department, progress),
    noData,
    handedIn,
    submitted,
    attestation,
    previous: previous?.sha256 ?? null,
    keyId: key.id,
  });
  const signed = signValue(key, manifest);
  const made = { sha256: payloadHash(signed), at };
  const statements = submissionStatements({
    departmentId: department.id,
    quarter: quarter.id,
    snapshotId: handedIn.snapshotId,
    personId: person.id,
    at,
    note,
    position: handedIn.position + 1,
    previous: previous?.sha256 ?? null,
    signed,
  });
  const entry = {
    at,
    personId: person.id,
    action: 'quarter submitted',
    subject: quarter.id,
    departmentId: department.id,
    detail: { sha256: made.sha256, version: latest.version, attestedBy: attestation.proof.method },
  };
  const others = await Promise.all(whenSubmitted.map((add) => add(db, { department, quarter, log, ...made })));
  return (await commitChange(db, statements, entry, ...alongside(made), ...others.flat())) ? made : undefined;
}
