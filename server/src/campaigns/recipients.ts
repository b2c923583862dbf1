import { randomUUID } from 'node:crypto';
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

/**
 * Removes one address, with the emails to it. While emails wait, so many stay that the link does not tell who answered.
 * @returns false if it is not on the list, or has to stay for now.
 */
export function removeRecipient(
  db: Database,
  listing: Listing & { email: string; erased: (at: number) => Statement },
): Promise<boolean> {
  const { campaign, email, at, erased } = listing;
  const whose = { campaignId: campaign.id, email };
  const ofCampaign = 'campaign_id = :campaignId';
  const one = `${ofCampaign} AND email = :email`;
  const mayGo = `((SELECT count(*) FROM campaign_recipient WHERE ${ofCampaign}) > ${minRecipients}
    OR NOT EXISTS (SELECT 1 FROM outbox WHERE state = 'waiting' AND ${emailsAbout(ofCampaign)}))`;
  return commitChange(
    db,
    [
      statement(`DELETE FROM outbox WHERE ${emailsAbout(one)} AND ${mayGo}`, whose),
      statement(`DELETE FROM campaign_recipient WHERE ${one} AND ${mayGo}`, whose),
    ],
    entryOf(listing, 'campaign list shortened', 1),
    erased(at),
  );
}
