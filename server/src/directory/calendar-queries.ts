import { statement, type Statement } from '../database/statement.ts';
import type { DepartmentDay } from '../org/org.ts';

/** Lists a day as closed or open; changes nothing where it is on the list already. */
export function listDay(listed: Omit<DepartmentDay, 'id'>): Statement {
  return statement(
    `INSERT INTO department_day (department_id, day, kind, reason, created_at, created_by)
      SELECT :departmentId, :day, :kind, :reason, :createdAt, :createdBy
      WHERE NOT EXISTS (SELECT 1 FROM department_day WHERE department_id = :departmentId AND day = :day)`,
    listed,
  );
}

/** Takes a day off the list; changes nothing where it is off already. */
export function removeDay(id: number): Statement {
  return statement('DELETE FROM department_day WHERE id = ?', [id]);
}

/** Sets the opening hours, if they are still those that the form began with. */
export function setOpeningHours(departmentId: number, before: string | null, after: string): Statement {
  return statement('UPDATE department SET opening_hours = ? WHERE id = ? AND opening_hours IS ?', [
    after,
    departmentId,
    before,
  ]);
}
