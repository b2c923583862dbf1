import { createHash, randomUUID } from 'node:crypto';
import { asc, eq } from 'drizzle-orm';
import { isEmail } from '../access/access.ts';
import { commitChange } from '../audit/audit.ts';
import type { Database } from '../database/database.ts';
import { campaignRecipient } from '../database/schema.ts';
import { statement, type Statement } from '../database/statement.ts';
import { emailsAbout } from './mailings.ts';
import type { Campaign } from './queries.ts';

/** The least number of people that an invitation is sent to: a shared link to fewer would tell who answered. */
export const minRecipients = 11;
/** The most. */
export const maxRecipients = 1000;

/** A list of addresses as someone pasted it. */
export interface PastedList {
  /** Without duplicates, in lower case. */
  addresses: string[];
  /** What is no address, at most a few of them. */
  wrong: string[];
}

const shownMistakes = 5;

/** Reads addresses, separated by lines, commas or semicolons, with or without names: `Rosa Diaz <rosa@example.gov>`. */
export function addressesIn(text: string): PastedList {
  const given = text
    .split(/[\n\r;]+/)
    .flatMap(withoutNames)
    .map((one) => one.trim().toLowerCase())
    .filter((one) => one !== '');
  return {
    addresses: [...new Set(given.filter(isEmail))],
    wrong: given.filter((one) => !isEmail(one)).slice(0, shownMistakes),
  };
}

/** The addresses in `Diaz, Rosa <rosa@example.gov>, Lee <lee@example.gov>`: what is before a `<` without an @ is a name. */
function withoutNames(line: string): string[] {
  const parts = line.split(',');
  const last = parts.findLastIndex((part) => part.includes('<'));
  return parts
    .filter((part, index) => index >= last || /[@<]/.test(part))
    .map((part) => /<([^<>]*)>\s*$/.exec(part)?.[1] ?? part);
}

/** The list of a campaign. */
export function recipientsOf(db: Database, campaignId: number): Promise<{ id: string; email: string }[]> {
  const { id, email } = campaignRecipient;
  return db
    .select({ id, email })
    .from(campaignRecipient)
    .where(eq(campaignRecipient.campaignId, campaignId))
    .orderBy(asc(email));
}

interface Listing {
  campaign: Campaign;
  /** The id of the person who changes the list, and when. */
  by: string;
  at: number;
}

const entryOf = ({ campaign, by, at }: Listing, action: string, n: number) => ({
  at,
  personId: by,
  action,
  subject: campaign.code,
  departmentId: campaign.departmentId,
  // Never an address: the audit log is kept.
  detail: { addresses: n },
});

/** Adds addresses until the invitation is sent. @returns false if it was sent, or if all of them are on the list. */
export function addRecipients(db: Database, listing: Listing & { addresses: string[] }): Promise<boolean> {
  const { campaign, addresses } = listing;
  const rows = addresses.map((email) => ({ id: randomUUID(), email }));
  const change = statement(
    `INSERT INTO campaign_recipient (id, campaign_id, email)
      SELECT value ->> 'id', :campaignId, value ->> 'email' FROM json_each(:rows)
      WHERE EXISTS (SELECT 1 FROM campaign WHERE id = :campaignId AND stage = 'approved')
        AND NOT EXISTS (SELECT 1 FROM campaign_mailing WHERE campaign_id = :campaignId)
      ON CONFLICT DO NOTHING`,
    { campaignId: campaign.id, rows: JSON.stringify(rows) },
  );
  return commitChange(db, change, entryOf(listing, 'campaign list extended', addresses.length));
}

interface Removal extends Listing {
  emails: readonly string[];
  /** Their keyed hashes, if no later campaign of the department is to invite them. */
  optOuts?: readonly string[];
  erased: (at: number) => Statement;
}

/**
 * Removes addresses, with the emails to them. While emails wait, so many stay that the link does not tell who answered.
 * @returns false if they are not on the list, or have to stay for now.
 */
export function removeRecipients(db: Database, removal: Removal): Promise<boolean> {
  const { campaign, emails, optOuts = [], at, erased } = removal;
  const { id: campaignId, departmentId } = campaign;
  const whose = { campaignId, emails: JSON.stringify(emails) };
  const ofCampaign = 'campaign_id = :campaignId';
  const these = `${ofCampaign} AND email IN (SELECT value FROM json_each(:emails))`;
  const mayGo = `((SELECT count(*) FROM campaign_recipient WHERE ${ofCampaign}) >= ${minRecipients} + json_array_length(:emails)
    OR NOT EXISTS (SELECT 1 FROM outbox WHERE state = 'waiting' AND ${emailsAbout(ofCampaign)}))`;
  return commitChange(
    db,
    [
      statement(
        `INSERT INTO campaign_opt_out (department_id, address, at) SELECT :departmentId, value, :at FROM json_each(:optOuts)
          WHERE EXISTS (SELECT 1 FROM campaign_recipient WHERE ${these}) AND ${mayGo} ON CONFLICT DO NOTHING`,
        { ...whose, departmentId, at, optOuts: JSON.stringify(optOuts) },
      ),
      statement(`DELETE FROM outbox WHERE ${emailsAbout(these)} AND ${mayGo}`, whose),
      statement(`DELETE FROM campaign_recipient WHERE ${these} AND ${mayGo}`, whose),
    ],
    entryOf(removal, 'campaign list shortened', emails.length),
    erased(at),
  );
}

/** What tells one list from another: a list of the same length may have other people. */
export function listKey(recipients: readonly { id: string }[]): string {
  const ids = recipients.map(({ id }) => id).toSorted();
  return createHash('sha256').update(ids.join('\n')).digest('base64url');
}
