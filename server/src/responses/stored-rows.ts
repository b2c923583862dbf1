import * as v from 'valibot';
import { commit, type Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import type { Flag } from './flags.ts';
import { flagNew, flagWhenStored, insertResponses, type NewFlag, type ResponseRow } from './queries.ts';

/** A region and quarter that a commit adds responses to. */
interface Touched {
  regionId: number;
  quarter: string;
}

/** What else belongs in the commit that stores responses, such as opening an action plan. */
export type Alongside = ((touched: Touched[], at: number) => Statement[])[];

/**
 * Commits resolved rows and what belongs to them in one transaction. It skips a row if its id exists or its quarter is
 * closed, and skips the row's flags too.
 * @param compared flags of these and earlier responses. They are skipped if any row is.
 * @returns the ids that were stored.
 */
export async function storeRows(
  db: Database,
  rows: ResponseRow[],
  alongside: Alongside,
  flags: NewFlag[] = [],
  compared: Flag[] = [],
): Promise<Set<string>> {
  const touched = new Map(rows.map((row) => [`${row.regionId}/${row.quarter}`, row]));
  const at = rows.reduce((latest, { receivedAt }) => Math.max(latest, receivedAt), 0);
  const before = flags.length === 0 ? [] : [flagNew(flags, at)];
  const after = compared.length === 0 ? [] : [flagWhenStored(compared, at, rows.length)];
  const also = alongside.flatMap((statements) => statements([...touched.values()], at));
  const results = await commit(db, [...before, insertResponses(rows), ...after, ...also]);
  const stored = v.parse(v.array(storedRow), results[before.length]!.rows);
  return new Set(stored.map(({ id }) => id));
}

const storedRow = v.object({ id: v.string() });
