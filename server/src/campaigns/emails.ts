import { isoDay } from '@heart-survey/shared/dates';
import { catalogs } from '@heart-survey/shared/languages/languages';
import { and, eq } from 'drizzle-orm';
import { can, readerById, type Person } from '../access/access.ts';
import type { Database } from '../database/database.ts';
import { campaign, campaignMailing, campaignRecipient } from '../database/schema.ts';
import { readSecret } from '../database/seed.ts';
import { createOrganization } from '../org/org.ts';
import { idIn, type EmailKind } from '../outbox/outbox.ts';
import { invitationText } from './email-text.ts';
import { mailingKinds, type MailingKind } from './mailings.ts';
import { optedOut } from './opt-outs.ts';
import { campaignById } from './queries.ts';
import { openRegions } from './regions.ts';
import { stateOf } from './state.ts';

interface InvitationEmailOptions {
  db: Database;
  clock: () => number;
  /** The installation's address, without a slash at the end. */
  baseUrl: string;
  /** The languages of the installation, the first one first. */
  languages: readonly string[];
}

/**
 * Invites one person on a campaign's list, or reminds them. Nothing is sent before the campaign starts, after it, once
 * its sender may not send it anymore, or to someone who was taken off a list of the department.
 */
export function campaignEmail(
  { db, clock, baseUrl, languages }: InvitationEmailOptions,
  kind: MailingKind,
): EmailKind<Person> {
  const position = mailingKinds.indexOf(kind);
  const organization = createOrganization(db);
  const find = async (cause: string) => {
    const found = await recipientById(db, idIn(cause, 'campaign-recipient') ?? '');
    return found && { ...found, mailing: await mailingOf(db, found.campaignId, position) };
  };
  return {
    title: position === 0 ? 'Campaign invitation' : 'Campaign reminder',
    isBulk: true,
    hidesRecipient: 'Someone on a campaign’s list',
    recipient: async ({ cause }) => (await find(cause))?.email,
    compose: async ({ cause }) => {
      const found = await find(cause);
      if (!found?.mailing) return undefined;
      const { regions, departments } = await organization();
      const department = departments.find(({ id }) => id === found.departmentId)!;
      const current = (await campaignById(db, department.id, found.campaignId))!;
      const sender = await readerById(db, found.mailing.queuedBy);
      const open = openRegions(regions, current);
      const isRunning = stateOf(current, isoDay(clock(), department.zone)) === 'running';
      const { departmentId, email } = found;
      // Replies, and requests to be taken off the list, go to the sender, who still has to be allowed to write in the agency's name.
      const maySend = sender !== undefined && can(sender, 'campaign approval', { departmentId });
      if (!isRunning || open.length === 0 || !maySend) return undefined;
      const out = await optedOut(db, await readSecret(db), { departmentId, emails: [email] });
      if (out.size > 0) return undefined;
      const { text, language: tag } = found.mailing;
      const [language, isUsual] = [catalogs[tag] ?? catalogs['en']!, tag === languages[0]];
      const written = { campaign: current, regions: open, position, text, language, isUsual };
      return { email: invitationText({ ...written, sender, to: email, baseUrl }) };
    },
    mayRead: async (person, { cause }) => {
      const found = await find(cause);
      return found !== undefined && can(person, 'campaign approval', { departmentId: found.departmentId });
    },
  };
}

async function recipientById(db: Database, id: string) {
  const { campaignId, email } = campaignRecipient;
  const [found] = await db
    .select({ campaignId, email, departmentId: campaign.departmentId })
    .from(campaignRecipient)
    .innerJoin(campaign, eq(campaign.id, campaignId))
    .where(eq(campaignRecipient.id, id));
  return found;
}

async function mailingOf(db: Database, campaignId: number, position: number) {
  const { text, language, queuedBy } = campaignMailing;
  const [found] = await db
    .select({ text, language, queuedBy })
    .from(campaignMailing)
    .where(and(eq(campaignMailing.campaignId, campaignId), eq(campaignMailing.position, position)));
  return found;
}
