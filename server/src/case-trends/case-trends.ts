// The quarter's trends of cases, and their review by senior management (docs/policies/dufferin-2-3-12.md, section 7).
export { isPolicyReminderDue, policyEmail, policyEmailKind, queuePolicyReminder } from './policy-email.ts';
export { cohortReader, type ReadCohort } from './cohorts.ts';
export { readsInFull } from './place.ts';
export { promiseKinds, type KeptPromises, type PromiseKind } from './promises.ts';
export { promisesInside, promisesOutside } from './trend-view.ts';
import type { Console } from '../console/console.ts';
import { cohortReader } from './cohorts.ts';
import { policyRoutes } from './policy-routes.ts';
import { reportRoutes } from './report-routes.ts';
import { reviewRoutes } from './review-routes.ts';
import { trendsToday } from './today.ts';
import { trendRoutes } from './trend-routes.ts';
import type { CaseTrendRoutes } from './trend-visit.ts';

/** The pages about trends. */
export function caseTrendRoutes(frame: Console, given: CaseTrendRoutes): void {
  const options = { ...given, readCohort: cohortReader(given.db) };
  trendRoutes(frame, options);
  reviewRoutes(frame, options);
  reportRoutes(frame, options);
  policyRoutes(frame, options);
  frame.today((visit) => trendsToday(given.db, visit));
}
