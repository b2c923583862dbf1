import { items } from '@heart-survey/shared/items';
import type { Database } from '../database/database.ts';
import { notClosed } from '../database/closed-quarters.ts';
import { response } from '../database/schema.ts';
import type { Flag } from './flags.ts';
import { statement, type Statement } from '../database/statement.ts';

/** A response to be stored. */
export type ResponseRow = typeof response.$inferInsert & { month: string };

const columns = [
  ...['id', 'region_id', 'quarter', 'month', 'received_at', ...items],
  ...['comment', 'language', 'channel', 'wording', 'employee_id', 'paper_date', 'batch_id', 'fingerprint'],
  ...['may_show', 'group_id', 'campaign_id'],
];

/**
 * Stores the rows in one statement, because parsing and planning is what costs time. It skips a row if its id exists or
 * was erased, or if its quarter has been closed. The result lists the ids that were stored.
 */
export function insertResponses(rows: ResponseRow[]): Statement {
  return statement(
    `${insertRows} WHERE ${notClosed('r.value->>1', 'r.value->>2')}
      AND NOT EXISTS (SELECT 1 FROM erased_response WHERE erased_response.id = r.value->>0)
    ON CONFLICT (id) DO NOTHING RETURNING id`,
    [valuesOf(rows)],
  );
}

/** Stores responses of a closed quarter: only as part of its restatement (docs/design.md §3.9). */
export function insertLateResponses(rows: ResponseRow[]): Statement {
  return statement(insertRows, [valuesOf(rows)]);
}

// Without MATERIALIZED, SQLite writes out a row's JSON again for each of its columns.
const insertRows = `INSERT INTO response (${columns.join(', ')})
  WITH r AS MATERIALIZED (SELECT value FROM json_each(?))
  SELECT ${columns.map((_, index) => `r.value->>${index}`).join(', ')} FROM r`;

function valuesOf(rows: ResponseRow[]): string {
  const values = rows.map((row) => [
    ...[row.id, row.regionId, row.quarter, row.month, row.receivedAt, ...items.map((item) => row[item] ?? null)],
    ...[row.comment, row.language, row.channel, row.wording],
    ...[row.employeeId ?? null, row.paperDate ?? null, row.batchId ?? null, row.fingerprint],
    ...[row.mayShow ?? null, row.groupId ?? null, row.campaignId ?? null],
  ]);
  return JSON.stringify(values);
}

/** A flag on a response in the same commit, with the region and quarter where that response will be stored. */
export type NewFlag = Flag & { regionId: number; quarter: string };

/**
 * Flags responses that the next statement will store. It must run first, because afterward no one can tell which ones that
 * statement stored. It skips an id that exists, was erased, or belongs to a closed quarter.
 */
export function flagNew(flags: NewFlag[], at: number): Statement {
  return statement(
    `INSERT INTO response_flag (response_id, kind, region_id, quarter, flagged_at)
      SELECT f.value->>0, f.value->>1, f.value->>2, f.value->>3, :at FROM json_each(:flags) AS f
      WHERE ${notClosed('f.value->>2', 'f.value->>3')}
        AND NOT EXISTS (SELECT 1 FROM response WHERE response.id = f.value->>0)
        AND NOT EXISTS (SELECT 1 FROM erased_response WHERE erased_response.id = f.value->>0)
      ON CONFLICT DO NOTHING`,
    { at, flags: JSON.stringify(flags.map(({ id, kind, regionId, quarter }) => [id, kind, regionId, quarter])) },
  );
}

/** Flags responses that are already stored. */
export function flagStored(flags: Flag[], at: number): Statement {
  return statement(`${flagRows} WHERE true ON CONFLICT DO NOTHING`, argumentsOf(flags, at));
}

/** Flags responses, if the statement before stored that many. */
export function flagWhenStored(flags: Flag[], at: number, stored: number): Statement {
  return statement(`${flagRows} WHERE changes() = :stored ON CONFLICT DO NOTHING`, {
    ...argumentsOf(flags, at),
    stored,
  });
}

const flagRows = `INSERT INTO response_flag (response_id, kind, region_id, quarter, flagged_at)
  SELECT response.id, f.value->>1, region_id, quarter, :at
  FROM json_each(:flags) AS f JOIN response ON response.id = f.value->>0`;

function argumentsOf(flags: Flag[], at: number) {
  return { at, flags: JSON.stringify(flags.map(({ id, kind }) => [id, kind])) };
}

/** Replaces an erased response's fingerprint, so that its contents cannot be checked anymore. */
export const erased = 'erased';

/** Removes a response of that batch, unless its quarter is closed. */
export function eraseFromBatch(id: string, batchId: number, at: number): Statement[] {
  const only = `AND batch_id = :batch AND ${notClosed('response.region_id', 'response.quarter')}`;
  return erase({ id, at, reason: 'paper form undone', batch: batchId }, only);
}

/** Removes a telephone interview of that region, unless its quarter is closed. */
export function eraseInterview(id: string, regionId: number, at: number): Statement[] {
  const only = `AND channel = 'phone' AND region_id = :region AND ${notClosed('response.region_id', 'response.quarter')}`;
  return erase({ id, at, reason: 'interview undone', region: regionId }, only);
}

/** Removes a response, even from a closed quarter. */
export function eraseResponse(id: string, at: number, reason: string): Statement[] {
  return erase({ id, at, reason }, '');
}

/**
 * The id stays as a tombstone, so that a late copy of the same response is not stored. The fingerprint does not stay,
 * because someone with the installation's key could find the ratings from it. The second statement deletes the row only
 * if the first one kept the id.
 */
function erase(
  args: { id: string; at: number; reason: string; batch?: number; region?: number },
  only: string,
): Statement[] {
  return [
    statement(
      `INSERT INTO erased_response (id, quarter, received_at, fingerprint, erased_at, reason)
        SELECT id, quarter, received_at, '${erased}', :at, :reason FROM response WHERE id = :id ${only}`,
      args,
    ),
    statement('DELETE FROM response WHERE id = :id AND EXISTS (SELECT 1 FROM erased_response WHERE id = :id)', {
      id: args.id,
    }),
  ];
}

/** Whether there are any responses yet. */
export async function holdsResponses(db: Database): Promise<boolean> {
  const found = await db.select({ id: response.id }).from(response).limit(1);
  return found.length > 0;
}
