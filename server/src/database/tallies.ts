import { eachItem, items, scale, type Item, type Rating } from '@heart-survey/shared/items';
import { distribution, type Distribution, type Tallies } from '@heart-survey/shared/tallies';
import { counterOf, counters } from './schema.ts';

const eachCounter = items.flatMap((item) => scale.map((value) => ({ item, value, name: counterOf(item, value) })));
const ratedCount = (row: string) => items.map((item) => `(${row}."${item}" IS NOT NULL)`).join(' + ');
const ratedSum = (row: string) => items.map((item) => `coalesce(${row}."${item}", 0)`).join(' + ');
/** 1 if the response gave the item that value, otherwise 0. */
const hit = (row: string, item: Item, value: Rating) => `(${row}."${item}" IS ${value})`;

/** Responses from before months were kept count in the first month of their quarter until `fillMonths` has seen them. */
const monthOf = (row: string) => `coalesce(${row}.month, ${row}.quarter)`;

const count = (row: string) => [
  `INSERT INTO rating_tally (region_id, quarter, month, ${counters.join(', ')})
    VALUES (${row}.region_id, ${row}.quarter, ${monthOf(row)},
      ${eachCounter.map(({ item, value }) => hit(row, item, value)).join(', ')})
    ON CONFLICT DO UPDATE SET ${counters.map((name) => `${name} = ${name} + excluded.${name}`).join(', ')};`,
  `INSERT INTO response_tally (region_id, quarter, month, k, s, responses)
    VALUES (${row}.region_id, ${row}.quarter, ${monthOf(row)}, ${ratedCount(row)}, ${ratedSum(row)}, 1)
    ON CONFLICT DO UPDATE SET responses = responses + 1;`,
  `INSERT INTO origin_tally (region_id, quarter, month, channel, language, responses)
    VALUES (${row}.region_id, ${row}.quarter, ${monthOf(row)}, coalesce(${row}.channel, ''), coalesce(${row}.language, ''), 1)
    ON CONFLICT DO UPDATE SET responses = responses + 1;`,
];

const sameMonth = (row: string) =>
  `region_id = ${row}.region_id AND quarter = ${row}.quarter AND month = ${monthOf(row)}`;

// With UPDATE, since an upsert of -1 would trip the CHECK before the conflict is seen.
const uncount = (row: string) => [
  `UPDATE rating_tally SET ${eachCounter
    .map(({ item, value, name }) => `${name} = ${name} - ${hit(row, item, value)}`)
    .join(', ')}
    WHERE ${sameMonth(row)};`,
  `UPDATE response_tally SET responses = responses - 1
    WHERE ${sameMonth(row)} AND k = ${ratedCount(row)} AND s = ${ratedSum(row)};`,
  `UPDATE origin_tally SET responses = responses - 1
    WHERE ${sameMonth(row)} AND channel = coalesce(${row}.channel, '') AND language = coalesce(${row}.language, '');`,
];

/** Excluded responses are not counted. */
const counts = (row: string) => `${row}.excluded_at IS NULL`;
const counted = ['region_id', 'quarter', 'month', 'channel', 'language', 'excluded_at', ...items].join(', ');
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

const thoseThatCount = `FROM response WHERE excluded_at IS NULL GROUP BY region_id, quarter, ${monthOf('response')}`;

/** The tallies recounted from the responses that count, in the columns of the tally tables. */
export const recounted = {
  ratings: `SELECT region_id, quarter, ${monthOf('response')} AS month,
       ${eachCounter.map(({ item, value, name }) => `sum(${hit('response', item, value)}) AS ${name}`).join(', ')}
     ${thoseThatCount}`,
  responses: `SELECT region_id, quarter, ${monthOf('response')} AS month,
       ${ratedCount('response')} AS k, ${ratedSum('response')} AS s, count(*) AS responses
     ${thoseThatCount}, k, s`,
  origins: `SELECT region_id, quarter, ${monthOf('response')} AS month,
       coalesce(channel, '') AS channel, coalesce(language, '') AS language, count(*) AS responses
     ${thoseThatCount}, coalesce(channel, ''), coalesce(language, '')`,
};

