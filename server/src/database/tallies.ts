import { eachItem, items, scale, type Item, type Rating } from '@heart-survey/shared/items';
import { distribution, mergeCells, type ResponseCell, type Tallies } from '@heart-survey/shared/tallies';
import { counterOf, counters } from './schema.ts';

const eachCounter = items.flatMap((item) => scale.map((value) => ({ item, value, name: counterOf(item, value) })));
const ratedCount = (row: string) => items.map((item) => `(${row}."${item}" IS NOT NULL)`).join(' + ');
const ratedSum = (row: string) => items.map((item) => `coalesce(${row}."${item}", 0)`).join(' + ');
/** 1 if the response gave the item that value, otherwise 0. */
const hit = (row: string, item: Item, value: Rating) => `(${row}."${item}" IS ${value})`;

/** Responses from before months were kept count in the first month of their quarter until `fillMonths` has seen them. */
const monthOf = (row: string) => `coalesce(${row}.month, ${row}.quarter)`;

const sameMonth = (row: string) =>
  `region_id = ${row}.region_id AND quarter = ${row}.quarter AND month = ${monthOf(row)}`;
const setCounters = (row: string, sign: '+' | '-') =>
  eachCounter.map(({ item, value, name }) => `${name} = ${name} ${sign} ${hit(row, item, value)}`).join(', ');

const count = (row: string) => [
  // In two statements: an upsert of 30 columns takes SQLite longer to plan, and it does that with every commit.
  `INSERT INTO rating_tally (region_id, quarter, month)
    VALUES (${row}.region_id, ${row}.quarter, ${monthOf(row)}) ON CONFLICT DO NOTHING;`,
  `UPDATE rating_tally SET ${setCounters(row, '+')} WHERE ${sameMonth(row)};`,
  `INSERT INTO response_tally (region_id, quarter, month, k, s, responses)
    VALUES (${row}.region_id, ${row}.quarter, ${monthOf(row)}, ${ratedCount(row)}, ${ratedSum(row)}, 1)
    ON CONFLICT DO UPDATE SET responses = responses + 1;`,
  `INSERT INTO origin_tally (region_id, quarter, month, channel, language, responses)
    VALUES (${row}.region_id, ${row}.quarter, ${monthOf(row)}, coalesce(${row}.channel, ''), coalesce(${row}.language, ''), 1)
    ON CONFLICT DO UPDATE SET responses = responses + 1;`,
];

// With UPDATE, since an upsert of -1 would trip the CHECK before the conflict is seen.
const uncount = (row: string) => [
  `UPDATE rating_tally SET ${setCounters(row, '-')} WHERE ${sameMonth(row)};`,
  `UPDATE response_tally SET responses = responses - 1
    WHERE ${sameMonth(row)} AND k = ${ratedCount(row)} AND s = ${ratedSum(row)};`,
  `UPDATE origin_tally SET responses = responses - 1
    WHERE ${sameMonth(row)} AND channel = coalesce(${row}.channel, '') AND language = coalesce(${row}.language, '');`,
];

/** What a response can be a part of besides its region and quarter. Its tallies have no rows for those that are not. */
const parts = [
  { part: 'group', column: 'group_id' },
  { part: 'campaign', column: 'campaign_id' },
] as const;
type Part = (typeof parts)[number];

const samePart = (row: string, { column }: Part) =>
  `${column} = ${row}.${column} AND region_id = ${row}.region_id AND quarter = ${row}.quarter`;

const countPart = (row: string, of: Part) => [
  `INSERT INTO ${of.part}_rating_tally (${of.column}, region_id, quarter)
    VALUES (${row}.${of.column}, ${row}.region_id, ${row}.quarter) ON CONFLICT DO NOTHING;`,
  `UPDATE ${of.part}_rating_tally SET ${setCounters(row, '+')} WHERE ${samePart(row, of)};`,
  `INSERT INTO ${of.part}_response_tally (${of.column}, region_id, quarter, k, s, responses)
    VALUES (${row}.${of.column}, ${row}.region_id, ${row}.quarter, ${ratedCount(row)}, ${ratedSum(row)}, 1)
    ON CONFLICT DO UPDATE SET responses = responses + 1;`,
];

