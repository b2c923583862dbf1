import { eachItem } from '@heart-survey/shared/items';
import { and, asc, eq, exists, gt, isNull, sql } from 'drizzle-orm';
import { build } from '../database/builder.ts';
import type { Database } from '../database/database.ts';
import { prepared } from '../database/read.ts';
import { campaign, commentMark, customerGroup, region, response, responseFlag } from '../database/schema.ts';

/** A department's regions, in the order in which they were set up. */
export function regionsOf(db: Database, departmentId: number) {
  return db.select().from(region).where(eq(region.departmentId, departmentId)).orderBy(region.id);
}

/** The codes of a department's customer groups and campaigns, by id: also those that ended. */
export async function partCodes(db: Database, departmentId: number) {
  const codesIn = async (table: typeof customerGroup | typeof campaign) => {
    const rows = await db
      .select({ id: table.id, code: table.code })
      .from(table)
      .where(eq(table.departmentId, departmentId));
    return new Map(rows.map(({ id, code }) => [id, code]));
  };
  const [groups, campaigns] = await Promise.all([codesIn(customerGroup), codesIn(campaign)]);
  return { groups, campaigns };
}

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
      is_hidden: sql<number>`${isHidden}`.mapWith(Boolean),
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
