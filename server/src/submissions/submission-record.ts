import * as v from 'valibot';
import { signedFile } from '../signing/signing.ts';
import { manifestFormat } from './manifest-schema.ts';

// A quarter's submission as programs read it.

const moment = v.pipe(v.string(), v.isoTimestamp());

/** The status outside the department: a hand-in or a return is not shown. */
export const submissionStatuses = ['not submitted', 'submitted', 'received', 'restated'] as const;

/** The answer of the API. */
export const submissionRecord = v.object({
  department: v.string(),
  quarter: v.pipe(v.string(), v.description('The first month, such as 2026-07.')),
  status: v.pipe(
    v.picklist(submissionStatuses),
    v.description('“restated” if the figures were restated after the submission and not submitted again.'),
  ),
  submission: v.pipe(
    v.nullable(
      v.object({
        sha256: v.pipe(v.string(), v.regex(/^[\da-f]{64}$/), v.description('The SHA-256 hash of the manifest.')),
        submittedAt: moment,
        receivedAt: v.pipe(v.nullable(moment), v.description('When the executive office confirmed that it has it.')),
        file: v.pipe(
          signedFile,
          v.description(
            `A flattened JSON Web Signature (RFC 7515, §7.2.2) of the manifest (${manifestFormat.format}, version ${manifestFormat.version}). Check it with the keys of /.well-known/heart-survey-keys. The manifest carries only figures that are shown outside the department.`,
          ),
        ),
      }),
    ),
    v.description('The last submission of the quarter; null if there is none.'),
  ),
});
export type SubmissionRecord = v.InferOutput<typeof submissionRecord>;
