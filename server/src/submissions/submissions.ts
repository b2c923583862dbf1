// A quarter's way to the executive office, and the signed submissions (docs/design.md §3.13).
export { checkSubmission, submissionFile, verifyChains, type ChainCheck } from './chain.ts';
export { lastSubmission, submissionOfQuarter, type SubmissionRow } from './chain-queries.ts';
export { attestationSentence, type Actor, type Attestation, type Step } from './manifest.ts';
export type { Manifest } from './manifest-schema.ts';
export { submissionApi } from './submission-api.ts';
export { submitQuarter, type HandIn, type SubmitOptions, type Submitted, type Submitting } from './submit.ts';
