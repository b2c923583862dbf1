import { isoDay } from '@heart-survey/shared/dates';
import { eachItem } from '@heart-survey/shared/items';
import { lowVolume } from '@heart-survey/shared/scores';
import { and, asc, eq, exists, gt, isNull, sql } from 'drizzle-orm';
import * as v from 'valibot';
import { build } from '../database/builder.ts';
import type { Database } from '../database/database.ts';
import { prepared, readRows } from '../database/read.ts';
import { commentMark, customerGroup, region, response, responseFlag } from '../database/schema.ts';
import type { Department } from '../org/org.ts';

/** A department's regions, in the order in which they were set up. */
export function regionsOf(db: Database, departmentId: number) {
  return db.select().from(region).where(eq(region.departmentId, departmentId)).orderBy(region.id);
}

/**
 * The codes of a department's customer groups and campaigns, by id: also those that ended. A campaign has null while its rows
 * must not name it (docs/design.md §3.11).
 * @param now in milliseconds since the epoch.
 */
export async function partCodes(db: Database, { id: departmentId, zone }: Department, now: number) {
  const { id, code } = customerGroup;
  const groups = db.select({ id, code }).from(customerGroup).where(eq(customerGroup.departmentId, departmentId));
  const campaigns = readRows(db, campaignRow, campaignsSql, { departmentId, today: isoDay(now, zone), lowVolume });
  return {
    groups: new Map((await groups).map((one) => [one.id, one.code])),
    campaigns: new Map((await campaigns).map((one) => [one.id, one.code])),
  };
}

const campaignRow = v.object({ id: v.number(), code: v.nullable(v.string()) });

/**
 * A campaign that invited people by email is named once it is over and each region with answers has enough of them: an answer
 * among a few invited people, or one that was not there yesterday, could be somebody's. Excluded ones count, since they have
 * rows too; an index finds them.
 */
const campaignsSql = `SELECT id, CASE
    WHEN NOT EXISTS (SELECT 1 FROM campaign_mailing WHERE campaign_id = campaign.id) THEN code
    WHEN stage <> 'ended' AND ends_on >= :today THEN NULL
    WHEN EXISTS (SELECT 1 FROM (
        SELECT region_id, responses FROM campaign_response_tally WHERE campaign_id = campaign.id
        UNION ALL SELECT region_id, 1 FROM response WHERE excluded_at IS NOT NULL AND campaign_id = campaign.id)
      GROUP BY region_id HAVING sum(responses) BETWEEN 1 AND :lowVolume - 1) THEN NULL
    ELSE code END AS code
  FROM campaign WHERE department_id = :departmentId`;

const { responseId, kind, liftedAt } = commentMark;
const isHidden = exists(
  build
    .select({ one: sql`1` })
    .from(commentMark)
    .where(and(eq(responseId, response.id), eq(kind, 'hidden'), isNull(liftedAt))),
);
const flags = build
  .select({ kinds: sql`group_concat(${responseFlag.kind}, ' ')` })
  .from(responseFlag)
  .where(eq(responseFlag.responseId, response.id));
const rowid = sql<number>`response.rowid`;

/** The fields have the names of the columns in the file. */
const pages = prepared((db) =>
  db
    .select({
      position: rowid,
      id: response.id,
      quarter: response.quarter,
      received_at: response.receivedAt,
      ...eachItem((item) => response[item]),
      comment: response.comment,
      language: response.language,
      channel: response.channel,
      wording: response.wording,
      paper_date: response.paperDate,
      excluded_at: response.excludedAt,
      is_hidden: sql<number>`${isHidden}`,
      flags: sql<string | null>`${flags}`,
      groupId: response.groupId,
      campaignId: response.campaignId,
    })
    .from(response)
    .where(
      and(
        eq(response.quarter, sql.placeholder('quarter')),
        eq(response.regionId, sql.placeholder('regionId')),
        gt(rowid, sql.placeholder('after')),
      ),
    )
    .orderBy(asc(rowid))
    .limit(sql.placeholder('size'))
    .prepare(),
);

/**
 * One page of a region's responses of a quarter in the order of storage, and where the next page starts. By region,
 * since an index has that order: every page costs the same, however many rows there are.
 */
export function responsePage(db: Database, regionId: number, quarter: string, after: number, size: number) {
  return pages(db).all({ regionId, quarter, after, size });
}
