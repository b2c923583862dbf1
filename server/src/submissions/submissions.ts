import type { Department } from '../org/org.ts';
import type { Quarter } from '@heart-survey/shared/quarters';
import type { Statement } from '../database/statement.ts';
import { insertRestated } from './events.ts';

// A quarter's way to the executive office: handed in, returned or submitted, received; and the signed submissions
// (docs/policies/heart-cws.md, steps 3 and 4; docs/design.md §3.13).
export { checkSubmission, verifyChains } from './chain.ts';
export { lastSubmissions, submissionOfQuarter } from './chain-queries.ts';
export { submissionEmail, submissionEmailKind } from './emails.ts';
export { insertStep } from './events.ts';
export { attestationSentence } from './manifest.ts';
export type { Manifest } from './manifest-schema.ts';
export type { SubmissionCheck } from './preflight.ts';
export { dueSubmissionReminders, queueSubmissionReminders } from './reminders.ts';
export { submissionRoutes } from './routes.ts';
export { submissionApi } from './submission-api.ts';
export { submissionReader } from './shown-submission.ts';
export { readState, readStates, type SubmissionState } from './state.ts';
export { submitQuarter, type HandIn, type Submitting, type WhenSubmitted } from './submit.ts';

/** Runs in the commit that restates a quarter: what was handed in before is out of date. */
export function recordRestatement(restated: {
  snapshotId: string;
  department: Department;
  quarter: Quarter;
  at: number;
  by: string;
}): Statement[] {
  const { snapshotId, department, quarter, at, by } = restated;
  return [insertRestated({ departmentId: department.id, quarter: quarter.id, snapshotId, at, by })];
}
