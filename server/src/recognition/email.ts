import { hash, randomBytes } from 'node:crypto';
import { lettersIn } from '@heart-survey/shared/heart';
import { can, isEmail, personById, type Person } from '../access/access.ts';
import type { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import { createOrganization, readAgency } from '../org/org.ts';
import { causeOf, hiddenLink, idIn, type Email, type EmailKind, type Outbox } from '../outbox/outbox.ts';
import { NoPdf, type Typesetter } from '../reports/reports.ts';
import { certificateOf } from './certificate.ts';
import { storedCuts } from './quoted.ts';
import { insertLink, recipientById, thanksById } from './recipient-queries.ts';
import type { ThankYou } from './thank-you.ts';
import { choiceText, quoteFile, thankYouText } from './thank-you-text.ts';
import { monthAnswered } from './words.ts';

interface ThankYouEmailOptions {
  db: Database;
  clock: () => number;
  /** The installation's address, without a slash at the end. */
  baseUrl: string;
  typesetter: Typesetter;
}

/** The name that the outbox keeps the emails under. */
export const thankYouKind = 'thank-you';

/** The same for the email with the link, which the supervisor gets no copy of. */
export const thankYouChoiceKind = 'thank-you-choice';

/** Queues the emails to one recipient, for the commit that thanks them. */
export function queueThankYou(
  outbox: Pick<Outbox, 'queue'>,
  recipientId: string,
  { madeBy, departmentId, at }: { madeBy: string; departmentId: number; at: number },
  unless?: 'unchanged',
): Statement[] {
  const cause = causeOf('recognition', recipientId);
  // The second is queued only if the first was: that is the change before it.
  return [thankYouKind, thankYouChoiceKind].map(
    (kind) => outbox.queue({ kind, cause, madeBy, departmentId }, at, unless).statement,
  );
}

/** Brings an employee a customer's words, with a copy to the supervisor (docs/policies/heart-cws.md, step 3). */
export function thankYouEmail(options: ThankYouEmailOptions): EmailKind<Person> {
  return {
    title: 'Thank-you',
    ...sharedRules(options.db),
    compose: async ({ cause, madeBy }, links) => {
      const thanks = await readThanks(options, idOf(cause), madeBy);
      if (thanks === undefined) return undefined;
      const email = thankYouText(thanks);
      return { email: links === 'hide' ? email : { ...email, attachments: [await attachmentOf(options, thanks)] } };
    },
  };
}

/** Brings the employee the link where they choose how the quote is shown. */
export function thankYouChoiceEmail(options: ThankYouEmailOptions): EmailKind<Person> {
  return {
    title: 'Thank-you: choice',
    ...sharedRules(options.db),
    compose: async ({ cause, madeBy }, links) => {
      const thanks = await readThanks(options, idOf(cause), madeBy);
      if (thanks === undefined) return undefined;
      if (links === 'hide') return { email: choiceText(thanks, hiddenLink) };
      const link = newLink(options, idOf(cause));
      return { email: choiceText(thanks, link.url), alongside: [link.statement] };
    },
  };
}

const idOf = (cause: string) => idIn(cause, 'recognition') ?? '';

/** What is the same for both emails of a thank-you. */
function sharedRules(db: Database): Pick<EmailKind<Person>, 'hidesRecipient' | 'recipient' | 'mayRead'> {
  const organization = createOrganization(db);
  return {
    hidesRecipient: true,
    recipient: async ({ cause }) => (await recipientById(db, idOf(cause)))?.email ?? undefined,
    mayRead: async (person, { cause }) => {
      const found = await recipientById(db, idOf(cause));
      const region = found && (await organization()).regions.find(({ id }) => id === found.regionId);
      return (
        region !== undefined && can(person, 'thanking', { departmentId: region.department.id, regionId: region.id })
      );
    },
  };
}

/** The thank-you as it would be sent now; undefined if it must not be sent anymore. */
async function readThanks(
  { db }: ThankYouEmailOptions,
  recipientId: string,
  madeBy: string | null,
): Promise<ThankYou | undefined> {
  const found = await thanksById(db, recipientId);
  if (found === undefined) return undefined;
  const { employee, recognition, response, team } = found;
  const sender = await personById(db, madeBy ?? recognition.decidedBy ?? '');
  const region = (await createOrganization(db)()).regions.find(({ id }) => id === recognition.regionId);
  const { name, email, supervisorEmail, leftAt } = employee;
  // An address that is not exactly one address could add a recipient.
  if (leftAt !== null || email === null || !isEmail(email)) return undefined;
  if (sender === undefined || region === undefined || response.comment === null) return undefined;
  return {
    region,
    comment: response.comment,
    language: response.language,
    cuts: storedCuts(recognition.cuts),
    letters: lettersIn(recognition.letters ?? ''),
    month: monthAnswered(response, region.department),
    line: recognition.line,
    recipient: { name, email, supervisorEmail },
    team,
    sender: { name: sender.name, email: sender.email },
  };
}

/** A link where the recipient chooses how to be shown. Older ones keep working. */
function newLink({ clock, baseUrl }: ThankYouEmailOptions, recipientId: string): { url: string; statement: Statement } {
  const code = randomBytes(32).toString('base64url');
  const link = { sha256: hash('sha256', code), recipientId, createdAt: clock() };
  return { url: `${baseUrl}/thanks/${code}`, statement: insertLink(link) };
}

/** The certificate, or the words alone where no PDF can be made: a thank-you is sent in any case. */
async function attachmentOf(
  { db, typesetter }: ThankYouEmailOptions,
  thanks: ThankYou,
): Promise<NonNullable<Email['attachments']>[number]> {
  const { agency } = await readAgency(db);
  try {
    const content = await typesetter.typeset(certificateOf(thanks, agency));
    return { filename: 'certificate.pdf', contentType: 'application/pdf', content };
  } catch (error) {
    if (!(error instanceof NoPdf)) throw error;
    return { filename: 'comment.txt', contentType: 'text/plain; charset=utf-8', content: quoteFile(thanks) };
  }
}
