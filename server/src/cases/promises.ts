import { desc, eq } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { caseRules } from '../database/schema.ts';
import { readCalendars, type CalendarAt, type Department } from '../org/org.ts';
import { readRules, usualPack, type PromiseRule } from './rule-packs.ts';

/** What a department promises, and the calendars in which it is counted. */
export interface Promises {
  rules: readonly PromiseRule[];
  /** The pack that the rules began as. */
  pack: string;
  /** Null for the usual pack. */
  rulesId: number | null;
  calendars: readonly CalendarAt[];
}

/** What a department promises to whoever writes to it now. */
export async function currentPromises(db: Database, department: Department): Promise<Promises> {
  const [found] = await db
    .select({ id: caseRules.id, pack: caseRules.pack, rules: caseRules.rules })
    .from(caseRules)
    .where(eq(caseRules.departmentId, department.id))
    .orderBy(desc(caseRules.id))
    .limit(1);
  const rules = found === undefined ? usualPack.rules : readRules(found.rules);
  return {
    rules,
    pack: found?.pack ?? usualPack.id,
    rulesId: found?.id ?? null,
    calendars: await readCalendars(db, department),
  };
}

/** What was promised when a case came in. @param rulesId as in the case. */
export async function promisesOf(db: Database, department: Department, rulesId: number | null): Promise<Promises> {
  const [found] =
    rulesId === null
      ? []
      : await db
          .select({ pack: caseRules.pack, rules: caseRules.rules })
          .from(caseRules)
          .where(eq(caseRules.id, rulesId));
  const rules = found === undefined ? usualPack.rules : readRules(found.rules);
  return { rules, pack: found?.pack ?? usualPack.id, rulesId, calendars: await readCalendars(db, department) };
}
