// Cases: complaints and requests, from the first word to the answer (docs/policies/dufferin-2-3-12.md, section 6).
export { deskNoticeEmail, deskNoticeKind, deskNotices } from './desk-notices.ts';
export { caseOfComment, copiesErased } from './comment-case.ts';
export { caseConsole } from './routes.ts';
export { messageEmail } from './message-email.ts';
export { noticeEmail } from './notice-emails.ts';
export { noticeKinds } from './notices.ts';
export { messageKind } from './take-step.ts';
export { isCalendarNew, raiseBreaches, recountForCalendar, verifyCases } from './recount.ts';
export { warningEmail } from './warning-email.ts';
export { dueCaseWarnings, queueCaseWarnings, warningKind } from './warnings.ts';
export { caseEntryRoutes } from './entering.ts';
export { caseSetupRoutes } from './setup-routes.ts';
