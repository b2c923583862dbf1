import { openDatabase } from '../src/database/database.ts';
import { databaseAt } from './collector-process.ts';

// The baselines of pages and figures: a bare read of the rows that they stand on, with the same driver.

const regionsOf = 'SELECT id FROM region WHERE department_id = 1';

/** The tallies of the first department in a quarter. */
export const tallies = (quarter: string) =>
  ['rating_tally', 'response_tally', 'origin_tally'].map(
    (table) => `SELECT * FROM ${table} WHERE region_id IN (${regionsOf}) AND quarter = '${quarter}'`,
  );

/** Its closed quarters. */
export const snapshots = ['SELECT * FROM snapshot WHERE department_id = 1'];

export const comments = byNumber('response', 'comment IS NOT NULL');
export const people = ['SELECT * FROM person', 'SELECT * FROM role_grant'];
export const directory = ['SELECT * FROM department', 'SELECT * FROM region', 'SELECT * FROM desk'];
export const paper = ['SELECT * FROM paper_batch'];
export const audit = byNumber('audit_event');
export const cases = byNumber('case_file');
export const campaigns = ['SELECT * FROM campaign', 'SELECT * FROM campaign_response_tally'];
export const groups = (quarter: string) => [
  'SELECT * FROM customer_group',
  `SELECT * FROM group_response_tally WHERE region_id IN (${regionsOf}) AND quarter = '${quarter}'`,
];
export const groupYears = ['SELECT * FROM group_year'];
export const coverage = ['SELECT * FROM survey_plan', 'SELECT * FROM snapshot', 'SELECT * FROM action_plan'];
export const published = ['SELECT * FROM publication_event', 'SELECT * FROM snapshot'];

/** The last fifty rows. Finding them is not part of the baseline. */
function byNumber(table: string, condition = 'TRUE'): string[] {
  return [
    `SELECT * FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE ${condition} ORDER BY rowid DESC LIMIT 50)`,
  ];
}

/**
 * Reads rows of a database.
 * @param place its folder, or the address of a libSQL server.
 */
export async function rowReader(place: string) {
  const db = await openDatabase(databaseAt(place));
  return {
    /** @returns milliseconds. */
    read: async (statements: readonly string[]) => {
      const before = performance.now();
      for (const sql of statements) await db.$client.execute(sql);
      return performance.now() - before;
    },
    [Symbol.dispose]: () => db.$client.close(),
  };
}
