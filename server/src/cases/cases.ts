// Cases: complaints and requests, from the first word to the answer (docs/policies/dufferin-2-3-12.md, section 6).
export type { CasePage } from './case-page.ts';
export { casesDue } from './cases-due.ts';
export { findCase, oneCase, showAgain, showOvertaken, type CaseRoutes, type CaseSection } from './case-visit.ts';
export { deskNoticeEmail, deskNoticeKind, deskNotices } from './desk-notices.ts';
export { noteOnCase } from './case-note.ts';
export { linesOf, standardTexts } from './case-texts.ts';
export { caseOfComment, copiesErased } from './comment-case.ts';
export { caseConsole } from './routes.ts';
export { messageEmail } from './message-email.ts';
export { noticeEmail } from './notice-emails.ts';
export { noticeKinds } from './notices.ts';
export { insertEvent, messageKind, takeStep } from './take-step.ts';
export { eventColumns, outcomes, readEvent, type CaseEvent, type EventContent, type Outcome } from './events.ts';
export { casesLabel } from './list-page.ts';
export { desksFor, workers } from './list-routes.ts';
export { caseById, caseByReference, seenCase, type CaseFile } from './queries.ts';
export { peopleWhoSee } from './seers.ts';
export { idsIn, isAbout, isSeen, seerOf, type Seer } from './sight.ts';
export { clocksAt, isCalendarNew, promisesReader, raiseBreaches, recountForCalendar, verifyCases } from './recount.ts';
export { warningEmail } from './warning-email.ts';
export { dueCaseWarnings, queueCaseWarnings, warningKind } from './warnings.ts';
export { caseEntryRoutes } from './entering.ts';
export { caseSetupRoutes } from './setup-routes.ts';
export type { CaseClock } from './clocks.ts';
export {
  channelNames,
  channels,
  kindNames,
  kinds,
  maxCaseForm,
  maxCaseText,
  type CaseKind,
  type Channel,
} from './kinds.ts';
export { keepNumber, maxContact, openCase, type Filing, type OpenOptions, type Opened } from './open.ts';
export { casePath, casesPath, formsPath, letterPath, logPath } from './paths.ts';
export { maxForms, printForms, type Stub } from './printed-forms.ts';
export { hiddenTime } from './received-at.ts';
export { writerIsNotSatisfied } from './begin-second-stage.ts';
export { writeBack } from './write-back.ts';
export { caseByKey, keyIn, writersCase, type WritersCase } from './writers-case.ts';
export { stageNames, type Stage } from './steps.ts';
export { referenceIn, sendHash } from './references.ts';
export { notesKey } from './detail-queries.ts';
export { desksLabel } from './desks-page.ts';
export { timesPath } from './desk-paths.ts';
export { handOversIn } from './second-stage.ts';
export { outcomeNames } from './outcomes.ts';
