import { items } from '@heart-survey/shared/items';
import type { Database } from '../src/database/database.ts';

const rated = items.map((item) => `(${item} IS NOT NULL)`).join(' + ');
const summed = items.map((item) => `coalesce(${item}, 0)`).join(' + ');

/**
 * Counts the responses as versions before migration 0010 did: a row for each rating, by quarter. Their triggers are not
 * in this version anymore. @param version of the first migration or of the last one before 0010.
 */
export async function countAsBefore(db: Database, version: 'first' | 'last'): Promise<void> {
  // The first version had no tallies by channel and no exclusions.
  const counts = version === 'first' ? 'true' : 'excluded_at IS NULL';
  const origins = `INSERT INTO origin_tally (region_id, quarter, channel, language, responses)
    SELECT region_id, quarter, coalesce(channel, ''), coalesce(language, ''), count(*) FROM response WHERE ${counts}
    GROUP BY region_id, quarter, coalesce(channel, ''), coalesce(language, '')`;
  await db.$client.batch([
    ...items.map(
      (item) => `INSERT INTO rating_tally (region_id, quarter, item, value, n)
        SELECT region_id, quarter, '${item}', ${item}, count(*) FROM response WHERE ${counts} AND ${item} IS NOT NULL
        GROUP BY region_id, quarter, ${item}`,
    ),
    `INSERT INTO response_tally (region_id, quarter, k, s, responses)
      SELECT region_id, quarter, ${rated} AS k, ${summed} AS s, count(*) FROM response WHERE ${counts}
      GROUP BY region_id, quarter, k, s`,
    ...(version === 'first' ? [] : [origins]),
  ]);
}
