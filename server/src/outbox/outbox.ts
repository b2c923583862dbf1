// The outbox: a feature queues an email in the commit that causes it, and the outbox sends it.
export type { EmailKind, EmailKinds, Queued } from './kinds.ts';
export { causeOf, idIn } from './kinds.ts';
export { hiddenLink, mailOf, plainText, type Email } from './email.ts';
export { mailEntries, mailErrors } from './mail-settings.ts';
export { createOutbox, type Outbox } from './sending.ts';
export {
  departmentEmails,
  emailById,
  eraseOldEmails,
  latestAbout,
  latestEmails,
  outboxCounts,
  requeue,
} from './queries.ts';
export { createSmtp, type MailTimeouts } from './smtp.ts';
