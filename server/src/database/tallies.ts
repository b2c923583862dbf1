import { eachItem, items, type Item, type Rating } from '@heart-survey/shared/items';
import { distribution, type Tallies } from '@heart-survey/shared/tallies';

const ratedCount = (row: string) => items.map((item) => `(${row}."${item}" IS NOT NULL)`).join(' + ');
const ratedSum = (row: string) => items.map((item) => `coalesce(${row}."${item}", 0)`).join(' + ');

const count = (row: string) => [
  ...items.map(
    (item) => `INSERT INTO rating_tally (region_id, quarter, item, value, n)
    SELECT ${row}.region_id, ${row}.quarter, '${item}', ${row}."${item}", 1 WHERE ${row}."${item}" IS NOT NULL
    ON CONFLICT DO UPDATE SET n = n + 1;`,
  ),
  `INSERT INTO response_tally (region_id, quarter, k, s, responses)
    VALUES (${row}.region_id, ${row}.quarter, ${ratedCount(row)}, ${ratedSum(row)}, 1)
    ON CONFLICT DO UPDATE SET responses = responses + 1;`,
  `INSERT INTO origin_tally (region_id, quarter, channel, language, responses)
    VALUES (${row}.region_id, ${row}.quarter, coalesce(${row}.channel, ''), coalesce(${row}.language, ''), 1)
    ON CONFLICT DO UPDATE SET responses = responses + 1;`,
];

// With UPDATE, since an upsert of -1 would trip the CHECK before the conflict is seen.
const uncount = (row: string) => [
  ...items.map(
    (item) => `UPDATE rating_tally SET n = n - 1 WHERE region_id = ${row}.region_id AND quarter = ${row}.quarter
    AND item = '${item}' AND value = ${row}."${item}";`,
  ),
  `UPDATE response_tally SET responses = responses - 1 WHERE region_id = ${row}.region_id AND quarter = ${row}.quarter
    AND k = ${ratedCount(row)} AND s = ${ratedSum(row)};`,
  `UPDATE origin_tally SET responses = responses - 1 WHERE region_id = ${row}.region_id AND quarter = ${row}.quarter
    AND channel = coalesce(${row}.channel, '') AND language = coalesce(${row}.language, '');`,
];

/** Excluded responses are not counted. */
const counts = (row: string) => `${row}.excluded_at IS NULL`;
const counted = ['region_id', 'quarter', 'channel', 'language', 'excluded_at', ...items].join(', ');
const trigger = (name: string, event: string, when: string, body: string[]) => ({
  name,
  sql: `CREATE TRIGGER ${name} AFTER ${event} ON response WHEN ${when} BEGIN\n  ${body.join('\n  ')}\nEND`,
});

/**
 * The one source of the triggers that keep the tallies (docs/design.md §4). They are created again after every migration,
 * since rebuilding a table drops its triggers without a warning.
 */
export const tallyTriggers = [
  trigger('tally_insert', 'INSERT', counts('NEW'), count('NEW')),
  trigger('tally_update_out', `UPDATE OF ${counted}`, counts('OLD'), uncount('OLD')),
  trigger('tally_update_in', `UPDATE OF ${counted}`, counts('NEW'), count('NEW')),
  trigger('tally_delete', 'DELETE', counts('OLD'), uncount('OLD')),
];

/** The tallies recounted from the responses that count, in the columns of the tally tables. */
export const recounted = {
  ratings: items
    .map(
      (item) =>
        `SELECT region_id, quarter, '${item}' AS item, "${item}" AS value, count(*) AS n
         FROM response WHERE "${item}" IS NOT NULL AND excluded_at IS NULL GROUP BY region_id, quarter, "${item}"`,
    )
    .join(' UNION ALL '),
  responses: `SELECT region_id, quarter, ${ratedCount('response')} AS k, ${ratedSum('response')} AS s, count(*) AS responses
     FROM response WHERE excluded_at IS NULL GROUP BY region_id, quarter, k, s`,
  origins: `SELECT region_id, quarter, coalesce(channel, '') AS channel, coalesce(language, '') AS language,
       count(*) AS responses
     FROM response WHERE excluded_at IS NULL GROUP BY region_id, quarter, coalesce(channel, ''), coalesce(language, '')`,
};

/** Statements that rebuild the tallies from the responses. */
export const recountTallies = [
  'DELETE FROM rating_tally',
  `INSERT INTO rating_tally (region_id, quarter, item, value, n) ${recounted.ratings}`,
  'DELETE FROM response_tally',
  `INSERT INTO response_tally (region_id, quarter, k, s, responses) ${recounted.responses}`,
  'DELETE FROM origin_tally',
  `INSERT INTO origin_tally (region_id, quarter, channel, language, responses) ${recounted.origins}`,
];

/**
 * An SQL expression for a region's tallies in a quarter, as JSON that `talliesFrom` reads; equal tallies give equal
 * text.
 */
export function talliesAsJson(region: string, quarter: string): string {
  return `json_object(
    'ratings', (SELECT json_group_array(json_array(item, value, n)) FROM
      (SELECT item, value, n FROM rating_tally WHERE region_id = ${region} AND quarter = ${quarter} AND n > 0 ORDER BY item, value)),
    'responses', (SELECT json_group_array(json_array(k, s, responses)) FROM
      (SELECT k, s, responses FROM response_tally WHERE region_id = ${region} AND quarter = ${quarter} AND responses > 0 ORDER BY k, s)))`;
}

/** The output of `talliesAsJson`. */
export interface StoredTallies {
  ratings: [item: Item, value: Rating, n: number][];
  responses: [k: number, s: number, responses: number][];
}

export function talliesFrom({ ratings, responses }: StoredTallies): Tallies {
  const n = new Map(ratings.map(([item, value, n]) => [`${item}/${value}`, n]));
  return {
    ratings: eachItem((item) => distribution((value) => n.get(`${item}/${value}`) ?? 0)),
    responses: responses.map(([k, s, responses]) => ({ k, s, responses })),
  };
}
