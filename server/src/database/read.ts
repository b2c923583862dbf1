import * as v from 'valibot';
import type { Database } from './database.ts';
import { statement, type Arguments } from './statement.ts';

/** The rows of raw SQL, each of them parsed. */
export async function readRows<Row>(
  db: Database,
  row: v.GenericSchema<unknown, Row>,
  sql: string,
  args?: Arguments,
): Promise<Row[]> {
  const { rows } = await db.$client.execute(statement(sql, args));
  return v.parse(v.array(row), rows);
}

/**
 * A read that is built once for each database, since building one takes longer than running it: for what every page asks.
 * Its arguments are `sql.placeholder()`s.
 */
export function prepared<Prepared>(build: (db: Database) => Prepared): (db: Database) => Prepared {
  const known = new WeakMap<Database, Prepared>();
  return (db) => {
    const query = known.get(db) ?? build(db);
    known.set(db, query);
    return query;
  };
}
