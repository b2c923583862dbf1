import { items } from '@heart-survey/shared/items';
import { inArray } from 'drizzle-orm';
import type { Database, Statement } from '../database/database.ts';
import { notClosed } from '../database/closed-quarters.ts';
import { response } from '../database/schema.ts';

export type ResponseRow = typeof response.$inferInsert;

const columns = [
  ...['id', 'region_id', 'quarter', 'received_at', ...items],
  ...['comment', 'language', 'channel', 'wording', 'fingerprint'],
];

/**
 * Stores the rows in one statement, whose parsing and planning is what costs. A row whose id exists, and a row whose
 * quarter was closed meanwhile, is passed over; the result names the ids that were stored.
 */
export function insertResponses(rows: ResponseRow[]): Statement {
  const sql = `INSERT INTO response (${columns.join(', ')})
    SELECT ${columns.map((_, index) => `r.value->>${index}`).join(', ')} FROM json_each(?) AS r
    WHERE ${notClosed('r.value->>1', 'r.value->>2')}
    ON CONFLICT (id) DO NOTHING RETURNING id`;
  const values = rows.map((row) => [
    ...[row.id, row.regionId, row.quarter, row.receivedAt, ...items.map((item) => row[item] ?? null)],
    ...[row.comment, row.language, row.channel, row.wording, row.fingerprint],
  ]);
  return { sql, args: [JSON.stringify(values)] };
}

/** What a replay is compared and answered with. */
export type ReceiptRow = Pick<typeof response.$inferSelect, 'id' | 'quarter' | 'receivedAt' | 'fingerprint'>;

/** Of these ids, those that are stored. */
export async function storedReceipts(db: Database, ids: string[]): Promise<Map<string, ReceiptRow>> {
  const { id, quarter, receivedAt, fingerprint } = response;
  const rows = await db.select({ id, quarter, receivedAt, fingerprint }).from(response).where(inArray(id, ids));
  return new Map(rows.map((row) => [row.id, row]));
}

/** Whether anyone has answered yet. */
export async function holdsResponses(db: Database): Promise<boolean> {
  const found = await db.select({ id: response.id }).from(response).limit(1);
  return found.length > 0;
}
