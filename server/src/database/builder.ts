import { getTableColumns, notExists, sql, type Column, type SQL } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import { drizzle } from 'drizzle-orm/libsql/sqlite3';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Query } from './statement.ts';

/** Builds queries for `commit()` and conditions for other queries. It has no database and cannot run them. */
export const build = drizzle.mock({ casing: 'snake_case' });

/** The name of a column in SQL. */
export function columnName({ name }: Column): string {
  return toSnakeCase(name);
}

/** A condition: the statement just before this one in the commit changed a row. */
export const changedBefore = sql`changes() > 0`;

/** A condition: the table has no such row, or none at all. */
export function hasNone(table: SQLiteTable, where?: SQL): SQL {
  return notExists(
    build
      .select({ one: sql`1` })
      .from(table)
      .where(where),
  );
}

/** Inserts a row if the condition is true at that moment. Fields that are missing get their default. */
export function insertIf<Table extends SQLiteTable>(
  table: Table,
  row: Table['$inferInsert'],
  condition: SQL | undefined,
): Query {
  const columns = getTableColumns(table);
  const given = Object.entries(row).filter(([, value]) => value !== undefined);
  const names = given.map(([field]) => sql.identifier(columnName(columns[field]!)));
  const values = given.map(([field, value]) => (value === null ? sql`null` : sql`${sql.param(value, columns[field])}`));
  const comma = sql`, `;
  return build.run(
    sql`insert into ${table} (${sql.join(names, comma)}) select ${sql.join(values, comma)} where ${condition}`,
  );
}
