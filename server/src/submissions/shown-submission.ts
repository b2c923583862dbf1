import * as v from 'valibot';
import type { Database } from '../database/database.ts';
import { submissionOfQuarter } from './chain-queries.ts';
import { manifestSchema } from './manifest-schema.ts';
import type { ShownSubmission } from './receipt-page.ts';
import type { SubmissionState } from './state.ts';

/** The last submission of a quarter, as its readers see it; undefined if there is none. */
export async function shownSubmission(
  db: Database,
  { department, quarter }: SubmissionState,
): Promise<ShownSubmission | undefined> {
  const row = await submissionOfQuarter(db, department.id, quarter.id);
  if (row === undefined) return undefined;
  const { snapshot, submitted, attestation } = v.parse(manifestSchema, JSON.parse(row.manifest));
  return {
    sha256: row.sha256,
    keyId: row.keyId,
    version: Number(snapshot.version),
    submittedBy: submitted.by.name,
    submittedAt: row.submittedAt,
    attestation: attestation.sentence,
  };
}
