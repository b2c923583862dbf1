import { getTableColumns, getTableName, type Column, type InferSelectModel } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import * as v from 'valibot';
import { columnName } from './builder.ts';
import type { Database } from './database.ts';
import { readRows } from './read.ts';

// The driver builds the rows of a whole table one value at a time and blocks everyone else meanwhile. As one JSON
// text, thousands of rows take a tenth of that.

/** An SQL expression for all rows of a table, ordered by id: a JSON list of objects with the fields' names. */
export function rowsAsJson(table: PlainTable): string {
  const fields = Object.entries(getTableColumns(table)).map(([field, column]) => `'${field}', ${columnName(column)}`);
  return `(SELECT json_group_array(json(row)) FROM
    (SELECT json_object(${fields.join(', ')}) AS row FROM ${getTableName(table)} ORDER BY id))`;
}

/** A table with an id and only numbers and texts, which JSON and SQL have in common. */
type PlainTable = SQLiteTable & { $inferSelect: { id: string | number } & Record<string, string | number | null> };

/** Parses what `rowsAsJson` selected of that table. */
export function rowsFromJson<Table extends PlainTable>(table: Table) {
  const fields = Object.entries(getTableColumns(table)).map(([field, column]) => [field, fieldSchema(column)]);
  const row: v.GenericSchema = v.object(Object.fromEntries(fields) as v.ObjectEntries);
  // The types of the table are those of its columns, from which the schema is made.
  return v.pipe(v.string(), v.parseJson(), v.array(row as v.GenericSchema<unknown, InferSelectModel<Table>>));
}

function fieldSchema({ dataType, notNull, enumValues }: Column) {
  const value = enumValues ? v.picklist(enumValues) : dataType === 'number' ? v.number() : v.string();
  return notNull ? value : v.nullable(value);
}

/** All rows of a table, ordered by id. */
export async function allRows<Table extends PlainTable>(
  db: Database,
  table: Table,
): Promise<InferSelectModel<Table>[]> {
  const row = v.object({ rows: rowsFromJson(table) });
  const [found] = await readRows(db, row, `SELECT ${rowsAsJson(table)} AS rows`);
  return found!.rows;
}
