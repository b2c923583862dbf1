import {
  decidePlansAtClose,
  openPlansBelowTarget,
  openPlansByRestatement,
  plansOwed,
  plansWithoutText,
} from './action-plans/action-plans.ts';
import { deskNotices } from './cases/cases.ts';
import type { ClosingCheck, ClosingOptions } from './closing/closing.ts';
import { flagsBeforeClosing, type HidingOptions } from './comments/comments.ts';
import { groupYearOnSubmission } from './figures/figures.ts';
import { responsesToReview } from './flagged/flagged.ts';
import { unfinishedBatches } from './paper/paper.ts';
import type { GrantingOptions } from './people/people.ts';
import { quotesWithdrawn } from './recognition/recognition.ts';
import type { ResponseStoreOptions } from './responses/responses.ts';
import { unfinishedRestatement, type RestateOptions } from './restating/restating.ts';
import { recordRestatement, type SubmissionCheck, type WhenSubmitted } from './submissions/submissions.ts';

// Work that one feature hands on to a later one in the same commit. The app, the jobs and the commands all use it.

/** Runs in the commit that stores responses. */
export const whenStored: ResponseStoreOptions['alongside'] = [openPlansBelowTarget];

/** Runs in the commit that hides a comment. */
export const whenHidden: HidingOptions['whenHidden'] = [quotesWithdrawn];

/** Runs in the commit in which an administrator gives a role. */
export const whenGranted: GrantingOptions['whenGranted'] = [deskNotices];

/** Runs in the commit that closes a quarter. */
export const whenClosed: ClosingOptions['alongside'] = [decidePlansAtClose];

/** Runs in the commit that restates a closed quarter. */
export const whenRestated: RestateOptions['alongside'] = [openPlansByRestatement, recordRestatement];

/** Runs in the commit that submits a quarter. */
export const whenSubmitted: WhenSubmitted[] = [groupYearOnSubmission];

/** What a representative should look at before closing a quarter. */
export const beforeClosing: ClosingCheck[] = [
  flagsBeforeClosing,
  responsesToReview,
  unfinishedBatches,
  plansWithoutText,
];

/** What to look at before a quarter is handed in or submitted. */
export const beforeSubmission: SubmissionCheck[] = [unfinishedRestatement, plansOwed, responsesToReview];
