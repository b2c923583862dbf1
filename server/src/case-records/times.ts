import { eq } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import { kinds, type CaseKind } from '../cases/cases.ts';
import type { Database } from '../database/database.ts';
import { caseRetention } from '../database/schema.ts';

/** How long cases of one kind are kept, in months after they were closed. */
export interface Times {
  /** Erasing before that takes two persons. */
  minMonths: number;
  /** After that, they are erased by the collector. */
  maxMonths: number;
  /** How long the writer's contact information are kept. */
  contactMonths: number;
  /** The number of the rule in the records authority's schedule. */
  authority: string | null;
}

/**
 * What a department starts with. Two years at least, so that two years' quarters can be compared; five at most, because the
 * policy is reviewed about every five years, from the cases since the last time (docs/policies/dufferin-2-3-12.md, section
 * 7). Name and addresses for one year: long enough for the second stage and for the Ombudsman's questions.
 */
export const usualTimes: Times = { minMonths: 24, maxMonths: 60, contactMonths: 12, authority: null };

/** The longest time that can be entered, in months: a hundred years. */
export const maxMonths = 1200;

/** Times that a department has, and who entered them, and when; undefined for the usual ones. */
export type OwnTimes = Times & { updatedAt?: number; updatedBy?: string };

/** The events after which a case has other times, because it has another kind or department. */
export const changesTimes = ['kind changed', 'office changed'] as const;

/**
 * How long after times were entered, or a case got others, nothing is erased automatically, in milliseconds: someone can still
 * correct them.
 */
export const settlingTime = 7 * 24 * 60 * 60 * 1000;

/** How long a department keeps cases, by kind. */
export async function timesOf(db: Database, departmentId: number): Promise<Map<CaseKind, OwnTimes>> {
  const rows = await db.select().from(caseRetention).where(eq(caseRetention.departmentId, departmentId));
  return new Map(kinds.map((kind) => [kind, rows.find((row) => row.kind === kind) ?? usualTimes]));
}

/**
 * The moment so many months ago, by the department's calendar. What was closed then or earlier has been closed that long. On
 * the last days of a long month that is the last day of a shorter one.
 */
export function monthsAgo(months: number, zone: string, now: number): number {
  return Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).subtract({ months }).epochMilliseconds;
}

/** The day on which so many months after a moment have passed, `2027-02-12`. */
export function dayAfter(moment: number, months: number, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(moment)
    .toZonedDateTimeISO(zone)
    .add({ months })
    .toPlainDate()
    .toString();
}
