import { getTableColumns, getTableName, type InferSelectModel } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Database } from './database.ts';

// The driver builds the rows of a whole table one value at a time and blocks everybody else meanwhile. As one JSON
// text, thousands of rows take a tenth of that.

/** An SQL expression for all rows of a table, ordered by id: a JSON list of objects with the fields' names. */
export function rowsAsJson(table: PlainTable): string {
  const fields = Object.keys(getTableColumns(table)).map((field) => `'${field}', ${toSnakeCase(field)}`);
  return `(SELECT json_group_array(json(row)) FROM
    (SELECT json_object(${fields.join(', ')}) AS row FROM ${getTableName(table)} ORDER BY id))`;
}

/** A table with an id and only numbers and texts, which JSON and SQL have in common. */
type PlainTable = SQLiteTable & { $inferSelect: { id: string | number } & Record<string, string | number | null> };

/** All rows of a table, ordered by id. */
export async function allRows<Table extends PlainTable>(
  db: Database,
  table: Table,
): Promise<InferSelectModel<Table>[]> {
  const { rows } = await db.$client.execute(`SELECT ${rowsAsJson(table)} AS rows`);
  return JSON.parse(rows[0]!['rows'] as string) as InferSelectModel<Table>[];
}
