import { and, eq, sql } from 'drizzle-orm';
import { build } from '../database/builder.ts';
import { prepared } from '../database/read.ts';
import { setting } from '../database/schema.ts';
import type { Statement } from '../database/statement.ts';

const name = 'closing clock';

/** Reads what the database last saw of the clock, as JSON; no row in a new database. */
export const storedClock = prepared((db) =>
  db
    .select({ value: setting.value })
    .from(setting)
    .where(eq(setting.name, sql.placeholder('name')))
    .prepare(),
);

/** The arguments of {@link storedClock}. */
export const clockName = { name };

/** Stores what was seen of the clock; changes nothing if another collector has stored something else since `before`. */
export function changeClock(before: string | undefined, after: string): Statement {
  if (before === undefined) return build.insert(setting).values({ name, value: after }).onConflictDoNothing();
  return build
    .update(setting)
    .set({ value: after })
    .where(and(eq(setting.name, name), eq(setting.value, before)));
}
