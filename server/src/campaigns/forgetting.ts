import { isoDay } from '@heart-survey/shared/dates';
import { inArray, ne, or } from 'drizzle-orm';
import { auditedIfChanged } from '../audit/audit.ts';
import { commit, type Database } from '../database/database.ts';
import { campaign, campaignMailing, campaignRecipient } from '../database/schema.ts';
import { statement, type Statement } from '../database/statement.ts';
import type { Department } from '../org/org.ts';
import { emailsAbout, isFailed, kindsInSql, mailingKinds } from './mailings.ts';
import { listDeletedOn } from './state.ts';

const day = 24 * 60 * 60 * 1000;
/**
 * How long after a mailing its failures are counted for good, in milliseconds: an email is tried for three days, and the outbox
 * forgets after 30 days what it was about.
 */
const countedAfter = 14 * day;

interface Forgetting {
  db: Database;
  /** Milliseconds since the epoch. */
  now: number;
  /** Records that erased rows may have left remains in the file, if the statement before it changed something. */
  erased: (at: number) => Statement;
}

/**
 * Deletes the lists of campaigns that ended 30 days ago, with their emails. How many emails were not delivered is counted before
 * that, and kept.
 */
export async function forgetInvited({ db, now, erased }: Forgetting, departments: Department[]): Promise<void> {
  await commit(db, [
    countBounced('queued_at <= :until', { until: now - countedAfter }),
    // The outbox has already forgotten to whom these went.
    statement(`DELETE FROM outbox WHERE kind IN (${kindsInSql}) AND cause IS NULL`),
  ]);
  const listed = db.selectDistinct({ id: campaignRecipient.campaignId }).from(campaignRecipient);
  // Every address may have been taken off, one by one.
  const written = db
    .selectDistinct({ id: campaignMailing.campaignId })
    .from(campaignMailing)
    .where(ne(campaignMailing.text, ''));
  const campaigns = await db
    .select()
    .from(campaign)
    .where(or(inArray(campaign.id, listed), inArray(campaign.id, written)));
  for (const one of campaigns) {
    const { zone } = departments.find(({ id }) => id === one.departmentId)!;
    if (isoDay(now, zone) < listDeletedOn(one, zone)) continue;
    const entry = { personId: null, action: 'campaign list deleted for its age', subject: one.code };
    const deleted = auditedIfChanged({ ...entry, departmentId: one.departmentId }, now);
    await commit(db, [eraseTexts(one.id), erased(now), ...deleteList(one.id), deleted, erased(now)]);
  }
}

/** Deletes a campaign's list, its emails and their text; ends with the statement that changes something if there was a list. */
export function deleteList(campaignId: number): Statement[] {
  const ofCampaign = 'campaign_id = :campaignId';
  return [
    countBounced(ofCampaign, { campaignId }),
    eraseTexts(campaignId),
    statement(`DELETE FROM outbox WHERE ${emailsAbout(ofCampaign)}`, { campaignId }),
    statement(`DELETE FROM campaign_recipient WHERE ${ofCampaign}`, { campaignId }),
  ];
}

function eraseTexts(campaignId: number): Statement {
  return statement("UPDATE campaign_mailing SET text = '' WHERE campaign_id = :campaignId AND text <> ''", {
    campaignId,
  });
}

/** Keeps how many emails of each of these mailings failed. */
function countBounced(which: string, args: Record<string, number>): Statement {
  const kind = `CASE position ${mailingKinds.map((one, position) => `WHEN ${position} THEN '${one}'`).join(' ')} END`;
  return statement(
    `UPDATE campaign_mailing SET bounced = (SELECT count(*) FROM outbox WHERE ${isFailed} AND problem IS NOT 'obsolete' AND kind = ${kind}
        AND ${emailsAbout('campaign_id = campaign_mailing.campaign_id')})
      WHERE bounced IS NULL AND ${which}`,
    args,
  );
}
