import { and, eq, isNull } from 'drizzle-orm';
import { build, hasNone, insertIf } from '../database/builder.ts';
import { department, departmentDay } from '../database/schema.ts';
import type { Statement } from '../database/statement.ts';
import type { DepartmentDay } from '../org/org.ts';

/** Lists a day as closed or open; changes nothing if the day is on the list. */
export function listDay(listed: Omit<DepartmentDay, 'id'>): Statement {
  const isSame = and(eq(departmentDay.departmentId, listed.departmentId), eq(departmentDay.day, listed.day));
  return insertIf(departmentDay, listed, hasNone(departmentDay, isSame));
}

/** Takes a day off the list; changes nothing if it is not on it. */
export function removeDay(id: number): Statement {
  return build.delete(departmentDay).where(eq(departmentDay.id, id));
}

/** Sets the opening hours, if they are still those that the form showed. */
export function setOpeningHours(departmentId: number, before: string | null, after: string): Statement {
  const { openingHours } = department;
  const isSame = before === null ? isNull(openingHours) : eq(openingHours, before);
  return build
    .update(department)
    .set({ openingHours: after })
    .where(and(eq(department.id, departmentId), isSame));
}
