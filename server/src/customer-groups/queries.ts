import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import { build } from '../database/builder.ts';
import { customerGroup, department } from '../database/schema.ts';
import { statement, type Statement } from '../database/statement.ts';
import type { CustomerGroup, GroupNames } from '../org/org.ts';

/** Adds a group at the end of the department's list. Fails on a constraint if the department has that code. */
export function insertGroup(departmentId: number, code: string, names: GroupNames, at: number): Statement {
  return statement(
    `INSERT INTO customer_group (department_id, code, names, place, created_at)
      SELECT :department, :code, :names, coalesce(max(place), 0) + 1, :at
      FROM customer_group WHERE department_id = :department`,
    { department: departmentId, code, names: JSON.stringify(names), at },
  );
}

/** Renames a group whose names are as the form showed them. */
export function renameGroup(id: number, before: GroupNames, names: GroupNames): Statement {
  return build
    .update(customerGroup)
    .set({ names: JSON.stringify(names) })
    .where(and(eq(customerGroup.id, id), eq(customerGroup.names, JSON.stringify(before))));
}

/** Moves a group above another one, if both are where the page showed them. */
export function swapGroups(group: CustomerGroup, above: CustomerGroup): Statement {
  return statement(
    `UPDATE customer_group SET place = iif(id = :id, :up, :down) WHERE id IN (:id, :above)
      AND 2 = (SELECT count(*) FROM customer_group WHERE (id = :id AND place = :down) OR (id = :above AND place = :up))`,
    { id: group.id, above: above.id, up: above.place, down: group.place },
  );
}

/** Ends a group, so that no survey offers it anymore; changes nothing if it has ended. */
export function endGroup(id: number, at: number): Statement {
  return build
    .update(customerGroup)
    .set({ endedAt: at })
    .where(and(eq(customerGroup.id, id), isNull(customerGroup.endedAt)));
}

/** Offers a group again that has ended; changes nothing if it has not. */
export function restoreGroup(id: number): Statement {
  return build
    .update(customerGroup)
    .set({ endedAt: null })
    .where(and(eq(customerGroup.id, id), isNotNull(customerGroup.endedAt)));
}

/** Turns the question on the survey on or off; changes nothing if it is so already. */
export function setQuestion(departmentId: number, isAsked: boolean): Statement {
  return build
    .update(department)
    .set({ asksGroup: isAsked ? 1 : 0 })
    .where(and(eq(department.id, departmentId), eq(department.asksGroup, isAsked ? 0 : 1)));
}
