import type { Database } from '../database/database.ts';
import { sha256Of } from './closing.ts';
import { recounted } from '../database/tallies.ts';

/** A tally that does not say what the responses say. */
interface Difference {
  tally: 'rating_tally' | 'response_tally';
  /** The tally's key: region id, quarter, then item and value, or k and s. */
  key: string;
  kept: number;
  recounted: number;
}

export interface Verification {
  responses: number;
  differences: Difference[];
  /** Closed quarters whose figures are no longer those that their SHA-256 was taken of. */
  tamperedSnapshots: string[];
}

/** Recounts both tallies from the responses and compares, in one reading of the database. Takes seconds per million. */
export async function verify(db: Database): Promise<Verification> {
  const [ratings, responses, total, snapshots] = await db.$client.batch(
    [
      differencesIn('rating_tally', 'item', 'value', 'n', recounted.ratings),
      differencesIn('response_tally', 'k', 's', 'responses', recounted.responses),
      'SELECT count(*) AS responses FROM response',
      'SELECT quarter, version, figures, sha256 FROM snapshot',
    ],
    'read',
  );
  const differences = [...ratings!.rows, ...responses!.rows].map((row) => ({ ...row }) as unknown as Difference);
  const tampered = snapshots!.rows.filter(({ figures, sha256 }) => sha256Of(figures as string) !== sha256);
  return {
    responses: Number(total!.rows[0]!['responses']),
    differences,
    tamperedSnapshots: tampered.map((row) => `${row['quarter'] as string} version ${row['version'] as number}`),
  };
}

function differencesIn(tally: string, first: string, second: string, count: string, recount: string): string {
  const key = `region_id, quarter, ${first}, ${second}`;
  return `SELECT '${tally}' AS tally, region_id || ' ' || quarter || ' ' || ${first} || ' ' || ${second} AS key,
      sum(kept) AS kept, sum(recounted) AS recounted
    FROM (SELECT ${key}, ${count} AS kept, 0 AS recounted FROM ${tally}
      UNION ALL SELECT ${key}, 0, ${count} FROM (${recount}))
    GROUP BY ${key} HAVING sum(kept) <> sum(recounted)`;
}
