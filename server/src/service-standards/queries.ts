import { and, asc, desc, eq, exists, inArray, isNull, max, or, sql } from 'drizzle-orm';
import { build, hasNone, insertIf } from '../database/builder.ts';
import type { Database } from '../database/database.ts';
import { person, serviceStandard, standardValue } from '../database/schema.ts';
import type { Statement } from '../database/statement.ts';

export type Standard = typeof serviceStandard.$inferSelect;
/** A standard as its form gives it. */
export type NewStandard = Pick<Standard, 'text' | 'area' | 'measure' | 'of' | 'direction' | 'target'>;

/** A value that was entered by hand. */
export type StandardValue = typeof standardValue.$inferSelect & { name: string };

const isOf = (departmentId: number | null) =>
  departmentId === null ? isNull(serviceStandard.departmentId) : eq(serviceStandard.departmentId, departmentId);

/** Every standard of a department or of the whole agency, also those that ended, in the order in which they were added. */
export function standardsOf(db: Database, departmentId: number | null): Promise<Standard[]> {
  return db.select().from(serviceStandard).where(isOf(departmentId)).orderBy(asc(serviceStandard.id));
}

/** Those of the agency and of the department, the agency's first. */
export function standardsIn(db: Database, departmentId: number): Promise<Standard[]> {
  return db
    .select()
    .from(serviceStandard)
    .where(or(isOf(null), isOf(departmentId)))
    .orderBy(sql`${serviceStandard.departmentId} IS NOT NULL`, asc(serviceStandard.id));
}

/** What was entered for a department's standards, the last value first. */
export async function valuesOf(db: Database, departmentId: number, standardIds: number[]): Promise<StandardValue[]> {
  if (standardIds.length === 0) return [];
  const rows = await db
    .select({ value: standardValue, name: person.name })
    .from(standardValue)
    .innerJoin(person, eq(person.id, standardValue.personId))
    .where(and(eq(standardValue.departmentId, departmentId), inArray(standardValue.standardId, standardIds)))
    .orderBy(desc(standardValue.at), desc(sql`${standardValue}.rowid`));
  return rows.map(({ value, name }) => ({ ...value, name }));
}

interface Made {
  departmentId: number | null;
  /** The id of a person. */
  by: string;
  at: number;
}

const rowOf = (given: NewStandard, { departmentId, by, at }: Made) => ({
  ...given,
  departmentId,
  createdAt: at,
  createdBy: by,
});

/** Adds a standard, unless one in force says the same. */
export function insertStandard(given: NewStandard, made: Made): Statement {
  const same = and(isOf(made.departmentId), eq(serviceStandard.text, given.text), isNull(serviceStandard.endedAt));
  return insertIf(serviceStandard, rowOf(given, made), hasNone(serviceStandard, same));
}

/** Ends a standard, unless someone did before. */
export function endStandard(id: number, { departmentId, by, at }: Made): Statement {
  return build
    .update(serviceStandard)
    .set({ endedAt: at, endedBy: by })
    .where(and(eq(serviceStandard.id, id), isOf(departmentId), isNull(serviceStandard.endedAt)));
}

/** Ends a standard and adds the one that it becomes. Both, or neither if someone ended it before. */
export function changeStandard(id: number, given: NewStandard, made: Made): Statement[] {
  const isInForce = build
    .select({ id: serviceStandard.id })
    .from(serviceStandard)
    .where(and(eq(serviceStandard.id, id), isOf(made.departmentId), isNull(serviceStandard.endedAt)));
  return [insertIf(serviceStandard, rowOf(given, made), exists(isInForce)), endStandard(id, made)];
}

/**
 * Moves what was entered for a quarter from a standard to the one that it became in this commit: a quarter that has not ended
 * counts the new one.
 */
export function moveValues(
  id: number,
  { text }: NewStandard,
  { departmentId, by, at }: Made,
  of: { departmentId: number; quarter: string },
): Statement {
  const { createdAt, createdBy, endedAt, endedBy } = serviceStandard;
  const become = build
    .select({ id: max(serviceStandard.id) })
    .from(serviceStandard)
    .where(
      and(isOf(departmentId), eq(serviceStandard.text, text), eq(createdAt, at), eq(createdBy, by), isNull(endedAt)),
    );
  const isChanged = build
    .select({ id: serviceStandard.id })
    .from(serviceStandard)
    .where(and(eq(serviceStandard.id, id), eq(endedAt, at), eq(endedBy, by)));
  const { standardId, departmentId: department, quarter } = standardValue;
  return build
    .update(standardValue)
    .set({ standardId: sql`(${become})` })
    .where(and(eq(standardId, id), eq(department, of.departmentId), eq(quarter, of.quarter), exists(isChanged)));
}

/** Whether exactly this value was added before, by the same person. */
export async function isStored(db: Database, row: typeof standardValue.$inferInsert): Promise<boolean> {
  const [before] = await db.select().from(standardValue).where(eq(standardValue.id, row.id));
  const names = ['standardId', 'departmentId', 'quarter', 'value', 'basedOn', 'note', 'personId'] as const;
  return before !== undefined && names.every((name) => before[name] === row[name]);
}

/** Replaces the note of a value; changes nothing if the note is not the one that the person saw. */
export function changeNote(id: string, seen: string | null, note: string | null): Statement {
  const { note: before } = standardValue;
  return build
    .update(standardValue)
    .set({ note })
    .where(and(eq(standardValue.id, id), seen === null ? isNull(before) : eq(before, seen)));
}

/** Adds a value, once, unless someone ended or changed its standard in the meantime. @param endedAt of the standard as it was read. */
export function insertValue(row: typeof standardValue.$inferInsert, { endedAt }: Pick<Standard, 'endedAt'>): Statement {
  const { id, endedAt: ended } = serviceStandard;
  const asRead = build
    .select({ id })
    .from(serviceStandard)
    .where(and(eq(id, row.standardId), endedAt === null ? isNull(ended) : eq(ended, endedAt)));
  return insertIf(standardValue, row, and(hasNone(standardValue, eq(standardValue.id, row.id)), exists(asRead)));
}
