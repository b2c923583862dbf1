import { asc, eq, inArray } from 'drizzle-orm';
import * as v from 'valibot';
import { commitChange } from '../audit/audit.ts';
import type { Database } from '../database/database.ts';
import { readRows } from '../database/read.ts';
import { campaignMailing, outbox as outboxTable, person } from '../database/schema.ts';
import { statement, type Statement } from '../database/statement.ts';
import { causeOf, type Outbox } from '../outbox/outbox.ts';
import type { Campaign } from './queries.ts';

/** The kinds of its emails: the invitation, and at most two reminders. */
export const mailingKinds = ['campaign-invitation', 'campaign-reminder-1', 'campaign-reminder-2'] as const;
export type MailingKind = (typeof mailingKinds)[number];

const causeType = 'campaign-recipient';

/** The kinds as a list in SQL. */
export const kindsInSql = mailingKinds.map((kind) => `'${kind}'`).join(', ');

/** An SQL condition for rows of the outbox: emails to recipients for whom that condition is true. */
export const emailsAbout = (condition: string) =>
  `kind IN (${kindsInSql}) AND cause IN (SELECT '${causeType}:' || id FROM campaign_recipient WHERE ${condition})`;

/** Those of these campaigns that people were invited to by email. */
export async function invitedByEmail(db: Database, campaignIds: number[]): Promise<Set<number>> {
  const { campaignId } = campaignMailing;
  const rows = await db.selectDistinct({ campaignId }).from(campaignMailing).where(inArray(campaignId, campaignIds));
  return new Set(rows.map((row) => row.campaignId));
}

const states = [...outboxTable.state.enumValues, 'not sent'] as const;

/** How many emails of a mailing are in each state; not sent are those that nobody needed anymore. */
type Progress = Record<(typeof states)[number], number>;

/** The invitation or a reminder, and what became of it. */
export interface Mailing {
  position: number;
  text: string;
  /** The tag of the language of the sentences around it. */
  language: string;
  queuedAt: number;
  /** The name of the person who sent it. */
  sender: string;
  recipients: number;
  /** How many emails were not delivered, once that was counted. */
  bounced: number | null;
  progress: Progress;
}

const progressRow = v.object({
  kind: v.picklist(mailingKinds),
  state: v.picklist(states),
  n: v.number(),
});

/** A campaign's mailings, in order. */
export async function mailingsOf(db: Database, campaignId: number): Promise<Mailing[]> {
  const { position, text, language, queuedAt, recipients, bounced } = campaignMailing;
  const rows = await db
    .select({ position, text, language, queuedAt, recipients, bounced, sender: person.name })
    .from(campaignMailing)
    .innerJoin(person, eq(person.id, campaignMailing.queuedBy))
    .where(eq(campaignMailing.campaignId, campaignId))
    .orderBy(asc(position));
  const counted = await readRows(
    db,
    progressRow,
    `SELECT kind, iif(problem IS 'obsolete', 'not sent', state) AS state, count(*) AS n FROM outbox
      WHERE ${emailsAbout('campaign_id = :campaignId')} GROUP BY 1, 2`,
    { campaignId },
  );
  return rows.map((row) => {
    const progress: Progress = { waiting: 0, sent: 0, failed: 0, unsure: 0, 'not sent': 0 };
    for (const { kind, state, n } of counted) if (kind === mailingKinds[row.position]) progress[state] = n;
    return { ...row, progress };
  });
}

/** The plus keeps the index by state out: by cause, far fewer rows are read. */
export const isFailed = "+state = 'failed'";

/** The addresses that the mail server refused, or that could not be reached, in any mailing. */
export async function failedAddresses(db: Database, campaignId: number): Promise<string[]> {
  const rows = await readRows(
    db,
    v.object({ email: v.string() }),
    `SELECT DISTINCT email FROM campaign_recipient JOIN outbox ON cause = '${causeType}:' || campaign_recipient.id
      WHERE campaign_id = :campaignId AND kind IN (${kindsInSql}) AND ${isFailed}
        AND problem IS NOT 'obsolete' ORDER BY email`,
    { campaignId },
  );
  return rows.map(({ email }) => email);
}

const hasResponsesSql = `(
  EXISTS (SELECT 1 FROM campaign_response_tally WHERE campaign_id = :campaignId AND responses > 0)
  OR EXISTS (SELECT 1 FROM response WHERE excluded_at IS NOT NULL AND campaign_id = :campaignId))`;

/**
 * Whether a campaign has responses, excluded ones too: an index finds these. Then it can no longer invite people: someone may have noted its figures, and could subtract
 * them from those with the few who were invited (docs/design.md §3.11).
 */
