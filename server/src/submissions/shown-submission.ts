import type { Quarter } from '@heart-survey/shared/quarters';
import type { Context } from 'hono';
import * as v from 'valibot';
import type { Database } from '../database/database.ts';
import type { Department } from '../org/org.ts';
import { signedFileText } from '../signing/signing.ts';
import { submissionFile } from './chain.ts';
import { submissionOfQuarter, submissionOfStep, type SubmissionRow } from './chain-queries.ts';
import { manifestSchema } from './manifest-schema.ts';

/** A signed submission, as its readers see it. */
export interface ShownSubmission {
  sha256: string;
  keyId: string;
  version: number;
  submittedBy: string;
  submittedAt: number;
  /** What the person confirmed, word by word. */
  attestation: string;
  /** Why there are no responses; null if there are some. */
  noData: string | null;
  /** How the person confirmed their identity. */
  confirmedWith: string;
  /** The signed file. */
  file: string;
}

/** The last submission of a quarter; undefined if there is none. */
export async function shownSubmission(
  db: Database,
  { department, quarter }: { department: Department; quarter: Quarter },
): Promise<ShownSubmission | undefined> {
  const row = await submissionOfQuarter(db, department.id, quarter.id);
  return row && shown(row);
}

const manifestIn = ({ manifest }: SubmissionRow) => v.parse(manifestSchema, JSON.parse(manifest));

function shown(row: SubmissionRow): ShownSubmission {
  const { snapshot, submitted, attestation, noData } = manifestIn(row);
  return {
    sha256: row.sha256,
    keyId: row.keyId,
    version: Number(snapshot.version),
    submittedBy: submitted.by.name,
    submittedAt: row.submittedAt,
    attestation: attestation.sentence,
    noData,
    confirmedWith:
      attestation.provider === null
        ? 'a code from an authenticator app'
        : `a new sign-in at ${attestation.provider.name}; second factor: ${attestation.secondFactor}`,
    file: signedFileText(submissionFile(row)),
  };
}

/**
 * Reads the submission that a report of a quarter belongs to.
 * @returns a function; its result is undefined if that version was not submitted, neither complete nor as shown outside.
 */
export function submissionReader(db: Database) {
  return async (department: Department, quarter: Quarter, version: number): Promise<ShownSubmission | undefined> => {
    const row = await submissionOfQuarter(db, department.id, quarter.id);
    if (row === undefined) return undefined;
    const { snapshot, figures } = manifestIn(row);
    return [snapshot.version, figures.version].includes(String(version)) ? shown(row) : undefined;
  };
}

/** Sends the signed file of a step as a download; undefined if the step made none. @param step such as `12.json`. */
export async function sendSubmissionOf(
  c: Context,
  db: Database,
  at: { department: Department; quarter: Quarter },
  step: string,
): Promise<Response | undefined> {
  const stepId = Number(/^(\d{1,15})\.json$/.exec(step)?.[1] ?? -1);
  const row = await submissionOfStep(db, { departmentId: at.department.id, quarter: at.quarter.id, stepId });
  return row && sendSubmission(c, at, signedFileText(submissionFile(row)));
}

/** Sends the signed file as a download. */
export function sendSubmission(
  c: Context,
  { department, quarter }: { department: Department; quarter: Quarter },
  file: string,
) {
  return c.body(file, 200, {
    'Content-Type': 'application/json',
    'Content-Disposition': `attachment; filename="${department.slug}-${quarter.id}-submission.json"`,
  });
}