const uncountPart = (row: string, of: Part) => [
  `UPDATE ${of.part}_rating_tally SET ${setCounters(row, '-')} WHERE ${samePart(row, of)};`,
  `UPDATE ${of.part}_response_tally SET responses = responses - 1
    WHERE ${samePart(row, of)} AND k = ${ratedCount(row)} AND s = ${ratedSum(row)};`,
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

/** The same for the tallies of customer groups and campaigns. */
export const partTriggers = parts.flatMap((of) => {
  const has = (row: string) => `${row}.${of.column} IS NOT NULL AND ${counts(row)}`;
  const changed = `UPDATE OF ${of.column}, ${counted}`;
  return [
    trigger(`${of.part}_tally_insert`, 'INSERT', has('NEW'), countPart('NEW', of)),
    trigger(`${of.part}_tally_update_out`, changed, has('OLD'), uncountPart('OLD', of)),
    trigger(`${of.part}_tally_update_in`, changed, has('NEW'), countPart('NEW', of)),
    trigger(`${of.part}_tally_delete`, 'DELETE', has('OLD'), uncountPart('OLD', of)),
  ].map((one) => ({ ...one, migration: '0016_surveying' }));
});

const thoseThatCount = `FROM response WHERE excluded_at IS NULL GROUP BY region_id, quarter, ${monthOf('response')}`;

const thoseOfPart = ({ column }: Part) =>
  `FROM response WHERE excluded_at IS NULL AND ${column} IS NOT NULL GROUP BY ${column}, region_id, quarter`;
const ratingSums = eachCounter
  .map(({ item, value, name }) => `sum(${hit('response', item, value)}) AS ${name}`)
  .join(', ');
const recountedPart = (of: Part) => ({
  ratings: `SELECT ${of.column}, region_id, quarter, ${ratingSums} ${thoseOfPart(of)}`,
  responses: `SELECT ${of.column}, region_id, quarter,
       ${ratedCount('response')} AS k, ${ratedSum('response')} AS s, count(*) AS responses
     ${thoseOfPart(of)}, k, s`,
});

/** The tallies recounted from the responses that count, in the columns of the tally tables. */
export const recounted = {
  ratings: `SELECT region_id, quarter, ${monthOf('response')} AS month,
       ${ratingSums}
     ${thoseThatCount}`,
  responses: `SELECT region_id, quarter, ${monthOf('response')} AS month,
       ${ratedCount('response')} AS k, ${ratedSum('response')} AS s, count(*) AS responses
     ${thoseThatCount}, k, s`,
  origins: `SELECT region_id, quarter, ${monthOf('response')} AS month,
       coalesce(channel, '') AS channel, coalesce(language, '') AS language, count(*) AS responses
     ${thoseThatCount}, coalesce(channel, ''), coalesce(language, '')`,
};

/** The tallies of customer groups and campaigns, recounted in the same way. */
export const recountedParts = parts.map((of) => ({ ...of, ...recountedPart(of) }));

/** Statements that rebuild the tallies from the responses. */
export const recountTallies = [
  'DELETE FROM rating_tally',
  `INSERT INTO rating_tally (region_id, quarter, month, ${counters.join(', ')}) ${recounted.ratings}`,
  'DELETE FROM response_tally',
  `INSERT INTO response_tally (region_id, quarter, month, k, s, responses) ${recounted.responses}`,
  'DELETE FROM origin_tally',
  `INSERT INTO origin_tally (region_id, quarter, month, channel, language, responses) ${recounted.origins}`,
  ...recountedParts.flatMap(({ part, column, ratings, responses }) => [
    `DELETE FROM ${part}_rating_tally`,
    `INSERT INTO ${part}_rating_tally (${column}, region_id, quarter, ${counters.join(', ')}) ${ratings}`,
    `DELETE FROM ${part}_response_tally`,
    `INSERT INTO ${part}_response_tally (${column}, region_id, quarter, k, s, responses) ${responses}`,
  ]),
];

/** An SQL expression for the counters of a row of `rating_tally`, as JSON: `{"helpfulness 1": 3, …}`. */
export const countersAsJson = `json_object(${eachCounter
  .map(({ item, value, name }) => `'${item} ${value}', ${name}`)
  .join(', ')})`;

/** Selects the sum and the number of the ratings in rows of `response_tally`: append the condition. */
export const sumAndCount = 'SELECT sum(responses * s) AS sum, sum(responses * k) AS n FROM response_tally';

/** An SQL condition for the rows of a tally. */
const ofQuarter = (region: string, quarter: string) => `region_id = ${region} AND quarter = ${quarter}`;

/**
 * An SQL expression for a region's tallies in a quarter, as JSON that `talliesFrom` reads; equal tallies give equal
 * text. It is short, since every commit that stores responses plans it.
 */
export function talliesAsJson(region: string, quarter: string): string {
  const of = ofQuarter(region, quarter);
  return `json_object(
    'ratings', (SELECT json_group_array(json(counts)) FROM
      (SELECT json_array(${counters.join(', ')}) AS counts FROM rating_tally WHERE ${of} AND EXISTS (SELECT 1 FROM response_tally AS rated
        WHERE rated.region_id = rating_tally.region_id AND rated.quarter = rating_tally.quarter
          AND rated.month = rating_tally.month AND responses > 0) ORDER BY month)),
    'responses', (SELECT json_group_array(json_array(month, k, s, responses)) FROM
      (SELECT month, k, s, responses FROM response_tally WHERE ${of} AND responses > 0 ORDER BY month, k, s)))`;
}

/**
 * The output of `talliesAsJson`: the counters of each month, and its cells. Snapshots and plans from before months were
 * kept have those of the quarter: each item and value with its number, and cells without a month.
 */
export interface StoredTallies {
  ratings: (number[] | [item: Item, value: Rating, n: number])[];
  responses: (MonthCell | [k: number, s: number, responses: number])[];
}

type MonthCell = [month: string, k: number, s: number, responses: number];

export function talliesFrom({ ratings, responses }: StoredTallies): Tallies {
  const n = new Map<string, number>();
  const add = (name: string, more: number) => n.set(name, (n.get(name) ?? 0) + more);
  for (const row of ratings) {
    if (typeof row[0] === 'string') add(`${row[0]}${row[1]}`, row[2]);
    else for (const [index, name] of counters.entries()) add(name, (row as number[])[index]!);
  }
  return {
    ratings: eachItem((item) => distribution((value) => n.get(counterOf(item, value)) ?? 0)),
    responses: cellsFrom(responses),
  };
}

/** The respondents by (k, s), all months together. */
export function cellsFrom(responses: StoredTallies['responses']): ResponseCell[] {
  return mergeCells(
    responses.map((cell) => {
      const [k, s, responses] = isOfMonth(cell) ? [cell[1], cell[2], cell[3]] : cell;
      return { k, s, responses };
    }),
  );
}

/** A month's responses, and the sum and the number of their ratings. */
export interface MonthCounts {
  responses: number;
  sum: number;
  n: number;
}

/** What each month has; undefined if the tallies are from before months were kept. */
export function monthsFrom({ responses }: StoredTallies): Map<string, MonthCounts> | undefined {
  const months = new Map<string, MonthCounts>();
  for (const cell of responses) {
    if (!isOfMonth(cell)) return undefined;
    const [month, k, s, responses] = cell;
    const before = months.get(month) ?? { responses: 0, sum: 0, n: 0 };
    months.set(month, {
      responses: before.responses + responses,
      sum: before.sum + responses * s,
      n: before.n + responses * k,
    });
  }
  return months;
}

const isOfMonth = (cell: StoredTallies['responses'][number]): cell is MonthCell => typeof cell[0] === 'string';

/** An SQL expression for where a region's responses in a quarter came from, as JSON: triples in a fixed order. */
export function originsAsJson(region: string, quarter: string): string {
  return `(SELECT json_group_array(json_array(channel, language, responses)) FROM
    (SELECT channel, language, sum(responses) AS responses FROM origin_tally WHERE ${ofQuarter(region, quarter)}
      GROUP BY channel, language HAVING sum(responses) > 0 ORDER BY channel, language))`;
}