export async function hasResponses(db: Database, campaignId: number): Promise<boolean> {
  const row = v.object({ has: v.number() });
  const [found] = await readRows(db, row, `SELECT ${hasResponsesSql} AS has`, { campaignId });
  return found!.has === 1;
}

/** The longest list that the person who approved the campaign may send to: to a longer one, a second person has to send. */
export const maxAlone = 100;
/** The most emails that a department's campaigns send within that many days. */
export const maxEmails = 3000;
/** The most of them that one person sends alone: to the lists of campaigns that this person approved. */
export const maxEmailsAlone = 300;
export const maxEmailsIn = 30;

interface EmailsLeft {
  department: number;
  /** How many of these the person may send alone. */
  alone: number;
}

/** How many more emails the department's campaigns, and this person alone, may send now. */
export async function emailsLeft(
  db: Database,
  { departmentId, by, now }: { departmentId: number; by: string; now: number },
): Promise<EmailsLeft> {
  const sent = v.object({ department: v.number(), alone: v.number() });
  const [found] = await readRows(db, sent, `SELECT ${sentLately} AS department, ${sentAlone} AS alone`, {
    ...{ departmentId, by },
    since: now - maxEmailsIn * day,
  });
  return {
    department: Math.max(0, maxEmails - found!.department),
    alone: Math.max(0, maxEmailsAlone - found!.alone),
  };
}

const day = 24 * 60 * 60 * 1000;
const sentLately = `(SELECT coalesce(sum(recipients), 0) FROM campaign_mailing WHERE queued_at > :since
  AND campaign_id IN (SELECT id FROM campaign WHERE department_id = :departmentId))`;
const sentAlone = `(SELECT coalesce(sum(recipients), 0) FROM campaign_mailing WHERE queued_at > :since
  AND queued_by = :by AND campaign_id IN (SELECT id FROM campaign WHERE decided_by = :by))`;

interface Sending {
  campaign: Campaign;
  /** 0 for the invitation. */
  position: number;
  text: string;
  /** The tag of the language of the sentences around it. */
  language: string;
  /** Everyone on the list, as the person saw it. */
  recipients: { id: string }[];
  /** The id of the person who sends it, and when. */
  by: string;
  at: number;
}

/**
 * Queues an email to everyone on the list.
 * @returns false if it was sent before, if the list changed, if the campaign was ended or has responses that came before the
 * invitation, or if this person or the department may not send that many.
 */
export async function sendMailing(db: Database, outbox: Outbox, sending: Sending): Promise<boolean> {
  const { campaign, position, text, language, recipients, by, at } = sending;
  const { departmentId } = campaign;
  const n = recipients.length;
  const kind = mailingKinds[position];
  if (kind === undefined) return false;
  const ofCampaign = 'campaign_id = :campaignId';
  const change = statement(
    `INSERT INTO campaign_mailing (campaign_id, position, text, language, queued_at, queued_by, recipients)
      SELECT :campaignId, :position, :text, :language, :at, :by, :n
      WHERE :position = (SELECT count(*) FROM campaign_mailing WHERE ${ofCampaign})
        AND :n = (SELECT count(*) FROM campaign_recipient WHERE ${ofCampaign}
          AND id IN (SELECT value FROM json_each(:ids)))
        AND :n = (SELECT count(*) FROM campaign_recipient WHERE ${ofCampaign})
        AND ${sentLately} + :n <= ${maxEmails}
        AND (:position > 0 OR NOT ${hasResponsesSql})
        AND EXISTS (SELECT 1 FROM campaign WHERE id = :campaignId AND stage = 'approved'
          AND (decided_by <> :by OR (:n <= ${maxAlone} AND ${sentAlone} + :n <= ${maxEmailsAlone})))`,
    {
      ...{ campaignId: campaign.id, departmentId, position, text, language, at, by, n, since: at - maxEmailsIn * day },
      ids: JSON.stringify(recipients.map(({ id }) => id)),
    },
  );
  const emails = recipients.map(
    ({ id }) =>
      outbox.queue({ kind, cause: causeOf(causeType, id), madeBy: by, departmentId }, at, 'unchanged').statement,
  );
  const entry = {
    at,
    personId: by,
    action: position === 0 ? 'campaign invitation sent' : 'campaign reminder sent',
    subject: campaign.code,
    departmentId,
    detail: { emails: n },
  };
  const isSent = await commitChange(db, change, entry, ...emails, knownInvited(campaign, n));
  if (isSent) outbox.wake();
  return isSent;
}

/** How many people were invited is now known, unless someone entered it. Only after the email before it was queued. */
function knownInvited({ id }: Campaign, n: number): Statement {
  return statement('UPDATE campaign SET invited = :n WHERE id = :id AND invited IS NULL AND changes() > 0', { id, n });
}
