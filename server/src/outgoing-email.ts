import type { Person } from './access/access.ts';
import { campaignEmail, mailingKinds } from './campaigns/campaigns.ts';
import { policyEmail, policyEmailKind } from './case-trends/case-trends.ts';
import {
  deskNoticeEmail,
  deskNoticeKind,
  messageEmail,
  messageKind,
  noticeEmail,
  noticeKinds,
  warningEmail,
  warningKind,
} from './cases/cases.ts';
import { flagEmail } from './comments/comments.ts';
import { planEmail, planEmailKind } from './action-plans/action-plans.ts';
import type { Config } from './config.ts';
import type { Database } from './database/database.ts';
import { digestEmail, digestEmailKind } from './digests/digests.ts';
import { testEmail } from './email-log/email-log.ts';
import type { Logger } from './log.ts';
import { createOutbox, type EmailKinds, type MailTimeouts, type Outbox } from './outbox/outbox.ts';
import { thankYouChoiceEmail, thankYouChoiceKind, thankYouEmail, thankYouKind } from './recognition/recognition.ts';
import { invitationEmail } from './people/people.ts';
import { createPasswordRule, resetEmail } from './sign-in/sign-in.ts';
import { createTypesetter, type Typesetter } from './reports/reports.ts';
import { submissionEmail, submissionEmailKind } from './submissions/submissions.ts';
import { signatureEmail } from './email-signature/email-signature.ts';
import { offerLanguages } from './survey/survey.ts';
import { surveyPlanEmail, surveyPlanEmailKind } from './survey-plans/survey-plans.ts';

interface OutgoingOptions {
  db: Database;
  config: Config;
  /** Milliseconds since the epoch. */
  clock: () => number;
  log: Logger;
  /** Makes the PDFs that go with emails. Without it, they make their own. */
  typesetter?: Typesetter | undefined;
  mailTimeouts?: MailTimeouts | undefined;
}

/** Every kind of email, keyed by the name its feature queues it under. */
export function emailKinds({
  db,
  config,
  clock,
  typesetter = createTypesetter(),
}: Omit<OutgoingOptions, 'log'>): EmailKinds<Person> {
  const { baseUrl, oidc } = config;
  const options = { db, clock, baseUrl, typesetter, passwordRule: createPasswordRule(oidc), provider: oidc?.name };
  return {
    invitation: invitationEmail(options),
    reset: resetEmail(options),
    [deskNoticeKind]: deskNoticeEmail(options),
    'comment-flag': flagEmail(options),
    signature: signatureEmail({ ...options, text: offerLanguages(config.languages).offered[0]! }),
    [planEmailKind]: planEmail(options),
    [thankYouKind]: thankYouEmail(options),
    [thankYouChoiceKind]: thankYouChoiceEmail(options),
    ...Object.fromEntries(
      mailingKinds.map((kind) => [kind, campaignEmail({ ...options, languages: config.languages }, kind)]),
    ),
    [submissionEmailKind]: submissionEmail(options),
    [messageKind]: messageEmail(options),
    [noticeKinds.danger]: noticeEmail(options, 'danger'),
    [noticeKinds.desk]: noticeEmail(options, 'desk'),
    [noticeKinds.manager]: noticeEmail(options, 'manager'),
    [noticeKinds.message]: noticeEmail(options, 'message'),
    [warningKind]: warningEmail(options),
    [policyEmailKind]: policyEmail(options),
    [surveyPlanEmailKind]: surveyPlanEmail(options),
    [digestEmailKind]: digestEmail(options),
    test: testEmail(options),
  };
}

/** The outbox of a collector. @param failed counts failed tries. */
export function outgoingEmail(options: OutgoingOptions, failed: () => void): Outbox {
  const { db, config, clock, log, mailTimeouts } = options;
  return createOutbox({
    db,
    clock,
    kinds: emailKinds(options),
    smtpUrl: config.smtpUrl,
    mailFrom: config.mailFrom,
    baseUrl: config.baseUrl,
    timeouts: mailTimeouts,
    report: (err) => {
      failed();
      log.error({ err }, 'email not sent');
    },
  });
}
