// The public's side of cases: the form for complaints and requests, a case as its writer sees it, and both on paper.
export { caseRoutes as writersCaseRoutes } from './case-routes.ts';
export { feedbackRoutes } from './feedback-routes.ts';
export { issueFormRoutes } from './issue-form-routes.ts';
