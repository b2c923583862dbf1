import { feedbackCatalogs } from '@heart-survey/shared/feedback/feedback';
import { personById, type Person } from '../access/access.ts';
import type { Database } from '../database/database.ts';
import { createOrganization, readAgency } from '../org/org.ts';
import { idIn, type EmailKind } from '../outbox/outbox.ts';
import { contactOf, messageById } from './detail-queries.ts';
import { caseById, isSeenBy } from './queries.ts';
import { seerOf } from './sight.ts';
import { languageOf } from './step-forms.ts';

interface MessageEmailOptions {
  db: Database;
  /** The installation's address, without a slash at the end. */
  baseUrl: string;
}

/** Brings a message to the writer of a case. It names the reference, and never the receipt. */
export function messageEmail({ db, baseUrl }: MessageEmailOptions): EmailKind<Person> {
  const find = async (cause: string) => {
    const message = await messageById(db, idIn(cause, 'case-message') ?? '');
    const file = message && (await caseById(db, message.caseId));
    return message && file && { message, file, contact: await contactOf(db, file.id) };
  };
  return {
    title: 'Message to the writer of a case',
    recipient: async ({ cause }) => (await find(cause))?.contact?.email ?? undefined,
    compose: async ({ cause, madeBy }) => {
      const found = await find(cause);
      const to = found?.contact?.email;
      if (!found || !to || found.message.text === null) return undefined;
      const { agency } = await readAgency(db);
      // In the writer's language.
      const { receipt } = feedbackCatalogs[found.file.language] ?? feedbackCatalogs['en']!;
      const sender = madeBy === null ? undefined : await personById(db, madeBy);
      return {
        email: {
          to: [to],
          subject: `${receipt.reference} ${found.file.reference}`,
          language: languageOf(found.file),
          body: [
            ...found.message.text.split(/\n{2,}/),
            ...(sender ? [`${sender.name}${agency === undefined ? '' : `, ${agency}`}`] : []),
            `${receipt.reference}: ${found.file.reference}`,
            receipt.read,
            { link: `${baseUrl}/case` },
          ],
        },
      };
    },
    mayRead: async (reader, { cause }) => {
      const found = await find(cause);
      const seer = seerOf(reader, await createOrganization(db)());
      return found !== undefined && isSeenBy(db, seer, found.file.id);
    },
  };
}
