import type { Database } from '../database/database.ts';
import { recounted } from '../database/tallies.ts';

/** A tally that does not say what the responses say. */
export interface Difference {
  tally: 'rating_tally' | 'response_tally';
  /** The tally's key: region id, quarter, then item and value, or k and s. */
  key: string;
  kept: number;
  recounted: number;
}

/** Recounts both tallies from the responses and compares, in one reading of the database. Takes seconds per million. */
export async function verify(db: Database): Promise<{ responses: number; differences: Difference[] }> {
  const [ratings, responses, total] = await db.$client.batch(
    [
      differencesIn('rating_tally', 'item', 'value', 'n', recounted.ratings),
      differencesIn('response_tally', 'k', 's', 'responses', recounted.responses),
      'SELECT count(*) AS responses FROM response',
    ],
    'read',
  );
  const differences = [...ratings!.rows, ...responses!.rows].map((row) => ({ ...row }) as unknown as Difference);
  return { responses: Number(total!.rows[0]!['responses']), differences };
}

function differencesIn(tally: string, first: string, second: string, count: string, recount: string): string {
  const key = `region_id, quarter, ${first}, ${second}`;
  return `SELECT '${tally}' AS tally, region_id || ' ' || quarter || ' ' || ${first} || ' ' || ${second} AS key,
      sum(kept) AS kept, sum(recounted) AS recounted
    FROM (SELECT ${key}, ${count} AS kept, 0 AS recounted FROM ${tally}
      UNION ALL SELECT ${key}, 0, ${count} FROM (${recount}))
    GROUP BY ${key} HAVING sum(kept) <> sum(recounted)`;
}
