import { items } from '@heart-survey/shared/items';
import type { Database } from '../src/database/database.ts';
import { statement } from '../src/database/statement.ts';

/** Responses to insert directly into the database, in one statement. */
export interface Rows {
  responses: number;
  region?: string;
  quarter?: string;
  /** By default the first month of the quarter; null where the table has no months yet. */
  month?: string | null;
  /** An SQL expression for every item's rating; `n` counts the responses from 1. */
  rating?: string;
  /** The prefix of their ids. */
  ids?: string;
  /** Inserts nothing if any quarter is closed. */
  unlessClosed?: boolean;
}

export async function insertRows(
  db: Database,
  {
    responses,
    region = 'central',
    quarter = '2026-07',
    month = quarter,
    rating = '1 + n % 5',
    ids = `${region} ${quarter} row`,
    unlessClosed = false,
  }: Rows,
): Promise<void> {
  const [column, value] = month === null ? ['', ''] : ['month, ', ':month, '];
  await db.$client.execute(
    statement(
      `WITH RECURSIVE i (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < :responses)
      INSERT INTO response (id, region_id, quarter, ${column}received_at, ${items.join(', ')}, comment, wording, fingerprint)
      SELECT :ids || '-' || n, (SELECT id FROM region WHERE slug = :region), :quarter, ${value}1,
        ${items.map(() => rating).join(', ')}, 'Comment ' || n, 1, 'inserted' FROM i
      WHERE NOT (:unlessClosed AND EXISTS (SELECT 1 FROM snapshot))`,
      { responses, region, quarter, ids, unlessClosed, ...(month === null ? {} : { month }) },
    ),
  );
}
