import { hash } from 'node:crypto';
import * as v from 'valibot';
import type { Database } from '../database/database.ts';
import { computeFigures } from './quarter-figures.ts';
import { countersAsJson, recounted, recountedParts } from '../database/tallies.ts';

const ofQuarter = ['region_id', 'quarter'];
const ofMonth = [...ofQuarter, 'month'];

/** A tally that differs from the responses. */
const difference = v.object({
  tally: v.picklist([
    ...(['rating_tally', 'response_tally', 'origin_tally'] as const),
    ...(['group_rating_tally', 'group_response_tally', 'campaign_rating_tally', 'campaign_response_tally'] as const),
  ]),
  /**
   * The tally's key: region id, quarter, month (the id of the group or the campaign instead in theirs), then item and
   * value, k and s, or channel and language.
   */
  key: v.string(),
  kept: v.number(),
  recounted: v.number(),
});
type Difference = v.InferOutput<typeof difference>;

const totalRow = v.object({ responses: v.number() });

/** What a recount found. */
export interface Verification {
  responses: number;
  differences: Difference[];
  /** Closed quarters whose figures do not match their SHA-256 or their tallies. */
  tamperedSnapshots: string[];
}

/**
 * Recounts the tallies from the responses and compares them in one reading of the database. Takes seconds per million
 * responses.
 */
export async function verify(db: Database): Promise<Verification> {
  const [total, snapshots, ...compared] = await db.$client.batch(
    [
      'SELECT count(*) AS responses FROM response',
      'SELECT quarter, version, target, figures, sha256, tallies FROM snapshot',
      ratingDifferences('rating_tally', ofMonth, recounted.ratings),
      cellDifferences('response_tally', [...ofMonth, 'k', 's'], recounted.responses),
      cellDifferences('origin_tally', [...ofMonth, 'channel', 'language'], recounted.origins),
      ...recountedParts.flatMap(({ part, column, ratings, responses }) => [
        ratingDifferences(`${part}_rating_tally`, [...ofQuarter, column], ratings),
        cellDifferences(`${part}_response_tally`, [...ofQuarter, column, 'k', 's'], responses),
      ]),
    ],
    'read',
  );
  const differences = compared.flatMap(({ rows }) => v.parse(v.array(difference), rows));
  const tampered = v.parse(v.array(storedSnapshot), snapshots!.rows).filter((row) => !isIntact(row));
  return {
    responses: v.parse(v.tuple([totalRow]), total!.rows)[0].responses,
    differences,
    tamperedSnapshots: tampered.map(({ quarter, version }) => `${quarter} version ${version}`),
  };
}

const cellDifferences = (tally: string, key: string[], recount: string) =>
  differencesIn(tally, key, 'responses', tally, `(${recount})`);

function ratingDifferences(tally: string, key: string[], recount: string): string {
  return differencesIn(tally, [...key, 'rating'], 'n', ratingsOf(tally, key), ratingsOf(`(${recount})`, key));
}

/** The counters of such a tally as rows: a rating, such as `overall 4`, and how often it was given. */
function ratingsOf(table: string, key: string[]): string {
  return `(SELECT ${key.join(', ')}, counter.key AS rating, counter.value AS n
    FROM ${table} AS tally, json_each(${countersAsJson}) AS counter)`;
}

/** @param key what a tally's rows are told apart by. */
function differencesIn(tally: string, key: string[], count: string, kept: string, recount: string): string {
  const columns = key.join(', ');
  return `SELECT '${tally}' AS tally, ${key.join(" || ' ' || ")} AS key, sum(kept) AS kept, sum(recounted) AS recounted
    FROM (SELECT ${columns}, ${count} AS kept, 0 AS recounted FROM ${kept}
      UNION ALL SELECT ${columns}, 0, ${count} FROM ${recount})
    GROUP BY ${columns} HAVING sum(kept) <> sum(recounted)`;
}

const storedSnapshot = v.object({
  quarter: v.string(),
  version: v.number(),
  target: v.number(),
  figures: v.string(),
  sha256: v.string(),
  tallies: v.string(),
});
type StoredSnapshot = v.InferOutput<typeof storedSnapshot>;

function isIntact({ target, figures, sha256, tallies }: StoredSnapshot): boolean {
  return hash('sha256', figures) === sha256 && contains(computeFigures(tallies, target), JSON.parse(figures));
}

/** Whether everything published is still computed the same way; a later version may publish more. */
function contains(computed: unknown, published: unknown): boolean {
  if (typeof published !== 'object' || published === null) return Object.is(computed, published);
  if (typeof computed !== 'object' || computed === null) return false;
  const now = new Map(Object.entries(computed));
  return Object.entries(published).every(([name, value]) => now.has(name) && contains(now.get(name), value));
}
