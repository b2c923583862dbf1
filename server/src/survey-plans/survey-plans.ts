// Each department's plan for surveying its customers, and the executive office's view of all of them
// (docs/policies/nc-dhhs-customer-service.md, implementation 5 and data collection 1).
export { coverageRoutes } from './coverage-routes.ts';
export { surveyPlanEmail, surveyPlanEmailKind } from './emails.ts';
export { formatsOffered, type PlanText } from './queries.ts';
export { dueSurveyPlanReminders, queueSurveyPlanReminders } from './reminders.ts';
export { surveyPlanRoutes } from './routes.ts';
export { writePlan } from './write.ts';
