import { integer, text, type AnySQLiteColumn } from 'drizzle-orm/sqlite-core';

/**
 * The columns that every piece of work has in its own table: an action plan today, a case or a submission later. All
 * moments are milliseconds since the epoch. @param person the id of the table of people.
 */
export const workColumns = (person: () => AnySQLiteColumn) => ({
  /** Who answers for it; null until someone does. */
  ownerId: text().references(person),
  /** Its last day, `2027-02-12` in the department's zone. Counted from events, and stored so that lists can sort by it. */
  dueOn: text(),
  openedAt: integer().notNull(),
  /** Null while there is something left to do. */
  closedAt: integer(),
});
