import { getTableColumns, getTableName } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { columnName } from './builder.ts';
import type { RowStatement } from './statement.ts';

// Statements for any number of rows, which the query builder does not write: its own take a parameter for each value,
// and SQLite has a limit for these.

/** Inserts a row. Fields that are missing get their default. */
export function rowInsert<Table extends SQLiteTable>(table: Table, row: Table['$inferInsert']): RowStatement {
  const { names, values } = columnsOf(table, row);
  return {
    sql: `INSERT INTO ${getTableName(table)} (${names.join(', ')})
      SELECT ${names.map((_, index) => valueAt(index)).join(', ')} FROM json_each(:rows) AS r`,
    values,
  };
}

/** The same, if a condition is true. @param values what the condition uses besides the row's own values: they follow it. */
export function onlyIf(row: RowStatement, condition: string, values: RowStatement['values'] = []): RowStatement {
  return { sql: `${row.sql} WHERE ${condition}`, values: [...row.values, ...values] };
}

/** A value of the row in SQL, by its index. */
export function valueAt(index: number): string {
  return `r.value ->> ${index}`;
}

/** Sets fields of the row with that id. */
export function rowUpdate(table: SQLiteTable, id: number, changes: Record<string, unknown>): RowStatement {
  const { names, values } = columnsOf(table, changes);
  const name = getTableName(table);
  return {
    sql: `UPDATE ${name} SET ${names.map((column, index) => `${column} = ${valueAt(index)}`).join(', ')}
      FROM json_each(:rows) AS r WHERE ${name}.id = ${valueAt(names.length)}`,
    values: [...values, id],
  };
}

function columnsOf(table: SQLiteTable, row: Record<string, unknown>) {
  const columns = getTableColumns(table);
  const given = Object.entries(row).filter(([, value]) => value !== undefined);
  return {
    names: given.map(([field]) => columnName(columns[field]!)),
    values: given.map(([field, value]) =>
      value === null ? null : (columns[field]!.mapToDriverValue(value) as string | number),
    ),
  };
}
