import { and, eq, isNull } from 'drizzle-orm';
import { dayFrom } from '@heart-survey/shared/dates';
import type { Database } from '../database/database.ts';
import { person, roleGrant, setting } from '../database/schema.ts';
import type { Organization } from '../org/org.ts';
import { statement, type Statement } from '../database/statement.ts';

/** The zone in which the day of the review begins: that of the first department. */
export const policyZone = ({ departments }: Pick<Organization, 'departments'>): string => departments[0]?.zone ?? 'UTC';

/** The setting that has the day, such as `2030-02-11`. */
const policySetting = 'case-policy-review';

/** The day on which the policy is due for review; undefined if none was set. */
export async function policyReviewOn(db: Database): Promise<string | undefined> {
  const [found] = await db.select({ value: setting.value }).from(setting).where(eq(setting.name, policySetting));
  return found && dayFrom(found.value) ? found.value : undefined;
}

/** Sets the day, or removes it, if it is still what the form showed. @param was empty for none. */
export function changePolicyReview(was: string, on: string): Statement {
  const args = { name: policySetting, was };
  const isAsSeen = `coalesce((SELECT value FROM setting WHERE name = :name), '') = :was`;
  if (on === '') return statement(`DELETE FROM setting WHERE name = :name AND ${isAsSeen}`, args);
  return statement(
    `INSERT INTO setting (name, value) SELECT :name, :on WHERE ${isAsSeen}
      ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    { ...args, on },
  );
}

/** The record that emails about a review day were queued, so that each is sent once. */
const reminded = 'case-policy-reminded';

/** How the last reminder is recorded: the day of the review, and how many days before it. */
export const reminderOf = (on: string, days: number): string => `${on} ${days}`;

/** The last reminder that was queued. */
export async function lastReminder(db: Database): Promise<string | undefined> {
  const [found] = await db.select({ value: setting.value }).from(setting).where(eq(setting.name, reminded));
  return found?.value;
}

/** Records a reminder, unless another job has just done so. */
export function recordReminder(value: string): Statement {
  return statement(
    `INSERT INTO setting (name, value) VALUES (:name, :value)
      ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE setting.value <> excluded.value`,
    { name: reminded, value },
  );
}

/** The executives who have not left. */
export function executives(db: Database): Promise<{ id: string; name: string; email: string }[]> {
  return db
    .selectDistinct({ id: person.id, name: person.name, email: person.email })
    .from(roleGrant)
    .innerJoin(person, eq(person.id, roleGrant.personId))
    .where(and(eq(roleGrant.role, 'executive'), isNull(roleGrant.endedAt), isNull(person.leftAt)));
}