/** Statements that rebuild the tallies from the responses. */
export const recountTallies = [
  'DELETE FROM rating_tally',
  `INSERT INTO rating_tally (region_id, quarter, month, ${counters.join(', ')}) ${recounted.ratings}`,
  'DELETE FROM response_tally',
  `INSERT INTO response_tally (region_id, quarter, month, k, s, responses) ${recounted.responses}`,
  'DELETE FROM origin_tally',
  `INSERT INTO origin_tally (region_id, quarter, month, channel, language, responses) ${recounted.origins}`,
];

/** An SQL expression for the counters of a row of `rating_tally`, as JSON: `{"helpfulness 1": 3, …}`. */
export const countersAsJson = `json_object(${eachCounter
  .map(({ item, value, name }) => `'${item} ${value}', ${name}`)
  .join(', ')})`;

/** Selects the sum and the number of the ratings in rows of `rating_tally`: append the condition. */
export const sumAndCount = `SELECT sum(${eachCounter.map(({ value, name }) => `${value} * ${name}`).join(' + ')}) AS sum,
    sum(${counters.join(' + ')}) AS n FROM rating_tally`;

/** An SQL condition for the rows of a tally. */
const ofQuarter = (region: string, quarter: string) => `region_id = ${region} AND quarter = ${quarter}`;

/**
 * An SQL expression for a region's tallies in a quarter, as JSON that `talliesFrom` reads; equal tallies give equal
 * text.
 */
export function talliesAsJson(region: string, quarter: string): string {
  const of = ofQuarter(region, quarter);
  const totals = (item: Item) => scale.map((value) => `coalesce(sum(${counterOf(item, value)}), 0)`).join(', ');
  return `json_object(
    'ratings', (SELECT json_object(${items.map((item) => `'${item}', json_array(${totals(item)})`).join(', ')})
      FROM rating_tally WHERE ${of}),
    'responses', (SELECT json_group_array(json_array(k, s, responses)) FROM
      (SELECT k, s, sum(responses) AS responses FROM response_tally WHERE ${of}
        GROUP BY k, s HAVING sum(responses) > 0 ORDER BY k, s)))`;
}

/** The output of `talliesAsJson`; snapshots and plans from before months were kept list their ratings. */
export interface StoredTallies {
  ratings: Record<Item, Distribution> | [item: Item, value: Rating, n: number][];
  responses: [k: number, s: number, responses: number][];
}

export function talliesFrom({ ratings, responses }: StoredTallies): Tallies {
  return {
    ratings: Array.isArray(ratings) ? distributionsFrom(ratings) : eachItem((item) => ratings[item]),
    responses: responses.map(([k, s, responses]) => ({ k, s, responses })),
  };
}

function distributionsFrom(listed: [item: Item, value: Rating, n: number][]): Tallies['ratings'] {
  const n = new Map(listed.map(([item, value, n]) => [`${item}/${value}`, n]));
  return eachItem((item) => distribution((value) => n.get(`${item}/${value}`) ?? 0));
}

/** An SQL expression for where a region's responses in a quarter came from, as JSON: triples in a fixed order. */
export function originsAsJson(region: string, quarter: string): string {
  return `(SELECT json_group_array(json_array(channel, language, responses)) FROM
    (SELECT channel, language, sum(responses) AS responses FROM origin_tally WHERE ${ofQuarter(region, quarter)}
      GROUP BY channel, language HAVING sum(responses) > 0 ORDER BY channel, language))`;
}

/** An SQL expression for the months of a region's quarter that have responses, as JSON: `StoredMonth[]` in order. */
export function monthsAsJson(region: string, quarter: string): string {
  return `(SELECT json_group_array(json_array(month, responses, sum, n)) FROM
    (SELECT month, sum(responses) AS responses, sum(responses * s) AS sum, sum(responses * k) AS n
      FROM response_tally WHERE ${ofQuarter(region, quarter)}
      GROUP BY month HAVING sum(responses) > 0 ORDER BY month))`;
}

/** A month's responses, and the sum and the number of their ratings. */
export type StoredMonth = [month: string, responses: number, sum: number, n: number];
